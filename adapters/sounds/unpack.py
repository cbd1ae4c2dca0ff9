"""One sound of any format made into plain samples: 48 kHz, stereo, 16-bit, 6 dB down.

Run as a program in a process of its own, with its memory, time and output limited, because
what it opens comes from outside: `unpack.py IN OUT OFFSET_MS LENGTH_MS`. OUT gets raw
little-endian samples, channels side by side; half scale, so that what a codec shoots over
full scale is kept. Prints how many samples a channel it wrote and the highest of them (1: full
scale), or one sentence with exit status 3 where the sound is at fault; 4 says a full disk. Only
this one file is opened: no network, no playlists.
"""

import errno
import os
import resource
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

import av
import numpy as np
import numpy.typing as npt
from av.audio.stream import AudioStream
from av.container import InputContainer

RATE_HZ, CHANNELS = 48_000, 2
SCALE = 16_384
MEMORY_MAX_BYTES = 2 * 1024**3
CPU_MAX_S = 240
AT_FAULT, FULL = 3, 4
LEAST_MS = 100
"""Less is no sound that could be looped, nor heard."""
SLACK_BYTES = 2**20
FORMATS = (
    "aac,ac3,aiff,amr,ape,asf,au,avi,caf,dsf,eac3,flac,matroska,webm,mov,mp4,m4a,3gp,mp3,mpeg,"
    "mpegts,ogg,opus,tta,w64,wav,wv"
)
"""Demuxers that read this file and no other: none of playlists, concatenations or networks."""
OPENED = {"format_whitelist": FORMATS, "protocol_whitelist": "none"}

Stereo = npt.NDArray[np.float32]


class Unusable(Exception):
    """The sound is at fault; the message says why."""


class Resampler:
    """Frames of any rate and format as floats at 48 kHz: shape (channels, n), full scale at 1.

    With 256 taps, what the change of rate mirrors is 100 dB down to 97 % of the band (22.05 kHz
    to 48 kHz, sines measured); FFmpeg's own 32 let it through at -11 dB there, no faster.
    """

    def __init__(self, layout: str) -> None:
        self._layout = layout
        self._of: tuple[str, str, int] | None = None
        self._graph = av.filter.Graph()

    def resample(self, frame: "av.AudioFrame | None") -> Iterator[Stereo]:
        """What is ready; the rest with None, after which nothing may come."""
        if frame is None:
            yield from self._flushed()
            return
        of = (frame.format.name, frame.layout.name, frame.sample_rate)
        if of != self._of:
            yield from self._flushed()
            self._of, self._graph = of, self._built(*of)
        self._graph.push(frame)
        yield from self._pulled()

    def _built(self, sample_format: str, layout: str, rate_hz: int) -> "av.filter.Graph":
        graph = av.filter.Graph()
        nodes = (
            graph.add_abuffer(
                sample_rate=rate_hz,
                format=sample_format,
                layout=layout,
                time_base=Fraction(1, rate_hz),
            ),
            graph.add("aresample", f"{RATE_HZ}:filter_size=256:cutoff=0.97"),
            graph.add("aformat", f"sample_fmts=fltp:channel_layouts={self._layout}"),
            graph.add("abuffersink"),
        )
        graph.link_nodes(*nodes).configure()
        return graph

    def _flushed(self) -> Iterator[Stereo]:
        if self._of is not None:
            self._graph.push(None)
            yield from self._pulled()

    def _pulled(self) -> Iterator[Stereo]:
        while True:
            try:
                piece = self._graph.pull()
            except (av.BlockingIOError, av.EOFError):
                return
            assert isinstance(piece, av.AudioFrame)
            yield piece.to_ndarray().astype(np.float32)


def main(arguments: list[str]) -> int:
    source, target, offset_ms, length_ms = arguments
    _limit(int(length_ms))
    try:
        written, peak = _write(Path(source), Path(target), int(offset_ms), int(length_ms))
    except Unusable as fault:
        sys.stdout.write(str(fault))
        return AT_FAULT
    except OSError as full:
        return FULL if full.errno in (errno.ENOSPC, errno.EDQUOT) else 1
    sys.stdout.write(f"{written} {peak:.6f}")
    return 0


def _write(source: Path, target: Path, offset_ms: int, length_ms: int) -> tuple[int, float]:
    written, peak = 0, 0.0
    with source.open("rb") as file, target.open("wb") as out:
        for piece in sound(file, offset_ms, length_ms):
            scaled = np.clip(np.rint(piece.T * SCALE), -32_768, 32_767)
            out.write(scaled.astype("<i2").tobytes())
            written += piece.shape[1]
            peak = max(peak, float(np.abs(piece).max(initial=0.0)))
    if written * 1000 < LEAST_MS * RATE_HZ:
        raise Unusable(
            f"it holds {written * 1000 // RATE_HZ} ms of sound; {LEAST_MS} at least are needed"
        )
    return written, peak


def _limit(length_ms: int) -> None:
    most = length_ms * RATE_HZ // 1000 * 2 * CHANNELS + SLACK_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MAX_BYTES, MEMORY_MAX_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_MAX_S, CPU_MAX_S))
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(5)


def sound(file: BinaryIO, offset_ms: int, length_ms: int) -> Iterator[Stereo]:
    """What is heard from `offset_ms` after the file's first picture, or its first sound.

    Shape (2, n). Raises Unusable where the file holds no sound that can be decoded.
    """
    skipped, left = offset_ms * RATE_HZ // 1000, length_ms * RATE_HZ // 1000
    try:
        with av.open(file, "r", options=OPENED, metadata_errors="replace") as container:
            for piece in _all(container):
                yield piece[:, skipped : skipped + left]
                left -= min(max(piece.shape[1] - skipped, 0), left)
                skipped = max(0, skipped - piece.shape[1])
                if not left:
                    return
    except (av.FFmpegError, MemoryError, ValueError, OverflowError) as error:
        raise Unusable(f"it cannot be decoded ({_told(error)})") from error


def _told(error: Exception) -> str:
    """What FFmpeg says of it, without number and path."""
    said = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return str(said)[:1].lower() + str(said)[1:]


def _all(container: InputContainer) -> Iterator[Stereo]:
    if not container.streams.audio:
        raise Unusable("there is no sound in it")
    stream = container.streams.audio[0]
    late = _late(container, stream)
    if late > 0:
        yield np.zeros((CHANNELS, late), np.float32)
    for piece in _resampled(container, stream):
        yield piece[:, max(0, -late) :]
        late = min(0, late + piece.shape[1])


def _late(container: InputContainer, stream: AudioStream) -> int:
    """Samples by which the sound begins after the pictures; below 0: before them."""
    if not container.streams.video:
        return 0
    pictures = container.streams.video[0]
    begins = [(it.start_time or 0) * (it.time_base or Fraction(0)) for it in (pictures, stream)]
    return max(-RATE_HZ, min(round((begins[1] - begins[0]) * RATE_HZ), RATE_HZ))


def _resampled(container: InputContainer, stream: AudioStream) -> Iterator[Stereo]:
    """At 48 kHz; one channel plays on both sides at full level, more than two are mixed down."""
    resampler = Resampler("mono" if stream.layout.nb_channels == 1 else "stereo")
    for frame in _frames(container, stream):
        for piece in resampler.resample(frame):
            samples = np.nan_to_num(piece, posinf=0.0, neginf=0.0)
            yield np.broadcast_to(samples, (CHANNELS, samples.shape[1]))


def _frames(container: InputContainer, stream: AudioStream) -> Iterator["av.AudioFrame | None"]:
    """Every frame that can be decoded, then None; a few that cannot are passed over."""
    whole = broken = 0
    for packet in container.demux(stream):
        try:
            for frame in packet.decode():
                whole += 1
                frame.pts = None
                yield frame
        except av.InvalidDataError:
            broken += 1
    if not whole or broken > whole:
        raise Unusable(f"of its {whole + broken} pieces {broken} cannot be decoded")
    yield None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
