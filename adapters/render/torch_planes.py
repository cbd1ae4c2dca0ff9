"""Planes as tensors: on a CUDA device, or on a processor for which no kernels are compiled.

The same sums in whole numbers as those of the kernels, so that the bytes are the same.
"""

from collections.abc import Iterator
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from adapters.render.axes import ONE, Axis, Floats, Scan, axis
from adapters.render.nv12 import Grain, Nv12
from adapters.render.patches import Patch
from domain.timeline import Canvas, Rect

BITS, HALF = 14, 1 << 13
PIXEL = {1: torch.int32, 2: torch.int64}
"""What holds a pixel of so many 32-bit numbers."""


class TorchPlanes:
    """Implements the port `Planes`. `luma` (h, w) and `chroma` (h/2, w/2, 2) are on the device.

    One thread: the others of a machine have segments of their own, and wait for one another.
    """

    def __init__(self, canvas: Canvas, device: str) -> None:
        torch.set_num_threads(1)
        self._device = device
        self.luma = self._blank(canvas.height, canvas.width)
        self.chroma = self._blank(canvas.height // 2, canvas.width // 2, 2)
        self._kept: WeakKeyDictionary[Any, tuple[Tensor, ...]] = WeakKeyDictionary()

    def _blank(self, *shape: int) -> Tensor:
        return torch.zeros(shape, dtype=torch.uint8, device=self._device)

    def nv12(self) -> Nv12:
        return Nv12(self.luma.cpu().numpy(), self.chroma.cpu().numpy())

    def fill(self, luma: int, cb: int, cr: int) -> None:
        self.luma.fill_(luma)
        self.chroma[:, :, 0].fill_(cb)
        self.chroma[:, :, 1].fill_(cr)

    def tint(self, colour: tuple[int, int, int], area: Rect, opacity: float) -> None:
        part, levels = round(opacity * ONE), torch.tensor(colour, device=self._device)
        top, left, bottom, right = area.y, area.x, area.y + area.height, area.x + area.width
        luma = self.luma[top:bottom, left:right]
        chroma = self.chroma[top // 2 : bottom // 2, left // 2 : right // 2]
        for under, over in ((luma, levels[0]), (chroma, levels[1:])):
            under.copy_((under.int() * (ONE - part) + over * part + HALF) >> BITS)

    def show(
        self, picture: Nv12, columns: Scan, rows: Scan, area: Rect, grain: Grain | None
    ) -> None:
        luma, chroma = self._held(picture, picture.luma, picture.chroma)
        top, left, bottom, right = area.y, area.x, area.y + area.height, area.x + area.width
        seen = _axes(rows.luma, rows), _axes(columns.luma, columns)
        levels = self._sampled(luma[:, :, None], *seen)
        if grain is not None:
            levels += self._tensor(grain[top:bottom, left:right])[:, :, None]
        covers = (self._tensor(it) for it in (rows.luma_cover, columns.luma_cover))
        _blend(self.luma[top:bottom, left:right, None], levels, *covers)
        half = self.chroma[top // 2 : bottom // 2, left // 2 : right // 2]
        seen = _axes(rows.chroma, rows, 2), _axes(columns.chroma, columns, 2)
        covers = (self._tensor(it) for it in (rows.chroma_cover, columns.chroma_cover))
        _blend(half, self._sampled(chroma, *seen), *covers)

    def put(self, picture: Nv12) -> None:
        luma, chroma = self._held(picture, picture.luma, picture.chroma)
        self.luma.copy_(luma)
        self.chroma.copy_(chroma)

    def lay(self, patch: Patch, opacity: float) -> None:
        part = round(opacity * ONE)
        luma, chroma, luma_alpha, chroma_alpha = self._held(
            patch, patch.luma, patch.chroma, patch.luma_alpha, patch.chroma_alpha
        )
        _lay(self.luma, luma, luma_alpha, (patch.y, patch.x), part)
        _lay(self.chroma, chroma, chroma_alpha, (patch.y // 2, patch.x // 2), part)

    def _held(self, owner: Nv12 | Patch, *planes: NDArray[Any]) -> tuple[Tensor, ...]:
        """Copied to the device once, for as long as its owner lives."""
        if owner not in self._kept:
            self._kept[owner] = tuple(self._tensor(it) for it in planes)
        return self._kept[owner]

    def _tensor(self, its: NDArray[Any]) -> Tensor:
        if its.dtype == np.uint8:
            return torch.from_numpy(np.ascontiguousarray(its)).to(self._device)
        return torch.from_numpy(its.astype(np.int32)).to(self._device)

    def _sampled(self, source: Tensor, rows: Axis, columns: Axis) -> Tensor:
        """Levels (2^-8ths) of a plane (h, w, n) of bytes.

        Pixels of n numbers are taken as one, since torch selects from a matrix far faster.
        """
        parts = source.shape[2]
        flat = source.reshape(source.shape[0], -1)
        down = torch.full((len(rows.first), flat.shape[1]), 32, dtype=torch.int32).to(self._device)
        for at, share in self._taps(rows):
            down.add_(flat.index_select(0, at).int().mul_(share[:, None]))
        seen = down.bitwise_right_shift_(6).view(PIXEL[parts])
        across = torch.full((len(rows.first), len(columns.first), parts), HALF, dtype=torch.int32)
        across = across.to(self._device)
        for at, share in self._taps(columns):
            taken = seen.index_select(1, at).view(torch.int32).view(across.shape)
            across.add_(taken.mul_(share[:, None]))
        return across.bitwise_right_shift_(BITS)

    def _taps(self, axis: Axis) -> Iterator[tuple[Tensor, Tensor]]:
        first = torch.from_numpy(axis.first).to(self._device)
        for tap, shares in enumerate(axis.weights):
            yield first + tap, self._tensor(shares)


def _axes(centres: Floats, its: Scan, part: int = 1) -> Axis:
    return axis(centres, its.step, its.size // part)


def _blend(ground: Tensor, levels: Tensor, down: Tensor, across: Tensor) -> None:
    solid = bool((down == ONE).all() and (across == ONE).all())
    if solid:
        ground.copy_((levels + 128) >> 8)
        return
    cover = ((down[:, None] * across + HALF) >> BITS)[:, :, None]
    mixed = (ground.int() << 8) * (ONE - cover) + levels * cover
    ground.copy_((mixed + (ONE << 7)) >> 22)


def _lay(
    ground: Tensor, levels: Tensor, alphas: Tensor, corner: tuple[int, int], opacity: int
) -> None:
    y, x = corner
    top, left = max(0, -y), max(0, -x)
    bottom = min(levels.shape[0], ground.shape[0] - y)
    right = min(levels.shape[1], ground.shape[1] - x)
    if left >= right or top >= bottom:
        return
    under = ground[y + top : y + bottom, x + left : x + right]
    keep = ONE - ((alphas[top:bottom, left:right] * opacity + HALF) >> BITS)
    more = (levels[top:bottom, left:right] * opacity) >> 8
    under.copy_((under.int() * keep + more + HALF) >> BITS)
