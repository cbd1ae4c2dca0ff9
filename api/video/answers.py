"""What reads of videos answer."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from api.answers import Answer, Captions, Format, Music, Total, Waits
from domain.brief import Aspect
from domain.mode import Mode
from domain.video import Stage


class Made(Answer):
    """How far the making is."""

    researched: bool
    drafts: int
    script: bool
    packaged: bool
    voiced: bool
    scenes: int
    scenes_illustrated: int
    rendered: bool
    thumbnail: bool
    inspected: bool


class Brief(Answer):
    """A video on the board."""

    video_id: UUID
    channel_id: UUID
    channel_name: str
    stage: Stage
    title: str | None
    topic: str | None
    aspect: Aspect
    seconds: int
    language: str
    requested_at: datetime
    requested_position: int
    updated_at: datetime
    updated_position: int
    score: float | None
    failure_kind: str | None
    failure_code: str | None
    failure: str | None
    published_at: datetime | None
    location: str | None
    thumbnail: str | None
    progress: Made
    costs: list[Total]


class Board(Answer):
    items: list[Brief]
    next: int | None


class Hashes(Answer):
    """The hash of each part that there is; an approval names `film` and `metadata`."""

    script: str | None
    narration: str | None
    metadata: str | None
    film: str | None
    srt: str | None
    vtt: str | None
    timeline: str | None
    thumbnail: str | None


class ScenePicture(Answer):
    scene: int
    image: str
    picture: str | None


class Facts(Answer):
    """The film as measured in its own file."""

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


class Preview(Answer):
    """`blob` is the last one that was made; `failure` says why the last try came to nothing."""

    state: Literal["making", "made", "failed"]
    blob: str | None
    failure: str | None
    width: int | None
    height: int | None


class Approval(Answer):
    by: str
    at: datetime
    film: str
    sidecar: str
    publish_at: datetime | None


class Publication(Answer):
    at: datetime
    mode: Mode
    platform: str
    external_id: str
    location: str
    visibility: str


class Recording(Answer):
    """Whose voice is heard instead of the channel's: a file that a person gave."""

    asset_id: UUID
    name: str


class Found(Answer):
    """What was found out of a topic: the blob that says it, and how much it is."""

    blob: str
    findings: int
    pages: int


class Video(Brief):
    """Made from a source or a topic, whose source is what was found; null before.

    `verbatim`: the source is the script, word for word, whatever length was asked for."""

    account_id: UUID
    source_asset: UUID | None
    source: str | None
    brief: Found | None
    voice: str
    drafts_rejected: int
    verdict: str | None
    reason: str | None
    alignment: Literal["exact", "aligned", "estimated"] | None
    realistic: bool
    made_for_kids: bool
    paid_promotion: bool
    format: Format
    captions: Captions
    music: Music | None
    verbatim: bool
    recording: Recording | None
    files: Hashes
    scenes: list[ScenePicture]
    facts: Facts | None
    preview: Preview | None
    approval: Approval | None
    publication: Publication | None


class Happened(Answer):
    position: int
    at: datetime
    name: str
    sentence: str
    actor: str


class Timeline(Answer):
    items: list[Happened]
    next: int | None


class Work(Answer):
    """Open work of a video; figures are null where its worker counts nothing."""

    job_id: UUID
    kind: str
    since: datetime
    failures: int
    done: int | None
    total: int | None
    per_second: float | None
    segments_done: int | None
    segments_total: int | None
    left_s: float | None
    waits: Waits | None


class Progress(Answer):
    video_id: UUID
    work: list[Work]
