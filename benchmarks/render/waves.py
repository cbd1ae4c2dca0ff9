"""A scene that is a formula: crossing waves, so that its place is known at any fraction of a pixel.

Grey at (x, y), shares of the picture, is 128 plus a sum of cosines. With the camera of a clip
it gives the luma that a frame should have, moved by any distance, and its slopes.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.render.workload import View

WAVES = 24
LEVELS = 13.0
CYCLES_MIN, CYCLES_MAX = 10, 120
LIMITED = 219 / 255
SEED = 4

Grid = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Seen:
    """A part of a frame: luma and its slopes, a pixel across and a pixel down."""

    luma: Grid
    across: Grid
    down: Grid


@dataclass(frozen=True, slots=True)
class Waves:
    """Cycles across and down the picture, and phases in radians, one of each a wave."""

    x: Grid
    y: Grid
    phase: Grid

    @classmethod
    def seeded(cls) -> "Waves":
        """In every direction, none finer than a still of 2560 pixels shows well."""
        chance = np.random.default_rng(SEED)
        cycles = chance.uniform(CYCLES_MIN, CYCLES_MAX, WAVES)
        angle = chance.uniform(0, np.pi, WAVES)
        phase = chance.uniform(0, 2 * np.pi, WAVES)
        return cls(cycles * np.cos(angle), cycles * np.sin(angle) * 9 / 16, phase)

    def picture(self, path: Path, width: int, height: int) -> Path:
        whole = View(0.5, 0.5, 1)
        grey = self.seen(whole, (width, height), (0, width, 0, height), (0, 0))
        levels = (grey.luma - 16) / LIMITED
        Image.fromarray(levels.round().astype(np.uint8)).convert("RGB").save(path)
        return path

    def seen(
        self,
        view: View,
        canvas: tuple[int, int],
        part: tuple[int, int, int, int],
        moved: tuple[float, float],
    ) -> Seen:
        """Of the part (left, right, top, bottom) of a canvas, what it shows moved by pixels."""
        left, right, top, bottom = part
        x = view.x + ((np.arange(left, right) + 0.5 - moved[0]) / canvas[0] - 0.5) / view.zoom
        y = view.y + ((np.arange(top, bottom) + 0.5 - moved[1]) / canvas[1] - 0.5) / view.zoom
        columns = np.exp(2j * np.pi * np.outer(self.x, x))
        rows = np.exp(2j * np.pi * np.outer(y, self.y) + 1j * self.phase) * LEVELS * LIMITED
        step_x = 2j * np.pi * self.x / canvas[0] / view.zoom
        step_y = 2j * np.pi * self.y / canvas[1] / view.zoom
        luma = 16 + 128 * LIMITED + (rows @ columns).real
        return Seen(luma, ((rows * step_x) @ columns).real, ((rows * step_y) @ columns).real)
