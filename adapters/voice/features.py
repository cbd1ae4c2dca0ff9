"""What a voice sounds like, every 10 ms: cepstra of a mel spectrum (13, and how they change).

The usual front end of speech recognition (Davis and Mermelstein, 1980), by numpy alone. Each
cepstrum is centred and scaled over the recording, so that voices and rooms differ less.
"""

import numpy as np
import numpy.typing as npt

RATE_HZ = 16_000
HOP_MS = 10
WINDOW = 400
HOP = RATE_HZ * HOP_MS // 1000
FFT = 512
MELS, CEPSTRA = 20, 8
LOWEST_HZ, HIGHEST_HZ = 100.0, 6_000.0
FLOOR_DB = 50.0
"""Below the loud frames."""

VOICED_DB, OVER_FLOOR_DB, CLEAR_DB = 35.0, 9.0, 15.0
"""Silence is this far below the loud frames, or little above the quiet ones; never louder."""

Frames = npt.NDArray[np.float32]
Mono = npt.NDArray[np.float32]


def features(samples: Mono) -> Frames:
    """(n, 26) of samples at 16 kHz; a frame is centred on every 10 ms."""
    power = _power(samples)
    mel = power @ _filters().T
    mel = np.log(mel + _floor(mel))
    cepstra = mel @ _cosines().T
    cepstra -= cepstra.mean(axis=0)
    cepstra /= cepstra.std(axis=0) + 1e-6
    return np.concatenate([cepstra, _slopes(cepstra)], axis=1).astype(np.float32)


def voiced(samples: Mono) -> npt.NDArray[np.bool_]:
    """Which frames are speech and not a pause."""
    level = 10 * np.log10(_power(samples).sum(axis=1) + 1e-10)
    if not len(level):
        return np.zeros(0, np.bool_)
    floor, loud = np.quantile(level, 0.05), np.quantile(level, 0.95)
    least = min(max(loud - VOICED_DB, floor + OVER_FLOOR_DB), loud - CLEAR_DB)
    return np.asarray(level > least)


def _power(samples: Mono) -> Frames:
    padded = np.pad(samples, (WINDOW // 2, WINDOW))
    count = len(samples) // HOP
    at = np.arange(count)[:, None] * HOP + np.arange(WINDOW)[None, :]
    spectrum = np.fft.rfft(padded[at] * np.hanning(WINDOW).astype(np.float32), FFT)
    return (np.abs(spectrum) ** 2).astype(np.float32)


def _floor(mel: Frames) -> np.float32:
    """What no frame is taken to be below: how quiet a room is does not tell words apart."""
    loud = np.quantile(mel.mean(axis=1), 0.95) if len(mel) else 0.0
    return np.float32(loud * 10 ** (-FLOOR_DB / 10) + 1e-8)


def _slopes(cepstra: Frames) -> Frames:
    padded = np.pad(cepstra, ((2, 2), (0, 0)), mode="edge")
    slope = (2 * (padded[4:] - padded[:-4]) + padded[3:-1] - padded[1:-3]) / 10
    return np.asarray(slope / (slope.std(axis=0) + 1e-6), np.float32)


def _filters() -> Frames:
    """Triangles evenly spaced in mel (O'Shaughnessy), (26, 257)."""
    lowest, highest = (2595 * np.log10(1 + it / 700) for it in (LOWEST_HZ, HIGHEST_HZ))
    edges_hz = 700 * (10 ** (np.linspace(lowest, highest, MELS + 2) / 2595) - 1)
    bins = np.fft.rfftfreq(FFT, 1 / RATE_HZ)[None, :]
    left, middle, right = (edges_hz[n : n + MELS, None] for n in range(3))
    rising, falling = (bins - left) / (middle - left), (right - bins) / (right - middle)
    return np.maximum(np.minimum(rising, falling), 0).astype(np.float32)


def _cosines() -> Frames:
    """DCT-II without its first, which is loudness, (13, 26)."""
    n, k = np.arange(MELS)[None, :], np.arange(1, CEPSTRA + 1)[:, None]
    return np.cos(np.pi * k * (2 * n + 1) / (2 * MELS)).astype(np.float32)
