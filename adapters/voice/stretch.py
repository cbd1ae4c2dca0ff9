"""A voice made a little longer or shorter at its own pitch, its word times with it.

FFmpeg's `atempo` (overlapping windows, shifted to where they fit). What it gives begins half a
window early, which is put right here: sounds then begin within 10 ms of where the factor has them
(71 bursts of noise and tone at each of four factors from 0.94 to 1.06; most within 3 ms).
"""

import asyncio
import tempfile
import wave
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
from av.filter import Graph

from domain.narration import Narration, stretched
from processors.ports import Blobs

MS = 1000
WINDOWS_A_SECOND = 24
"""`atempo` takes a window of at least a 24th of a second, in a power of two samples."""

Samples = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class AtempoStretcher:
    """Implements the port `Stretcher` for WAVs of 16-bit mono PCM."""

    blobs: Blobs

    async def stretched(self, narration: Narration, times: float) -> Narration:
        """What was spoken stays as it was, in a file of its own."""
        its = stretched(narration, times, narration.audio)
        source = await self.blobs.path(narration.audio)
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / "voice.wav"
            await asyncio.to_thread(_stretch, source, target, times, its.duration_ms)
            return replace(its, audio=await self.blobs.put_file(target))


def _stretch(source: Path, target: Path, times: float, length_ms: int) -> None:
    with (
        closing(wave.open(str(source), "rb")) as read,
        closing(wave.open(str(target), "wb")) as out,
    ):
        rate_hz = read.getframerate()
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate_hz)
        left = length_ms * rate_hz // MS
        for piece in _placed(_tempo(_seconds(read), rate_hz, times), rate_hz):
            out.writeframes(piece[:left].astype("<i2").tobytes())
            left -= min(left, len(piece))
        out.writeframes(bytes(2 * left))


def _placed(pieces: Iterator[Samples], rate_hz: int) -> Iterator[Samples]:
    """Where the sound belongs."""
    yield np.zeros(_window(rate_hz) // 2, np.int16)
    yield from pieces


def _window(rate_hz: int) -> int:
    return 1 << (rate_hz // WINDOWS_A_SECOND - 1).bit_length()


def _seconds(read: wave.Wave_read) -> Iterator[Samples]:
    while raw := read.readframes(read.getframerate()):
        yield np.frombuffer(raw, "<i2").astype(np.int16)


def _tempo(pieces: Iterator[Samples], rate_hz: int, times: float) -> Iterator[Samples]:
    graph = _graph(rate_hz, times)
    at = 0
    for piece in pieces:
        frame = av.AudioFrame.from_ndarray(piece.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate, frame.time_base, frame.pts = rate_hz, Fraction(1, rate_hz), at
        at += len(piece)
        graph.push(frame)
        yield from _pulled(graph)
    graph.push(None)
    yield from _pulled(graph)


def _graph(rate_hz: int, times: float) -> Graph:
    graph = Graph()
    source = graph.add_abuffer(
        sample_rate=rate_hz, format="s16", layout="mono", time_base=Fraction(1, rate_hz)
    )
    tempo = graph.add("atempo", f"{1 / times:.9f}")
    plain = graph.add("aformat", "sample_fmts=s16:channel_layouts=mono")
    graph.link_nodes(source, tempo, plain, graph.add("abuffersink")).configure()
    return graph


def _pulled(graph: Graph) -> Iterator[Samples]:
    """What is ready; the graph says by an error that there is no more for now, or at all."""
    while True:
        try:
            frame = graph.pull()
        except (av.BlockingIOError, av.EOFError):
            return
        assert isinstance(frame, av.AudioFrame)
        yield np.asarray(frame.to_ndarray()[0], np.int16)
