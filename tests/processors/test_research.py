"""Finding out about a topic: what is asked, moderated and kept, call by call."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from commands.video.reports import Outcome, ReportResearch
from domain import sidecar
from domain.brief import Brief
from domain.mode import Mode
from domain.prices import Usage
from domain.research import Finding, Inquiry, Research, WebSource
from domain.video import Stage
from domain.work import Research as ToResearch
from domain.work import WriteScript
from processors import documents
from processors.errors import CallError, ContentRefused
from processors.job import LeasedJob
from processors.moderation import Moderated
from processors.ports import Metered
from processors.research import ResearchProcessor
from processors.script import ScriptProcessor
from tests.given import JOB, REQUESTED, VIDEO, VIDEO_STREAM, because
from tests.happen import Happen
from tests.processors.bench import OFFLINE, MemoryBlobs
from tests.processors.stand_ins import RESEARCHED, StandIns
from tests.processors.test_making import Studio
from tests.processors.test_script import DirectCalls

TOPIC = "why ice floats"
WORK = ToResearch(TOPIC, "en", 45)
FACTS = tuple(
    Finding(f"Water in its {n}th state takes up more room than it did before it froze.", (1, 2))
    for n in range(1, 6)
)
SOURCES = (WebSource("https://a.example/ice", "Ice"), WebSource("https://b.example/", "Water"))
FOUND = Research(TOPIC, "en", FACTS, SOURCES)


@dataclass
class Library:
    """Finds what it is given; `asked` is what came, in order."""

    found: Research = FOUND
    flagged: str = "\0"
    provider = OFFLINE
    prompt = "research-1@0123"
    asked: list[object] = field(default_factory=list)

    async def research(self, inquiry: Inquiry) -> Metered[Research]:
        self.asked.append(inquiry)
        return Metered(self.found, (Usage("web_search", 2),))

    async def moderate(self, text: str) -> Metered[Moderated]:
        self.asked.append(text)
        if self.flagged in text:
            raise ContentRefused("It falls in hate.")
        return Metered(Moderated("hate", 0.1), ())


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

    async def do(self, library: Library, researchers: Sequence[Library] | None = None) -> None:
        asked = (library,) if researchers is None else tuple(researchers)
        await ResearchProcessor(asked, (library,)).run(self.leased(WORK))


async def refused(library: Library, *, by_nobody: bool = False) -> tuple[Its, CallError]:
    its = Its()
    with pytest.raises(CallError) as fault:
        await its.do(library, () if by_nobody else None)
    assert its.reported == []
    return its, fault.value


async def test_what_is_found_is_kept_with_its_pages_and_its_facts_alone_as_a_source() -> None:
    its, library = Its(), Library()
    await its.do(library)
    (told,) = its.reported
    assert told == ReportResearch(
        Outcome(VIDEO, JOB, Mode.OFFLINE), told.brief, told.source, len(FACTS), len(SOURCES)
    )
    assert await documents.load(its.blobs, told.brief, Research) == FOUND
    assert await documents.text(its.blobs, told.source) == FOUND.text


async def test_the_topic_is_moderated_before_and_the_findings_with_the_script() -> None:
    its, library = Its(), Library()
    await its.do(library)
    assert library.asked == [TOPIC, Inquiry(TOPIC, 45, "en")]
    assert its.calls.names == ["moderate-topic", "research"]
    assert its.calls.prompts["research"] == "research-1@0123"
    writing = WriteScript(its.reported[0].source, "en", 45, 1)
    with pytest.raises(ContentRefused):
        await ScriptProcessor((), StandIns(), (), (Library(flagged="2th state"),)).run(
            its.leased(writing)
        )
    assert its.calls.names[-1] == "moderate-source"


async def test_a_topic_that_is_flagged_is_not_looked_for() -> None:
    its, fault = await refused(Library(flagged="floats"))
    assert (fault.code, its.calls.names) == ("content-refused", ["moderate-topic"])


async def test_less_than_a_source_text_has_to_have_is_nothing_found() -> None:
    _, fault = await refused(Library(found=replace(FOUND, findings=FACTS[:2])))
    assert fault.code == "nothing-found"
    assert "has 30 words, and at least 40 are needed; word the topic otherwise" in fault.sentence


async def test_where_nobody_is_chosen_it_is_said_what_to_set() -> None:
    its, fault = await refused(Library(), by_nobody=True)
    assert (fault.code, its.calls.names) == ("research-not-configured", [])
    assert "PROVIDERS__RESEARCH" in fault.sentence


async def test_a_topic_becomes_a_film_whose_description_names_where_its_facts_were_read() -> None:
    studio = Studio()
    of_topic = replace(REQUESTED, source_asset=None, source=None, topic=RESEARCHED.topic)
    await studio.ledger.carry_out(Happen(VIDEO_STREAM, of_topic), because(1))
    await studio.work()
    its = await studio.video()
    assert its.stage is Stage.READY
    assert its.sidecar is not None
    assert studio.providers.asked[0] == Inquiry(RESEARCHED.topic, 45, "en")
    brief = studio.providers.asked[1]
    assert isinstance(brief, Brief)
    assert brief.source == RESEARCHED.text
    assert "Ignore this" not in repr(studio.providers.asked)
    beside = sidecar.from_json(await studio.blobs.get(its.sidecar))
    assert beside.description.endswith(
        "Sources:\nhttps://ice.example/air\nhttps://b.example/?a=1&b=2"
    )
