"""What processors need of the world. Every port is an async Protocol; adapters implement them.

All files travel as blobs: a port takes and returns `BlobId`s or small values, and the adapter
is built with the blob store. Every method raises the tree of `processors/errors.py`.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from domain.brief import Brief
from domain.clip import Cut, Footage
from domain.ids import BlobId
from domain.metadata import Chapter, Metadata
from domain.narration import Narration
from domain.prices import Metering, Provider, Usage
from domain.research import Inquiry, Research
from domain.scene.look import USUAL
from domain.scene.look import Look as FilmLook
from domain.script import Script, Verdict
from domain.thumbnail import Variant
from domain.timeline import Timeline

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Metered(Generic[Answer]):
    """A provider's answer, and what it says it metered."""

    answer: Answer
    usage: tuple[Usage, ...]
    metering: Metering = Metering.EXACT
    request_id: str = ""


class Blobs(Protocol):
    """Files by their SHA-256: written once, never changed."""

    async def put(self, data: bytes) -> BlobId: ...

    async def put_file(self, path: Path) -> BlobId:
        """Take a finished file in (moved or copied, then the original may go)."""
        ...

    async def put_stream(self, chunks: AsyncIterator[bytes], size_max_bytes: int) -> BlobId:
        """Raises InvalidInput (`too-large`) past the limit, leaving nothing behind."""
        ...

    async def get(self, id: BlobId) -> bytes:
        """Raises Rejected (`blob-missing`)."""
        ...

    async def path(self, id: BlobId) -> Path:
        """A local file with these bytes, to be read only; raises Rejected (`blob-missing`)."""
        ...


class Researcher(Protocol):
    """`prompt` here and below: which instructions a model is given, empty where there is none."""

    @property
    def provider(self) -> Provider: ...

    @property
    def prompt(self) -> str: ...

    async def research(self, inquiry: Inquiry) -> Metered[Research]:
        """Only facts that were read in a source it names. Raises InvalidInput
        (`nothing-found`) where too little is known of the topic to fill the film."""
        ...


class ScriptWriter(Protocol):
    @property
    def provider(self) -> Provider: ...

    @property
    def prompt(self) -> str: ...

    async def write(self, brief: Brief) -> Metered[Script]: ...


class Judge(Protocol):
    @property
    def provider(self) -> Provider: ...

    @property
    def prompt(self) -> str: ...

    async def judge(
        self, brief: Brief, script: Script, *, verbatim: bool = False
    ) -> Metered[Verdict]:
        """`verbatim`: the script is its source on purpose, which is no lack of originality."""
        ...


class Packager(Protocol):
    @property
    def provider(self) -> Provider: ...

    @property
    def prompt(self) -> str: ...

    async def package(self, brief: Brief, script: Script) -> Metered[Metadata]: ...


class Narrator(Protocol):
    provider: Provider

    async def narrate(self, script: Script, voice: str) -> Metered[Narration]:
        """Speak every scene; `words` of each scene are exactly its text split at white space."""
        ...


@dataclass(frozen=True, slots=True)
class Picture:
    """An image that the creator gave: its file name (for matching) and its bytes.

    Or a clip, with what is to be cut of it.
    """

    name: str
    blob: BlobId
    cut: Cut | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """How a channel looks: `palette_seed` chooses its harmonious palette."""

    palette_seed: str


@dataclass(frozen=True, slots=True)
class SceneOrder:
    """One scene to illustrate: which of the script's, at which size, in which look."""

    script: Script
    scene: int
    width: int
    height: int
    look: Look
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class Visual:
    """A still for one scene (PNG or JPEG), and whose it is.

    None: a card, made here with words of its own; empty: an image made here, without words.
    With footage, the still is a picture of it.
    """

    image: BlobId
    picture: str | None
    footage: Footage | None = None


class Illustrator(Protocol):
    provider: Provider

    async def illustrate(self, order: SceneOrder) -> Metered[Visual]: ...


@dataclass(frozen=True, slots=True)
class Progress:
    """How far long work is: `done` of `total` frames, the rate, and whole segments."""

    done: int
    total: int
    per_second: float
    segments_done: int = 0
    segments_total: int = 0


Tell = Callable[[Progress], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class FilmSegment:
    """A part of a film, and what it took to make it: nothing where it was there already."""

    key: str
    frames: int
    cpu_ms: int = 0
    gpu_ms: int = 0


@dataclass(frozen=True, slots=True)
class Film:
    """A finished film as measured from its own file after encoding; its segments in order."""

    film: BlobId
    duration_ms: int
    frames: int
    width: int
    height: int
    fps: int
    loudness_lufs: float
    true_peak_dbtp: float
    encoder: str
    segments_made: int
    segments_reused: int
    render_ms: int
    segments: tuple[FilmSegment, ...] = ()


class Renderer(Protocol):
    provider: Provider

    async def render(self, timeline: Timeline, tell: Tell) -> Metered[Film]: ...


@dataclass(frozen=True, slots=True)
class ThumbnailOrder:
    """`design` is what the channel decided of how its films look."""

    title: str
    image: BlobId
    look: Look
    language: str
    design: FilmLook = USUAL


@dataclass(frozen=True, slots=True)
class Thumbnails:
    """Three to choose from, each in another layout."""

    variants: tuple[Variant, ...]


class Thumbnailer(Protocol):
    provider: Provider

    async def make(self, order: ThumbnailOrder) -> Metered[Thumbnails]:
        """JPEGs under 2 MB, their words readable at 168 px wide and clear of every face."""
        ...


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was measured in the file itself, and every reason to refuse it (none: it passes)."""

    frames: int
    duration_ms: int
    audio_ms: int
    loudness_lufs: float
    true_peak_dbtp: float
    faults: tuple[str, ...]


class Inspector(Protocol):
    provider: Provider

    async def inspect(self, film: BlobId, timeline: Timeline) -> Metered[Inspection]: ...


@dataclass(frozen=True, slots=True)
class Publication:
    """Exactly what was approved, with what was decided about it.

    `cover` is the upright thumbnail, for players that are taller than wide, where there is one.
    """

    op: str
    channel: str
    film: BlobId
    thumbnail: BlobId
    srt: BlobId
    vtt: BlobId
    metadata: Metadata
    chapters: tuple[Chapter, ...]
    sidecar: BlobId
    cover: BlobId | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """Where it went, as the platform itself says."""

    platform: str
    external_id: str
    location: str
    visibility: str


class Publisher(Protocol):
    provider: Provider

    async def publish(self, publication: Publication) -> Metered[Published]: ...

    async def find(self, op: str, channel: str) -> Published | None:
        """What an earlier publication of this op became, if anything."""
        ...
