"""The format of a film: how large its picture is, how many a second, and how it is coded."""

from dataclasses import dataclass
from enum import StrEnum

from domain.brief import Aspect
from domain.event import Refused
from domain.timeline.canvas import Canvas, Profile

RATES_FPS = (24, 25, 30, 50, 60)
SEGMENT_S = 4
"""A caption is shown for some 3 s, rarely longer than this: edited, it touches two at most."""


class Resolution(StrEnum):
    """Pixels of the picture's shorter side."""

    HD = "720p"
    FULL_HD = "1080p"
    QUAD_HD = "1440p"
    ULTRA_HD = "2160p"

    @property
    def pixels(self) -> int:
        return int(self.removesuffix("p"))


class Codec(StrEnum):
    H264 = "h264"
    HEVC = "hevc"
    AV1 = "av1"


@dataclass(frozen=True, slots=True)
class FilmFormat:
    """What a film is asked for in; `fps` is one of RATES_FPS."""

    resolution: Resolution = Resolution.FULL_HD
    fps: int = 30
    codec: Codec = Codec.H264


STANDARD_FORMAT = FilmFormat()


@dataclass(frozen=True, slots=True)
class AskedFormat:
    """What was said of a format; the rest stays as it was."""

    resolution: Resolution | None = None
    fps: int | None = None
    codec: Codec | None = None

    def over(self, before: FilmFormat) -> FilmFormat:
        return FilmFormat(
            self.resolution or before.resolution, self.fps or before.fps, self.codec or before.codec
        )


UNSAID = AskedFormat()

_PRESETS = {Codec.H264: ("veryfast", 21), Codec.HEVC: ("veryfast", 24), Codec.AV1: ("9", 33)}
"""Preset and quality of each encoder, chosen to look alike to a viewer at a similar pace."""


def refuse_unknown(asked: FilmFormat) -> None:
    """Raises Refused (`format-fps`) for a rate that is not made here."""
    if asked.fps not in RATES_FPS:
        rates = ", ".join(map(str, RATES_FPS))
        raise Refused("format-fps", f"a film has {rates} frames a second, not {asked.fps}")


def canvas_of(aspect: Aspect, its: FilmFormat) -> Canvas:
    short, long = its.resolution.pixels, its.resolution.pixels * 16 // 9
    match aspect:
        case Aspect.WIDE:
            return Canvas(long, short, its.fps)
        case Aspect.TALL:
            return Canvas(short, long, its.fps)
        case Aspect.SQUARE:
            return Canvas(short, short, its.fps)


def profile_of(its: FilmFormat) -> Profile:
    """Segments last as long at every rate."""
    preset, crf = _PRESETS[its.codec]
    return Profile(its.codec.value, preset, crf, segment_frames=SEGMENT_S * its.fps)
