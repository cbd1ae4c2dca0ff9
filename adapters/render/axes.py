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
class Scan:
    """One direction of a view: `count` pixels (even) that look at a picture of `size` (even).

    Place x of the film sees `start + x * step` of the picture. Chroma is sited left across,
    midway down. `cover` is how much of the ground each pixel covers (0..1; none: all).
    """

    start: float
    step: float
    count: int
    size: int
    across: bool
    cover: Floats | None = None

    @property
    def luma(self) -> Floats:
        """Where the samples' centres lie in the picture."""
        return self.start + np.arange(0.5, self.count) * self.step

    @property
    def chroma(self) -> Floats:
        """The same in pixels of chroma."""
        if self.across:
            return (self.start + np.arange(0.5, self.count, 2) * self.step) / 2 + 0.25
        return (self.start + np.arange(1.0, self.count, 2) * self.step) / 2

    @property
    def luma_cover(self) -> Weights:
        return whole(self._cover)

    @property
    def chroma_cover(self) -> Weights:
        its = self._cover
        if not self.across:
            return whole((its[0::2] + its[1::2]) / 2)
        left = np.concatenate([its[:1], its[1:-1:2]])
        return whole((left + 2 * its[0::2] + its[1::2]) / 4)

    @property
    def _cover(self) -> Floats:
        return np.ones(self.count) if self.cover is None else self.cover


@dataclass(frozen=True, slots=True)
class Span:
    """One direction of a camera: the span that it sees, and the one that a picture holds.

    What is shown is moved by some pixels of the film; `cover` is that of a scan.
    """

    seen: float
    seen_length: float
    held: float
    held_length: float
    moved: float = 0.0
    cover: Floats | None = None

    def scan(self, size: int, count: int, *, across: bool) -> Scan:
        """By `count` pixels of the film, of a picture of `size` pixels."""
        density = size / self.held_length
        step = self.seen_length * density / count
        start = (self.seen - self.held) * density - self.moved * step
        return Scan(start, step, count, size, across, self.cover)


def axis(centres: Floats, step: float, size: int) -> Axis:
    """Samples at centres (0..size), `step` pixels apart; beyond the edge, the edge goes on."""
    reach, taps = triangle(step)
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


def triangle(step: float) -> tuple[float, int]:
    """How far it reaches, and over how many pixels."""
    reach = max(1.0, step)
    return reach, ceil(2 * reach)


def _centre(shares: Floats, seen: Floats) -> None:
    """Move what a sampled triangle is off its centre between the two pixels next to it."""
    taps, count = shares.shape
    off = seen.copy()
    for tap in range(1, taps):
        off -= tap * shares[tap]
    near = np.clip(np.floor(seen).astype(np.int64), 0, taps - 2)
    every = np.arange(count)
    off = np.clip(off, -shares[near + 1, every], shares[near, every])
    shares[near, every] -= off
    shares[near + 1, every] += off


def whole(shares: Floats) -> Weights:
    """Shares (0..1) in 2^-14ths."""
    return np.floor(shares * ONE + 0.5).astype(np.uint16)
