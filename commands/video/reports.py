"""What is reported about a video: never refused, and each settles its job exactly once.

The first outcome of a job wins. An outcome that the video no longer wants (it was edited,
cancelled, or made by another meanwhile) is set aside; what it cost stands in its calls.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from functools import partial
from typing import Any

from commands.ports import Plain, Step, Steps, World, untouched
from commands.rights import licensed
from commands.video.deciding import under_grant
from domain.clip import Footage
from domain.event import Decision, Refused
from domain.ids import BlobId, JobId, VideoId, job_stream, video_stream
from domain.job import Job
from domain.mode import Mode
from domain.narration import Alignment
from domain.thumbnail import Variant
from domain.video import Stage, Video, research
from domain.video.events import (
    FilmFacts,
    SceneIllustrated,
    VideoPublished,
    VideoReady,
    VideoRendered,
    VideoVoiced,
)
from domain.video.research_events import VideoResearched
from domain.work import (
    Illustrate,
    Inspect,
    JudgeScript,
    MakeThumbnail,
    Narrate,
    Package,
    Publish,
    Render,
    WriteScript,
)

Decide = Callable[[Video], Decision]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Which job's outcome a report tells, of which video, and how real its call was."""

    video_id: VideoId
    job_id: JobId
    mode: Mode

    def settle(self, decide: Decide) -> Generator[Step, Any, Video | None]:
        """Decides and finishes the job, used or set aside; the video where it was used."""
        its: Job = yield Step(job_stream(self.job_id), untouched)
        if its.settled:
            return None
        before: Video = yield Step(video_stream(self.video_id), untouched)
        after: Video = yield Step(video_stream(self.video_id), decide)
        used = after != before
        yield Step(job_stream(self.job_id), lambda it: it.finish(used=used))
        return after if used else None


@dataclass(frozen=True, slots=True)
class ReportResearch(Plain):
    """`findings` and `pages` are counts; `source` is the text of the findings alone."""

    outcome: Outcome
    brief: BlobId
    source: BlobId
    findings: int
    pages: int

    def steps(self, _: World) -> Steps:
        yield from self.outcome.settle(self._decide)

    def _decide(self, it: Video) -> Decision:
        its, counted = self.outcome, (self.findings, self.pages)
        researched = VideoResearched(its.job_id, self.brief, self.source, *counted, its.mode)
        return research.report(it, researched)


@dataclass(frozen=True, slots=True)
class ReportScript(Plain):
    outcome: Outcome
    work: WriteScript
    script: BlobId
    scenes: int

    def steps(self, _: World) -> Steps:
        yield from self.outcome.settle(self._decide)

    def _decide(self, it: Video) -> Decision:
        its = self.outcome
        return it.draft_script(its.job_id, self.work.attempt, self.script, self.scenes, its.mode)


@dataclass(frozen=True, slots=True)
class ReportVerdict(Plain):
    outcome: Outcome
    work: JudgeScript
    score: float
    verdict: BlobId

    def steps(self, _: World) -> Steps:
        yield from self.outcome.settle(self._decide)

    def _decide(self, it: Video) -> Decision:
        its = self.outcome
        return it.judge_script(its.job_id, self.work.script, self.score, self.verdict, its.mode)


@dataclass(frozen=True, slots=True)
class ReportPackage(Plain):
    outcome: Outcome
    work: Package
    metadata: BlobId
    title: str

    def steps(self, _: World) -> Steps:
        yield from self.outcome.settle(self._decide)

    def _decide(self, it: Video) -> Decision:
        its = self.outcome
        return it.package(its.job_id, self.work, self.metadata, self.title, its.mode)


@dataclass(frozen=True, slots=True)
class ReportNarration(Plain):
    outcome: Outcome
    work: Narrate
    narration: BlobId
    duration_ms: int
    alignment: Alignment

    def steps(self, _: World) -> Steps:
        yield from self.outcome.settle(self._decide)

    def _decide(self, it: Video) -> Decision:
        voiced = VideoVoiced(
            self.outcome.job_id,
            self.work.script,
            self.narration,
            self.duration_ms,
            self.alignment,
            self.outcome.mode,
        )
        return it.voice(self.work, voiced)


@dataclass(frozen=True, slots=True)
class ReportIllustration(Plain):
    outcome: Outcome
    work: Illustrate
    image: BlobId
    picture: str | None
    footage: Footage | None = None

    def steps(self, _: World) -> Steps:
        yield from self.outcome.settle(self._decide)

    def _decide(self, it: Video) -> Decision:
        illustrated = SceneIllustrated(
            self.outcome.job_id,
            self.work.script,
            self.work.scene,
            self.image,
            self.picture,
            self.outcome.mode,
            self.footage,
        )
        return it.illustrate(illustrated)


@dataclass(frozen=True, slots=True)
class ReportFilm(Plain):
    outcome: Outcome
    work: Render
    timeline: BlobId
    film: BlobId
    srt: BlobId
    vtt: BlobId
    facts: FilmFacts

    def steps(self, _: World) -> Steps:
        yield from self.outcome.settle(self._decide)

    def _decide(self, it: Video) -> Decision:
        rendered = VideoRendered(
            self.outcome.job_id,
            self.work.narration,
            self.work.images,
            self.timeline,
            self.film,
            self.srt,
            self.vtt,
            self.facts,
            self.outcome.mode,
        )
        return it.render(self.work, rendered)


@dataclass(frozen=True, slots=True)
class ReportThumbnail(Plain):
    outcome: Outcome
    work: MakeThumbnail
    variants: tuple[Variant, ...]

    def steps(self, _: World) -> Steps:
        yield from self.outcome.settle(self._decide)

    def _decide(self, it: Video) -> Decision:
        its = self.outcome
        return it.make_thumbnail(its.job_id, self.work, self.variants, its.mode)


@dataclass(frozen=True, slots=True)
class ReportInspection(Plain):
    """A film that passed; where its channel's grant has room, it is approved at once.

    It fails where a file that it tells or shows may not be used.
    """

    outcome: Outcome
    work: Inspect
    sidecar: BlobId
    loudness_lufs: float
    true_peak_dbtp: float

    def steps(self, world: World) -> Steps:
        its: Video = yield Step(video_stream(self.outcome.video_id), untouched)
        try:
            yield from licensed(its, world.now.date())
        except Refused as lacking:
            yield from self.outcome.settle(partial(self._fail, lacking))
            return
        ready = yield from self.outcome.settle(self._decide)
        if ready is not None and ready.stage is Stage.READY:
            yield from under_grant(self.outcome.video_id, ready, world)

    def _fail(self, lacking: Refused, it: Video) -> Decision:
        return it.fail(self.outcome.job_id, self.work, lacking.code, lacking.sentence)

    def _decide(self, it: Video) -> Decision:
        ready = VideoReady(
            it.request.channel_id,
            self.outcome.job_id,
            self.work.film,
            self.work.thumbnail,
            self.work.metadata,
            self.sidecar,
            self.loudness_lufs,
            self.true_peak_dbtp,
        )
        return it.inspect(self.work, ready)


@dataclass(frozen=True, slots=True)
class ReportPublication(Plain):
    outcome: Outcome
    work: Publish
    platform: str
    external_id: str
    location: str
    visibility: str

    def steps(self, _: World) -> Steps:
        yield from self.outcome.settle(self._decide)

    def _decide(self, it: Video) -> Decision:
        published = VideoPublished(
            self.work.channel_id,
            self.outcome.job_id,
            self.work.film,
            self.work.sidecar,
            self.platform,
            self.external_id,
            self.location,
            self.visibility,
            self.outcome.mode,
        )
        return it.publish(published)
