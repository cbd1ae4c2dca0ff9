"""The layers: pictures, boxes, text and captions, each with its span and its motion."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import ClassVar

from domain import motion
from domain.canonical import LATER
from domain.ids import BlobId
from domain.motion import Track
from domain.timeline.canvas import FULL, Rect
from domain.timeline.caption import Caption, CaptionWord
from domain.timeline.card import Card, Ground
from domain.timeline.clip import Clip
from domain.timeline.spans import OPAQUE, check, check_camera
from domain.timeline.transition import Transition

UNMOVED: Track = motion.constant(0, 0)


@dataclass(frozen=True, slots=True)
class Still:
    """A picture seen by a moving camera, covering `place`.

    `camera` is (centre x, centre y, zoom) within the largest centred crop of the picture that
    has the place's shape: (0.5, 0.5, 1) shows exactly that crop, zoom 2 the half of its width.
    Without an `entrance` it is there at once, as far as it is opaque.
    """

    KIND: ClassVar[str] = "still"
    start_frame: int
    end_frame: int
    image: BlobId
    camera: Track
    opacity: Track = OPAQUE
    place: Rect = FULL
    entrance: Transition | None = field(default=None, metadata=LATER)

    def __post_init__(self) -> None:
        check(self)
        check_camera(self.camera)


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle (`#rrggbb` or `#rrggbbaa`); `position` moves it by (x, y)."""

    KIND: ClassVar[str] = "box"
    start_frame: int
    end_frame: int
    place: Rect
    colour: str
    radius: int = 0
    opacity: Track = OPAQUE
    position: Track = UNMOVED

    def __post_init__(self) -> None:
        check(self)
        motion.check(self.position, 2, "position")


class Align(StrEnum):
    START = "start"
    CENTRE = "centre"
    END = "end"


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text at (x, y), the y being its middle; made smaller to fit `width_max`.

    A `backdrop` colour lays a rounded box behind it; an empty one lays none.
    """

    KIND: ClassVar[str] = "text"
    start_frame: int
    end_frame: int
    text: str
    x: int
    y: int
    size: int
    width_max: int
    weight: int = 600
    colour: str = "#ffffff"
    backdrop: str = ""
    align: Align = Align.START
    opacity: Track = OPAQUE
    position: Track = UNMOVED

    def __post_init__(self) -> None:
        check(self)
        motion.check(self.position, 2, "position")


Layer = Still | Clip | Box | Text | Caption | Ground | Card


def meets(layer: Layer, start_frame: int, end_frame: int) -> bool:
    return layer.start_frame < end_frame and layer.end_frame > start_frame


def shifted(layer: Layer, frames: int) -> Layer:
    start, end = layer.start_frame + frames, layer.end_frame + frames
    opacity = _shifted_track(layer.opacity, frames)
    match layer:
        case Still() | Clip():
            camera = _shifted_track(layer.camera, frames)
            return replace(layer, start_frame=start, end_frame=end, opacity=opacity, camera=camera)
        case Box() | Text():
            position = _shifted_track(layer.position, frames)
            return replace(
                layer, start_frame=start, end_frame=end, opacity=opacity, position=position
            )
        case Caption():
            lines = tuple(tuple(_moved(it, frames) for it in line) for line in layer.lines)
            return replace(layer, start_frame=start, end_frame=end, opacity=opacity, lines=lines)
        case Ground():
            return replace(layer, start_frame=start, end_frame=end, opacity=opacity)
        case Card():
            beats = tuple(it.shifted(frames) for it in layer.beats)
            return replace(layer, start_frame=start, end_frame=end, opacity=opacity, beats=beats)


def _shifted_track(track: Track, frames: int) -> Track:
    """A constant stays as it is, so that what does not move has one form."""
    return track if len(track) == 1 else motion.shifted(track, frames)


def _moved(word: CaptionWord, frames: int) -> CaptionWord:
    return replace(word, start_frame=word.start_frame + frames, end_frame=word.end_frame + frames)
