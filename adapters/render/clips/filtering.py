"""Chains of FFmpeg's filters, told beforehand all that the pictures say of themselves."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

import av
import av.filter
from av.video.frame import VideoFrame

PLAIN_BASE = 1_000_000


def chained(frame: VideoFrame, filters: Iterable[tuple[str, str]]) -> av.filter.Graph:
    """A chain for pictures like this one, by name and arguments."""
    base = frame.time_base
    told = {
        "video_size": f"{frame.width}x{frame.height}",
        "pix_fmt": frame.format.name,
        "time_base": f"{base.numerator}/{base.denominator}" if base else f"1/{PLAIN_BASE}",
        "colorspace": frame.colorspace,
        "range": frame.color_range,
    }
    graph = av.filter.Graph()
    graph.threads = 1
    source = graph.add("buffer", ":".join(f"{name}={it}" for name, it in told.items()))
    links = [source, *(graph.add(name, args) for name, args in filters), graph.add("buffersink")]
    for one, two in pairwise(links):
        one.link_to(two)
    graph.configure()
    return graph


def drawn(graph: av.filter.Graph) -> Iterator[VideoFrame]:
    """All that is ready."""
    while True:
        try:
            frame = graph.pull()
        except (av.BlockingIOError, av.EOFError):
            return
        if isinstance(frame, VideoFrame):
            yield frame
