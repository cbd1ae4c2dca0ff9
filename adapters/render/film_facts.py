"""What a film's container says of itself, held against what its timeline asks for."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc
from av.video.stream import VideoStream

from domain.timeline import Timeline

SAMPLE_RATE_HZ, CHANNELS = 48_000, 2
_BOX_HEADER_BYTES, _LARGE_BOX_HEADER_BYTES = 8, 16
_CODED = {"h264": ("High", "avc1"), "hevc": ("Main", "hvc1"), "av1": ("Main", "av01")}
"""The profile of each codec, and the sample entry under which players look for it."""

_BT709 = (Colorspace.ITU709, ColorPrimaries.BT709, ColorTrc.BT709, ColorRange.MPEG)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that was read and what it should be; equal, or at fault."""

    name: str
    found: object
    wanted: object

    @property
    def fault(self) -> str:
        same = self.found == self.wanted
        return "" if same else f"The {self.name} is {self.found}; it should be {self.wanted}."


def faults(path: Path, timeline: Timeline) -> Iterator[str]:
    """Raises av.FFmpegError where the file cannot be opened."""
    with av.open(str(path)) as film:
        facts = [*_streams(film, timeline), *_chapters(film, timeline)]
        for stream in film.streams.video[:1]:
            facts += _video(stream, timeline)
        for sound in film.streams.audio[:1]:
            facts += _audio(sound)
    facts.append(Fact("order of the boxes", _order(path), "moov before mdat"))
    yield from (it.fault for it in facts if it.fault)


def _streams(film: InputContainer, timeline: Timeline) -> Iterator[Fact]:
    yield Fact("number of video streams", len(film.streams.video), 1)
    yield Fact("number of audio streams", len(film.streams.audio), len(timeline.sounds[:1]))


def _video(stream: VideoStream, timeline: Timeline) -> Iterator[Fact]:
    context, canvas = stream.codec_context, timeline.canvas
    colours = (context.colorspace, context.color_primaries, context.color_trc, context.color_range)
    codec = timeline.profile.codec
    profile, tag = _CODED.get(codec, ("", ""))
    yield Fact("video codec", context.codec.canonical_name, codec)
    yield Fact("video profile", stream.profile, profile)
    yield Fact("sample entry", context.codec_tag, tag)
    yield Fact("pixel format", context.pix_fmt, "yuv420p")
    yield Fact("colour", _colour(colours), _colour(_BT709))
    yield Fact("size", f"{context.width}×{context.height}", f"{canvas.width}×{canvas.height}")
    yield Fact("frame rate", str(stream.average_rate), str(canvas.fps))


def _colour(tags: tuple[int, ...]) -> str:
    matrix, primaries, curve, limits = (int(it) for it in tags)
    return f"matrix {matrix}, primaries {primaries}, transfer {curve}, range {limits}"


def _audio(stream: AudioStream) -> Iterator[Fact]:
    context = stream.codec_context
    yield Fact("audio codec", f"{context.name} {stream.profile}", "aac LC")
    yield Fact("sample rate", context.sample_rate, SAMPLE_RATE_HZ)
    yield Fact("number of channels", context.layout.nb_channels, CHANNELS)


def _chapters(film: InputContainer, timeline: Timeline) -> Iterator[Fact]:
    found = [round(it["start"] * (it["time_base"] or 0) * 1000) for it in film.chapters()]
    wanted = [round(it.start_frame * 1000 / timeline.canvas.fps) for it in timeline.chapters]
    yield Fact("start of chapters in ms", found, wanted)


def _order(path: Path) -> str:
    order = [it for it in _boxes(path) if it in ("moov", "mdat")]
    return " before ".join(order) or "without moov and mdat"


def _boxes(path: Path) -> Iterator[str]:
    """The kinds of an MP4's outermost boxes (ISO/IEC 14496-12, 4.2)."""
    with path.open("rb") as file:
        while len(header := file.read(_BOX_HEADER_BYTES)) == _BOX_HEADER_BYTES:
            size, kind = int.from_bytes(header[:4]), header[4:].decode("latin-1")
            read = _BOX_HEADER_BYTES
            if size == 1:
                size = int.from_bytes(file.read(_LARGE_BOX_HEADER_BYTES - read))
                read = _LARGE_BOX_HEADER_BYTES
            yield kind
            if size < read:
                return
            file.seek(size - read, 1)
