"""Interlaced pictures made whole: the two fields of each woven into one, by `bwdif`."""

from collections.abc import Iterator
from fractions import Fraction

import av
import av.filter
from av.video.frame import VideoFrame

from adapters.render.clips.filtering import chained, drawn


class Woven:
    """Takes pictures in order; one that is not flagged interlaced comes out as it went in."""

    def __init__(self, time_base: Fraction) -> None:
        self._time_base = time_base
        self._shape: tuple[int, int, str] | None = None
        self._graph: av.filter.Graph | None = None

    def through(self, frame: VideoFrame) -> Iterator[VideoFrame]:
        """Those that are ready; each comes one picture late, as it needs the next."""
        shape = (frame.width, frame.height, frame.format.name)
        if shape != self._shape:
            yield from self.rest()
            self._shape = shape
            self._graph = chained(frame, [("bwdif", "mode=send_frame:deint=interlaced")])
        assert self._graph is not None
        self._graph.push(frame)
        yield from self._timed(drawn(self._graph))

    def rest(self) -> Iterator[VideoFrame]:
        if self._graph is not None:
            self._graph.push(None)
            yield from self._timed(drawn(self._graph))
            self._graph = None

    def _timed(self, frames: Iterator[VideoFrame]) -> Iterator[VideoFrame]:
        """In the clip's own time base; the filter counts in halves of it."""
        for it in frames:
            if it.pts is not None and it.time_base:
                it.pts = int(it.pts * it.time_base / self._time_base)
            yield it
