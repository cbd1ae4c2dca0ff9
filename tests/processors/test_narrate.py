"""A script spoken utterance by utterance, each paid for by itself."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import pytest

from commands.ports import World
from commands.video.reports import ReportNarration
from domain.call import CallIntended, CallReconciled
from domain.ids import BlobId, job_stream
from domain.job import JobOpened
from domain.mode import Mode
from domain.narration import Alignment, Narration, Word, silence_s
from domain.prices import PriceBook, Provider, Usage
from domain.voice_length import Voice as VoiceOf
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
from tests.processors.stand_ins import SCENES, SPOKEN, WRITTEN, StandIns

FIRST, SECOND = (it.text for it in SCENES)


@dataclass
class Voice:
    """Speaks; faults come first, one a call. What it did stands in its books."""

    name: str
    faults: list[CallError | None] = field(default_factory=list)
    spoken: list[str] = field(default_factory=list)
    books: dict[str, list[str]] = field(default_factory=dict)
    characters_max: int = 1_000

    @property
    def provider(self) -> Provider:
        return Provider(self.name, "one", Mode.LIVE)

    async def speak(self, saying: Saying) -> Metered[Speech]:
        text = saying.utterance.text
        fault = self.faults.pop(0) if self.faults else None
        if fault is None or isinstance(fault, OutcomeUnknown):
            self.spoken.append(text)
            self.books.setdefault(text, []).append(f"request {len(self.spoken)}")
        if fault is not None:
            raise fault
        return self.made(text, self.books[text][-1])

    async def find(
        self, saying: Saying, since: datetime, used: frozenset[str] = frozenset()
    ) -> Metered[Speech] | None:
        assert since == NOON
        text = saying.utterance.text
        made = (it for it in self.books.get(text, ()) if it not in used)
        return next((self.made(text, it) for it in made), None)

    def made(self, text: str, request_id: str = "") -> Metered[Speech]:
        words = tuple(Word(it, 0, 1) for it in text.split())
        speech = Speech(blob(text), words, Alignment.EXACT, len(text), request_id)
        return Metered(speech, (Usage("character", len(text)),), request_id=request_id)


@dataclass
class Lengths:
    """What was heard of each voice."""

    heard: list[tuple[VoiceOf, float, float]] = field(default_factory=list)

    async def of(self, voice: VoiceOf) -> float:
        raise AssertionError(f"whoever speaks needs not know what {voice} takes")

    async def hear(self, voice: VoiceOf, spoken_s: float, usual_s: float) -> None:
        self.heard.append((voice, spoken_s, usual_s))


@dataclass
class Its(Bench):
    reported: list[Any] = field(default_factory=list)
    joiner: StandIns = field(default_factory=StandIns)
    stretch_most: float = 0.06
    lengths: Lengths = field(default_factory=Lengths)

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
        own = self.joiner
        its = NarrateProcessor(voices, own, own, own, self.stretch_most, self.lengths)
        await its.run(job)

    async def reported_narration(self) -> Narration:
        return await documents.load(self.blobs, self.reported[0].narration, Narration)


async def bench(recording: Given | None = None, seconds: int | None = None) -> Its:
    blobs = MemoryBlobs()
    script: BlobId = await documents.store(blobs, WRITTEN)
    work = Narrate(script, "default", recording, seconds)
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
    said = [two.made(FIRST, "request 1"), two.made(SECOND, "request 2")]
    assert joined == [it.answer for it in said]


async def test_a_recording_is_read_and_nobody_else_speaks() -> None:
    mine = Given(TUNE, blob("mine"), "mine.wav")
    its, voice = await bench(mine), Voice("one")

    await its.run(voice)

    assert voice.spoken == []
    assert its.joiner.asked == [WRITTEN, mine.blob, "mine.wav"]
    names = [it.name for it in its.happened("call") if isinstance(it, CallIntended)]
    assert names == ["read-recording"]
    assert its.reported[0].work.recording == mine


async def test_a_voice_that_is_a_little_short_is_stretched_to_what_was_asked() -> None:
    its = await bench(seconds=6)
    its.joiner.spoken = replace(SPOKEN, duration_ms=5_800)

    await its.run(Voice("one"))

    kept = await its.reported_narration()
    assert kept.stretch == pytest.approx(6 / 5.8)
    assert its.reported[0].duration_ms == kept.duration_ms == 6_000


async def test_a_voice_that_is_far_off_is_stretched_no_more_than_the_limit() -> None:
    its = await bench(seconds=6)

    await its.run(Voice("one"))

    assert (await its.reported_narration()).stretch == 1.06


@pytest.mark.parametrize("seconds", [None, 4, 60])
async def test_a_voice_is_left_alone_where_nobody_asked_for_that_length(
    seconds: int | None,
) -> None:
    its = await bench(seconds=seconds)

    await its.run(Voice("one"))

    assert await its.reported_narration() == SPOKEN


async def test_a_voice_is_left_alone_where_the_setting_says_so() -> None:
    its = await bench(seconds=6)
    its.stretch_most = 0.0

    await its.run(Voice("one"))

    assert await its.reported_narration() == SPOKEN


async def test_a_persons_own_voice_is_neither_stretched_nor_learned_of() -> None:
    its = await bench(Given(TUNE, blob("mine"), "mine.wav"), seconds=6)

    await its.run()

    assert await its.reported_narration() == SPOKEN
    assert its.lengths.heard == []


async def test_what_a_voice_took_is_learned_of_whoever_spoke_and_as_it_spoke() -> None:
    its = await bench(seconds=6)
    two = Voice("two")

    await its.run(Voice("one", [NoFunds("no credits left")]), two)

    voice = VoiceOf(two.provider, "default", "en")
    silent_s = silence_s(len(SCENES))
    assert its.lengths.heard == [(voice, 4.0 - silent_s, WRITTEN.seconds - silent_s)]


async def test_of_two_equal_texts_the_second_is_looked_up_as_itself() -> None:
    its = await bench()
    again = replace(WRITTEN, scenes=(SCENES[0], SCENES[0]))
    its.work = Narrate(await documents.store(its.blobs, again), "default")
    voice = Voice("one", [None, OutcomeUnknown("the answer was lost")])
    with pytest.raises(OutcomeUnknown):
        await its.run(voice)

    await its.run(voice, fence="1.2")

    assert voice.spoken == [FIRST, FIRST]
    joined: Any = its.joiner.asked[1]
    assert [it.request_id for it in joined] == ["request 1", "request 2"]
