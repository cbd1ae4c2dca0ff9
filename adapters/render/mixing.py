"""Every sound of a film at its level, added up: what is heard before loudness is set.

Read second by second, as often as wanted, in the same memory for any length.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
import numpy.typing as npt

from adapters.render.looping import Loop
from adapters.render.loudness import RATE_HZ, Loudness, Meter, Stereo, decoded

BLOCK = RATE_HZ
PER_MS = RATE_HZ // 1000

Samples = npt.NDArray[np.float32]
Curve = tuple[tuple[float, float], ...]
"""Points of milliseconds of the film and a gain in dB, straight in between."""


@dataclass(frozen=True, slots=True)
class Span:
    """From one sample of the film to another."""

    start: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.start

    def within(self, at: int, count: int) -> slice:
        """The part of a block that it covers."""
        return slice(min(max(self.start - at, 0), count), min(max(self.end - at, 0), count))


@dataclass(frozen=True, slots=True)
class Voice:
    """A recorded voice from its sample `offset` on, as it is; decoded again for every pass."""

    path: Path
    span: Span
    offset: int = 0

    def blocks(self) -> Iterator[Stereo]:
        """From the film's beginning; shape (2, 48000), but for the last."""
        heard = _without(decoded(self.path), self.offset)
        lead = np.zeros((2, self.span.start), np.float32)
        return in_blocks(chain((lead,), heard), self.span.end)


@dataclass(frozen=True, slots=True)
class Bed:
    """A sound beneath: faded over so many samples at its ends, its gain drawn as a curve."""

    loop: Loop
    span: Span
    fade_in: int
    fade_out: int
    curve: Curve

    def blocks(self) -> Iterator[Stereo]:
        for at in range(0, self.span.end, BLOCK):
            yield self.block(at, min(BLOCK, self.span.end - at))

    def block(self, at: int, count: int) -> Stereo:
        """`count` samples of the film, from `at` on."""
        heard = self.span.within(at, count)
        read = np.zeros((2, count), np.float32)
        if heard.start < heard.stop:
            first = at + heard.start
            sound = self.loop.read(first - self.span.start, heard.stop - heard.start)
            read[:, heard] = sound * self._gain(first, sound.shape[1])
        return read

    def _gain(self, first: int, count: int) -> Samples:
        at = np.arange(first, first + count)
        times_ms, gains_db = np.transpose(self.curve)
        gain = 10 ** (np.interp(at / PER_MS, times_ms, gains_db) / 20)
        rising = np.clip((at - self.span.start) / self.fade_in, 0, 1)
        falling = np.clip((self.span.end - 1 - at) / self.fade_out, 0, 1)
        return np.asarray(gain * _eased(rising) * _eased(falling), np.float32)


@dataclass(frozen=True, slots=True)
class Mix:
    """All sounds of a film of so many samples; `has_voice` where somebody is to speak."""

    samples: int
    sources: tuple[Voice | Bed, ...]
    has_voice: bool

    def blocks(self) -> Iterator[Stereo]:
        """Shape (2, 48000) but for the last, to the film's end."""
        parts = [in_blocks(it.blocks(), self.samples) for it in self.sources]
        for at in range(0, self.samples, BLOCK):
            total = np.zeros((2, min(BLOCK, self.samples - at)), np.float32)
            for part in parts:
                total += next(part)
            yield total


def loudness_of(blocks: Iterable[Stereo]) -> Loudness:
    meter = Meter()
    for block in blocks:
        meter.add(block)
    return meter.loudness()


def in_blocks(pieces: Iterable[Stereo], total: int) -> Iterator[Stereo]:
    """The same sound cut to blocks of a second, up to `total` samples; silence where it ends."""
    held = np.zeros((2, 0), np.float32)
    given = iter(pieces)
    for at in range(0, total, BLOCK):
        wanted = min(BLOCK, total - at)
        parts = [held]
        while (
            sum(it.shape[1] for it in parts) < wanted and (piece := next(given, None)) is not None
        ):
            parts.append(piece)
        joined = np.concatenate(parts, axis=1)
        held = joined[:, wanted:]
        yield np.pad(joined[:, :wanted], ((0, 0), (0, max(0, wanted - joined.shape[1]))))


def _without(pieces: Iterable[Stereo], skipped: int) -> Iterator[Stereo]:
    for piece in pieces:
        yield piece[:, skipped:]
        skipped = max(0, skipped - piece.shape[1])


def _eased(share: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """A quarter of a sine: even power as it rises."""
    return np.asarray(np.sin(share * np.pi / 2))
