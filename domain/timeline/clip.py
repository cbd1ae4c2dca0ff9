"""The layer of a video clip: its moving pictures, trimmed, seen by a moving camera."""

from dataclasses import dataclass, field
from typing import ClassVar

from domain import motion
from domain.canonical import LATER
from domain.ids import BlobId
from domain.motion import MICROS, Track
from domain.timeline.canvas import FULL, Rect
from domain.timeline.spans import OPAQUE, check, check_camera
from domain.timeline.transition import Transition

CENTRED: Track = motion.constant(MICROS // 2, MICROS // 2, MICROS)
MS_US = 1_000


@dataclass(frozen=True, slots=True)
class Clip:
    """The part of a clip from `in_ms` to `out_ms`, played from the layer's first frame on.

    `rate` (micros) is how fast it plays. When it is over, its last picture stays, or the part
    plays again where it `repeats`. `camera` and `entrance` are those of a still. `name` is what
    the file was called, for sentences about it.
    """

    KIND: ClassVar[str] = "clip"
    start_frame: int
    end_frame: int
    clip: BlobId
    in_ms: int
    out_ms: int
    camera: Track = CENTRED
    opacity: Track = OPAQUE
    place: Rect = FULL
    rate: int = MICROS
    repeats: bool = False
    name: str = ""
    entrance: Transition | None = field(default=None, metadata=LATER)

    def __post_init__(self) -> None:
        check(self)
        check_camera(self.camera)
        if not 0 <= self.in_ms < self.out_ms:
            raise ValueError(f"a clip ends after it starts, not at {self.out_ms} ms")
        if self.rate <= 0:
            raise ValueError("a clip's rate is above 0")

    def due_us(self, frame: int, fps: int) -> int:
        """The instant of the clip whose last picture until then is the frame's, in microseconds.

        Half a frame late, so that the picture nearest in time is shown; never past the part.
        """
        part_us = (self.out_ms - self.in_ms) * MS_US
        played_us = (frame - self.start_frame) * self.rate // fps
        if self.repeats:
            played_us %= part_us
        return self.in_ms * MS_US + min(played_us + self.rate // (2 * fps), part_us - 1)

    def over_frame(self, fps: int) -> int:
        """The film's first frame that shows the last picture for good; the end if none does."""
        if self.repeats:
            return self.end_frame
        part_us = (self.out_ms - self.in_ms) * MS_US
        return min(self.end_frame, self.start_frame - (-part_us * fps // self.rate))
