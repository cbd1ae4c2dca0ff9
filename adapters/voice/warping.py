"""Dynamic time warping: which frame of one recording is which of another, both in order.

Every frame of the second goes on by 0 to 3 frames of the first (Sakoe and Chiba, 1978, slopes
bounded on one side). Coarse first, then fine within a band around the coarse path, so that ten
minutes take megabytes, not gigabytes.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from adapters.voice.features import Frames

STEPS = 4
COARSE = 4
BAND_SHARE, BAND_LEAST = 0.15, 500
FINE_BAND = 150
FAR = np.float32(1e9)

Path = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Warp:
    """For every frame of the second its frame of the first, and their mean distance."""

    path: Path
    distance: float


def warped(first: Frames, second: Frames) -> Warp:
    """Shapes (n, d) and (m, d), neither empty; the ends of both meet."""
    coarse_first, coarse_second = _thinned(first), _thinned(second)
    straight = _straight(len(coarse_first), len(coarse_second))
    width = max(int(BAND_SHARE * len(coarse_first)), BAND_LEAST // COARSE)
    rough = _within(coarse_first, coarse_second, straight, width).path * COARSE
    at = np.minimum(np.arange(len(second)) // COARSE, len(rough) - 1)
    centres = np.minimum(rough[at], len(first) - 1)
    return _within(first, second, centres, FINE_BAND)


def _thinned(frames: Frames) -> Frames:
    """Means of every four frames."""
    whole = np.pad(frames, ((0, -len(frames) % COARSE), (0, 0)), mode="edge")
    return np.asarray(whole.reshape(-1, COARSE, frames.shape[1]).mean(axis=1), np.float32)


def _straight(first: int, second: int) -> Path:
    return np.linspace(0, first - 1, second).round().astype(np.int64)


def _within(first: Frames, second: Frames, centres: Path, width: int) -> Warp:
    """The best path at most `width` frames beside the centres."""
    size = 2 * width + 1
    lows = centres - width
    cost = np.full(size, FAR, np.float32)
    cost[width] = 0.0
    taken = np.zeros((len(second), size), np.int8)
    before = lows[0]
    for n in range(len(second)):
        cost, taken[n] = _stepped(cost, int(lows[n] - before), free=n > 0)
        cost = cost + _distances(first, second[n], int(lows[n]), size)
        before = lows[n]
    return _traced(cost, taken, lows, len(first) - 1)


def _stepped(cost: Frames, moved: int, *, free: bool) -> tuple[Frames, npt.NDArray[np.int8]]:
    """The least cost of reaching each place of the moved band, and by how large a step."""
    padded = np.concatenate(
        [np.full(STEPS, FAR, np.float32), cost, np.full(abs(moved) + STEPS, FAR, np.float32)]
    )
    starts = [max(STEPS + moved - step, 0) for step in range(STEPS if free else 1)]
    choices = np.stack([padded[it : it + len(cost)] for it in starts])
    best = choices.argmin(axis=0)
    return np.take_along_axis(choices, best[None], axis=0)[0], best.astype(np.int8)


def _distances(first: Frames, frame: Frames, low: int, size: int) -> Frames:
    """Euclidean, and far off outside of the first recording."""
    away = np.full(size, FAR, np.float32)
    start, end = max(low, 0), min(low + size, len(first))
    if start < end:
        apart = first[start:end] - frame
        away[start - low : end - low] = np.sqrt(np.einsum("ij,ij->i", apart, apart))
    return away


def _traced(cost: Frames, taken: npt.NDArray[np.int8], lows: Path, last: int) -> Warp:
    count = len(taken)
    at = int(np.clip(last - lows[-1], 0, len(cost) - 1))
    if cost[at] >= FAR:
        at = int(cost.argmin())
    total = float(cost[at])
    path = np.zeros(count, np.int64)
    for n in range(count - 1, -1, -1):
        path[n] = lows[n] + at
        before = lows[n - 1] if n else lows[0]
        at = int(np.clip(path[n] - taken[n, at] - before, 0, len(cost) - 1))
    return Warp(path, total / count)
