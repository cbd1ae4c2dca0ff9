"""What is known of a video, and what its stages decide."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.caption_look import CLEAR, CaptionLook
from domain.clip import Footage
from domain.event import Decision, Refused
from domain.ids import AssetId, BlobId, JobId
from domain.mode import Mode
from domain.music import Music
from domain.rights import Decided
from domain.thumbnail import Variant, preferred
from domain.video.changes import FromAsset
from domain.video.events import (
    PublishApproved,
    SceneIllustrated,
    ScriptAccepted,
    ScriptDrafted,
    ScriptRejected,
    ThumbnailMade,
    VideoCancelled,
    VideoFailed,
    VideoFlagged,
    VideoPackaged,
    VideoPublished,
    VideoReady,
    VideoRejected,
    VideoRendered,
    VideoRetried,
    VideoVoiced,
)
from domain.video.preview_events import PreviewFailed
from domain.video.requested import Request, Researched
from domain.work import Given, Inspect, MakeThumbnail, Narrate, Package, Preview, Render, Work

GOOD_ENOUGH = 0.75
DRAFTS_MAX = 3


class Stage(StrEnum):
    """Where a video stands; `approved` means that its publication is under way."""

    MAKING = "making"
    FLAGGED = "flagged"
    FAILED = "failed"
    READY = "ready"
    APPROVED = "approved"
    PUBLISHED = "published"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that a person put in a scene's place, or in the thumbnail's (None)."""

    scene: int | None
    source: FromAsset


@dataclass(frozen=True, slots=True)
class Parts:
    """What has been made so far; each None (or missing scene) is still to be made.

    `footage` is empty while no scene shows a clip; `pictured` are scenes that show one of the
    pictures given with the request, by its name. `modes` are those of the calls that made, or
    judged, each blob there ever was.
    """

    draft: BlobId | None = None
    draft_scenes: int = 0
    script: BlobId | None = None
    images: tuple[BlobId | None, ...] = ()
    cards: frozenset[int] = frozenset()
    footage: tuple[Footage | None, ...] = ()
    metadata: BlobId | None = None
    title: str = ""
    narration: BlobId | None = None
    timeline: BlobId | None = None
    film: BlobId | None = None
    srt: BlobId | None = None
    vtt: BlobId | None = None
    thumbnail: BlobId | None = None
    own_metadata: bool = False
    own_thumbnail: bool = False
    variants: tuple[Variant, ...] = ()
    pictured: frozenset[tuple[int, str]] = frozenset()
    taken: tuple[Taken, ...] = ()
    modes: frozenset[tuple[BlobId, Mode]] = frozenset()

    @property
    def film_modes(self) -> tuple[Mode, ...]:
        """Of the calls that made what goes out, sorted; what a person put in its place has none."""
        beside = (self.script, self.metadata, self.narration, self.film, self.thumbnail)
        used = {*beside, *self.images}
        return tuple(sorted({mode for blob, mode in self.modes if blob in used}))

    @property
    def cover(self) -> BlobId | None:
        """The upright one of the thumbnail that stands; a person's own has none."""
        chosen = () if self.own_thumbnail else self.variants
        return next((it.tall for it in chosen if it.wide == self.thumbnail), None)

    @property
    def illustrated(self) -> tuple[BlobId, ...]:
        """Every scene's picture; empty while one is missing."""
        images = tuple(it for it in self.images if it is not None)
        return images if len(images) == len(self.images) else ()


@dataclass(frozen=True, slots=True)
class Approval:
    by: str
    film: BlobId
    sidecar: BlobId
    publish_at: datetime | None


@dataclass(frozen=True, slots=True)
class Video:
    """What decisions about a video, and the work it calls for, have to know; nothing else."""

    request: Request
    decided: Decided
    captions: CaptionLook = CLEAR
    stage: Stage = Stage.MAKING
    drafts_rejected: int = 0
    drafts_since_asked: int = 0
    parts: Parts = Parts()
    failed: frozenset[Work] = frozenset()
    verdict: BlobId | None = None
    sidecar: BlobId | None = None
    approval: Approval | None = None
    previewing: Preview | None = None
    previewed: Preview | None = None
    preview: BlobId | None = None
    music: Music | None = None
    music_attribution: str = ""
    recording: Given | None = None
    recording_attribution: str = ""
    researched: Researched | None = None

    @property
    def source(self) -> BlobId | None:
        """The text that it is made from; None while its topic is not researched."""
        return self.researched.source if self.researched else self.request.source

    @property
    def brief(self) -> BlobId | None:
        """What was found out of its topic, with the pages it was read in."""
        return self.researched.brief if self.researched else None

    @property
    def modes(self) -> tuple[Mode, ...]:
        """Of all calls that what goes out rests on, sorted."""
        found = {self.researched.mode} if self.researched else set()
        return tuple(sorted({*self.parts.film_modes, *found}))

    @property
    def assets(self) -> tuple[AssetId, ...]:
        """Every file that it tells or shows, once: without rights to them it is not ready."""
        names = {name for _, name in self.parts.pictured}
        given = (it.asset_id for it in self.request.pictures if it.name in names)
        taken = (it.source.asset_id for it in self.parts.taken)
        held = (self.music, self.recording, self.request.look.logo)
        beside = (it.asset_id for it in held if it is not None)
        named = (self.request.source_asset, *given, *taken, *beside)
        return tuple(dict.fromkeys(it for it in named if it is not None))

    @property
    def attributions(self) -> tuple[str, ...]:
        """What is owed to whom, once each."""
        taken = (it.source.attribution for it in self.parts.taken)
        heard = (self.music_attribution, self.recording_attribution)
        owed = (*self.request.attributions, *taken, *heard)
        return tuple(dict.fromkeys(it for it in owed if it))

    def draft_script(
        self, job_id: JobId, attempt: int, script: BlobId, scenes: int, mode: Mode
    ) -> Decision:
        expected = attempt == self.drafts_rejected + 1
        if expected and self.parts.draft is None and self.parts.script is None:
            yield ScriptDrafted(job_id, attempt, script, scenes, mode)

    def judge_script(
        self, job_id: JobId, script: BlobId, score: float, verdict: BlobId, mode: Mode
    ) -> Decision:
        """Keep a good draft; send a poor one back, three times at most, then ask a person.

        A text that is taken word for word would be the same again: a person is asked at once.
        """
        if script != self.parts.draft:
            return
        if score >= GOOD_ENOUGH:
            yield ScriptAccepted(job_id, script, score, verdict, mode)
        elif not self.request.verbatim and self.drafts_since_asked + 1 < DRAFTS_MAX:
            yield ScriptRejected(job_id, script, score, verdict)
        else:
            yield VideoFlagged(self.request.channel_id, job_id, script, score, verdict)

    def package(
        self, job_id: JobId, work: Package, metadata: BlobId, title: str, mode: Mode
    ) -> Decision:
        if work.script == self.parts.script and self.parts.metadata is None:
            yield VideoPackaged(job_id, work.script, metadata, title, mode)

    def voice(self, work: Narrate, voiced: VideoVoiced) -> Decision:
        asked = (work.script, work.recording) == (self.parts.script, self.recording)
        if asked and self.parts.narration is None:
            yield voiced

    def illustrate(self, illustrated: SceneIllustrated) -> Decision:
        parts = self.parts
        of_this = illustrated.script == parts.script and illustrated.scene < len(parts.images)
        if of_this and parts.images[illustrated.scene] is None:
            yield illustrated

    def render(self, work: Render, rendered: VideoRendered) -> Decision:
        parts = self.parts
        made_of = (parts.narration, parts.illustrated, parts.footage, self.captions, self.music)
        heard_and_seen = (work.narration, work.images, work.footage, work.captions, work.music)
        of_these = heard_and_seen == made_of
        if of_these and parts.film is None:
            yield rendered

    def make_thumbnail(
        self, job_id: JobId, work: MakeThumbnail, variants: tuple[Variant, ...], mode: Mode
    ) -> Decision:
        parts, chosen = self.parts, preferred(variants).wide
        wanted = parts.thumbnail is None and parts.title == work.title
        if wanted and parts.images[:1] == (work.image,):
            yield ThumbnailMade(job_id, work.title, work.image, chosen, variants, mode)

    def inspect(self, work: Inspect, ready: VideoReady) -> Decision:
        if self.stage is Stage.MAKING and self._shows(work):
            yield ready

    def fail(self, job_id: JobId, work: Work, code: str, sentence: str) -> Decision:
        """The work came to nothing for good. Silent where it is no longer wanted."""
        if isinstance(work, Preview):
            if self.previewing == work:
                yield PreviewFailed(job_id, code, sentence)
            return
        if self.stage in (Stage.MAKING, Stage.FAILED, Stage.APPROVED):
            yield VideoFailed(self.request.channel_id, job_id, work, code, sentence)

    def publish(self, published: VideoPublished) -> Decision:
        """A report: what went public is recorded, whatever was decided meanwhile. Once."""
        if self.stage is not Stage.PUBLISHED:
            yield published

    def approve(
        self, by: str, film: BlobId, sidecar: BlobId, publish_at: datetime | None
    ) -> Decision:
        """A person may publish exactly what was inspected, and nothing else."""
        if self.stage is not Stage.READY:
            raise Refused("not-ready", f"this video is {self.stage}; only a ready one is approved")
        if (film, sidecar) != (self.parts.film, self.sidecar):
            raise Refused(
                "approval-outdated",
                "the film or its metadata changed since you looked; look again and approve that",
            )
        yield PublishApproved(self.request.channel_id, by, film, sidecar, publish_at)

    def reject(self, by: str, reason: str) -> Decision:
        if self.stage is not Stage.READY:
            raise Refused("not-ready", f"this video is {self.stage}; only a ready one is rejected")
        yield VideoRejected(self.request.channel_id, by, reason)

    def cancel(self, by: str, reason: str) -> Decision:
        if self.stage is Stage.PUBLISHED:
            raise Refused("published", "this video is published; it cannot be cancelled any more")
        if self.stage is not Stage.CANCELLED:
            yield VideoCancelled(self.request.channel_id, by, reason)

    def retry(self, by: str) -> Decision:
        if self.stage not in (Stage.FAILED, Stage.FLAGGED):
            raise Refused(
                "nothing-to-retry", f"this video is {self.stage}; only what failed is tried again"
            )
        yield VideoRetried(by)

    def _shows(self, work: Inspect) -> bool:
        parts = self.parts
        return (work.film, work.thumbnail, work.metadata, work.decided) == (
            parts.film,
            parts.thumbnail,
            parts.metadata,
            self.decided,
        )
