"""Where a frame's picture really lies, to thousandths of a pixel, by Lucas-Kanade in float64.

Each quarter of a frame is held against what it should show: the displacement, gain and offset
that bring the two together are solved for, and again from there, until nothing moves. A
quarter's displacement is its error of position; jerk is how much that changes between frames.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from benchmarks.render.waves import Grid, Seen, Waves
from benchmarks.render.workload import Clip

STEPS_MAX, STEP_LEAST_PX = 12, 1e-4
MARGIN_PX = 16


@dataclass(frozen=True, slots=True)
class Path2:
    """Errors of position in pixels: (frames, quarters, 2)."""

    errors: Grid

    @property
    def position_rms(self) -> float:
        return float(np.sqrt((self.errors**2).mean()))

    @property
    def jerk_rms(self) -> float:
        return float(np.sqrt((np.diff(self.errors, axis=0) ** 2).mean()))

    @property
    def position_max(self) -> float:
        return float(np.abs(self.errors).max())

    @property
    def jerk_max(self) -> float:
        return float(np.abs(np.diff(self.errors, axis=0)).max())


def measured(frames: Iterator[Grid], scene: Waves, clip: Clip) -> Path2:
    """Lumas of the clip's frames, in order, each of one canvas."""
    return Path2(np.array([_errors(it, scene, clip, n) for n, it in enumerate(frames)]))


def decoded(film: Path) -> Iterator[Grid]:
    """Lumas of a film's frames."""
    with av.open(str(film)) as made:
        for frame in made.decode(video=0):
            plane = frame.planes[0]
            rows = np.frombuffer(memoryview(plane), np.uint8)
            rows = rows.reshape(plane.height, plane.line_size)[:, : frame.width]
            yield rows.astype(np.float64)


def displacement(shown: Grid, at: "Place") -> NDArray[np.float64]:
    """(across, down) in pixels."""
    moved = np.zeros(2)
    for _ in range(STEPS_MAX):
        step = _step(shown, at.seen((moved[0], moved[1])))
        moved = moved + step
        if np.abs(step).max() < STEP_LEAST_PX:
            break
    return moved


@dataclass(frozen=True, slots=True)
class Place:
    """A part of one frame of a clip, as the formula has it."""

    scene: Waves
    clip: Clip
    frame: int
    canvas: tuple[int, int]
    part: tuple[int, int, int, int]

    def seen(self, moved: tuple[float, float]) -> Seen:
        return self.scene.seen(self.clip.view(self.frame), self.canvas, self.part, moved)


def _errors(shown: Grid, scene: Waves, clip: Clip, frame: int) -> list[NDArray[np.float64]]:
    height, width = shown.shape
    found = []
    for part in _quarters(width, height):
        left, right, top, bottom = part
        place = Place(scene, clip, frame, (width, height), part)
        found.append(displacement(shown[top:bottom, left:right], place))
    return found


def _quarters(width: int, height: int) -> Iterator[tuple[int, int, int, int]]:
    """Away from the edges, where a contestant may show what is beyond the picture."""
    across = ((MARGIN_PX, width // 2), (width // 2, width - MARGIN_PX))
    down = ((MARGIN_PX, height // 2), (height // 2, height - MARGIN_PX))
    yield from ((*columns, *rows) for rows in down for columns in across)


def _step(shown: Grid, ideal: Seen) -> NDArray[np.float64]:
    """Of least squares over displacement, gain and offset; moving on lowers by the slope."""
    sides = np.stack(
        [-ideal.across.ravel(), -ideal.down.ravel(), ideal.luma.ravel(), np.ones(shown.size)]
    )
    left = (shown - ideal.luma).ravel()
    solved = np.linalg.solve(sides @ sides.T, sides @ left)
    return np.asarray(solved[:2], dtype=np.float64)
