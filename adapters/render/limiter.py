"""A limiter that looks both ways: how far each millisecond has to be turned down.

Gain falls before a peak and rises after it within 20 ms each, without distortion, because
all of the sound is known beforehand. Peaks are read at 192 kHz, between the samples.
"""

from collections.abc import Iterable
from fractions import Fraction

import av
import numpy as np
import numpy.typing as npt

RATE_HZ = 48_000
PER_MS = RATE_HZ // 1000
REACH_MS = 20
_OVER = 4

Curve = npt.NDArray[np.float64]
"""One value a millisecond."""


def peaks(pieces: Iterable[npt.NDArray[np.float32]]) -> Curve:
    """The highest level between samples in each millisecond of mono sound."""
    resampler = av.AudioResampler(
        format="fltp", layout="mono", rate=_OVER * RATE_HZ, frame_size=_OVER * RATE_HZ
    )
    found = [_by_ms(frame) for piece in pieces for frame in resampler.resample(_frame(piece))]
    return np.concatenate([*found, *(_by_ms(it) for it in resampler.resample(None))])


def gains(peaks: Curve, ceiling: float) -> Curve:
    """At most 1, smooth, and never above what keeps a peak under the ceiling.

    The least gain within reach, averaged over no more than the reach, stays below the need.
    """
    needed = np.minimum(1.0, ceiling / np.maximum(peaks, ceiling))
    held = np.pad(needed, REACH_MS, constant_values=1.0)
    windows = np.lib.stride_tricks.sliding_window_view(held, 2 * REACH_MS + 1)
    least = np.pad(windows.min(axis=1), REACH_MS - 1, mode="edge")
    bell = np.hanning(2 * REACH_MS + 1)[1:-1]
    return np.convolve(least, bell / bell.sum(), mode="valid")


def by_sample(gains: Curve, start: int, count: int) -> npt.NDArray[np.float32]:
    """The curve drawn out to `count` samples, straight between the milliseconds' middles."""
    at_ms = (np.arange(start, start + count) + 0.5) / PER_MS - 0.5
    first = max(start // PER_MS - 1, 0)
    near = gains[first : (start + count) // PER_MS + 2]
    return np.interp(at_ms, np.arange(first, first + len(near)), near).astype(np.float32)


def _frame(piece: npt.NDArray[np.float32]) -> av.AudioFrame:
    frame = av.AudioFrame.from_ndarray(piece.reshape(1, -1), format="fltp", layout="mono")
    frame.sample_rate, frame.time_base = RATE_HZ, Fraction(1, RATE_HZ)
    return frame


def _by_ms(frame: av.AudioFrame) -> Curve:
    levels = np.abs(frame.to_ndarray()[0])
    per_ms = _OVER * PER_MS
    whole = np.pad(levels, (0, -len(levels) % per_ms))
    return np.asarray(whole.reshape(-1, per_ms).max(axis=1), np.float64)
