"""A clip's picture as the film takes it: upright, square pixels, in shape, BT.709 limited.

What a picture says of its own colours is believed; where it says nothing, BT.709 is taken from
1280 pixels across or 720 down on, BT.601 below, limited range. High dynamic range and wide
gamuts are mapped to BT.709 by swscale's perceptual intent, whose table takes about 6 s to build,
once for each process that reads such a clip.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

from av.filter import Graph
from av.sidedata.sidedata import SideData, Type
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from adapters.render.clips.filtering import chained, drawn, laid

FLAGS = "flags=bicubic+accurate_rnd+full_chroma_int+bitexact"
LIMITED, FULL = 1, 2
BT709, UNSAID, BT601, BT2020 = 1, 2, 6, 9
WIDE_PRIMARIES, HDR_CURVES = (9, 11, 12), (16, 18)
"""H.273: BT.2020 and both P3; PQ and HLG."""
HD_WIDTH, HD_HEIGHT = 1280, 720

ASPECT_MAX = 8
KEPT_MIN = Fraction(62, 100)
THUMB, BLUR, BLURS, DIMMED = 8, 0.025, 3, 0.45
"""Behind a picture of another shape: how much smaller it is blurred; how far (a share of its
length) and how often; and what is left of its light. `gblur` darkens the edges of small ones."""
MATRIX = struct.Struct("<5i")

Size = tuple[int, int]
Turn = tuple[int, int, int, int]
UPRIGHT: Turn = (1, 0, 0, 1)
TURNS: dict[Turn, tuple[str, ...]] = {
    UPRIGHT: (),
    (-1, 0, 0, 1): ("hflip",),
    (1, 0, 0, -1): ("vflip",),
    (-1, 0, 0, -1): ("hflip", "vflip"),
    (0, 1, -1, 0): ("transpose=clock",),
    (0, -1, 1, 0): ("transpose=cclock",),
    (0, 1, 1, 0): ("transpose=cclock_flip",),
    (0, -1, -1, 0): ("transpose=clock_flip",),
}
"""By the signs of a display matrix (a, b, c, d)."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Pixels of the picture that is wanted; even."""

    width: int
    height: int


def turn(frame: VideoFrame) -> Turn:
    """How a picture is to be turned; by the nearest quarter."""
    told = cast("Sequence[SideData]", frame.side_data)
    its = (told[n] for n in range(len(told)))
    found = next((bytes(it) for it in its if it.type is Type.DISPLAYMATRIX), b"")
    if len(found) < MATRIX.size:
        return UPRIGHT
    a, b, _, c, d = MATRIX.unpack(found[: MATRIX.size])
    lying = abs(b) + abs(c) > abs(a) + abs(d)
    signs = (0, _sign(b), _sign(c), 0) if lying else (_sign(a), 0, 0, _sign(d))
    return signs if signs in TURNS else UPRIGHT


def upright_size(frame: VideoFrame, aspect: Fraction) -> tuple[int, int]:
    """Width and height as it is seen, in square pixels of its own density."""
    width, height = max(1, round(frame.width * aspect)), frame.height
    return (height, width) if turn(frame)[0] == 0 else (width, height)


def aspect(stream: VideoStream) -> Fraction:
    """Of a pixel, width by height, as the stream says; square where that is nothing likely."""
    said = stream.sample_aspect_ratio or Fraction(1)
    return said if 1 / ASPECT_MAX <= said <= ASPECT_MAX else Fraction(1)


def packed(picture: VideoFrame) -> Iterator[bytes]:
    """The planes' rows without their padding."""
    for plane in picture.planes:
        rows, pitch = memoryview(plane), plane.line_size
        width = picture.width
        if pitch == width:
            yield bytes(rows[: pitch * plane.height])
        else:
            starts = range(0, pitch * plane.height, pitch)
            yield b"".join(rows[it : it + width] for it in starts)


@dataclass(slots=True)
class Fitted:
    """Fits one picture after the other into a shape; `aspect` is of a pixel.

    A picture covers the shape where at least 62 % of it is seen then; else it stands whole
    before a dimmed and blurred copy of itself, as stills do.
    """

    shape: Shape
    aspect: Fraction
    _like: tuple[object, ...] | None = None
    _graph: Graph | None = None
    _fitted: int = 0

    def fit(self, frame: VideoFrame) -> VideoFrame:
        """An NV12 picture of exactly the shape."""
        like = _likeness(frame)
        if self._graph is None or like != self._like:
            self._like, self._graph = like, self._made(frame)
        self._fitted += 1
        frame.pts = self._fitted
        self._graph.push(frame)
        return next(drawn(self._graph))

    def _made(self, frame: VideoFrame) -> Graph:
        turned = turn(frame)
        width, height = self.shape.width, self.shape.height
        size = (height, width) if turned[0] == 0 else (width, height)
        last = [*(_named(it) for it in TURNS[turned]), ("format", "nv12")]
        crop = ("crop", _crop(frame, size, self.aspect))
        opaque = _without_alpha(frame)
        if _kept(frame, size, self.aspect) >= KEPT_MIN:
            return chained(frame, [*opaque, crop, _scaled(frame, size), *last])
        behind = [*opaque, crop, *_blurred(frame, size)]
        whole = [*opaque, _scaled(frame, _within(frame, size, self.aspect))]
        return laid(frame, behind, whole, last)


def _scaled(frame: VideoFrame, size: Size) -> tuple[str, str]:
    return "scale", ":".join([f"{size[0]}:{size[1]}", FLAGS, *_colours(frame)])


def _blurred(frame: VideoFrame, size: Size) -> list[tuple[str, str]]:
    """Dimmed and out of focus: what stands before it is looked at."""
    small = (_even(size[0] / THUMB), _even(size[1] / THUMB))
    dimmed = f"y=16+(val-16)*{DIMMED}:u=128+(val-128)*{DIMMED}:v=128+(val-128)*{DIMMED}"
    return [
        _scaled(frame, small),
        ("format", "yuv420p"),
        *[("avgblur", f"sizeX={max(1, round(max(small) * BLUR))}")] * BLURS,
        ("scale", f"{size[0]}:{size[1]}:{FLAGS}"),
        ("lutyuv", dimmed),
    ]


def _within(frame: VideoFrame, size: Size, aspect: Fraction) -> Size:
    """The largest size at which all of the picture is seen."""
    width, height = frame.width * aspect, frame.height
    scale = min(Fraction(size[0]) / width, Fraction(size[1], height))
    return min(size[0], _even(width * scale)), min(size[1], _even(height * scale))


def _kept(frame: VideoFrame, size: Size, aspect: Fraction) -> Fraction:
    """The share of the picture that is left where it covers the size."""
    shape, wanted = Fraction(frame.width, frame.height) * aspect, Fraction(*size)
    return min(shape / wanted, wanted / shape)


def _even(length: float | Fraction) -> int:
    return max(2, round(length / 2) * 2)


def _likeness(frame: VideoFrame) -> tuple[object, ...]:
    said = (frame.colorspace, frame.color_range, frame.color_primaries, frame.color_trc)
    return (frame.width, frame.height, frame.format.name, turn(frame), *said)


def _crop(frame: VideoFrame, size: Size, aspect: Fraction) -> str:
    """The largest middle part of the wanted shape, on even pixels."""
    shape = Fraction(size[0], size[1]) / aspect
    width = min(frame.width, round(frame.height * shape))
    height = min(frame.height, round(frame.width / shape))
    return f"{max(2, width // 2 * 2)}:{max(2, height // 2 * 2)}"


def _colours(frame: VideoFrame) -> list[str]:
    """What the scaler is told: where the colours come from, and that they become BT.709."""
    told = ["out_color_matrix=bt709", "out_range=tv", "out_chroma_loc=left"]
    if frame.format.is_rgb:
        return told
    if frame.color_range != FULL and not frame.format.name.startswith("yuvj"):
        told.append("in_range=tv")
    else:
        told.append("in_range=pc")
    if frame.color_primaries in WIDE_PRIMARIES or frame.color_trc in HDR_CURVES:
        told += ["out_primaries=bt709", "out_transfer=bt709", "intent=perceptual"]
    return [*told, f"in_color_matrix={_matrix(frame)}"]


def _matrix(frame: VideoFrame) -> str:
    known = {BT709: "bt709", 4: "fcc", 5: "bt601", BT601: "bt601", 7: "smpte240m", BT2020: "bt2020"}
    if frame.colorspace in known:
        return known[frame.colorspace]
    if frame.color_primaries == BT2020:
        return "bt2020"
    large = frame.width >= HD_WIDTH or frame.height >= HD_HEIGHT
    return "bt709" if large else "bt601"


def _without_alpha(frame: VideoFrame) -> list[tuple[str, str]]:
    """What is transparent shows black."""
    if not any(it.is_alpha for it in frame.format.components):
        return []
    return [("format", "gbrap"), ("premultiply", "inplace=1")]


def _named(told: str) -> tuple[str, str]:
    name, _, arguments = told.partition("=")
    return name, arguments


def _sign(value: int) -> int:
    return (value > 0) - (value < 0)
