"""RGB to Y'CbCr: BT.709, limited range, as NV12 and as premultiplied planes.

Whole numbers alone (2^-16ths), so that every machine makes the same bytes.
"""

import numpy as np
from numpy.typing import NDArray

from adapters.render.nv12 import Bytes, Levels, Nv12

KR, KB = 0.2126, 0.0722
"""ITU-R BT.709-6, item 3.2."""
BLACK = (16, 128, 128)
BITS = 16

Pixels = NDArray[np.float32]
Whole = NDArray[np.int32]

_LUMA = np.array([KR, 1 - KR - KB, KB])
_CB = (np.array([0, 0, 1]) - _LUMA) / (2 * (1 - KB)) * 224 / 255
_CR = (np.array([1, 0, 0]) - _LUMA) / (2 * (1 - KR)) * 224 / 255
_MATRIX: Pixels = np.stack([_LUMA * 219 / 255, _CB, _CR]).astype(np.float32)
_OFFSETS: Pixels = np.array(BLACK, dtype=np.float32)
MATRIX: Whole = np.rint(np.stack([_LUMA * 219 / 255, _CB, _CR]) * (1 << BITS)).astype(np.int32)
"""Rows Y, Cb, Cr over columns R, G, B."""


def levels(red: int, green: int, blue: int) -> tuple[int, int, int]:
    """Y', Cb, Cr of one colour."""
    its = nv12(np.full((2, 2, 3), (red, green, blue), dtype=np.uint8))
    return int(its.luma[0, 0]), int(its.chroma[0, 0, 0]), int(its.chroma[0, 0, 1])


def nv12(rgb: Bytes) -> Nv12:
    """Of (h, w, 3), both sides even; chroma by the left-sited filter of 4:2:0."""
    wide = rgb.astype(np.int32)
    half = 1 << BITS - 1
    luma = (wide @ MATRIX[0] + (BLACK[0] << BITS) + half) >> BITS
    rows = wide[0::2] + wide[1::2]
    left = np.concatenate([rows[:, :1], rows[:, 1:-1:2]], axis=1)
    eighths = left + 2 * rows[:, 0::2] + rows[:, 1::2]
    chroma = (eighths @ MATRIX[1:].T + (BLACK[1] << BITS + 3) + (half << 3)) >> BITS + 3
    return Nv12(luma.astype(np.uint8), chroma.astype(np.uint8))


def premultiplied(rgba: Pixels) -> tuple[Pixels, Pixels]:
    """Premultiplied (h, w, 4), colour 0..255 and alpha 0..1 → planes (h, w, 3) and alpha."""
    alpha = rgba[:, :, 3]
    return rgba[:, :, :3] @ _MATRIX.T + _OFFSETS * alpha[:, :, None], alpha


def halved(planes: Pixels) -> Pixels:
    """(h, w, n) → (h/2, w/2, n) by the filter of 4:2:0: (1 2 1)/4 across, the mean of two down."""
    rows = (planes[0::2] + planes[1::2]) / 2
    left = np.concatenate([rows[:, :1], rows[:, 1:-1:2]], axis=1)
    return np.asarray((left + 2 * rows[:, 0::2] + rows[:, 1::2]) / 4, dtype=np.float32)


def whole(planes: Pixels, one: int) -> Levels:
    """Rounded to parts of `one`."""
    return np.asarray(planes * np.float32(one) + np.float32(0.5)).astype(np.uint16)
