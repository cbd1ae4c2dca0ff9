"""A voice that can be measured: a tone for every word, beginning exactly where the word does."""

import wave
from collections.abc import Iterable
from pathlib import Path

import numpy as np

RATE_HZ = 48_000
PER_MS = RATE_HZ // 1000
TONE_HZ, LEVEL = 1_000, 0.25
SOUNDED = 0.6
"""Of a word's span."""


def beeps(path: Path, words: Iterable[tuple[int, int]], duration_ms: int) -> Path:
    """A mono WAV; words by their first and last millisecond, in order."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        at_ms = 0
        for start_ms, end_ms in words:
            sounded_ms = int((end_ms - start_ms) * SOUNDED)
            file.writeframes(_silence(start_ms - at_ms) + _tone(sounded_ms))
            at_ms = start_ms + sounded_ms
        file.writeframes(_silence(duration_ms - at_ms))
    return path


def _tone(ms: int) -> bytes:
    at = np.arange(ms * PER_MS) / RATE_HZ
    tone = np.sin(2 * np.pi * TONE_HZ * at) * LEVEL * (2**15 - 1)
    return tone.astype("<i2").tobytes()


def _silence(ms: int) -> bytes:
    return bytes(2 * PER_MS * max(ms, 0))
