"""Work: what each kind of job is given. Values, stored in `job.opened` as they are here.

Everything that a job needs is in its work: blobs by their hash, figures, what was decided.
Two works are the same work exactly where they are equal.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from domain.brief import Aspect
from domain.caption_look import CLEAR, CaptionLook
from domain.clip import Cut, Footage
from domain.film_format import STANDARD_FORMAT, FilmFormat
from domain.ids import AssetId, BlobId, ChannelId, VideoId
from domain.mode import Mode
from domain.music import Music
from domain.rights import Decided
from domain.scene.look import USUAL, Look


@dataclass(frozen=True, slots=True)
class Given:
    """A file that the creator gave; a picture or clip is matched to a scene by its name first.

    A clip comes with the cut that is shown of it.
    """

    asset_id: AssetId
    blob: BlobId
    name: str
    cut: Cut | None = None


@dataclass(frozen=True, slots=True)
class Research:
    """What is to be found out before a script of so many seconds is written."""

    topic: str
    language: str
    seconds: int
    kind: Literal["research"] = "research"


@dataclass(frozen=True, slots=True)
class WriteScript:
    """`personality` is how the channel speaks, in its owner's words; as in the packaging.

    `verbatim`: the source is the script, word for word, whatever length was asked for. `voice`
    is who will say it, so that it can be written as long as that voice takes.
    """

    source: BlobId
    language: str
    seconds: int
    attempt: int
    personality: str = ""
    verbatim: bool = False
    voice: str = field(default="", compare=False)
    kind: Literal["write-script"] = "write-script"


@dataclass(frozen=True, slots=True)
class JudgeScript:
    source: BlobId
    language: str
    seconds: int
    attempt: int
    script: BlobId
    verbatim: bool = False
    kind: Literal["judge-script"] = "judge-script"


@dataclass(frozen=True, slots=True)
class Package:
    source: BlobId
    language: str
    seconds: int
    script: BlobId
    personality: str = ""
    kind: Literal["package"] = "package"


@dataclass(frozen=True, slots=True)
class Narrate:
    """`recording`: the creator's own, which says the script; None: `voice` does.

    `seconds` is how long that should take; None where nobody asked for a length.
    """

    script: BlobId
    voice: str
    recording: Given | None = None
    seconds: int | None = field(default=None, compare=False)
    kind: Literal["narrate"] = "narrate"


@dataclass(frozen=True, slots=True)
class Illustrate:
    """One scene (counted from 0) of a script."""

    script: BlobId
    scene: int
    aspect: Aspect
    palette_seed: str
    pictures: tuple[Given, ...]
    format: FilmFormat = STANDARD_FORMAT
    kind: Literal["illustrate"] = "illustrate"


@dataclass(frozen=True, slots=True)
class Render:
    """Everything that is heard and seen: one image a scene, in order.

    `cards` are the scenes (from 0) whose image was made here and carries its own words;
    `footage` is one entry a scene, in order, where any scene shows a clip, else empty.
    """

    script: BlobId
    narration: BlobId
    images: tuple[BlobId, ...]
    aspect: Aspect
    cards: tuple[int, ...] = ()
    format: FilmFormat = STANDARD_FORMAT
    footage: tuple[Footage | None, ...] = ()
    captions: CaptionLook = CLEAR
    look: Look = USUAL
    channel_name: str = ""
    music: Music | None = None
    kind: Literal["render"] = "render"


@dataclass(frozen=True, slots=True)
class Preview:
    """The film that this work would make, in a quarter of the pixels."""

    film: Render
    kind: Literal["preview"] = "preview"


@dataclass(frozen=True, slots=True)
class MakeThumbnail:
    title: str
    image: BlobId
    language: str
    palette_seed: str
    look: Look = USUAL
    kind: Literal["make-thumbnail"] = "make-thumbnail"


@dataclass(frozen=True, slots=True)
class Inspect:
    """The film with all that goes out beside it; `modes`: how real the calls were that made it.

    `cover` follows from the thumbnail, so that two works never differ in it alone; one that was
    stored without is the same work. `brief`: the sources of a topic are named with the film.
    """

    film: BlobId
    timeline: BlobId
    thumbnail: BlobId
    metadata: BlobId
    decided: Decided
    attributions: tuple[str, ...]
    modes: tuple[Mode, ...]
    cover: BlobId | None = field(default=None, compare=False)
    brief: BlobId | None = None
    kind: Literal["inspect"] = "inspect"


@dataclass(frozen=True, slots=True)
class Publish:
    """Exactly what was approved: `sidecar` is the metadata file that the approval names."""

    video_id: VideoId
    channel_id: ChannelId
    channel_name: str
    film: BlobId
    thumbnail: BlobId
    srt: BlobId
    vtt: BlobId
    sidecar: BlobId
    publish_at: datetime | None
    kind: Literal["publish"] = "publish"


@dataclass(frozen=True, slots=True)
class EraseAccount:
    """The account is the job's subject, and all there is to know."""

    kind: Literal["erase-account"] = "erase-account"


Work = (
    Research
    | WriteScript
    | JudgeScript
    | Package
    | Narrate
    | Illustrate
    | Render
    | Preview
    | MakeThumbnail
    | Inspect
    | Publish
    | EraseAccount
)
