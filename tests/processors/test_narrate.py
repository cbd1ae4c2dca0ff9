"""A script spoken utterance by utterance, each paid for by itself."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest

from commands.ports import World
from commands.video.reports import ReportNarration
from domain.call import CallIntended, CallReconciled
from domain.ids import BlobId, job_stream
from domain.job import JobOpened
from domain.mode import Mode
from domain.narration import Alignment, Word
from domain.prices import PriceBook, Provider, Usage
from domain.work import Given, Narrate
from processors import documents
from processors.errors import CallError, NoFunds, OutcomeUnknown
from processors.fallback import ChainedCalls
from processors.job import LeasedJob
from processors.narrate import NarrateProcessor
from processors.ports import Metered
from processors.speaking import Saying, Speech
from tests.given import ACCOUNT, JOB, NOON, TUNE, VIDEO, VIDEO_STREAM, blob
from tests.memory import MemoryLedger
from tests.processors.bench import Bench, MemoryBlobs
from tests.processors.stand_ins import SCENES, WRITTEN, StandIns

FIRST, SECOND = (it.text for it in SCENES)


@dataclass
class Voice:
    """Speaks; faults come first, one a call. What it did stands in its books."""

    name: str
    faults: list[CallError | None] = field(default_factory=list)
    spoken: list[str] = field(default_factory=list)
    books: dict[str, int] = field(default_factory=dict)
    characters_max: int = 1_000

    @property
    def provider(self) -> Provider:
        return Provider(self.name, "one", Mode.LIVE)

    async def speak(self, saying: Saying) -> Metered[Speech]:
        text = saying.utterance.text
        fault = self.faults.pop(0) if self.faults else None
        if fault is None or isinstance(fault, OutcomeUnknown):
            self.spoken.append(text)
            self.books[text] = len(text)
        if fault is not None:
            raise fault
        return self.made(text)

    async def find(self, saying: Saying, since: datetime) -> Metered[Speech] | None:
        assert since == NOON
        text = saying.utterance.text
        return self.made(text) if text in self.books else None

    def made(self, text: str) -> Metered[Speech]:
        words = tuple(Word(it, 0, 1) for it in text.split())
        speech = Speech(blob(text), words, Alignment.EXACT, len(text))
        return Metered(speech, (Usage("character", len(text)),))


@dataclass
class Its(Bench):
    reported: list[Any] = field(default_factory=list)
    joiner: StandIns = field(default_factory=StandIns)

    async def run(self, *voices: Voice, fence: str = "1.1") -> None:
        async def report(command: object) -> None:
            self.reported.append(command)

        async def tell(_: object) -> None:
            raise AssertionError("a voice tells no progress")

        async def licensed() -> None:
            raise AssertionError("a voice shows nobody's files")

        assert isinstance(self.work, Narrate)
        calls = ChainedCalls(self.calls(fence))
        job = LeasedJob(JOB, VIDEO, self.work, self.blobs, calls, report, tell, licensed)
        await NarrateProcessor(voices, self.joiner, self.joiner).run(job)


async def bench(recording: Given | None = None) -> Its:
    blobs = MemoryBlobs()
    script: BlobId = await documents.store(blobs, WRITTEN)
    work = Narrate(script, "default", recording)
    opened = (job_stream(JOB), JobOpened(VIDEO_STREAM, ACCOUNT, work, None))
    ledger = MemoryLedger([opened], world=lambda: World(NOON, PriceBook()))
    return Its(work, ledger, blobs)


async def test_every_scene_is_said_in_a_call_of_its_own() -> None:
    its, voice = await bench(), Voice("one")

    await its.run(voice)

    assert voice.spoken == [FIRST, SECOND]
    names = [it.name for it in its.happened("call") if isinstance(it, CallIntended)]
    assert names == ["speak 1", "speak 2"]
    assert isinstance(its.reported[0], ReportNarration)


async def test_what_was_said_before_a_fault_is_not_paid_for_again() -> None:
    its, voice = await bench(), Voice("one", [None, OutcomeUnknown("the answer was lost")])
    with pytest.raises(OutcomeUnknown):
        await its.run(voice)

    await its.run(voice, fence="1.2")

    assert voice.spoken == [FIRST, SECOND]
    assert [it.answer is not None for it in its.happened("call") if isinstance(it, CallReconciled)]


async def test_another_voice_says_all_of_it() -> None:
    its = await bench()
    one, two = Voice("one", [None, NoFunds("no credits left")]), Voice("two")

    await its.run(one, two)

    assert (one.spoken, two.spoken) == ([FIRST], [FIRST, SECOND])
    joined = its.joiner.asked[1]
    assert joined == [two.made(FIRST).answer, two.made(SECOND).answer]


async def test_a_recording_is_read_and_nobody_else_speaks() -> None:
    mine = Given(TUNE, blob("mine"), "mine.wav")
    its, voice = await bench(mine), Voice("one")

    await its.run(voice)

    assert voice.spoken == []
    assert its.joiner.asked == [WRITTEN, mine.blob, "mine.wav"]
    names = [it.name for it in its.happened("call") if isinstance(it, CallIntended)]
    assert names == ["read-recording"]
    assert its.reported[0].work.recording == mine
