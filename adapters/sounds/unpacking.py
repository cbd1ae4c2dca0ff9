"""Opening sounds from outside: in a process of its own, with memory and time limited."""

import asyncio
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from adapters.sounds import unpack
from processors.errors import InvalidInput, Unavailable

TIMEOUT_S = 600.0
NOWHERE = Path("/dev/null")
FULL_SCALE = np.float32(unpack.SCALE)
SAMPLE_BYTES = 2 * unpack.CHANNELS
AUDIBLE = 10 ** (-60 / 20)
"""-60 dBFS: a file that never gets louder is silent."""
TAKEN = "give a sound that plays, such as a WAV, MP3, FLAC, Ogg or M4A"

Stereo = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Unpacked:
    """Plain samples on disk, read from any place; 48 kHz, stereo."""

    path: Path

    @property
    def samples(self) -> int:
        return self.path.stat().st_size // SAMPLE_BYTES

    def read(self, start: int, count: int) -> Stereo:
        """Shape (2, count), full scale at 1; zeros before the first sample and after the last."""
        before = min(max(-start, 0), count)
        wanted = max(0, min(count - before, self.samples - max(start, 0)))
        raw = np.fromfile(
            self.path, "<i2", wanted * unpack.CHANNELS, offset=max(start, 0) * SAMPLE_BYTES
        )
        read = raw.reshape(-1, unpack.CHANNELS).T.astype(np.float32) / FULL_SCALE
        return np.pad(read, ((0, 0), (before, count - before - read.shape[1])))


def unpacked(source: Path, name: str, target: Path, offset_ms: int, length_ms: int) -> Unpacked:
    """At most `length_ms` of the file's sound, from `offset_ms` on.

    Raises InvalidInput (`sound-unreadable`) with `name` in its sentence; Unavailable:
    `sound-timeout` where it takes longer than ten minutes, or `disk-full`.
    """
    _told(source, name, target, offset_ms, length_ms)
    return Unpacked(target)


def _told(
    source: Path, name: str, target: Path, offset_ms: int, length_ms: int
) -> tuple[int, float]:
    """Samples and their peak, as the program tells them."""
    order = [sys.executable, "-I", unpack.__file__, str(source), str(target)]
    try:
        done = subprocess.run(
            [*order, str(offset_ms), str(length_ms)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=TIMEOUT_S,
            check=False,
            env={},
        )
    except subprocess.TimeoutExpired as late:
        raise Unavailable(
            f"{name} was not unpacked within {TIMEOUT_S:.0f} s; try again.", code="sound-timeout"
        ) from late
    said = done.stdout.decode(errors="replace")
    if done.returncode == unpack.FULL:
        raise Unavailable("The disk is full: free some space, then try again.", code="disk-full")
    if done.returncode:
        why = said if done.returncode == unpack.AT_FAULT else "its decoder ran past its limits"
        raise InvalidInput(f"{name} cannot be used: {why}; {TAKEN}.", code="sound-unreadable")
    samples, peak = said.split()
    return int(samples), float(peak)


class SoundCheck:
    """Whether a sound can be decoded, is heard, and is short enough."""

    def __init__(self, length_max_s: int) -> None:
        self._length_max_s = length_max_s

    async def check(self, path: Path, name: str) -> None:
        """Decodes all of it.

        Raises InvalidInput: `sound-unreadable`, `sound-silent` or `sound-long`.
        """
        most_ms = self._length_max_s * 1000 + 1
        samples, peak = await asyncio.to_thread(_told, path, name, NOWHERE, 0, most_ms)
        if samples > self._length_max_s * unpack.RATE_HZ:
            raise InvalidInput(
                f"{name} lasts longer than {self._length_max_s:,} s; give a part of it.",
                code="sound-long",
            )
        if peak < AUDIBLE:
            raise InvalidInput(f"{name} is silent from end to end.", code="sound-silent")
