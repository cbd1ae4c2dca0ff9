"""The encoders that films may be made with, and what each is told.

Apart from the encoding, whose torch takes seconds to load. Whether one works here is tried
(probe), which one a film is made with is decided once a film (choice).
"""

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from domain.timeline import Profile

AUTO, NVENC = "auto", "nvenc"
FAMILIES = (AUTO, "x264", "x265", "svtav1", NVENC)
"""What RENDER_ENCODER takes."""

NVENC_PRESET = "p5"
PROCESSOR = Path("/proc/cpuinfo")


@dataclass(frozen=True, slots=True)
class Encoder:
    """An encoder of FFmpeg's, and the form in which it is given its frames.

    `frames` is a pixel format; `cuda` are NV12 frames that lie on the device. `tag` is the MP4
    sample entry where it is not FFmpeg's own choice: players of Apple's know HEVC as hvc1 alone.
    """

    library: str
    codec: str
    family: str
    frames: str
    tag: str | None = None

    @property
    def name(self) -> str:
        return f"{self.library}:cuda" if self.on_device else self.library

    @property
    def on_device(self) -> bool:
        return self.frames == "cuda"

    @property
    def hardware(self) -> bool:
        return self.family == NVENC


ENCODERS = (
    Encoder("h264_nvenc", "h264", NVENC, "cuda"),
    Encoder("hevc_nvenc", "hevc", NVENC, "cuda", "hvc1"),
    Encoder("av1_nvenc", "av1", NVENC, "cuda"),
    Encoder("h264_nvenc", "h264", NVENC, "nv12"),
    Encoder("hevc_nvenc", "hevc", NVENC, "nv12", "hvc1"),
    Encoder("av1_nvenc", "av1", NVENC, "nv12"),
    Encoder("libx264", "h264", "x264", "nv12"),
    Encoder("libx265", "hevc", "x265", "yuv420p", "hvc1"),
    Encoder("libsvtav1", "av1", "svtav1", "yuv420p"),
)
"""The first that works is taken."""

CODECS = tuple(dict.fromkeys(it.codec for it in ENCODERS))
BY_NAME = MappingProxyType({it.name: it for it in ENCODERS})
SOFTWARE = MappingProxyType({it.codec: it for it in ENCODERS if not it.hardware})
"""The encoder of each codec that works anywhere."""


def options(encoder: Encoder, profile: Profile) -> dict[str, str]:
    """One thread, and a closed group of pictures a segment, so that segments can be joined."""
    quality = {"preset": profile.preset, "crf": str(profile.crf)}
    keyint = profile.segment_frames
    match encoder.family:
        case "x264":
            its = f"keyint={keyint}:force-cfr=1:stitchable=1{_repeatable()}"
            return quality | {"profile": "high", "x264-params": its}
        case "x265":
            alone = "pools=none:frame-threads=1:wpp=0:log-level=error"
            return quality | {"x265-params": f"keyint={keyint}:open-gop=0:{alone}"}
        case "svtav1":
            return quality | {"svtav1-params": f"lp=1:keyint={keyint}:scd=0"}
        case _:
            return {"preset": NVENC_PRESET, "cq": str(profile.crf), "g": str(keyint)}


@cache
def _repeatable() -> str:
    """Keeps x264 from its AVX-512 code, and from nothing on a processor that has none.

    That code reads memory that nobody has written where a side is no multiple of 8 or so: at
    320×180 and 960×540 the same frames gave other bytes each time. With AVX2 they are always the
    same, and those of every smaller processor.
    """
    has = PROCESSOR.exists() and "avx512" in PROCESSOR.read_text(errors="replace")
    return ":asm=avx2" if has else ""


def hush() -> None:
    """SVT-AV1 writes to standard error at every start unless it is told that errors are enough."""
    os.putenv("SVT_LOG", "1")
