"""Stitching: finished segments and a finished sound become one film by copying packets."""

from collections.abc import Iterator
from contextlib import ExitStack
from fractions import Fraction
from heapq import merge
from pathlib import Path
from typing import TypeAlias

import av
from av.audio.stream import AudioStream
from av.packet import Packet
from av.video.stream import VideoStream

from adapters.render.segments import Segment
from domain.timeline import Timeline
from processors.errors import Unavailable

AnyPacket: TypeAlias = "Packet[VideoStream] | Packet[AudioStream]"
UNDECODED = {"skip_frame": "all"}
"""To open a film FFmpeg decodes a picture of it, 25 ms at 1080p, unless told to skip them all."""


def stitch(
    made: list[tuple[Segment, Path]], timeline: Timeline, sound: Path | None, out: Path
) -> None:
    """Write an MP4 that may be played while it loads, with chapters.

    Raises Unavailable (`segments-differ`) where one was not encoded as the first was.
    """
    with (
        ExitStack() as streams,
        av.open(made[0][1], options=UNDECODED) as first,
        av.open(out, "w", format="mp4", options={"movflags": "+faststart"}) as film,
    ):
        one = first.streams.video[0]
        video = film.add_stream_from_template(
            one, opaque=one.codec.name != one.codec.canonical_name
        )
        video.codec_context.codec_tag = one.codec_context.codec_tag
        head = one.codec_context.extradata
        rate = Fraction(1, timeline.canvas.fps)
        _mark_chapters(film, timeline)
        tracks = [_pictures(made, video, rate, head)]
        if sound is not None:
            source = streams.enter_context(av.open(sound))
            audio = film.add_stream_from_template(source.streams.audio[0])
            tracks.append(_sounds(source, audio))
        for packet in merge(*tracks, key=_decoded_s):
            film.mux(packet)


def length(film: Path) -> tuple[int, int]:
    """Frames and milliseconds of the pictures, as the file itself says."""
    with av.open(film, options=UNDECODED) as made:
        pictures = made.streams.video[0]
        return pictures.frames, round((pictures.duration or 0) * (pictures.time_base or 0) * 1000)


def _pictures(
    made: list[tuple[Segment, Path]], stream: VideoStream, rate: Fraction, head: bytes | None
) -> Iterator[AnyPacket]:
    """Every segment's packets, moved to where the segment stands."""
    for segment, path in made:
        with av.open(path, options=UNDECODED) as source:
            if source.streams.video[0].codec_context.extradata != head:
                sentence = "Two segments were encoded differently and cannot be joined"
                raise Unavailable(sentence, code="segments-differ")
            for packet in source.demux(video=0):
                if packet.dts is None or packet.time_base is None:
                    continue
                offset = int(segment.start_frame * rate / packet.time_base)
                packet.dts += offset
                packet.pts = None if packet.pts is None else packet.pts + offset
                packet.stream = stream
                yield packet


def _sounds(source: av.container.InputContainer, stream: AudioStream) -> Iterator[AnyPacket]:
    for packet in source.demux(audio=0):
        if packet.dts is not None:
            packet.stream = stream
            yield packet


def _decoded_s(packet: AnyPacket) -> Fraction:
    assert packet.dts is not None
    assert packet.time_base is not None
    return packet.dts * packet.time_base


def _mark_chapters(film: av.container.OutputContainer, timeline: Timeline) -> None:
    rate = Fraction(1, timeline.canvas.fps)
    ends = [*(it.start_frame for it in timeline.chapters[1:]), timeline.duration_frames]
    film.set_chapters(
        [
            {
                "id": n,
                "start": mark.start_frame,
                "end": end,
                "time_base": rate,
                "metadata": {"title": mark.title},
            }
            for n, (mark, end) in enumerate(zip(timeline.chapters, ends, strict=False))
        ]
    )
