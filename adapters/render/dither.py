"""Dither: a faint grain on the luma of calm dark pictures, so that slow gradients do not band.

Encoded cards keep a quarter of their edges of bands, for 9 % more bytes of pictures. Finer noise
is thrown away by x264; what survives is grain a few pixels wide (band-passed noise), about one
level up or down, standing still on the screen: a segment's first frame pays for it, the others
repeat it. Textured pictures hide bands by themselves and go without.
"""

from functools import cache

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import avg_pool2d

AMPLITUDE_LEVELS = 0.85
DARK_LEVELS_MAX, CALM_LEVELS_MAX, CALM_SHARE_MIN = 110, 1.0, 0.4
_PART = 16
_TILE, _SEED = 256, 1
_FINE = (1, 4, 6, 4, 1)
_COARSE = (1,) * 9
_TWICE = 2

Grain = NDArray[np.int64]


@cache
def dither(width: int, height: int) -> Tensor:
    """Levels (height, width), evenly spread from -AMPLITUDE_LEVELS to AMPLITUDE_LEVELS."""
    rows, columns = -(-height // _TILE), -(-width // _TILE)
    tiled = np.tile(_tile(), (rows, columns))[:height, :width]
    return torch.from_numpy(np.ascontiguousarray(tiled))


def is_calm(luma: Tensor) -> bool:
    """Whether much of a picture (1, h, w) is dark, each part of it almost of one level."""
    mean, square = (avg_pool2d(it, _PART, ceil_mode=True) for it in (luma[None], luma[None] ** 2))
    calm = (square - mean**2 < CALM_LEVELS_MAX**2) & (mean < DARK_LEVELS_MAX)
    return float(calm.float().mean()) >= CALM_SHARE_MIN


def _tile() -> NDArray[np.float32]:
    """In whole numbers up to the ranks, so that every machine makes the same."""
    white = np.random.RandomState(_SEED).randint(-(1 << 15), 1 << 15, (_TILE, _TILE))
    noise = white.astype(np.int64)
    fine, coarse = _blurred(noise, _FINE), _blurred(noise, _COARSE)
    band = fine * _weight(_COARSE) - coarse * _weight(_FINE)
    ranks = band.ravel().argsort(kind="stable").argsort(kind="stable").reshape(band.shape)
    levels = ((ranks + 0.5) / ranks.size * 2 - 1) * AMPLITUDE_LEVELS
    return levels.astype(np.float32)


def _weight(taps: tuple[int, ...]) -> int:
    return int(sum(taps) ** (2 * _TWICE))


def _blurred(noise: Grain, taps: tuple[int, ...]) -> Grain:
    """Twice along both axes, its edges joined, so that tiles meet without a seam."""
    for axis in (0, 1) * _TWICE:
        rolled = (np.roll(noise, n - len(taps) // 2, axis) * tap for n, tap in enumerate(taps))
        noise = sum(rolled, np.zeros_like(noise))
    return noise
