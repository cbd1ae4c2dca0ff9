"""Dither: a faint grain on the luma of calm dark pictures, so that slow gradients do not band.

Encoded cards keep a quarter of their edges of bands, for 9 % more bytes of pictures. Finer noise
is thrown away by x264; what survives is grain a few pixels wide (band-passed noise), about one
level up or down, standing still on the screen: a segment's first frame pays for it, the others
repeat it. Textured pictures hide bands by themselves and go without.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from adapters.render.nv12 import Bytes, Grain

AMPLITUDE_LEVELS = 0.85
DARK_LEVELS_MAX, CALM_LEVELS_MAX, CALM_SHARE_MIN = 110, 1.0, 0.4
_PART = 16
_TILE, _SEED = 256, 1
_FINE = (1, 4, 6, 4, 1)
_COARSE = (1,) * 9
_TWICE = 2

Noise = NDArray[np.int64]


@cache
def dither(width: int, height: int) -> Grain:
    """(height, width) in 2^-8ths of a level, evenly from -AMPLITUDE_LEVELS to AMPLITUDE_LEVELS."""
    rows, columns = -(-height // _TILE), -(-width // _TILE)
    return np.ascontiguousarray(np.tile(_tile(), (rows, columns))[:height, :width])


def is_calm(luma: Bytes) -> bool:
    """Whether much of a picture (h, w) is dark, each part of it almost of one level."""
    height, width = (side - side % _PART for side in luma.shape)
    rows = luma[:height, :width].reshape(height // _PART, _PART, width)
    total = _by_part(rows.sum(axis=1, dtype=np.uint32))
    squares = _by_part(np.square(rows, dtype=np.uint16).sum(axis=1, dtype=np.uint32))
    count = _PART * _PART
    spread = squares * count - total * total
    calm = (spread < (count * CALM_LEVELS_MAX) ** 2) & (total < count * DARK_LEVELS_MAX)
    return bool(calm.size) and float(calm.mean()) >= CALM_SHARE_MIN


def _by_part(sums: NDArray[np.uint32]) -> Noise:
    """Of parts, from those of their columns."""
    parts = sums.reshape(sums.shape[0], sums.shape[1] // _PART, _PART)
    return np.asarray(parts.sum(axis=2, dtype=np.int64))


def _tile() -> Grain:
    """In whole numbers up to the ranks, so that every machine makes the same."""
    white = np.random.RandomState(_SEED).randint(-(1 << 15), 1 << 15, (_TILE, _TILE))
    noise = white.astype(np.int64)
    fine, coarse = _blurred(noise, _FINE), _blurred(noise, _COARSE)
    band = fine * _weight(_COARSE) - coarse * _weight(_FINE)
    ranks = band.ravel().argsort(kind="stable").argsort(kind="stable").reshape(band.shape)
    levels = ((ranks + 0.5) / ranks.size * 2 - 1) * AMPLITUDE_LEVELS
    return np.rint(levels * 256).astype(np.int16)


def _weight(taps: tuple[int, ...]) -> int:
    return int(sum(taps) ** (2 * _TWICE))


def _blurred(noise: Noise, taps: tuple[int, ...]) -> Noise:
    """Twice along both axes, its edges joined, so that tiles meet without a seam."""
    for axis in (0, 1) * _TWICE:
        rolled = (np.roll(noise, n - len(taps) // 2, axis) * tap for n, tap in enumerate(taps))
        noise = sum(rolled, np.zeros_like(noise))
    return noise
