"""Pixels are laid and become planes: by kernels where numba is, or by numpy to the same bytes."""

from importlib.util import find_spec

import numpy as np

from adapters.render import colour
from adapters.render.colour import Pixels
from adapters.render.nv12 import Bytes, Levels, Nv12, blank

HAS_KERNELS = find_spec("numba") is not None


def to_nv12(rgb: Bytes) -> Nv12:
    """Of (h, w, 3), both sides even."""
    if not HAS_KERNELS:
        return colour.nv12(rgb)
    from adapters.render import kernels  # noqa: PLC0415 -- loads numba

    height, width = rgb.shape[:2]
    made = blank(width, height)
    rows = rgb.reshape(height, 3 * width)
    kernels.to_nv12(rows, colour.MATRIX, made.luma, made.chroma.reshape(height // 2, width))
    return made


def premultiplied(rgba: Pixels) -> tuple[Levels, Levels, Levels, Levels]:
    """As `colour.premultiplied`."""
    if not HAS_KERNELS:
        return colour.premultiplied(rgba)
    from adapters.render import kernels  # noqa: PLC0415 -- loads numba

    height, width = rgba.shape[:2]
    full, half = (height, width), (height // 2, width // 2, 2)
    made = [np.empty(it, np.uint16) for it in (full, half, full, half)]
    kernels.premultiplied(np.ascontiguousarray(rgba, np.float32), colour.FINE, *made)
    return made[0], made[1], made[2], made[3]


def over(ground: Pixels, coverage: Pixels, corner: tuple[int, int], rgba: Pixels) -> None:
    """As `colour.over`."""
    if not (HAS_KERNELS and ground.flags.carray and coverage.flags.carray):
        colour.over(ground, coverage, corner, rgba)
        return
    from adapters.render import kernels  # noqa: PLC0415 -- loads numba

    kernels.over(ground, coverage, corner, rgba)
