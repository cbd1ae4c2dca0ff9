"""Tiny video clips, made here."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.stream import VideoStream
from numpy.typing import NDArray

RGB = NDArray[np.uint8]


def counted(n: int, width: int = 160, height: int = 90) -> RGB:
    """A picture that tells its number: a grey whose level is it, a white corner top left."""
    picture = np.full((height, width, 3), 40 + 4 * n, np.uint8)
    picture[: height // 3, : width // 4] = 250
    return picture


def number(level: float) -> int:
    """Of a counted picture, by the full-range grey in its middle."""
    return round((level - 40) / 4)


@dataclass(frozen=True)
class Made:
    """How a clip is made; `times` are those of its pictures, in ticks of `time_base`."""

    codec: str = "libx264"
    pix_fmt: str = "yuv420p"
    rate: int = 30
    times: Iterable[int] = tuple(range(30))
    time_base: Fraction = Fraction(1, 30)
    size: tuple[int, int] = (160, 90)
    options: Mapping[str, str] = field(default_factory=lambda: {"crf": "12"})
    muxing: Mapping[str, str] = field(default_factory=dict)
    picture: Callable[[int, int, int], RGB] = counted
    colours: tuple[int, int, int, int] | None = None
    aspect: Fraction | None = None
    title: str = ""


LARGE = Made(size=(1600, 1600), times=range(3), options={"preset": "ultrafast"})
"""Its pictures keep a decoder busy for a while."""


def make_clip(path: Path, made: Made = Made()) -> Path:
    with av.open(str(path), "w", options=dict(made.muxing)) as container:
        container.metadata["title"] = made.title
        stream = container.add_stream(made.codec, made.rate, options=dict(made.options))
        assert isinstance(stream, VideoStream)
        stream.width, stream.height = made.size
        stream.pix_fmt = made.pix_fmt
        stream.time_base = stream.codec_context.time_base = made.time_base
        if made.colours:
            its = stream.codec_context
            its.colorspace, its.color_range, its.color_primaries, its.color_trc = made.colours
        if made.aspect:
            stream.codec_context.sample_aspect_ratio = made.aspect
        for n, pts in enumerate(made.times):
            rgb = made.picture(n, *made.size)
            frame = av.VideoFrame.from_ndarray(rgb, format="rgb24").reformat(format=made.pix_fmt)
            frame.pts, frame.time_base = pts, made.time_base
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def limited(luma: float) -> float:
    """Full range from limited."""
    return (luma - 16) * 255 / 219
