"""Opening a clip: by FFmpeg, but as a plain file of a known kind, with nothing that it names.

Playlists and other kinds that open further files or addresses are not in the list of kinds;
of protocols only `file` is there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import av.logging
from av.container import InputContainer
from av.video.stream import VideoStream

KINDS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,flv,asf,ogg,mxf,gif"
STREAMS_MAX = 32
SIDE_MAX = 8192
OPTIONS = {
    "format_whitelist": KINDS,
    "protocol_whitelist": "file",
    "max_streams": str(STREAMS_MAX),
    "max_pixels": str(SIDE_MAX * SIDE_MAX),
}
TAKEN = f"MP4, MOV, WebM, MKV, AVI or MPEG-TS of at most {SIDE_MAX}×{SIDE_MAX} pixels"


class Unusable(Exception):
    """The clip is at fault; the message says why, without its name."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A container with its first stream of moving pictures."""

    container: InputContainer
    stream: VideoStream

    @property
    def time_base(self) -> Fraction:
        return self.stream.time_base or Fraction(1, av.time_base)

    def us(self, ticks: int) -> int:
        """Microseconds from the stream's start, rounded down."""
        return int((ticks - (self.stream.start_time or 0)) * self.time_base * 1_000_000 // 1)

    def ticks(self, us: int) -> int:
        return int(us / (self.time_base * 1_000_000)) + (self.stream.start_time or 0)


@contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """Raises Unusable, also for what goes wrong while it is open."""
    av.logging.set_level(None)
    try:
        with av.open(f"file:{path}", options=OPTIONS, metadata_errors="replace") as container:
            yield Opened(container, _moving(container))
    except av.FFmpegError as fault:
        raise Unusable(_sentence(fault)) from fault
    except MemoryError as fault:
        raise Unusable("decoding it takes more memory than is allowed") from fault
    except (ValueError, OverflowError, ZeroDivisionError) as fault:
        raise Unusable(f"it says impossible things of itself ({fault})") from fault


def _moving(container: InputContainer) -> VideoStream:
    """The first stream that is no cover picture."""
    if len(container.streams) > STREAMS_MAX:
        raise Unusable(f"it has {len(container.streams)} streams; {STREAMS_MAX} are the most")
    for stream in container.streams.video:
        if not stream.disposition & av.stream.Disposition.attached_pic:
            _check(stream)
            stream.thread_count = 1
            return stream
    raise Unusable("it has no moving pictures")


def _check(stream: VideoStream) -> None:
    if stream.codec_context is None:
        raise Unusable("nothing here can decode its pictures")
    refuse_large(stream.width, stream.height)


def refuse_large(width: int, height: int) -> None:
    if not (0 < width <= SIDE_MAX and 0 < height <= SIDE_MAX):
        raise Unusable(f"it has {width}×{height} pixels; {SIDE_MAX}×{SIDE_MAX} is the most")


def _sentence(fault: av.FFmpegError) -> str:
    if isinstance(fault, av.InvalidDataError | av.ArgumentError | av.DemuxerNotFoundError):
        return "it is damaged, or no video of a known kind"
    if isinstance(fault, av.EOFError):
        return "it ends before its first picture; it was cut off, or is empty"
    if isinstance(fault, av.MemoryError):
        return f"it takes more memory, or streams, than is allowed (streams: {STREAMS_MAX})"
    return f"it cannot be read ({fault.strerror or fault})"
