"""RGB to Y'CbCr: BT.709, limited range, as NV12 and as premultiplied planes.

Whole numbers alone, so that every machine makes the same bytes.
"""

import numpy as np
from numpy.typing import NDArray

from adapters.render.nv12 import Bytes, Levels, Nv12

KR, KB = 0.2126, 0.0722
"""ITU-R BT.709-6, item 3.2."""
BLACK = (16, 128, 128)
BITS = 16
ALPHA_BITS = 14

Pixels = NDArray[np.float32]
Whole = NDArray[np.int32]
Sums = NDArray[np.int64]

_LUMA = np.array([KR, 1 - KR - KB, KB])
_CB = (np.array([0, 0, 1]) - _LUMA) / (2 * (1 - KB)) * 224 / 255
_CR = (np.array([1, 0, 0]) - _LUMA) / (2 * (1 - KR)) * 224 / 255
MATRIX: Whole = np.rint(np.stack([_LUMA * 219 / 255, _CB, _CR]) * (1 << BITS)).astype(np.int32)
"""Rows Y, Cb, Cr over columns R, G, B, in 2^-16ths."""
FINE: Sums = np.rint(np.stack([_LUMA * 219 / 255, _CB, _CR]) * (1 << ALPHA_BITS)).astype(np.int64)
"""The same in 2^-14ths."""


def levels(red: int, green: int, blue: int) -> tuple[int, int, int]:
    """Y', Cb, Cr of one colour."""
    its = nv12(np.full((2, 2, 3), (red, green, blue), dtype=np.uint8))
    return int(its.luma[0, 0]), int(its.chroma[0, 0, 0]), int(its.chroma[0, 0, 1])


def nv12(rgb: Bytes) -> Nv12:
    """Of (h, w, 3), both sides even; chroma by the left-sited filter of 4:2:0."""
    wide = rgb.astype(np.int64)
    half = 1 << BITS - 1
    luma = (wide @ MATRIX[0] + (BLACK[0] << BITS) + half) >> BITS
    eighths = halved(wide)
    chroma = (eighths @ MATRIX[1:].T + (BLACK[1] << BITS + 3) + (half << 3)) >> BITS + 3
    return Nv12(luma.astype(np.uint8), chroma.astype(np.uint8))


def premultiplied(rgba: Pixels) -> tuple[Levels, Levels, Levels, Levels]:
    """Premultiplied (h, w, 4), colour 0..255 and alpha 0..1, both sides even, as whole numbers.

    Luma and chroma (h/2, w/2, 2) in 2^-8ths of a level, and their alphas in 2^-14ths.
    """
    colours = parts(rgba[:, :, :3], 1 << 8).astype(np.int64)
    alpha = parts(rgba[:, :, 3], 1 << ALPHA_BITS)
    offset = alpha.astype(np.int64) * (BLACK[0] << 8)
    luma = (colours @ FINE[0] + offset + (1 << 13)) >> 14
    eighths, shares = halved(colours), halved(alpha[:, :, None].astype(np.int64))
    pairs = (eighths @ FINE[1:].T + shares * (BLACK[1] << 8) + (1 << 16)) >> 17
    half = np.repeat((shares + 4) >> 3, 2, axis=2)
    chroma = np.maximum(pairs, 0)
    return luma.astype(np.uint16), chroma.astype(np.uint16), alpha, half.astype(np.uint16)


def halved(planes: Sums) -> Sums:
    """(h, w, n) → (h/2, w/2, n), eightfold, by the left-sited filter of 4:2:0."""
    rows = planes[0::2] + planes[1::2]
    left = np.concatenate([rows[:, :1], rows[:, 1:-1:2]], axis=1)
    return np.asarray(left + 2 * rows[:, 0::2] + rows[:, 1::2])


def parts(values: Pixels, one: int) -> Levels:
    """Rounded to parts of `one`."""
    return np.asarray(values * np.float32(one) + np.float32(0.5)).astype(np.uint16)


def over(ground: Pixels, coverage: Pixels, corner: tuple[int, int], rgba: Pixels) -> None:
    """Lay a colour (0..255, alpha 0..1) over premultiplied RGBA, where a mask (h, w) covers it.

    The mask's corner is a row and a column of the ground; what lies off that is left out.
    """
    y, x = corner
    height, width = coverage.shape
    top, left = max(0, -y), max(0, -x)
    under = ground[y + top : max(0, y + height), x + left : max(0, x + width)]
    covered = coverage[top : top + under.shape[0], left : left + under.shape[1]]
    share = (covered * rgba[3])[:, :, None]
    under *= 1 - share
    under += share * np.array([*rgba[:3], 1], dtype=np.float32)
