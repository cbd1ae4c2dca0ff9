"""Windows: the columns of an axis in blocks whose samples share their neighbours.

Steps between columns are near one, so that the samples of a block look at a few pixels more
than their number: each tap of a whole block is then one run of neighbours.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from adapters.render.axes import Axis, Weights

BLOCK = 16
"""Bytes of a block: one vector register of 32-bit numbers, or two or four."""
GROUP = 4
"""Taps come in multiples of it."""
MARGIN = 2 * BLOCK
"""A row's bytes before its first pixel, for the first block's window."""

Places = NDArray[np.uint64]
Sums = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Windows:
    """Each block's first byte in a row with its margin, and the weights (taps, bytes)."""

    first: Places
    weights: Weights


def windows(axis: Axis, pitch: int) -> Windows:
    """Of a plane with `pitch` bytes a pixel."""
    taps, count = axis.weights.shape
    wide = BLOCK // pitch
    blocks = -(-count // wide)
    first = np.concatenate([axis.first, np.repeat(axis.first[-1:], blocks * wide - count)])
    shift = (first - np.arange(blocks * wide)).reshape(blocks, wide)
    lowest = shift.min(axis=1)
    offset = (shift - lowest[:, None]).ravel()[:count]
    window = -(-(int(offset.max()) + taps) // GROUP) * GROUP
    weights = np.zeros((window, blocks * wide), dtype=np.uint16)
    every = np.arange(count)
    for tap in range(taps):
        weights[offset + tap, every] = axis.weights[tap]
    starts = (lowest + np.arange(blocks) * wide) * pitch + MARGIN
    return Windows(starts.astype(np.uint64), np.repeat(weights, pitch, axis=1))
