"""What may happen to a video. Blobs are named by their hash, people by their account.

`mode` says how real the call was that made a part, or that judged it.
"""

from dataclasses import dataclass
from datetime import datetime

from domain.brief import Aspect
from domain.caption_look import CLEAR, CaptionLook
from domain.clip import Footage
from domain.event import Event, event
from domain.film_format import STANDARD_FORMAT, FilmFormat
from domain.ids import AccountId, AssetId, BlobId, ChannelId, JobId
from domain.mode import Mode
from domain.music import Music
from domain.narration import Alignment
from domain.rights import Decided
from domain.scene.look import USUAL, Look
from domain.thumbnail import Variant
from domain.video.changes import EditChange
from domain.video.narration_events import NarrationChosen
from domain.video.preview_events import PreviewEvent
from domain.video.research_events import VideoResearched
from domain.work import Given, Work


@event("video.requested", version=5)
class VideoRequested(Event):
    """A channel asked for a video from a source text or a topic, with everything decided for it.

    `verbatim`: the text is its script, word for word.
    """

    account_id: AccountId
    channel_id: ChannelId
    channel_name: str
    source_asset: AssetId | None
    source: BlobId | None
    pictures: tuple[Given, ...]
    attributions: tuple[str, ...]
    aspect: Aspect
    seconds: int
    language: str
    voice: str
    palette_seed: str
    decided: Decided
    format: FilmFormat = STANDARD_FORMAT
    captions: CaptionLook = CLEAR
    look: Look = USUAL
    personality: str = ""
    verbatim: bool = False
    topic: str = ""


@event("video.script-drafted")
class ScriptDrafted(Event):
    """A draft of the script was written and waits to be judged."""

    job_id: JobId
    attempt: int
    script: BlobId
    scenes: int
    mode: Mode


@event("video.script-accepted")
class ScriptAccepted(Event):
    """A draft scored well enough to be voiced and illustrated."""

    job_id: JobId
    script: BlobId
    score: float
    verdict: BlobId
    mode: Mode


@event("video.script-rejected")
class ScriptRejected(Event):
    """A draft scored too low; another will be written."""

    job_id: JobId
    script: BlobId
    score: float
    verdict: BlobId


@event("video.flagged")
class VideoFlagged(Event):
    """Every allowed draft scored too low; a person must look."""

    channel_id: ChannelId
    job_id: JobId
    script: BlobId
    score: float
    verdict: BlobId


@event("video.packaged")
class VideoPackaged(Event):
    """Title, description and tags were written for the script."""

    job_id: JobId
    script: BlobId
    metadata: BlobId
    title: str
    mode: Mode


@event("video.voiced")
class VideoVoiced(Event):
    """The script was spoken; the times of its words are known."""

    job_id: JobId
    script: BlobId
    narration: BlobId
    duration_ms: int
    alignment: Alignment
    mode: Mode


@event("video.scene-illustrated", version=2)
class SceneIllustrated(Event):
    """One scene has its picture: the creator's own, one of their clip, or one made for it."""

    job_id: JobId
    script: BlobId
    scene: int
    image: BlobId
    picture: str | None
    mode: Mode
    footage: Footage | None = None


@dataclass(frozen=True, slots=True)
class FilmFacts:
    """A film as measured in its own file; loudness in LUFS, true peak in dBTP."""

    duration_ms: int
    frames: int
    width: int
    height: int
    fps: int
    loudness_lufs: float
    true_peak_dbtp: float
    encoder: str
    render_ms: int
    segments_made: int
    segments_reused: int


@event("video.rendered")
class VideoRendered(Event):
    """The film was made, with its subtitles, from exactly these parts."""

    job_id: JobId
    narration: BlobId
    images: tuple[BlobId, ...]
    timeline: BlobId
    film: BlobId
    srt: BlobId
    vtt: BlobId
    facts: FilmFacts
    mode: Mode


@event("video.thumbnail-made", version=2)
class ThumbnailMade(Event):
    """Thumbnails were made for this title and picture; one stands until a person chooses."""

    job_id: JobId
    title: str
    image: BlobId
    thumbnail: BlobId
    variants: tuple[Variant, ...]
    mode: Mode


@event("video.ready")
class VideoReady(Event):
    """The film passed inspection; with its metadata file it waits for a person's approval."""

    channel_id: ChannelId
    job_id: JobId
    film: BlobId
    thumbnail: BlobId
    metadata: BlobId
    sidecar: BlobId
    loudness_lufs: float
    true_peak_dbtp: float


@event("video.failed", version=8)
class VideoFailed(Event):
    """A step of the making failed for good; the sentence says why and what would help."""

    channel_id: ChannelId
    job_id: JobId
    work: Work
    code: str
    sentence: str


@event("video.retried")
class VideoRetried(Event):
    """A person asked to try again what failed, or to write on after a flag."""

    by: str


@event("video.edited", version=2)
class VideoEdited(Event):
    """A person changed a part of the film or of what is said about it; any approval is void."""

    channel_id: ChannelId
    change: EditChange
    by: str


@event("video.music-chosen")
class MusicChosen(Event):
    """Music was chosen for the film, or none; `attribution` is what is owed to its owner."""

    channel_id: ChannelId
    music: Music | None
    attribution: str
    by: str


@event("video.publish-approved")
class PublishApproved(Event):
    """A person, or a channel's standing grant, approved exactly this film and metadata."""

    channel_id: ChannelId
    by: str
    film: BlobId
    sidecar: BlobId
    publish_at: datetime | None


@event("video.rejected")
class VideoRejected(Event):
    """A person looked at the film and does not want it published."""

    channel_id: ChannelId
    by: str
    reason: str


@event("video.published")
class VideoPublished(Event):
    """The film is where its audience is; what the platform really set is recorded."""

    channel_id: ChannelId
    job_id: JobId
    film: BlobId
    sidecar: BlobId
    platform: str
    external_id: str
    location: str
    visibility: str
    mode: Mode


@event("video.cancelled")
class VideoCancelled(Event):
    """A person stopped the making; what was paid stands."""

    channel_id: ChannelId
    by: str
    reason: str


ScriptEvent = ScriptDrafted | ScriptAccepted | ScriptRejected
"""The script was written or judged."""

PartEvent = VideoPackaged | VideoVoiced | SceneIllustrated | VideoRendered | ThumbnailMade
"""A part of the film was made."""

AskedEvent = VideoRetried | PublishApproved | VideoRejected | VideoCancelled
"""A person decided something."""

ReportedEvent = VideoFlagged | VideoReady | VideoFailed | VideoPublished
"""The making, or the publication, came to a result."""

ChangeEvent = VideoEdited | MusicChosen | NarrationChosen
"""A person changed what the film is made of, or what is said about it."""

VideoEvent = (
    VideoRequested
    | VideoResearched
    | ScriptEvent
    | PartEvent
    | PreviewEvent
    | AskedEvent
    | ReportedEvent
    | ChangeEvent
)
