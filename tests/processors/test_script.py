"""Writing and judging: what is moderated, mended and compared, call by call."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from commands.video.reports import ReportScript, ReportVerdict
from domain.brief import Brief
from domain.ids import ChannelId, VideoId
from domain.originality import EARLIER_MAX, Earlier
from domain.script import Script, Verdict
from domain.voice_length import Voice
from domain.work import JudgeScript, Package, WriteScript
from processors import documents
from processors.call import Answered, Call
from processors.errors import CallError, ContentRefused, OutcomeUnknown, Unavailable
from processors.job import LeasedJob
from processors.judge import JudgeProcessor
from processors.moderation import Moderated
from processors.package import PackageProcessor
from processors.ports import Metered
from processors.script import ScriptProcessor
from tests.given import CHANNEL, JOB, VIDEO
from tests.processors.bench import OFFLINE, MemoryBlobs
from tests.processors.stand_ins import SCENES, TEXT, WRITTEN, StandIns

FITTED = replace(WRITTEN, title="Fitted", seconds=5.0)
COPIED = replace(WRITTEN, title="As it stands")


@dataclass
class Desk:
    """Moderates and fits as told; `asked` is what came, in order."""

    provider = OFFLINE
    fit_prompt = "fit-script-1@0123"
    flagged: str = "\0"
    fault: CallError | None = None
    mended: Script = FITTED
    asked: list[object] = field(default_factory=list)

    async def moderate(self, text: str) -> Metered[Moderated]:
        self.asked.append(text)
        if self.flagged in text:
            raise ContentRefused("It falls in hate.")
        return Metered(Moderated("hate", 0.1), ())

    def wishes(self, brief: Brief, script: Script) -> tuple[str, ...]:
        assert brief.source == TEXT
        return () if script.seconds == FITTED.seconds else ("it is too long",)

    async def fit(self, brief: Brief, script: Script) -> Metered[Script]:
        self.asked.append((brief.seconds, script))
        if self.fault is not None:
            raise self.fault
        return Metered(self.mended, ())


class Copyist:
    """Takes the source as it stands."""

    provider = OFFLINE
    prompt = ""

    async def write(self, brief: Brief) -> Metered[Script]:
        assert brief.source == TEXT
        return Metered(COPIED, ())


class DirectCalls:
    """Sends at once; the first of a chain is the only one."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.prompts: dict[str, str] = {}

    async def make(self, call: Call[Any]) -> Answered[Any]:
        self.names.append(call.name)
        self.prompts[call.name] = call.prompt
        return Answered((await call.send()).answer, call.provider.mode)

    async def first(self, chain: Any) -> Answered[Any]:
        return await self.make(chain[0])

    async def first_run(self, name: str, chain: Any) -> Any:
        raise AssertionError(f"{name} is one call, not {len(chain)} runs of several")


@dataclass
class Its:
    blobs: MemoryBlobs = field(default_factory=MemoryBlobs)
    calls: DirectCalls = field(default_factory=DirectCalls)
    reported: list[Any] = field(default_factory=list)

    def leased(self, work: Any) -> LeasedJob[Any]:
        async def report(command: object) -> None:
            self.reported.append(command)

        async def nothing(*_: object) -> None: ...

        return LeasedJob(JOB, VIDEO, work, self.blobs, self.calls, report, nothing, nothing)

    async def write(self, desk: Desk, *, verbatim: bool = False) -> Script:
        source = await self.blobs.put(TEXT.encode())
        processor = ScriptProcessor((StandIns(),), Copyist(), (desk,), (desk,))
        await processor.run(self.leased(WriteScript(source, "en", 6, 1, verbatim=verbatim)))
        (told,) = self.reported
        assert isinstance(told, ReportScript)
        return await documents.load(self.blobs, told.script, Script)

    async def judge(self, *films: str) -> tuple[float, Verdict]:
        source = await self.blobs.put(TEXT.encode())
        script = await documents.store(self.blobs, WRITTEN)
        processor = JudgeProcessor((StandIns(),), Films(films))
        await processor.run(self.leased(JudgeScript(source, "en", 6, 1, script)))
        (told,) = self.reported
        assert isinstance(told, ReportVerdict)
        return told.score, await documents.load(self.blobs, told.verdict, Verdict)


@dataclass
class Films:
    texts: tuple[str, ...]

    async def earlier(self, video: VideoId, most: int) -> tuple[Earlier, ...]:
        assert (video, most) == (VIDEO, EARLIER_MAX)
        return tuple(Earlier(VIDEO, ChannelId(CHANNEL), "Before", it) for it in self.texts)


@pytest.fixture
def its() -> Its:
    return Its()


async def test_source_and_draft_are_moderated_around_the_writing(its: Its) -> None:
    desk = Desk()
    assert await its.write(desk) == FITTED
    assert its.calls.names == ["moderate-source", "write-script", "fit-script", "moderate-draft"]
    assert desk.asked == [TEXT, (6, WRITTEN), FITTED.text]
    assert its.calls.prompts["fit-script"] == desk.fit_prompt


async def test_the_channels_own_words_reach_who_writes_and_who_packages(its: Its) -> None:
    source, port = await its.blobs.put(TEXT.encode()), StandIns()
    script = await documents.store(its.blobs, WRITTEN)
    await ScriptProcessor((port,), Copyist()).run(
        its.leased(WriteScript(source, "en", 6, 1, "Dry wit."))
    )
    await PackageProcessor((port,)).run(its.leased(Package(source, "en", 6, script, "Dry wit.")))
    briefs = [it for it in port.asked if isinstance(it, Brief)]
    assert [it.personality for it in briefs] == ["Dry wit.", "Dry wit."]


async def test_a_flagged_source_is_never_written_about(its: Its) -> None:
    with pytest.raises(ContentRefused):
        await its.write(Desk(flagged=TEXT[:10]))
    assert its.calls.names == ["moderate-source"]


async def test_a_flagged_draft_is_not_reported(its: Its) -> None:
    loud = replace(FITTED, scenes=(replace(SCENES[0], sentences=("Loud!",)), SCENES[1]))
    with pytest.raises(ContentRefused):
        await its.write(Desk(flagged="Loud!", mended=loud))
    assert its.reported == []


@pytest.mark.parametrize(
    "desk",
    [
        lambda: Desk(fault=Unavailable("It is down.")),
        lambda: Desk(mended=replace(WRITTEN, title="No better")),
    ],
    ids=("down", "no better"),
)
async def test_a_draft_that_nobody_mends_stands_as_it_is(
    its: Its, desk: Callable[[], Desk]
) -> None:
    assert await its.write(desk()) == WRITTEN


async def test_a_mending_that_may_have_been_done_is_reconciled_first(its: Its) -> None:
    with pytest.raises(OutcomeUnknown):
        await its.write(Desk(fault=OutcomeUnknown("Its answer was lost.")))
    assert its.reported == []


async def test_a_script_told_before_on_any_channel_scores_too_low(its: Its) -> None:
    score, verdict = await its.judge(WRITTEN.text)
    assert score == verdict.score == 0.0
    assert "Before" in verdict.reasons[-1]


async def test_a_script_of_its_own_keeps_its_score(its: Its) -> None:
    score, verdict = await its.judge("Quite another matter is told here, in other words.")
    assert score == verdict.score == 0.8
    assert verdict.parts["originality"] == 1.0


def test_other_instructions_are_another_request() -> None:
    calls = [
        Call("write", 1, "text", str, OFFLINE, _never, prompt=it) for it in ("", "a-1@0", "a-2@1")
    ]
    assert len({it.fingerprint for it in calls}) == 3


async def _never() -> Metered[str]:
    raise AssertionError("nothing is sent here")


async def test_a_text_that_was_recorded_is_taken_as_it_is_and_mended_by_nobody(its: Its) -> None:
    assert await its.write(Desk(), verbatim=True) == COPIED
    assert its.calls.names == ["moderate-source", "write-script", "moderate-draft"]


async def test_a_text_taken_as_it_is_was_to_be_as_long_as_it_is(its: Its) -> None:
    judge, source = StandIns(), await its.blobs.put(TEXT.encode())
    script = await documents.store(its.blobs, WRITTEN)
    work = JudgeScript(source, "en", 45, 1, script, verbatim=True)
    await JudgeProcessor((judge,)).run(its.leased(work))
    assert judge.asked == [Brief(TEXT, 6, "en"), WRITTEN, "verbatim"]


@dataclass
class Slow:
    """Every voice takes a quarter more than is usual."""

    asked: list[Voice] = field(default_factory=list)

    async def of(self, voice: Voice) -> float:
        self.asked.append(voice)
        return 1.25

    async def hear(self, *heard: object) -> None:
        raise AssertionError(f"who writes hears no voice: {heard}")


async def test_a_script_is_written_for_the_voice_that_will_say_it(its: Its) -> None:
    source, port, lengths = await its.blobs.put(TEXT.encode()), StandIns(), Slow()
    writing = ScriptProcessor((port,), Copyist(), speaks=OFFLINE, lengths=lengths)

    await writing.run(its.leased(WriteScript(source, "en", 6, 1, voice="female")))

    assert [it.length_ratio for it in port.asked if isinstance(it, Brief)] == [1.25]
    assert lengths.asked == [Voice(OFFLINE, "female", "en")]


async def test_a_script_is_judged_by_the_voice_that_it_was_written_for(its: Its) -> None:
    source, port = await its.blobs.put(TEXT.encode()), StandIns()
    script = await documents.store(its.blobs, replace(WRITTEN, length_ratio=1.25))

    await JudgeProcessor((port,)).run(its.leased(JudgeScript(source, "en", 6, 1, script)))

    assert [it.length_ratio for it in port.asked if isinstance(it, Brief)] == [1.25]
