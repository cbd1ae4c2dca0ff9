"""What every layer is drawn on and with: canvas, profile, fonts, places."""

from dataclasses import dataclass

from domain.motion import MICROS

SIZE_MIN, SIZE_MAX = 2, 8192
FPS_MAX = 120


@dataclass(frozen=True, slots=True)
class Canvas:
    """Size in pixels (even: chroma is stored for every second one) and frames a second."""

    width: int
    height: int
    fps: int

    def __post_init__(self) -> None:
        for side in (self.width, self.height):
            if side % 2 or not SIZE_MIN <= side <= SIZE_MAX:
                raise ValueError(f"a canvas side is even, up to {SIZE_MAX} px, not {side}")
        if not 1 <= self.fps <= FPS_MAX:
            raise ValueError(f"a canvas has 1 to {FPS_MAX} frames a second, not {self.fps}")

    def frame_of(self, ms: int) -> int:
        """The frame nearest to an instant."""
        return (ms * self.fps + 500) // 1000

    def ms_of(self, frame: int) -> int:
        return frame * 1000 // self.fps


@dataclass(frozen=True, slots=True)
class Profile:
    """How it is encoded. `crf` and `preset` are x264's; a segment is encoded on its own."""

    codec: str = "h264"
    preset: str = "veryfast"
    crf: int = 21
    colour: str = "bt709-limited"
    segment_frames: int = 120


STANDARD = Profile()


@dataclass(frozen=True, slots=True)
class Font:
    """A font file; text takes the first of the timeline's fonts that has its letters."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Rect:
    x: int
    y: int
    width: int
    height: int


FULL = Rect(0, 0, MICROS, MICROS)
