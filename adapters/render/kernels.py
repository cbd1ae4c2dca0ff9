"""Kernels: blending of bytes, and their colours, compiled by numba when first called.

Whole numbers alone: 2^-14ths for weights and alphas, 2^-8ths of a level in between; so every
processor gives the same bytes, and `torch_planes` the same as these. `sampling` has one more.
"""

import numpy as np

from adapters.render.axes import Weights
from adapters.render.colour import Pixels, Whole
from adapters.render.colour import Sums as Wide
from adapters.render.compiling import compiled
from adapters.render.nv12 import Bytes, Levels

Count = np.uint64

BITS = np.uint32(14)
ONE = np.uint32(1 << 14)
HALF = np.uint32(1 << 13)
ALPHA_ONE, LEVEL_ONE, ROUND = np.float32(1 << 14), np.float32(1 << 8), np.float32(0.5)
NOTHING, ALL = np.float32(0), np.float32(1)
LUMA_OFFSET = np.int32((16 << 16) + (1 << 15))
CHROMA_OFFSET = np.int32((128 << 19) + (1 << 18))


@compiled
def tint(plane: Bytes, area: tuple[int, int, int], row: Bytes, opacity: Count) -> None:
    """Blend one row over all rows of an area (top, left, bottom) of its width."""
    top, left, bottom = area
    first, part = np.uint64(left), np.uint32(opacity)
    for y in range(top, bottom):
        under = plane[y]
        for n in range(row.shape[0]):
            at = first + np.uint64(n)
            more = np.uint32(row[n]) * part
            under[at] = (np.uint32(under[at]) * (ONE - part) + more + HALF) >> BITS


@compiled
def lay(
    ground: Bytes,
    corner: tuple[int, int],
    levels: Levels,
    alphas: Weights,
    inner: tuple[int, int, int, int],
    opacity: Count,
) -> None:
    """Blend premultiplied levels (2^-8ths) over a plane: their part (top, left, bottom, right)."""
    top, left, bottom, right = inner
    for n in range(top, bottom):
        _lay(ground[corner[0] + n], corner[1], levels[n], alphas[n], left, right, opacity)


@compiled
def _lay(
    under: Bytes, x: int, over: Levels, alpha: Weights, left: int, right: int, opacity: Count
) -> None:
    opaque, first, to = np.uint32(opacity), np.uint64(left), np.uint64(x + left)
    for m in range(right - left):
        n, at = first + np.uint64(m), to + np.uint64(m)
        keep = ONE - ((np.uint32(alpha[n]) * opaque + HALF) >> BITS)
        more = (np.uint32(over[n]) * opaque) >> np.uint32(8)
        under[at] = (np.uint32(under[at]) * keep + more + HALF) >> BITS


@compiled
def over(ground: Pixels, coverage: Pixels, corner: tuple[int, int], rgba: Pixels) -> None:
    """As `colour.over`, operation by operation."""
    top, left = max(0, -corner[0]), max(0, -corner[1])
    bottom = min(coverage.shape[0], ground.shape[0] - corner[0])
    right = min(coverage.shape[1], ground.shape[1] - corner[1])
    for y in range(top, bottom):
        for x in range(left, right):
            share = coverage[y, x] * rgba[3]
            if share == NOTHING:
                continue
            under = ground[corner[0] + y, corner[1] + x]
            for c in range(3):
                under[c] = under[c] * (ALL - share) + share * rgba[c]
            under[3] = under[3] * (ALL - share) + share


@compiled
def to_nv12(rgb: Bytes, matrix: Whole, luma: Bytes, chroma: Bytes) -> None:
    """As `colour.nv12` does it, of pixels side by side (h, 3w) into (h, w) and (h/2, w)."""
    sums = np.zeros((3, luma.shape[1] + 1), np.int32)
    for y in range(0, luma.shape[0], 2):
        _to_luma(rgb[y], matrix[0], luma[y])
        _to_luma(rgb[y + 1], matrix[0], luma[y + 1])
        _summed(rgb[y], rgb[y + 1], sums[0], sums[1], sums[2])
        _to_chroma(sums[0], sums[1], sums[2], matrix, chroma[y // 2])


@compiled
def premultiplied(
    rgba: Pixels, matrix: Wide, luma: Levels, chroma: Levels, alpha: Levels, half: Levels
) -> None:
    """As `colour.premultiplied` does it."""
    height, width = alpha.shape
    sums = np.zeros((width + 1, 4), np.int64)
    for y in range(0, height, 2):
        sums[:] = 0
        for n in range(2):
            for x in range(width):
                shown = np.int64(rgba[y + n, x, 3] * ALPHA_ONE + ROUND)
                alpha[y + n, x] = shown
                total = shown * np.int64(16 << 8) + np.int64(1 << 13)
                sums[x + 1, 3] += shown
                for c in range(3):
                    level = np.int64(rgba[y + n, x, c] * LEVEL_ONE + ROUND)
                    total += level * matrix[0, c]
                    sums[x + 1, c] += level
                luma[y + n, x] = total >> 14
        sums[0] = sums[1]
        for x in range(width // 2):
            _pair(sums, 2 * x, matrix, chroma[y // 2, x], half[y // 2, x])


@compiled
def _pair(sums: Wide, at: int, matrix: Wide, chroma: Levels, half: Levels) -> None:
    """Both chroma values of four pixels' sums, by (1 2 1) across."""
    share = sums[at, 3] + 2 * sums[at + 1, 3] + sums[at + 2, 3]
    for n in range(2):
        total = share * np.int64(128 << 8) + np.int64(1 << 16)
        for c in range(3):
            level = sums[at, c] + 2 * sums[at + 1, c] + sums[at + 2, c]
            total += level * matrix[n + 1, c]
        chroma[n] = max(total >> 17, 0)
        half[n] = (share + 4) >> 3


@compiled
def _to_luma(rgb: Bytes, weights: Whole, luma: Bytes) -> None:
    a, b, c = weights[0], weights[1], weights[2]
    for x in range(luma.shape[0]):
        red, green, blue = np.int32(rgb[3 * x]), np.int32(rgb[3 * x + 1]), np.int32(rgb[3 * x + 2])
        luma[x] = (a * red + b * green + c * blue + LUMA_OFFSET) >> np.int32(16)


@compiled
def _summed(one: Bytes, two: Bytes, reds: Whole, greens: Whole, blues: Whole) -> None:
    """Two rows, with one more pixel at their left."""
    for x in range(reds.shape[0] - 1):
        reds[x + 1] = np.int32(one[3 * x]) + np.int32(two[3 * x])
        greens[x + 1] = np.int32(one[3 * x + 1]) + np.int32(two[3 * x + 1])
        blues[x + 1] = np.int32(one[3 * x + 2]) + np.int32(two[3 * x + 2])
    reds[0], greens[0], blues[0] = reds[1], greens[1], blues[1]


@compiled
def _to_chroma(reds: Whole, greens: Whole, blues: Whole, matrix: Whole, pairs: Bytes) -> None:
    """By (1 2 1)/4 across."""
    a, b, c = matrix[1, 0], matrix[1, 1], matrix[1, 2]
    d, e, f = matrix[2, 0], matrix[2, 1], matrix[2, 2]
    for x in range(pairs.shape[0] // 2):
        at = 2 * x
        red = reds[at] + 2 * reds[at + 1] + reds[at + 2]
        green = greens[at] + 2 * greens[at + 1] + greens[at + 2]
        blue = blues[at] + 2 * blues[at + 1] + blues[at + 2]
        pairs[at] = (a * red + b * green + c * blue + CHROMA_OFFSET) >> np.int32(19)
        pairs[at + 1] = (d * red + e * green + f * blue + CHROMA_OFFSET) >> np.int32(19)
