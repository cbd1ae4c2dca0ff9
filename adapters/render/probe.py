"""Whether an encoder works here: `python -m adapters.render.probe NAME` really encodes with it.

A process of its own, so that neither a driver that crashes nor a library that writes where it
likes can reach whoever asks. Standard output is empty where it worked, else the error.
"""

import subprocess
import sys
from dataclasses import dataclass
from io import BytesIO
from time import monotonic

import av
import av.logging
from av.video.stream import VideoStream

ENCODERS = ("libx264", "libx265", "libsvtav1", "h264_nvenc", "hevc_nvenc", "av1_nvenc")
FRAMES, WIDTH, HEIGHT, FPS = 8, 256, 144, 30
TIMEOUT_S = 30.0


@dataclass(frozen=True, slots=True)
class Probe:
    """`error` is what the encoder itself said; empty where it works."""

    encoder: str
    error: str
    seconds: float

    @property
    def works(self) -> bool:
        return not self.error


def probe(encoder: str) -> Probe:
    """Encodes a few frames in another process."""
    begun = monotonic()
    argv = [sys.executable, "-m", __name__, encoder]
    try:
        ran = subprocess.run(argv, capture_output=True, timeout=TIMEOUT_S, check=False, text=True)
    except subprocess.TimeoutExpired:
        return Probe(encoder, f"nothing came of it in {TIMEOUT_S:.0f} s", TIMEOUT_S)
    crashed = f"it crashed ({ran.returncode}): {ran.stderr.strip()[-300:]}"
    error = ran.stdout.strip() or (crashed if ran.returncode else "")
    return Probe(encoder, error, round(monotonic() - begun, 3))


def encode(name: str) -> str:
    """What went wrong, as the libraries say it; empty where frames came out."""
    if name not in av.codecs_available:
        return "this build of FFmpeg does not have it"
    av.logging.set_level(av.logging.ERROR)
    with av.logging.Capture() as said:
        try:
            size = _encoded(name)
        except av.FFmpegError as fault:
            lines = (message.strip() for _, _, message in said)
            return "; ".join(dict.fromkeys((*lines, fault.strerror or str(fault))))
    return "" if size else "no bytes came out"


def _encoded(name: str) -> int:
    """The bytes of a file of grey frames."""
    file = BytesIO()
    with av.open(file, "w", format="matroska") as container:
        stream = container.add_stream(name, FPS)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for n in range(FRAMES):
            frame = av.VideoFrame(WIDTH, HEIGHT, "yuv420p")
            for plane in frame.planes:
                plane.update(bytes([128]) * plane.buffer_size)
            frame.pts = n
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return len(file.getvalue())


if __name__ == "__main__":
    sys.stdout.write(encode(sys.argv[1]))
