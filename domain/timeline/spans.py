"""What every layer has: the frames over which it is there, and how much of it shows."""

from typing import ClassVar, Protocol

from domain import motion
from domain.motion import MICROS, Track

OPAQUE: Track = motion.constant(MICROS)


class Spanned(Protocol):
    """A layer of any kind."""

    KIND: ClassVar[str]

    @property
    def start_frame(self) -> int: ...

    @property
    def end_frame(self) -> int: ...

    @property
    def opacity(self) -> Track: ...


def check(layer: Spanned) -> None:
    """Raises ValueError where the span is empty or the opacity is none."""
    if layer.start_frame >= layer.end_frame:
        raise ValueError(f"a {layer.KIND} ends after it starts, not at {layer.end_frame}")
    if not layer.opacity:
        raise ValueError(f"the opacity of a {layer.KIND} has at least one keyframe")
    motion.check(layer.opacity, 1, "opacity")


def check_camera(camera: Track) -> None:
    """Raises ValueError unless every keyframe is (centre x, centre y, zoom above 0)."""
    motion.check(camera, 3, "camera")
    if any(key.values[2] <= 0 for key in camera):
        raise ValueError("a camera's zoom is above 0")
