"""A narrator's recording, tidied: its silences shortened with its word times, no DC in it."""

import asyncio
import tempfile
import wave
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from adapters.voice import pauses
from adapters.voice.pauses import STEP_MS, Levels
from domain.narration import Cut, Narration, shortened
from domain.script import Script
from processors.ports import Blobs, Metered, Narrator

JOIN_MS = 10
DC_LEAST = 1.0
"""In steps of 16 bits; less is not heard, and the file stays as it is."""

FULL_SCALE = 32_768

Samples = npt.NDArray[np.float64]


class TidyNarrator:
    """Implements the port `Narrator` over another: the same words, moved with their sound."""

    def __init__(self, narrator: Narrator, blobs: Blobs) -> None:
        self.provider = narrator.provider
        self._narrator = narrator
        self._blobs = blobs

    async def narrate(self, script: Script, voice: str) -> Metered[Narration]:
        """Raises what the narrator raises."""
        told = await self._narrator.narrate(script, voice)
        return replace(told, answer=await tidied(told.answer, self._blobs))


async def tidied(narration: Narration, blobs: Blobs) -> Narration:
    """The same words without needless silence; the narration itself where there is none."""
    recorded = Recording(await blobs.path(narration.audio))
    heard = await asyncio.to_thread(recorded.heard)
    starts = [it.start_ms for scene in narration.scenes for it in scene.words]
    cuts = pauses.cuts(heard.levels, starts)
    if not cuts and abs(heard.offset) < DC_LEAST:
        return narration
    with tempfile.TemporaryDirectory() as folder:
        tidy = Path(folder) / "voice.wav"
        await asyncio.to_thread(recorded.write, tidy, cuts, heard.offset)
        audio = await blobs.put_file(tidy)
    return shortened(narration, cuts, audio)


@dataclass(frozen=True, slots=True)
class Heard:
    """`offset` is the mean of all samples, in steps of 16 bits."""

    levels: Levels
    offset: float


@dataclass(frozen=True, slots=True)
class Recording:
    """A WAV of 16-bit mono PCM, read second by second."""

    path: Path

    def heard(self) -> Heard:
        """Levels are those without the offset."""
        power: list[Samples] = []
        mean: list[Samples] = []
        for piece in self._seconds():
            steps = self._steps(piece)
            power.append((steps**2).mean(axis=1))
            mean.append(steps.mean(axis=1))
        if not power:
            return Heard(np.zeros(0), 0.0)
        means = np.concatenate(mean)
        offset = float(means.mean())
        apart = np.concatenate(power) - 2 * offset * means + offset**2
        return Heard(10 * np.log10(np.maximum(apart, 1e-3) / FULL_SCALE**2), offset)

    def write(self, out: Path, cuts: Sequence[Cut], offset: float) -> None:
        """The same without those stretches and that offset, joined without a click."""
        with closing(wave.open(str(out), "wb")) as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(self._rate_hz)
            for piece in self._kept(cuts):
                rounded = np.clip(np.rint(piece - offset), -FULL_SCALE, FULL_SCALE - 1)
                file.writeframes(rounded.astype("<i2").tobytes())

    def _kept(self, cuts: Sequence[Cut]) -> Iterator[Samples]:
        """What is left; at a join, what follows the first part fades into the next."""
        at_ms, over = 0, np.zeros(0)
        for cut in (*cuts, None):
            for piece in self._between(at_ms, None if cut is None else cut.start_ms):
                yield self._joined(over, piece)
                over = np.zeros(0)
            if cut is not None:
                at_ms = cut.end_ms
                over = next(self._between(cut.start_ms, cut.start_ms + JOIN_MS), np.zeros(0))

    def _joined(self, over: Samples, piece: Samples) -> Samples:
        count = min(len(over), len(piece))
        share = np.sin(np.linspace(0, np.pi / 2, count)) ** 2
        head = piece[:count] * share + over[:count] * (1 - share)
        return np.concatenate([head, piece[count:]])

    def _steps(self, piece: Samples) -> Samples:
        step = self._rate_hz * STEP_MS // 1000
        return np.pad(piece, (0, -len(piece) % step), mode="edge").reshape(-1, step)

    @property
    def _rate_hz(self) -> int:
        with closing(wave.open(str(self.path), "rb")) as file:
            return file.getframerate()

    def _seconds(self) -> Iterator[Samples]:
        yield from self._between(0, None)

    def _between(self, from_ms: int, until_ms: int | None) -> Iterator[Samples]:
        with closing(wave.open(str(self.path), "rb")) as file:
            rate_hz, total = file.getframerate(), file.getnframes()
            start = min(from_ms * rate_hz // 1000, total)
            end = total if until_ms is None else min(until_ms * rate_hz // 1000, total)
            file.setpos(start)
            for at in range(start, end, rate_hz):
                raw = file.readframes(min(rate_hz, end - at))
                yield np.frombuffer(raw, "<i2").astype(np.float64)
