"""Encoding: frames of planes become one MP4 in memory, with libx264 on one thread.

One thread a process, because the bytes depend on the number of threads; processes make up for
it. Frames go in as NV12 and come out as yuv420p, tagged BT.709 limited.
"""

from collections.abc import Iterator
from io import BytesIO

import av
import torch
from av.container import OutputContainer
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc
from av.video.stream import VideoStream
from torch import Tensor

from adapters.render.encoders import ENCODERS
from adapters.render.patches import Planes
from domain.timeline import Canvas, Profile


def encode(frames: Iterator[Planes], canvas: Canvas, profile: Profile) -> bytes:
    """A whole MP4 of one video stream."""
    file = BytesIO()
    with av.open(file, "w", format="mp4") as container:
        stream = _stream(container, canvas, profile)
        picture = av.VideoFrame(canvas.width, canvas.height, "nv12")
        luma, chroma = _views(picture)
        for n, planes in enumerate(frames):
            luma.copy_(planes.luma[0])
            chroma.copy_(planes.chroma.permute(1, 2, 0))
            picture.pts = n
            container.mux(stream.encode(picture))
        container.mux(stream.encode(None))
    return file.getvalue()


def _stream(container: OutputContainer, canvas: Canvas, profile: Profile) -> VideoStream:
    stream = container.add_stream(ENCODERS[profile.codec], canvas.fps)
    assert isinstance(stream, VideoStream)
    stream.width, stream.height = canvas.width, canvas.height
    stream.pix_fmt = "nv12"
    context = stream.codec_context
    context.thread_count = 1
    context.color_range = ColorRange.MPEG
    context.colorspace = Colorspace.ITU709
    context.color_primaries = ColorPrimaries.BT709
    context.color_trc = ColorTrc.BT709
    context.options = {
        "preset": profile.preset,
        "crf": str(profile.crf),
        "profile": "high",
        "x264-params": f"keyint={profile.segment_frames}:force-cfr=1:stitchable=1",
    }
    return stream


def _views(picture: av.VideoFrame) -> tuple[Tensor, Tensor]:
    """The frame's own memory as (h, w) and (h/2, w/2, 2) bytes, written in place."""
    luma, chroma = (
        torch.frombuffer(plane, dtype=torch.uint8).view(plane.height, plane.line_size)
        for plane in picture.planes
    )
    width = picture.width
    return luma[:, :width], chroma[:, :width].view(-1, width // 2, 2)
