"""The whole: layers, sounds, chapters and profile, and the part that some frames see."""

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Self

from domain import canonical
from domain.ids import BlobId
from domain.timeline.canvas import STANDARD, Canvas, Font, Profile
from domain.timeline.card import Card
from domain.timeline.clip import Clip
from domain.timeline.layers import Layer, Still, meets, shifted
from domain.timeline.sound import Role, Sound


@dataclass(frozen=True, slots=True)
class ChapterMark:
    start_frame: int
    title: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """A whole film, or one part of it."""

    canvas: Canvas
    duration_frames: int
    layers: tuple[Layer, ...]
    fonts: tuple[Font, ...] = ()
    sounds: tuple[Sound, ...] = ()
    chapters: tuple[ChapterMark, ...] = ()
    profile: Profile = STANDARD
    format: int = 1

    def __post_init__(self) -> None:
        if self.duration_frames < 1:
            raise ValueError("a timeline has at least one frame")

    @property
    def duration_ms(self) -> int:
        return self.canvas.ms_of(self.duration_frames)

    @property
    def narration(self) -> BlobId | None:
        return next((it.audio for it in self.sounds if it.role is Role.VOICE), None)

    @property
    def images(self) -> tuple[BlobId, ...]:
        """Every picture it shows, once, in order of first use."""
        shown = (_image(it) for it in self.layers)
        return tuple(dict.fromkeys(it for it in shown if it is not None))

    @property
    def clips(self) -> tuple[BlobId, ...]:
        """Every video clip it shows, once, in order of first use."""
        return tuple(dict.fromkeys(it.clip for it in self.layers if isinstance(it, Clip)))

    def part(self, start_frame: int, end_frame: int) -> Self:
        """What the frames from start to end (excluded) show, counted from 0, without sound.

        Two parts that show the same are equal, wherever in a film they stand.
        """
        seen = (it for it in self.layers if meets(it, start_frame, end_frame))
        return replace(
            self,
            duration_frames=end_frame - start_frame,
            layers=tuple(shifted(it, -start_frame) for it in seen),
            sounds=(),
            chapters=(),
        )


def _image(layer: Layer) -> BlobId | None:
    match layer:
        case Still():
            return layer.image
        case Card():
            return layer.logo
        case _:
            return None


def to_json(timeline: Timeline) -> bytes:
    """The canonical, stored form."""
    return canonical.encode(timeline)


def from_json(data: bytes) -> Timeline:
    """Raises ValueError where the bytes are not a stored timeline."""
    return canonical.decode(Timeline, data)


def timeline_hash(timeline: Timeline) -> str:
    """SHA-256 (hexadecimal) of the stored form."""
    return sha256(to_json(timeline)).hexdigest()
