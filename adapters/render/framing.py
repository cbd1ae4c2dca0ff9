"""FFmpeg's own frames as planes of bytes, so that what is drawn need not be copied into one."""

from collections.abc import Iterator

import av
import numpy as np

from adapters.render import nv12
from adapters.render.nv12 import Bytes, Nv12

FORM = "nv12"


def framed(width: int, height: int) -> Nv12:
    """Memory for a picture, within a frame of FFmpeg's where its rows lie without gaps."""
    frame = av.VideoFrame(width, height, FORM)
    luma, chroma = views(frame)
    if luma.flags.carray and chroma.flags.carray:
        return Nv12(luma, chroma, frame=frame)
    return nv12.blank(width, height)


def views(frame: av.VideoFrame) -> Iterator[Bytes]:
    """The frame's own memory as luma (h, w) and chroma: (h/2, w/2, 2), or (h/2, w/2) twice."""
    luma, *chroma = (
        np.frombuffer(memoryview(it), np.uint8).reshape(it.height, it.line_size)
        for it in frame.planes
    )
    width = frame.width
    yield luma[:, :width]
    if len(chroma) == 1:
        yield chroma[0][:, :width].reshape(-1, width // 2, 2)
    else:
        yield from (it[:, : width // 2] for it in chroma)
