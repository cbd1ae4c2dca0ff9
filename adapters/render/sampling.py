"""Sampling of planes of bytes, compiled: each row first down the picture, then across it.

Whole numbers alone, as all kernels. Loops are written so that LLVM makes vectors of them: the
samples of a row are taken in blocks, each with one window of neighbours, since a gather for
every sample takes twice the time; and a row's sum stays in a register for up to eight taps.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from adapters.render.axes import Indices, Weights
from adapters.render.compiling import compiled
from adapters.render.nv12 import Bytes, Grain, Levels
from adapters.render.windows import BLOCK, GROUP, MARGIN, Places

Count = np.uint64
Sums = NDArray[np.uint32]
Weigh = Callable[[Levels, Places, Weights, Count, Levels], None]

BITS = np.uint32(14)
ONE = np.uint32(1 << 14)
HALF = np.uint32(1 << 13)
FOUR, SIX, EIGHT = 4, 6, 8
TWO, THREE = 2, 3


def _weighing(taps: int) -> Weigh:
    """Of so many taps: a row's levels, from columns of the picture to columns of the film."""

    @compiled
    def weigh(row: Levels, columns: Places, windows: Weights, pitch: Count, levels: Levels) -> None:
        for block in range(columns.shape[0]):
            to, start = np.uint64(block * BLOCK), columns[block]
            for lane in range(BLOCK):
                n, at = to + np.uint64(lane), start + np.uint64(lane)
                total = HALF
                for tap in range(taps):
                    total += np.uint32(row[at]) * np.uint32(windows[tap, n])
                    at += pitch
                levels[n] = total >> BITS

    return weigh


_four, _six, _eight = _weighing(FOUR), _weighing(SIX), _weighing(EIGHT)


@compiled
def sample(
    plane: Bytes,
    corner: tuple[int, int],
    source: Bytes,
    rows: Indices,
    shares: Weights,
    columns: Places,
    windows: Weights,
    pitch: Count,
    width: int,
    covers: tuple[Weights, Weights],
    grain: Grain,
    row: Levels,
    levels: Levels,
    sums: Sums,
) -> None:
    """Fill or blend a part of a plane (h, w·pitch) with samples of another.

    `rows` and `shares` are an axis, `columns` and `windows` the windows of one; `covers` is how
    much of the ground is covered, by row and by byte of a row (none: all); a grain without rows
    is none. `row`, `levels` and `sums` are scratch.
    """
    top, left = corner
    for y in range(rows.shape[0]):
        _down(source, rows[y], shares, y, row, sums)
        if windows.shape[0] == SIX:
            _six(row, columns, windows, pitch, levels)
        elif windows.shape[0] == EIGHT:
            _eight(row, columns, windows, pitch, levels)
        elif windows.shape[0] == FOUR:
            _four(row, columns, windows, pitch, levels)
        else:
            _many(row, columns, windows, pitch, levels, sums)
        if grain.shape[0]:
            _roughen(levels, grain[top + y], left, width)
        if covers[0][y] == ONE and covers[1].shape[0] == 0:
            _put(plane[top + y], left, levels, width)
        else:
            _blend(plane[top + y], left, levels, width, covers[0][y], covers[1])


@compiled
def _down(source: Bytes, first: int, shares: Weights, y: int, row: Levels, sums: Sums) -> None:
    """One row of the film's height, at the picture's columns."""
    size, taps = source.shape[1], shares.shape[0]
    if taps > THREE:
        _down_many(source, first, shares, y, row, sums)
        return
    last = source.shape[0] - 1
    one, two, three = source[first], source[min(first + 1, last)], source[min(first + 2, last)]
    a, b, c = np.uint32(shares[0, y]), np.uint32(0), np.uint32(0)
    if taps > 1:
        b = np.uint32(shares[1, y])
    if taps <= TWO:
        for x in range(size):
            level = np.uint32(one[x]) * a + np.uint32(two[x]) * b
            row[MARGIN + x] = (level + np.uint32(32)) >> np.uint32(6)
        return
    c = np.uint32(shares[2, y])
    for x in range(size):
        level = np.uint32(one[x]) * a + np.uint32(two[x]) * b + np.uint32(three[x]) * c
        row[MARGIN + x] = (level + np.uint32(32)) >> np.uint32(6)


@compiled
def _down_many(source: Bytes, first: int, shares: Weights, y: int, row: Levels, sums: Sums) -> None:
    size = source.shape[1]
    for x in range(size):
        sums[x] = np.uint32(32)
    for tap in range(shares.shape[0]):
        more, share = source[first + tap], np.uint32(shares[tap, y])
        for x in range(size):
            sums[x] += np.uint32(more[x]) * share
    for x in range(size):
        row[MARGIN + x] = sums[x] >> np.uint32(6)


@compiled
def _many(
    row: Levels, columns: Places, windows: Weights, pitch: Count, levels: Levels, sums: Sums
) -> None:
    """Of any number of taps."""
    for n in range(windows.shape[1]):
        sums[n] = HALF
    for tap in range(0, windows.shape[0], GROUP):
        _two(row, columns, windows, tap, pitch, sums)
    for n in range(windows.shape[1]):
        levels[n] = sums[n] >> BITS


@compiled
def _two(
    row: Levels, columns: Places, windows: Weights, tap: int, pitch: Count, sums: Sums
) -> None:
    """Add two taps to one row's sums."""
    one, two = windows[tap], windows[tap + 1]
    for block in range(columns.shape[0]):
        to, start = np.uint64(block * BLOCK), columns[block] + np.uint64(tap) * pitch
        for lane in range(BLOCK):
            n, at = to + np.uint64(lane), start + np.uint64(lane)
            total = np.uint32(row[at]) * np.uint32(one[n])
            sums[n] += total + np.uint32(row[at + pitch]) * np.uint32(two[n])


@compiled
def _roughen(levels: Levels, grain: Grain, left: int, width: int) -> None:
    """Add a grain; no level of a film is so low, or so high, that it would turn round."""
    first = np.uint64(left)
    for n in range(width):
        levels[n] += np.uint16(grain[first + np.uint64(n)])


@compiled
def _put(under: Bytes, left: int, levels: Levels, width: int) -> None:
    first = np.uint64(left)
    for n in range(width):
        under[first + np.uint64(n)] = (np.uint32(levels[n]) + np.uint32(128)) >> np.uint32(8)


@compiled
def _blend(under: Bytes, left: int, levels: Levels, width: int, down: int, across: Weights) -> None:
    """By the product of both covers."""
    first, part = np.uint64(left), np.uint32(down)
    for n in range(width):
        at = first + np.uint64(n)
        cover = part
        if across.shape[0]:
            cover = (np.uint32(across[n]) * part + HALF) >> BITS
        mixed = (np.uint32(under[at]) << np.uint32(8)) * (ONE - cover)
        mixed += np.uint32(levels[n]) * cover
        under[at] = (mixed + (ONE << np.uint32(7))) >> np.uint32(22)
