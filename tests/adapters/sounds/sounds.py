"""Sounds to test with, written by PyAV in many formats."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt
from av.audio.stream import AudioStream

Samples = npt.NDArray[np.floating[Any]]


def tone(
    seconds: float, hertz: float = 440, *, rate_hz: int = 48_000, level: float = 0.25
) -> Samples:
    """A sine, shape (n,)."""
    return level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate_hz)) / rate_hz)


def music(seconds: float, *, seed: int = 1, level: float = 0.2) -> Samples:
    """Chords that change twice a second, in stereo, shape (2, n)."""
    dice = np.random.default_rng(seed)
    at = np.arange(round(seconds * 48_000)) / 48_000
    notes = 110 * 2 ** (dice.integers(0, 24, (4, int(seconds * 2) + 1)) / 12)
    step = np.minimum((at * 2).astype(int), notes.shape[1] - 1)
    voices = [np.sin(2 * np.pi * it[step] * at) for it in notes]
    decay = 0.4 + 0.6 * np.exp(-3 * (at * 2 % 1))
    return np.stack([sum(voices[:3]), sum(voices[1:])]) * decay * level / 3


def write(path: Path, samples: Samples, codec: str = "pcm_s16le", *, rate_hz: int = 48_000) -> Path:
    """`samples` (channels, n) or (n,), full scale at 1."""
    sound = np.atleast_2d(samples).astype(np.float32)
    layout = {1: "mono", 2: "stereo", 6: "5.1"}[sound.shape[0]]
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate_hz, layout=layout)
        assert isinstance(stream, AudioStream)
        for at in range(0, sound.shape[1], rate_hz):
            piece = np.ascontiguousarray(sound[:, at : at + rate_hz])
            frame = av.AudioFrame.from_ndarray(piece, format="fltp", layout=layout)
            frame.sample_rate, frame.time_base, frame.pts = rate_hz, Fraction(1, rate_hz), at
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path
