"""From a source text to a published film, job by job, with a stand-in at every port."""

from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

import pytest

from commands.video.deciding import ApproveVideo
from domain import sidecar
from domain.asset import RightsDecided
from domain.call import About, CallIntended, CallSucceeded
from domain.event import Event
from domain.ids import JobId, asset_stream, job_stream, key_of, kind_of
from domain.job import Job
from domain.metadata import Chapter
from domain.mode import Mode
from domain.timeline import Card, from_json
from domain.video import Stage, Video
from domain.video.events import VideoPublished, VideoRendered
from processors.calls import JournalledCalls
from processors.errors import InvalidInput, Rejected
from processors.fallback import ChainedCalls
from processors.job import LeasedJob
from processors.licences import refuse_unlicensed
from processors.ports import Picture, Progress, Publication, SceneOrder
from processors.recording import Recording
from tests.commands.stage import SET_UP
from tests.given import (
    ACCOUNT,
    CHANNEL,
    DAY,
    NOON,
    REQUESTED,
    RIGHTS,
    VIDEO,
    VIDEO_STREAM,
    YOU,
    because,
    blob,
)
from tests.given import TEXT as SOURCE_ASSET
from tests.happen import Happen
from tests.memory import MemoryLedger
from tests.processors.bench import OFFLINE, MemoryBlobs
from tests.processors.stand_ins import (
    FONTS,
    MADE,
    SPOKEN,
    TEXT,
    WRITTEN,
    Killed,
    StandIns,
    processors,
)

TODAY = NOON.date()


@dataclass
class Studio:
    """Does every job that is open, and those that these open, until none is."""

    providers: StandIns = field(default_factory=StandIns)
    ledger: MemoryLedger = field(default_factory=lambda: MemoryLedger(list(SET_UP)))
    blobs: MemoryBlobs = field(default_factory=MemoryBlobs)
    told: list[Progress] = field(default_factory=list)
    on: date = TODAY

    async def ask(self, attributions: tuple[str, ...] = ()) -> None:
        source = await self.blobs.put(TEXT.encode())
        requested = replace(REQUESTED, source=source, attributions=attributions)
        await self.ledger.carry_out(Happen(VIDEO_STREAM, requested), because(1))

    async def work(self) -> None:
        while jobs := await self.open():
            for id in jobs:
                await self.do(id)

    async def open(self) -> list[JobId]:
        streams = dict.fromkeys(it for it, _ in self.ledger.log if kind_of(it) == "job")
        return [
            JobId(UUID(key_of(it))) for it in streams if not (await self.ledger.state(it)).settled
        ]

    async def do(self, id: JobId, fence: str = "1.1") -> None:
        job: Job = await self.ledger.state(job_stream(id))
        recording = Recording(self.ledger, id, job, fence)
        about = About(ACCOUNT, CHANNEL, VIDEO, id)
        calls = ChainedCalls(JournalledCalls(recording, self.blobs, about, lambda: NOON))
        leased = LeasedJob(
            *(id, VIDEO, job.work, self.blobs, calls, recording.report, self._tell),
            licensed=lambda: refuse_unlicensed(self.ledger, VIDEO, self.on),
        )
        await processors(self.providers)[job.work.kind].run(leased)

    async def video(self) -> Video:
        its: Video = await self.ledger.state(VIDEO_STREAM)
        return its

    async def approve(self) -> None:
        its = await self.video()
        assert its.parts.film is not None
        assert its.sidecar is not None
        command = ApproveVideo(VIDEO, ACCOUNT, YOU, its.parts.film, its.sidecar, None)
        await self.ledger.carry_out(command, because(2))

    def happened(self, kind: type[Event]) -> list[Event]:
        return [it for _, it in self.ledger.log if isinstance(it, kind)]

    async def _tell(self, progress: Progress) -> None:
        self.told.append(progress)


@pytest.fixture
async def made() -> Studio:
    """A film that waits for approval."""
    studio = Studio()
    await studio.ask()
    await studio.work()
    return studio


async def test_a_text_becomes_a_film_that_waits_for_a_person(made: Studio) -> None:
    assert (await made.video()).stage is Stage.READY
    names = [it.name for it in made.happened(CallIntended) if isinstance(it, CallIntended)]
    assert sorted(names) == [
        "illustrate",
        "illustrate",
        "inspect",
        "judge-script",
        "make-thumbnail",
        "narrate",
        "package",
        "render",
        "write-script",
    ]
    assert len(made.happened(CallSucceeded)) == len(names)
    assert made.told == [Progress(147, 147, 60.0)]


async def test_an_approved_film_is_published_exactly_once(made: Studio) -> None:
    await made.approve()
    await made.work()
    (published,) = made.happened(VideoPublished)
    assert isinstance(published, VideoPublished)
    assert (published.film, published.platform, published.mode) == (
        MADE.film,
        "folder",
        Mode.OFFLINE,
    )
    publication = made.providers.asked[-1]
    assert isinstance(publication, Publication)
    assert (publication.channel, publication.metadata.title) == ("Deep Time", "Ice remembers")
    chosen = (await made.video()).parts
    assert (publication.thumbnail, publication.cover) == (chosen.thumbnail, chosen.cover)
    assert publication.cover is not None


async def test_a_publication_cut_off_before_its_report_is_found_not_made_again(
    made: Studio,
) -> None:
    await made.approve()
    (id,) = await made.open()
    made.providers.killed = True
    with pytest.raises(Killed):
        await made.do(id)
    made.providers.killed = False
    await made.do(id, fence="1.2")
    assert len(made.providers.published) == 1
    assert (await made.video()).stage is Stage.PUBLISHED


async def test_the_film_is_drawn_from_its_timeline_with_cards_where_images_were_made(
    made: Studio,
) -> None:
    (rendered,) = made.happened(VideoRendered)
    assert isinstance(rendered, VideoRendered)
    timeline = from_json(await made.blobs.get(rendered.timeline))
    cards = [it.content.KIND for it in timeline.layers if isinstance(it, Card)]
    assert (cards[0], len(cards)) == ("title", 2)
    assert timeline.narration == SPOKEN.audio
    assert timeline.fonts == FONTS
    assert rendered.facts.loudness_lufs == MADE.loudness_lufs


async def test_subtitles_lie_beside_the_film(made: Studio) -> None:
    (rendered,) = made.happened(VideoRendered)
    assert isinstance(rendered, VideoRendered)
    assert b"Ice remembers the air." in await made.blobs.get(rendered.srt)
    assert (await made.blobs.get(rendered.vtt)).startswith(b"WEBVTT")


async def test_the_metadata_file_says_what_was_decided_and_how_real_the_makers_were(
    made: Studio,
) -> None:
    its = await made.video()
    assert its.sidecar is not None
    beside = sidecar.from_json(await made.blobs.get(its.sidecar))
    assert (beside.title, beside.tags, beside.modes) == (
        "Ice remembers",
        ("ice", "climate"),
        (Mode.OFFLINE,),
    )
    assert beside.disclosure == REQUESTED.decided.disclosure
    assert beside.chapters == (Chapter(0, "Ice"), Chapter(2_000, "Layers"))
    assert (beside.film, beside.thumbnail) == (its.parts.film, its.parts.thumbnail)


class Simulated(StandIns):
    provider = replace(OFFLINE, mode=Mode.SIMULATED)


async def test_the_metadata_file_names_the_modes_of_the_calls_that_made_the_film() -> None:
    studio = Studio(Simulated())
    await studio.ask()
    (write,) = await studio.open()
    await studio.do(write)
    studio.providers = StandIns()
    await studio.work()
    its = await studio.video()
    assert its.sidecar is not None
    beside = sidecar.from_json(await studio.blobs.get(its.sidecar))
    assert beside.modes == (Mode.OFFLINE, Mode.SIMULATED)


async def test_a_scene_is_ordered_in_the_films_size_with_the_creators_pictures(
    made: Studio,
) -> None:
    orders = [it for it in made.providers.asked if isinstance(it, SceneOrder)]
    assert [(it.scene, it.width, it.height) for it in orders] == [(0, 1920, 1080), (1, 1920, 1080)]
    assert orders[0].pictures == (Picture("photo.jpg", blob("photo")),)
    assert orders[0].script == WRITTEN


async def test_a_film_that_fails_inspection_says_every_measured_reason() -> None:
    studio = Studio(StandIns(faults=("The sound ends early.", "Frame 3 is black.")))
    await studio.ask()
    with pytest.raises(Rejected, match=r"The sound ends early\. Frame 3 is black\.") as refused:
        await studio.work()
    assert refused.value.code == "inspection-failed"


async def test_attributions_too_long_for_any_description_are_refused() -> None:
    studio = Studio()
    await studio.ask(attributions=("a" * 5_001,))
    with pytest.raises(InvalidInput) as refused:
        await studio.work()
    assert refused.value.code == "attributions-too-long"


async def test_a_blob_that_holds_something_else_is_said_plainly() -> None:
    studio = Studio()
    await studio.ask()
    (id,) = await studio.open()
    await studio.do(id)
    (judge,) = await studio.open()
    draft = (await studio.video()).parts.draft
    assert draft is not None
    studio.blobs.held[draft] = b'{"title": 1}'
    with pytest.raises(Rejected, match="is not a Script") as refused:
        await studio.do(judge)
    assert refused.value.code == "document-unreadable"


async def test_a_source_that_is_no_text_is_said_plainly() -> None:
    studio = Studio()
    await studio.ask()
    studio.blobs.held = dict.fromkeys(studio.blobs.held, b"\xff\xfe")
    with pytest.raises(Rejected) as refused:
        await studio.work()
    assert refused.value.code == "text-not-utf8"


async def test_rights_that_ran_out_since_the_approval_keep_the_film_back(made: Studio) -> None:
    await made.approve()
    (id,) = await made.open()
    made.on = (NOON + DAY).date()
    expired = RightsDecided(replace(RIGHTS, expires_on=NOON.date()))
    await made.ledger.carry_out(Happen(asset_stream(SOURCE_ASSET), expired), because(3))
    with pytest.raises(Rejected, match=r"ice\.txt expired on 2026-01-01") as refused:
        await made.do(id)
    assert refused.value.code == "rights-expired"
    assert made.providers.published == {}
