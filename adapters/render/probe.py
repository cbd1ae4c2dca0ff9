"""Whether an encoder works here: `python -m adapters.render.probe NAME` really encodes with it.

A process of its own, so that neither a driver that crashes nor a library that writes where it
likes can reach whoever asks. Standard output is empty where it worked, else the error.
"""

import platform
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from time import monotonic

import av
import av.logging
from av.video.stream import VideoStream

from adapters.render.encoders import BY_NAME, Encoder, hush, options
from domain.film_format import Codec, FilmFormat, profile_of

FRAMES, WIDTH, HEIGHT, FPS = 8, 256, 144, 30
TIMEOUT_S = 30.0
ROOT = Path(__file__).parents[2]
DRIVER = Path("/proc/driver/nvidia/version")


@dataclass(frozen=True, slots=True)
class Probe:
    """`error` is what the encoder itself said; empty where it works."""

    encoder: str
    error: str
    seconds: float

    @property
    def works(self) -> bool:
        return not self.error


@cache
def probed(encoder: str) -> Probe:
    """What a probe finds, made once a process."""
    return probe(encoder)


def probe(encoder: str) -> Probe:
    """Encodes a few frames in another process."""
    begun = monotonic()
    try:
        ran = subprocess.run(
            [sys.executable, "-m", __name__, encoder],
            capture_output=True, timeout=TIMEOUT_S, check=False, text=True,
            cwd=ROOT,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return Probe(encoder, f"nothing came of it in {TIMEOUT_S:.0f} s", TIMEOUT_S)
    crashed = f"it crashed ({ran.returncode}): {ran.stderr.strip()[-300:]}"
    error = ran.stdout.strip() or (crashed if ran.returncode else "")
    return Probe(encoder, error, round(monotonic() - begun, 3))


def build_of(encoder: Encoder) -> str:
    """What the bytes depend on besides the frames: library, processor, driver."""
    version = ".".join(map(str, av.library_versions["libavcodec"]))
    driver = DRIVER.read_text().partition("\n")[0] if encoder.hardware and DRIVER.exists() else ""
    return " ".join((encoder.name, version, platform.machine(), driver)).strip()


def encode(name: str) -> str:
    """What went wrong, as the libraries say it; empty where frames came out."""
    encoder = BY_NAME.get(name)
    library = name if encoder is None else encoder.library
    if library not in av.codecs_available:
        return "this build of FFmpeg does not have it"
    av.logging.set_level(av.logging.ERROR)
    with av.logging.Capture() as said:
        try:
            size = _encoded(library, encoder)
        except (av.FFmpegError, RuntimeError, AssertionError, ValueError) as fault:
            lines = (message.strip() for _, _, message in said)
            why = getattr(fault, "strerror", None) or str(fault)
            return "; ".join(dict.fromkeys((*lines, why)))
    return "" if size else "no bytes came out"


def _encoded(library: str, encoder: Encoder | None) -> int:
    """The bytes of a file of grey frames."""
    form = "yuv420p" if encoder is None else encoder.frames
    file = BytesIO()
    with av.open(file, "w", format="matroska") as container:
        stream = container.add_stream(library, FPS)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, form
        if encoder is not None:
            profile = profile_of(FilmFormat(codec=Codec(encoder.codec)))
            stream.codec_context.options = options(encoder, profile)
        for n in range(FRAMES):
            frame = _on_device() if form == "cuda" else _grey(form)
            frame.pts = n
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return len(file.getvalue())


def _grey(form: str) -> av.VideoFrame:
    frame = av.VideoFrame(WIDTH, HEIGHT, form)
    for plane in frame.planes:
        plane.update(bytes([128]) * plane.buffer_size)
    return frame


def _on_device() -> av.VideoFrame:
    import torch  # noqa: PLC0415 - seconds, for frames that lie on a device alone

    planes = (
        torch.full(it, 128, dtype=torch.uint8, device="cuda")
        for it in ((HEIGHT, WIDTH), (HEIGHT // 2, WIDTH // 2, 2))
    )
    torch.cuda.synchronize()
    return av.VideoFrame.from_dlpack(tuple(planes), format="nv12", primary_ctx=True)


if __name__ == "__main__":
    hush()
    sys.stdout.write(encode(sys.argv[1]))
