"""Watching a film through: every frame decoded, black and frozen stretches found.

Judged on luma samples about 240 across, straight from the decoder's planes. A stretch is
frozen while no frame differs from its first one: a slow camera repeats whole frames in H.264,
but it is somewhere else within a second.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
from av.video.frame import VideoFrame

from domain.timeline import Caption, Timeline

SAMPLES_ACROSS = 135
BLACK_LEVEL, BLACK_SHARE_MIN = 32, 0.995
MOVED_LEVELS, MOVED_SHARE_MIN = 8, 0.001
EDGE_LEVELS, EDGE_SHARE_MIN = 24, 0.002

_CAPTION_HEIGHT = 3.2
_HALF = 0.5

Luma = npt.NDArray[np.uint8]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Watched:
    """How many frames there are, and which spans (end excluded) are black or frozen.

    `uneven_at` is the first frame that is not shown when the rate says, if any; `stopped` says
    why decoding ended early, if it did.
    """

    frames: int
    black: tuple[Span, ...]
    frozen: tuple[Span, ...]
    uneven_at: int | None = None
    stopped: str = ""


@dataclass(slots=True)
class _Stretch:
    """Longest runs of frames for which something holds."""

    spans: list[Span] = field(default_factory=list)
    start: int | None = None

    def see(self, n: int, *, holds: bool) -> None:
        if holds and self.start is None:
            self.start = n
        elif not holds and self.start is not None:
            self.spans.append((self.start, n))
            self.start = None

    def ended(self, n: int) -> tuple[Span, ...]:
        self.see(n, holds=False)
        return tuple(self.spans)


@dataclass(slots=True)
class _Stillness:
    """Runs of frames that show what their first frame showed."""

    spans: list[Span] = field(default_factory=list)
    anchor: Luma | None = None
    start: int = 0

    def see(self, n: int, luma: Luma) -> None:
        if self.anchor is not None and not _moved(self.anchor, luma):
            return
        self._close(n)
        self.anchor, self.start = luma, n

    def ended(self, n: int) -> tuple[Span, ...]:
        self._close(n)
        return tuple(self.spans)

    def _close(self, n: int) -> None:
        """A picture without edges looks the same however slowly the camera moves."""
        if self.anchor is not None and _has_edges(self.anchor):
            self.spans.append((self.start, n))


def watch(path: Path, timeline: Timeline) -> Watched:
    """Raises av.FFmpegError where the file cannot be opened, IndexError without pictures."""
    black, still = _Stretch(), _Stillness()
    keep = _rows(timeline)
    n, uneven_at, stopped = 0, None, ""
    try:
        for n, frame in enumerate(_decoded(path), start=1):
            luma = _luma(frame, keep)
            black.see(n - 1, holds=_is_black(luma))
            still.see(n - 1, luma)
            if uneven_at is None and not _is_on_time(frame, n - 1, timeline.canvas.fps):
                uneven_at = n - 1
    except av.FFmpegError as error:
        if n == 0:
            raise
        stopped = str(error.strerror)
    return Watched(n, black.ended(n), still.ended(n), uneven_at, stopped)


def _decoded(path: Path) -> Iterator[VideoFrame]:
    with av.open(str(path)) as film:
        stream = film.streams.video[0]
        stream.thread_type = "AUTO"
        stream.codec_context.options = {"err_detect": "explode"}
        yield from film.decode(stream)


def _rows(timeline: Timeline) -> npt.NDArray[np.bool_]:
    """Which rows of the picture are judged: not those where captions come and go."""
    canvas = timeline.canvas
    rows = np.ones(canvas.height, np.bool_)
    for style in {it.style for it in timeline.layers if isinstance(it, Caption)}:
        shorter = min(canvas.width, canvas.height)
        bottom = style.bottom * canvas.height / 1_000_000
        top = bottom - style.size * shorter / 1_000_000 * _CAPTION_HEIGHT
        rows[max(int(top), 0) : int(bottom) + 1] = False
    return rows


def _luma(frame: VideoFrame, rows: npt.NDArray[np.bool_]) -> Luma:
    """Samples copied out of the plane, which the decoder reuses."""
    plane = frame.planes[0]
    step = max(min(frame.width, frame.height) // SAMPLES_ACROSS, 1)
    whole: Luma = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
    sampled = whole[: frame.height : step, : frame.width : step]
    kept = rows[::step]
    return np.array(sampled[kept] if len(kept) == len(sampled) else sampled)


def _is_black(luma: Luma) -> bool:
    return bool(np.count_nonzero(luma < BLACK_LEVEL) >= BLACK_SHARE_MIN * luma.size)


def _has_edges(luma: Luma) -> bool:
    """Whether enough neighbouring samples differ clearly."""
    return share_apart(luma[:, 1:], luma[:, :-1], EDGE_LEVELS) >= EDGE_SHARE_MIN


def _moved(one: Luma, other: Luma) -> bool:
    return share_apart(one, other, MOVED_LEVELS) >= MOVED_SHARE_MIN


def share_apart(one: Luma, other: Luma, levels: int) -> float:
    """Of samples that differ by more than so many levels."""
    differ = np.maximum(one, other) - np.minimum(one, other) > levels
    return float(np.count_nonzero(differ) / max(one.size, 1))


def _is_on_time(frame: VideoFrame, n: int, fps: int) -> bool:
    """Within half a frame of when it should be shown."""
    if frame.pts is None or frame.time_base is None:
        return False
    return bool(abs(frame.pts * frame.time_base * fps - n) < _HALF)
