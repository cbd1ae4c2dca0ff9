"""A voice track: speech and silence joined into one 48 kHz, 16-bit, mono WAV."""

import wave
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

import av
import numpy as np
import numpy.typing as npt

from adapters.sounds.unpack import Resampler

RATE_HZ = 48_000
PER_MS = RATE_HZ // 1000
FADE_MS = 5
FULL_SCALE = 32_768

Samples = npt.NDArray[np.int16]


class Track:
    """Written as it grows; `length_ms` is exact, since every part is whole milliseconds."""

    def __init__(self, path: Path) -> None:
        self._wave = wave.open(str(path), "wb")  # noqa: SIM115  closed by __exit__
        self._wave.setnchannels(1)
        self._wave.setsampwidth(2)
        self._wave.setframerate(RATE_HZ)
        self.length_ms = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._wave.close()

    def silence(self, length_ms: int) -> None:
        self._append(np.zeros(length_ms * PER_MS, np.int16))

    def speech(self, pcm: bytes, rate_hz: int) -> int:
        """Adds 16-bit mono PCM, its ends faded against clicks; returns its length in ms."""
        samples = resampled(np.frombuffer(pcm, "<i2").astype(np.int16), rate_hz)
        whole = np.pad(_faded(samples), (0, -len(samples) % PER_MS))
        self._append(whole)
        return len(whole) // PER_MS

    def _append(self, samples: Samples) -> None:
        self._wave.writeframes(samples.astype("<i2").tobytes())
        self.length_ms += len(samples) // PER_MS


def resampled(samples: Samples, rate_hz: int) -> Samples:
    """The same sound at 48 kHz."""
    if not len(samples):
        return samples
    frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
    frame.sample_rate, frame.time_base = rate_hz, Fraction(1, rate_hz)
    resampler = Resampler("mono")
    pieces = [*resampler.resample(frame), *resampler.resample(None)]
    scaled = np.rint(np.concatenate(pieces, axis=1)[0] * FULL_SCALE)
    return np.asarray(np.clip(scaled, -FULL_SCALE, FULL_SCALE - 1), np.int16)


def _faded(samples: Samples) -> Samples:
    length = min(FADE_MS * PER_MS, len(samples) // 2)
    ramp = np.linspace(0.0, 1.0, length, endpoint=False)
    gain = np.ones(len(samples))
    gain[:length] = ramp
    gain[len(samples) - length :] = ramp[::-1]
    return np.rint(samples * gain).astype(np.int16)
