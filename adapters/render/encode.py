"""Encoding: frames of planes become one MP4 in memory, with one encoder on one thread.

One thread a process, because the bytes depend on the number of threads; processes make up for
it. Frames go in as the encoder takes them, and come out tagged BT.709 limited.
"""

from collections.abc import Iterator
from io import BytesIO

import av
from av.container import OutputContainer
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc
from av.video.stream import VideoStream

from adapters.render.encoders import SOFTWARE, Encoder, options
from adapters.render.framing import FORM, views
from adapters.render.patches import Planes
from domain.timeline import Canvas, Profile


def encode(
    frames: Iterator[Planes], canvas: Canvas, profile: Profile, encoder: Encoder | None = None
) -> bytes:
    """A whole MP4 of one video stream; by the software encoder of its codec if none is named."""
    encoder = encoder or SOFTWARE[profile.codec]
    pictures = _on_device(frames) if encoder.on_device else _filled(frames, canvas, encoder.frames)
    file = BytesIO()
    with av.open(file, "w", format="mp4") as container:
        stream = _stream(container, canvas, profile, encoder)
        for n, picture in enumerate(pictures):
            picture.pts = n
            container.mux(stream.encode(picture))
        container.mux(stream.encode(None))
    return file.getvalue()


def _stream(
    container: OutputContainer, canvas: Canvas, profile: Profile, encoder: Encoder
) -> VideoStream:
    stream = container.add_stream(encoder.library, canvas.fps)
    assert isinstance(stream, VideoStream)
    stream.width, stream.height = canvas.width, canvas.height
    stream.pix_fmt = encoder.frames
    context = stream.codec_context
    if encoder.tag is not None:
        context.codec_tag = encoder.tag
    context.thread_count = 1
    context.color_range = ColorRange.MPEG
    context.colorspace = Colorspace.ITU709
    context.color_primaries = ColorPrimaries.BT709
    context.color_trc = ColorTrc.BT709
    context.options = options(encoder, profile)
    return stream


def _filled(frames: Iterator[Planes], canvas: Canvas, form: str) -> Iterator[av.VideoFrame]:
    """One picture, written over for every frame: who encodes it takes a copy.

    What was drawn within a frame is encoded from where it lies.
    """
    picture = av.VideoFrame(canvas.width, canvas.height, form)
    luma, *chroma = views(picture)
    for planes in frames:
        drawn = planes.nv12()
        if drawn.frame is not None and form == FORM:
            yield drawn.frame
            continue
        luma[:] = drawn.luma
        for n, view in enumerate(chroma):
            view[:] = drawn.chroma if len(chroma) == 1 else drawn.chroma[:, :, n]
        yield picture


def _on_device(frames: Iterator[Planes]) -> Iterator[av.VideoFrame]:
    """NV12 that never leaves the device; each frame has memory of its own, as NVENC looks ahead."""
    import torch  # noqa: PLC0415 -- takes seconds to load, and only this needs it

    from adapters.render.torch_planes import TorchPlanes  # noqa: PLC0415 -- loads torch

    context = av.video.frame.CudaContext(
        primary_ctx=True, cuda_stream=torch.cuda.current_stream().cuda_stream
    )
    for planes in frames:
        assert isinstance(planes, TorchPlanes)
        its = planes.luma.clone(), planes.chroma.clone()
        yield av.VideoFrame.from_dlpack(its, format="nv12", cuda_context=context)
