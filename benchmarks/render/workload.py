"""What all contestants render: the canonical workload, as plain values that each takes its way.

1080p30, 12 s: four stills of 2560×1440, each seen between zoom 1.05 and 1.18 with a pan, three
cross-fades of 15 frames, six cues of two lines, a voice as AAC; libx264 veryfast CRF 23.
"""

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

WIDTH, HEIGHT, FPS = 1920, 1080, 30
STILL_WIDTH, STILL_HEIGHT = 2560, 1440
FADE_FRAMES = 15
STARTS = (0, 86, 172, 258, 345)
CUE_FRAMES, CUE_GAP_FRAMES = 54, 6
CRF, PRESET, AUDIO_BIT_RATE = 23, "veryfast", 192_000
CUES = (
    ("The octopus has three hearts and", "blue blood full of copper."),
    ("Two of them feed the gills, and the", "third feeds everything else."),
    ("When it swims, that third heart stops;", "no wonder that it would rather crawl."),
    ("Nine brains in all: one in the head,", "and one for each of its eight arms."),
    ("An arm can taste what it touches, and", "decides by itself what to do about it."),
    ("It lives for a year or two, alone, and", "learns all that it knows by itself."),
)


@dataclass(frozen=True, slots=True)
class View:
    """The camera's centre as shares of the picture, and how near it is."""

    x: float
    y: float
    zoom: float


@dataclass(frozen=True, slots=True)
class Clip:
    """A still seen from `first` (at its first frame) towards `last` (at its end)."""

    still: str
    start_frame: int
    end_frame: int
    first: View
    last: View

    @property
    def frames(self) -> int:
        return self.end_frame - self.start_frame

    def view(self, frame: int) -> View:
        """At a frame of the film."""
        share = (frame - self.start_frame) / self.frames
        one, two = self.first, self.last
        return View(
            one.x + (two.x - one.x) * share,
            one.y + (two.y - one.y) * share,
            one.zoom + (two.zoom - one.zoom) * share,
        )


@dataclass(frozen=True, slots=True)
class Cue:
    start_frame: int
    end_frame: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Workload:
    """`sound` is a WAV; none where it is empty."""

    width: int
    height: int
    fps: int
    clips: tuple[Clip, ...]
    cues: tuple[Cue, ...] = ()
    sound: str = ""
    fade_frames: int = FADE_FRAMES
    crf: int = CRF

    @property
    def frames(self) -> int:
        return self.clips[-1].end_frame


WIDE, NEAR = View(0.48, 0.495, 1.05), View(0.55, 0.455, 1.18)
WIDE_LATER, NEAR_LATER = View(0.52, 0.505, 1.05), View(0.45, 0.545, 1.18)


def canonical(stills: list[Path], sound: Path) -> Workload:
    """Of four stills; they overlap by the fades."""
    moves = ((WIDE, NEAR), (NEAR_LATER, WIDE_LATER), (WIDE_LATER, NEAR_LATER), (NEAR, WIDE))
    clips = tuple(
        Clip(str(still), start, end + FADE_FRAMES, *move)
        for still, (start, end), move in zip(stills, pairwise(STARTS), moves, strict=True)
    )
    step = CUE_FRAMES + CUE_GAP_FRAMES
    cues = tuple(Cue(n * step, n * step + CUE_FRAMES, lines) for n, lines in enumerate(CUES))
    return Workload(WIDTH, HEIGHT, FPS, clips, cues, str(sound))


def scaled(of: Workload, width: int, height: int) -> Workload:
    """The same on a canvas of another size, without captions or sound."""
    return Workload(width, height, of.fps, of.clips)
