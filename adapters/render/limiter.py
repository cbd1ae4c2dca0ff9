"""A limiter that looks both ways: how far each millisecond has to be turned down.

Gain falls before a peak and rises after it within 20 ms each, without distortion, because
all of the sound is known beforehand. Peaks are read at 192 kHz, between the samples.
"""

from collections.abc import Iterable
from dataclasses import dataclass
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

Peaks = npt.NDArray[np.float32]
"""The highest level of each millisecond: all that is held of a film's sound, 14 MB an hour."""


@dataclass(frozen=True, slots=True)
class Limited:
    """A gain over a whole film, less where a peak would pass the ceiling."""

    peaks: Peaks
    gain: float
    ceiling: float

    def by_sample(self, start: int, count: int) -> npt.NDArray[np.float32]:
        """The factor of each of `count` samples, the same however a film is cut."""
        first_ms = max(start // PER_MS - 1, 0)
        curve = self.by_ms(first_ms, (start + count) // PER_MS + 2)
        return drawn(curve, start - first_ms * PER_MS, count)

    def by_ms(self, first_ms: int, end_ms: int) -> Curve:
        seen = slice(max(first_ms - 2 * REACH_MS, 0), end_ms + 2 * REACH_MS)
        curve = gains(self.peaks[seen] * np.float64(self.gain), self.ceiling)
        return self.gain * curve[first_ms - seen.start :][: end_ms - first_ms]


def peaks(pieces: Iterable[npt.NDArray[np.float32]]) -> Peaks:
    """The highest level between samples in each millisecond of stereo sound, shape (2, n)."""
    resampler = av.AudioResampler(
        format="fltp", layout="stereo", rate=_OVER * RATE_HZ, frame_size=_OVER * RATE_HZ
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


def drawn(gains: Curve, start: int, count: int) -> npt.NDArray[np.float32]:
    """The curve drawn out to `count` samples, straight between the milliseconds' middles."""
    at_ms = (np.arange(start, start + count) + 0.5) / PER_MS - 0.5
    return np.interp(at_ms, np.arange(len(gains)), gains).astype(np.float32)


def _frame(piece: npt.NDArray[np.float32]) -> av.AudioFrame:
    both = np.ascontiguousarray(piece, np.float32)
    frame = av.AudioFrame.from_ndarray(both, format="fltp", layout="stereo")
    frame.sample_rate, frame.time_base = RATE_HZ, Fraction(1, RATE_HZ)
    return frame


def _by_ms(frame: av.AudioFrame) -> Peaks:
    levels = np.abs(frame.to_ndarray()).max(axis=0)
    per_ms = _OVER * PER_MS
    whole = np.pad(levels, (0, -len(levels) % per_ms))
    return np.asarray(whole.reshape(-1, per_ms).max(axis=1), np.float32)
