"""Axes for the kernels, computed by kernels: the same as those of `axes`, in a tenth of the time.

The columns of an axis come in blocks whose samples share their neighbours. Steps between
columns are near one, so that the samples of a block look at a few pixels more than their
number: each tap of a whole block is then one run of neighbours.
"""

import numpy as np
from numpy.typing import NDArray

from adapters.render.axes import Floats, Indices, Weights
from adapters.render.compiling import compiled

ONE = np.float64(1 << 14)
BLOCK = 16
"""Bytes of a block: one vector register of 32-bit numbers, or two or four."""
GROUP, TAPS_MIN = 2, 4
"""Taps come in multiples of it, so many at least."""
MARGIN = 2 * BLOCK
"""A row's bytes before its first pixel, for the first block's window."""

Places = NDArray[np.uint64]


@compiled
def axis(centres: Floats, reach: float, taps: int, size: int) -> tuple[Indices, Weights]:
    """As `axes.axis`, operation by operation."""
    count, kept = centres.shape[0], min(taps, size)
    first, weights = np.empty(count, np.int64), np.empty((kept, count), np.uint16)
    shares = np.empty(kept)
    for n in range(count):
        seen = min(max(centres[n] - 0.5, 0.0), size - 1.0)
        start = int(np.floor(seen - reach)) + 1
        first[n] = min(max(start, 0), size - kept)
        shares[:] = 0
        for tap in range(taps):
            share = max(0.0, reach - abs(start + tap - seen))
            shares[min(max(start + tap, 0), size - 1) - first[n]] += share
        shares /= _sum(shares)
        if kept > 1:
            _centre(shares, seen - first[n])
        _round(shares, weights, n)
    return first, weights


@compiled
def _sum(shares: Floats) -> float:
    """In the order of the taps, as numpy does it along the first axis."""
    total = 0.0
    for share in shares:
        total += share
    return total


@compiled
def _centre(shares: Floats, seen: float) -> None:
    off = seen
    for tap in range(1, shares.shape[0]):
        off -= tap * shares[tap]
    near = min(max(int(np.floor(seen)), 0), shares.shape[0] - 2)
    off = min(max(off, -shares[near + 1]), shares[near])
    shares[near] -= off
    shares[near + 1] += off


@compiled
def _round(shares: Floats, weights: Weights, n: int) -> None:
    total, before = 0.0, 0.0
    for tap in range(shares.shape[0] - 1):
        total += shares[tap]
        bound = np.floor(total * ONE + 0.5)
        weights[tap, n] = int(bound - before)
        before = bound
    weights[shares.shape[0] - 1, n] = int(ONE - before)


@compiled
def windows(first: Indices, weights: Weights, pitch: int) -> tuple[Places, Weights]:
    """Each block's first byte in a row with its margin, and the weights (taps, bytes).

    Of a plane with `pitch` bytes a pixel.
    """
    taps, count = weights.shape
    wide = BLOCK // pitch
    blocks = (count + wide - 1) // wide
    starts, reach = np.empty(blocks, np.int64), 0
    for block in range(blocks):
        lowest, highest = first[block * wide] + 0, first[block * wide] + 0
        for n in range(1, min(wide, count - block * wide)):
            shift = first[block * wide + n] - n
            lowest, highest = min(lowest, shift), max(highest, shift)
        starts[block] = lowest
        reach = max(reach, highest - lowest)
    wanted = max(TAPS_MIN, (reach + taps + GROUP - 1) // GROUP * GROUP)
    spread = np.zeros((wanted, blocks * BLOCK), np.uint16)
    for n in range(count):
        offset = first[n] - n % wide - starts[n // wide]
        for tap in range(taps):
            for byte in range(pitch):
                spread[offset + tap, n * pitch + byte] = weights[tap, n]
    return (starts * pitch + MARGIN).astype(np.uint64), spread
