"""Patches: small pictures with transparency (captions, text, boxes) that lie on a frame."""

from dataclasses import dataclass, replace
from math import floor
from typing import Protocol

import numpy as np

from adapters.render.axes import ONE, Floats, Scan, Weights, whole
from adapters.render.colour import Pixels
from adapters.render.converting import premultiplied
from adapters.render.nv12 import Grain, Levels, Nv12
from domain.timeline import Rect


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Patch:
    """Premultiplied levels (2^-8ths) and alphas (2^-14ths), its corner (even) on the frame.

    Luma (h, w), chroma (h/2, w/2, 2), their alphas of the same shapes.
    """

    x: int
    y: int
    luma: Levels
    chroma: Levels
    luma_alpha: Weights
    chroma_alpha: Weights


class Planes(Protocol):
    """A frame in the making."""

    def fill(self, luma: int, cb: int, cr: int) -> None: ...

    def tint(self, colour: tuple[int, int, int], area: Rect, opacity: float) -> None:
        """Blend one colour (Y', Cb, Cr) over an area (even pixels)."""
        ...

    def show(
        self, picture: Nv12, columns: Scan, rows: Scan, area: Rect, grain: Grain | None
    ) -> None:
        """Sample a picture into an area (even pixels), as far as the scans cover it."""
        ...

    def put(self, picture: Nv12) -> None:
        """Copy a picture of the canvas's size over all of the frame."""
        ...

    def lay(self, patch: Patch, opacity: float) -> None:
        """Blend a patch over the frame; what lies outside the frame is left out."""
        ...

    def nv12(self) -> Nv12:
        """The frame in the host's memory, valid until it is drawn on again."""
        ...


def patch(rgba: Pixels, x: int, y: int) -> Patch:
    """Of premultiplied RGBA with its corner at (x, y); sides and corner are made even."""
    odd_x, odd_y = x % 2, y % 2
    height, width = rgba.shape[:2]
    right, below = 2 + (width + odd_x) % 2, 2 + (height + odd_y) % 2
    padded = np.pad(rgba, ((odd_y, below), (odd_x, right), (0, 0)))
    return Patch(x - odd_x, y - odd_y, *premultiplied(padded))


def lay(it: Patch, on: Planes, opacity: float) -> None:
    on.lay(it, opacity)


def moved(it: Patch, x: float, y: float) -> Patch:
    """Moved by a distance in pixels, however small; what leaves the patch's edge is lost."""
    whole_x, whole_y = 2 * floor(x / 2), 2 * floor(y / 2)
    rest_x, rest_y = x - whole_x, y - whole_y
    return Patch(
        it.x + whole_x,
        it.y + whole_y,
        _slid(it.luma, rest_x, rest_y),
        _slid(it.chroma, rest_x / 2, rest_y / 2),
        _slid(it.luma_alpha, rest_x, rest_y),
        _slid(it.chroma_alpha, rest_x / 2, rest_y / 2),
    )


def dimmed(it: Patch, across: Floats | None = None, down: Floats | None = None) -> Patch:
    """Each column (w) and row (h) shown by a share (0..1) of its own."""
    height, width = it.luma.shape
    columns = np.ones(width) if across is None else across
    rows = np.ones(height) if down is None else down
    full = whole(rows[:, None] * columns)
    half = whole(rows[0::2, None] * columns[0::2])[:, :, None]
    return replace(
        it,
        luma=_share(it.luma, full),
        chroma=_share(it.chroma, half),
        luma_alpha=_share(it.luma_alpha, full),
        chroma_alpha=_share(it.chroma_alpha, half),
    )


def _share(plane: Levels, shares: Weights) -> Levels:
    return np.asarray((plane.astype(np.uint32) * shares) >> 14).astype(np.uint16)


def _slid(plane: Levels, x: float, y: float) -> Levels:
    for dim, distance in ((1, x), (0, y)):
        if not distance:
            continue
        steps = floor(distance)
        near, far = np.roll(plane, steps, dim), np.roll(plane, steps + 1, dim)
        share = round((distance - steps) * ONE)
        mixed = near.astype(np.uint32) * np.uint32(ONE - share) + far * np.uint32(share)
        plane = np.asarray((mixed + np.uint32(ONE // 2)) >> np.uint32(14)).astype(np.uint16)
    return plane
