"""Chains of FFmpeg's filters, told beforehand all that the pictures say of themselves."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

import av
from av.filter import Graph
from av.filter.context import FilterContext
from av.video.frame import VideoFrame

PLAIN_BASE = 1_000_000


Filters = Iterable[tuple[str, str]]
"""By name and arguments."""


def chained(frame: VideoFrame, filters: Filters) -> Graph:
    """A chain for pictures like this one."""
    graph, source = _begun(frame)
    end = _linked(graph, source, filters)
    end.link_to(graph.add("buffersink"))
    graph.configure()
    return graph


def laid(frame: VideoFrame, behind: Filters, before: Filters, after: Filters) -> Graph:
    """Two chains for pictures like this one, the second laid over the middle of the first."""
    graph, source = _begun(frame)
    both = graph.add("split", "2")
    source.link_to(both)
    over = graph.add("overlay", "x=(W-w)/2:y=(H-h)/2:format=yuv420:eval=init")
    for n, filters in enumerate((behind, before)):
        first, *rest = (graph.add(name, args) for name, args in filters)
        both.link_to(first, n)
        for one, two in pairwise((first, *rest)):
            one.link_to(two)
        (rest or [first])[-1].link_to(over, 0, n)
    _linked(graph, over, after).link_to(graph.add("buffersink"))
    graph.configure()
    return graph


def _linked(graph: Graph, start: FilterContext, filters: Filters) -> FilterContext:
    nodes = [start, *(graph.add(name, args) for name, args in filters)]
    for one, two in pairwise(nodes):
        one.link_to(two)
    return nodes[-1]


def _begun(frame: VideoFrame) -> tuple[Graph, FilterContext]:
    base = frame.time_base
    told = {
        "video_size": f"{frame.width}x{frame.height}",
        "pix_fmt": frame.format.name,
        "time_base": f"{base.numerator}/{base.denominator}" if base else f"1/{PLAIN_BASE}",
        "colorspace": frame.colorspace,
        "range": frame.color_range,
    }
    graph = Graph()
    graph.threads = 1
    return graph, graph.add("buffer", ":".join(f"{name}={it}" for name, it in told.items()))


def drawn(graph: Graph) -> Iterator[VideoFrame]:
    """All that is ready."""
    while True:
        try:
            frame = graph.pull()
        except (av.BlockingIOError, av.EOFError):
            return
        if isinstance(frame, VideoFrame):
            yield frame
