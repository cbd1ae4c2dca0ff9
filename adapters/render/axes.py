"""Exact sampling of a picture along one axis: which pixels, and how much of each.

The filter is a triangle, one pixel of the film wide on either side, or one of the picture's
where that is larger: bilinear where a picture is enlarged, without aliasing where it is made
smaller. A camera's picture is an axis-aligned rectangle, so columns and rows are apart.
Weights are whole 2^-14ths that sum to 2^14, so that every device computes the same bytes.
"""

from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

ONE = 1 << 14

Floats = NDArray[np.float64]
Weights = NDArray[np.uint16]
Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Axis:
    """Each sample's first pixel (n) and the weights of it and its followers (taps, n)."""

    first: Indices
    weights: Weights


@dataclass(frozen=True, slots=True)
class Axes:
    """One direction: both planes' samples, and how much of the ground each covers (0..2^14)."""

    luma: Axis
    chroma: Axis
    luma_cover: Weights
    chroma_cover: Weights

    @property
    def solid(self) -> bool:
        return bool((self.luma_cover == ONE).all())


@dataclass(frozen=True, slots=True)
class Lens:
    """How pixels of the film look at a picture: x of the film sees `start + x * step` of it."""

    start: float
    step: float

    def columns(self, count: int, size: int, cover: Floats | None = None) -> Axes:
        """`count` pixels (even) of a picture `size` wide, whose chroma is sited left."""
        cover = np.ones(count) if cover is None else cover
        sited = self.start + np.arange(0.5, count, 2) * self.step
        left = np.concatenate([cover[:1], cover[1:-1:2]])
        return Axes(
            axis(self._centres(count), self.step, size),
            axis((sited - 0.5) / 2 + 0.5, self.step, size // 2),
            whole(cover),
            whole((left + 2 * cover[0::2] + cover[1::2]) / 4),
        )

    def rows(self, count: int, size: int, cover: Floats | None = None) -> Axes:
        """`count` pixels (even) of a picture `size` high, whose chroma is sited midway."""
        cover = np.ones(count) if cover is None else cover
        midway = self.start + np.arange(1.0, count, 2) * self.step
        return Axes(
            axis(self._centres(count), self.step, size),
            axis(midway / 2, self.step, size // 2),
            whole(cover),
            whole((cover[0::2] + cover[1::2]) / 2),
        )

    def _centres(self, count: int) -> Floats:
        return self.start + np.arange(0.5, count) * self.step


def lens(  # noqa: PLR0913, PLR0917 -- three spans on one axis
    seen: float, seen_length: float, held: float, held_length: float, pixels: int, count: int
) -> Lens:
    """`count` pixels of the film see a span of what a picture of `pixels` holds a span of."""
    density = pixels / held_length
    return Lens((seen - held) * density, seen_length * density / count)


def axis(centres: Floats, step: float, size: int) -> Axis:
    """Samples at centres (0..size), `step` pixels apart; beyond the edge, the edge goes on."""
    reach = max(1.0, step)
    taps = ceil(2 * reach)
    seen = np.clip(centres - 0.5, 0, size - 1)
    start = np.floor(seen - reach).astype(np.int64) + 1
    kept = min(taps, size)
    first = np.clip(start, 0, size - kept)
    every = np.arange(len(centres))
    shares = np.zeros((kept, len(centres)))
    for tap in range(taps):
        share = np.maximum(0, reach - np.abs(start + tap - seen))
        shares[np.clip(start + tap, 0, size - 1) - first, every] += share
    shares /= shares.sum(axis=0)
    if kept > 1:
        _centre(shares, seen - first)
    bounds = np.floor(np.cumsum(shares, axis=0) * ONE + 0.5)
    bounds[-1] = ONE
    return Axis(first, np.diff(bounds, axis=0, prepend=0).astype(np.uint16))


def _centre(shares: Floats, seen: Floats) -> None:
    """Move what a sampled triangle is off its centre between the two pixels next to it."""
    taps, count = shares.shape
    off = seen - np.arange(taps) @ shares
    near = np.clip(np.floor(seen).astype(np.int64), 0, taps - 2)
    every = np.arange(count)
    off = np.clip(off, -shares[near + 1, every], shares[near, every])
    shares[near, every] -= off
    shares[near + 1, every] += off


def whole(shares: Floats) -> Weights:
    """Shares (0..1) in 2^-14ths."""
    return np.floor(shares * ONE + 0.5).astype(np.uint16)
