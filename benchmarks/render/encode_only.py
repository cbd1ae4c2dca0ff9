"""Encode-only: what remains where drawing costs nothing; no film can be made faster than this.

The same frames, held in memory as the encoder takes them; x264 on both cores, no sound.
"""

from collections.abc import Mapping
from pathlib import Path

import av
import numpy as np
from av.video.stream import VideoStream

from benchmarks.render.ours import drawn
from benchmarks.render.workload import CRF, PRESET
from domain.timeline import Timeline

THREADS = 2


def held(timeline: Timeline, images: Mapping[str, Path]) -> list[av.VideoFrame]:
    """Every frame as yuv420p, x264's own format."""
    frames = []
    for n, it in enumerate(drawn(timeline, images)):
        planes = (it.luma, it.chroma[:, :, 0], it.chroma[:, :, 1])
        stacked = np.concatenate([plane.ravel() for plane in planes])
        frame = av.VideoFrame.from_ndarray(stacked.reshape(-1, it.luma.shape[1]), format="yuv420p")
        frame.pts = n
        frames.append(frame)
    return frames


def encoded(frames: list[av.VideoFrame], out: Path, fps: int) -> None:
    with av.open(str(out), "w", format="mp4") as container:
        stream = container.add_stream("libx264", fps)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = frames[0].width, frames[0].height, "yuv420p"
        stream.codec_context.thread_count = THREADS
        stream.codec_context.options = {"preset": PRESET, "crf": str(CRF)}
        for frame in frames:
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
