"""Planes in the host's memory, painted by compiled kernels."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from adapters.render import kernels, sampling
from adapters.render.axes import ONE, Floats, Indices, Scan, Weights, triangle
from adapters.render.framing import framed
from adapters.render.nv12 import Bytes, Grain, Levels, Nv12
from adapters.render.patches import Patch
from adapters.render.windows import MARGIN, axis, windows
from domain.timeline import Canvas, Rect

Number = TypeVar("Number", bound=np.generic)

Samples = tuple[Indices, Weights]

PAIR = 2
SMOOTH: Grain = np.zeros((0, 0), np.int16)
SOLID: Weights = np.zeros(0, np.uint16)


class KernelPlanes:
    """Implements the port `Planes`."""

    def __init__(self, canvas: Canvas) -> None:
        self._its = framed(canvas.width, canvas.height)

    def nv12(self) -> Nv12:
        return self._its

    def fill(self, luma: int, cb: int, cr: int) -> None:
        self._its.luma.fill(luma)
        self._its.chroma[:] = (cb, cr)

    def tint(self, colour: tuple[int, int, int], area: Rect, opacity: float) -> None:
        part, bottom = np.uint64(round(opacity * ONE)), area.y + area.height
        luma = np.full(area.width, colour[0], np.uint8)
        chroma = np.tile(np.array(colour[1:], np.uint8), area.width // PAIR)
        kernels.tint(self._its.luma, (area.y, area.x, bottom), luma, part)
        half = (area.y // 2, area.x, bottom // 2)
        kernels.tint(_flat(self._its.chroma), half, chroma, part)

    def show(
        self, picture: Nv12, columns: Scan, rows: Scan, area: Rect, grain: Grain | None
    ) -> None:
        solid = columns.cover is None
        _sample(
            self._its.luma,
            (area.y, area.x),
            picture.luma,
            1,
            (_axis(rows.luma, rows), _axis(columns.luma, columns)),
            (rows.luma_cover, SOLID if solid else columns.luma_cover),
            SMOOTH if grain is None else grain,
        )
        _sample(
            _flat(self._its.chroma),
            (area.y // 2, area.x),
            _flat(picture.chroma),
            PAIR,
            (_axis(rows.chroma, rows, PAIR), _axis(columns.chroma, columns, PAIR)),
            (rows.chroma_cover, SOLID if solid else np.repeat(columns.chroma_cover, PAIR)),
            SMOOTH,
        )

    def put(self, picture: Nv12) -> None:
        self._its.luma[:] = picture.luma
        self._its.chroma[:] = picture.chroma

    def lay(self, patch: Patch, opacity: float) -> None:
        part = np.uint64(round(opacity * ONE))
        corner, half = (patch.y, patch.x), (patch.y // 2, patch.x)
        _lay(self._its.luma, corner, patch.luma, patch.luma_alpha, part)
        chroma, alpha = _flat(patch.chroma), _flat(patch.chroma_alpha)
        _lay(_flat(self._its.chroma), half, chroma, alpha, part)


def _axis(centres: Floats, its: Scan, part: int = 1) -> Samples:
    return axis(centres, *triangle(its.step), its.size // part)


def _sample(  # noqa: PLR0913, PLR0917 -- as the kernel takes them
    plane: Bytes,
    corner: tuple[int, int],
    source: Bytes,
    pitch: int,
    axes: tuple[Samples, Samples],
    covers: tuple[Weights, Weights],
    grain: Grain,
) -> None:
    (rows, shares), (first, weights) = axes
    starts, taps = windows(first, weights, pitch)
    sampling.sample(
        plane, corner, source, rows, shares, starts, taps, np.uint64(pitch),
        len(first) * pitch, covers, grain,
        np.zeros(source.shape[1] + 2 * MARGIN + PAIR * len(taps), np.uint16),
        np.empty(taps.shape[1], np.uint16),
        np.empty(max(source.shape[1], taps.shape[1]), np.uint32),
    )  # fmt: skip


def _lay(
    ground: Bytes, corner: tuple[int, int], levels: Levels, alphas: Weights, opacity: np.uint64
) -> None:
    y, x = corner
    top, left = max(0, -y), max(0, -x)
    bottom = min(levels.shape[0], ground.shape[0] - y)
    right = min(levels.shape[1], ground.shape[1] - x)
    if left < right and top < bottom:
        kernels.lay(ground, corner, levels, alphas, (top, left, bottom, right), opacity)


def _flat(chroma: NDArray[Number]) -> NDArray[Number]:
    """Pairs side by side, as a plane of bytes (h/2, w)."""
    return chroma.reshape(chroma.shape[0], -1)
