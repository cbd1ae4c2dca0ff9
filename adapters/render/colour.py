"""RGB to Y'CbCr: BT.709, limited range, as planes of float32.

Every value carries +0.5, so that the final conversion to bytes may cut off what is behind the
point: sampling and blending keep a constant, and no frame needs a rounding pass of its own.
"""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

BIAS = 0.5
KR, KB = 0.2126, 0.0722
"""ITU-R BT.709-6, item 3.2."""

Pixels = NDArray[np.float32]

_LUMA: Pixels = np.array([KR, 1 - KR - KB, KB], dtype=np.float32)
_CB = (np.array([0, 0, 1], dtype=np.float32) - _LUMA) / (2 * (1 - KB))
_CR = (np.array([1, 0, 0], dtype=np.float32) - _LUMA) / (2 * (1 - KR))
_OFFSETS = np.array([16, 128, 128], dtype=np.float32) + np.float32(BIAS)
_MATRIX: Pixels = np.stack([_LUMA * 219 / 255, _CB * 224 / 255, _CR * 224 / 255])


def luma(rgb: Pixels) -> Pixels:
    """(h, w, 3) of 0..255 → (1, h, w)."""
    return np.asarray(rgb @ _MATRIX[0] + _OFFSETS[0])[None]


def chroma(rgb: Pixels) -> Pixels:
    """(h, w, 3) of 0..255 → (2, h, w): Cb, Cr."""
    return np.moveaxis(np.asarray(rgb @ _MATRIX[1:].T + _OFFSETS[1:]), 2, 0)


def premultiplied(rgba: Pixels) -> tuple[Pixels, Pixels]:
    """Premultiplied (h, w, 4), colour 0..255 and alpha 0..1 → planes (3, h, w) and alpha."""
    alpha = rgba[:, :, 3]
    planes = np.moveaxis(rgba[:, :, :3] @ _MATRIX.T, 2, 0) + _OFFSETS[:, None, None] * alpha
    return planes, alpha


def halved(planes: Pixels) -> Pixels:
    """Chroma size by the left-sited filter of 4:2:0: (1 2 1)/4 across, the mean of two down."""
    rows = (planes[:, 0::2] + planes[:, 1::2]) / 2
    left = np.concatenate([rows[:, :, :1], rows[:, :, 1:-1:2]], axis=2)
    return np.asarray((left + 2 * rows[:, :, 0::2] + rows[:, :, 1::2]) / 4, dtype=np.float32)


def tensor(planes: Pixels, device: str) -> Tensor:
    return torch.from_numpy(np.ascontiguousarray(planes, dtype=np.float32)).to(device)
