"""What a clip is, measured by reading it: `python -m adapters.render.clips.measure`.

The first line on standard input says what is asked (`Asked` as JSON). Standard output gets
`ClipFacts` as a line of JSON, followed by a JPEG where a poster is asked for; or, with exit status
3, a line of JSON with `code` and `fault`, a sentence without the clip's name.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from io import BytesIO
from itertools import islice
from pathlib import Path

import av
from PIL import Image

from adapters.render.clips.confined import Allowance, confine, wind_up
from adapters.render.clips.container import Opened, Unusable, opened
from adapters.render.clips.fitting import Fitted, Shape, aspect, upright_size
from adapters.render.clips.pictures import Pictures
from domain.clip import ClipFacts

AT_FAULT = 3
LEAST_MS = 100
"""What is shorter is no moving picture."""
PACKETS_MAX = 1_000_000
WHOLE_SHARE_MIN, CUT_OFF_MS = 0.9, 500
POSTER_AFTER_MS = 1_000
JPEG_QUALITY = 90


@dataclass(frozen=True, slots=True)
class Asked:
    """A poster is made where it has a size, of what is seen soon after `poster_ms`."""

    path: str
    duration_max_ms: int
    memory_bytes: int
    cpu_s: float
    poster_ms: int = 0
    poster_width: int = 0
    poster_height: int = 0

    @property
    def allowed(self) -> Allowance:
        return Allowance(self.memory_bytes, self.cpu_s)

    def line(self) -> bytes:
        return json.dumps(asdict(self)).encode() + b"\n"


class TooLong(Unusable):
    """The clip lasts longer than is taken."""


def main() -> int:
    asked = Asked(**json.loads(sys.stdin.buffer.readline()))
    confine(asked.allowed)
    wind_up(asked.allowed)
    try:
        with opened(Path(asked.path)) as its:
            facts, poster = _measured(its, asked)
    except Unusable as fault:
        code = "clip-too-long" if isinstance(fault, TooLong) else "clip-unreadable"
        _say({"code": code, "fault": str(fault)})
        return AT_FAULT
    _say(asdict(facts))
    sys.stdout.buffer.write(poster)
    return 0


def _say(told: dict[str, object]) -> None:
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n")


def _measured(its: Opened, asked: Asked) -> tuple[ClipFacts, bytes]:
    duration_ms = _duration_ms(its)
    if duration_ms > asked.duration_max_ms:
        most_s = asked.duration_max_ms / 1000
        raise TooLong(f"it lasts {duration_ms / 1000:.1f} s; {most_s:g} s is the most")
    pictures = Pictures.of(its)
    width, height = upright_size(pictures.at(0).frame, aspect(its.stream))
    pictures.at(duration_ms * 1000)
    facts = ClipFacts(duration_ms, width, height, bool(its.container.streams.audio))
    return facts, _poster(its, pictures, duration_ms, asked) if asked.poster_width else b""


def _duration_ms(its: Opened) -> int:
    """From the first picture's beginning to the last one's end, by every packet there is."""
    packets = _ends_us(its)
    ends_us = max(islice(packets, PACKETS_MAX), default=0)
    if next(packets, None) is not None:
        raise Unusable(f"it has more than {PACKETS_MAX:,} pictures")
    _refuse_cut_off(its, ends_us // 1000)
    if ends_us < LEAST_MS * 1000:
        raise Unusable(f"its pictures last {ends_us // 1000} ms; {LEAST_MS} at least are needed")
    return ends_us // 1000


def _ends_us(its: Opened) -> Iterator[int]:
    """When each packet's picture ends; what is left of a damaged file is not read."""
    usual = _usual_ticks(its)
    try:
        for packet in its.container.demux(its.stream):
            if packet.size:
                begins = packet.pts if packet.pts is not None else packet.dts
                yield its.us((begins or 0) + (packet.duration or usual))
    except av.InvalidDataError:
        return


def _usual_ticks(its: Opened) -> int:
    """How long one picture is shown, where packets do not say; 0 where nothing does."""
    rate = its.stream.average_rate
    return int(1 / (rate * its.time_base)) if rate else 0


def _refuse_cut_off(its: Opened, measured_ms: int) -> None:
    if its.stream.duration is None:
        return
    said_ms = int(its.stream.duration * its.time_base * 1000)
    if measured_ms < WHOLE_SHARE_MIN * said_ms - CUT_OFF_MS:
        raise Unusable(
            f"it was cut off: its pictures end after {measured_ms / 1000:.1f} s of the"
            f" {said_ms / 1000:.1f} s that it says it lasts"
        )


def _poster(its: Opened, pictures: Pictures, duration_ms: int, asked: Asked) -> bytes:
    """A JPEG of a picture of the cut that is likely past a fade-in."""
    left_ms = max(0, duration_ms - asked.poster_ms)
    at_ms = asked.poster_ms + min(POSTER_AFTER_MS, left_ms // 2)
    fitted = Fitted(Shape(asked.poster_width, asked.poster_height), aspect(its.stream))
    rgb = fitted.fit(pictures.at(at_ms * 1000).frame).reformat(format="rgb24")
    size, plane = (rgb.width, rgb.height), rgb.planes[0]
    image = Image.frombuffer("RGB", size, bytes(plane), "raw", "RGB", plane.line_size, 1)
    file = BytesIO()
    image.save(file, "JPEG", quality=JPEG_QUALITY)
    return file.getvalue()


if __name__ == "__main__":
    sys.exit(main())
