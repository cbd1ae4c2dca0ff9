"""Films to be inspected: one as it should be, and each way to make it wrong."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np
import numpy.typing as npt
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

from domain.ids import BlobId
from domain.motion import MICROS, Keyframe
from domain.timeline import (
    Canvas,
    Caption,
    CaptionWord,
    ChapterMark,
    Sound,
    Still,
    Timeline,
)

if TYPE_CHECKING:
    from av.container import Chapter

FPS, FRAMES, RATE_HZ = 30, 90, 48_000
CANVAS = Canvas(320, 180, FPS)
ANY = BlobId("sha256:" + "0" * 64)
CLOSER = (Keyframe(0, (500_000, 500_000, MICROS)), Keyframe(FRAMES, (500_000, 500_000, 1_100_000)))
AT_REST = CLOSER[:1]
CAPTION = Caption(0, FRAMES, ((CaptionWord("bees", 0, FRAMES),),))
MARKS = (ChapterMark(0, "One"), ChapterMark(45, "Two"))
MOVING = Timeline(
    CANVAS, FRAMES, (Still(0, FRAMES, ANY, CLOSER), CAPTION), sounds=(Sound(ANY),), chapters=MARKS
)

Frames = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Film:
    """A film as it should be; each field is one way to make it wrong."""

    moves: bool = True
    grain: int = 3
    black_from: int = FRAMES
    caption_moves: bool = False
    frames: int = FRAMES
    sound_s: float | None = FRAMES / FPS
    gain: float = 0.2
    size: tuple[int, int] = (320, 180)
    profile: str = "high"
    tagged: bool = True
    faststart: bool = True
    picture: Frames | None = None
    chapters: tuple[int, ...] = (0, 45)
    channels: str = "stereo"
    late_from: int = FRAMES

    def made(self, folder: Path) -> Path:
        path = folder / "film.mp4"
        flags = {"movflags": "+faststart"} if self.faststart else {}
        with av.open(str(path), "w", format="mp4", options=flags) as film:
            film.set_chapters([_chapter(n, it) for n, it in enumerate(self.chapters)])
            pictures = self._stream(film)
            sound = None if self.sound_s is None else self._sound_stream(film)
            for n in range(self.frames):
                frame = av.VideoFrame.from_ndarray(self._luma(n), format="gray").reformat(
                    format="yuv420p", dst_color_range=ColorRange.MPEG
                )
                frame.pts = n + (5 if n >= self.late_from else 0)
                film.mux(pictures.encode(frame))
            film.mux(pictures.encode(None))
            if sound is not None:
                self._sing(film, sound)
        return path

    def _stream(self, film: av.container.OutputContainer) -> av.VideoStream:
        stream = film.add_stream("libx264", FPS)
        stream.width, stream.height = self.size
        stream.pix_fmt = "yuv420p"
        stream.codec_context.options = {"profile": self.profile, "preset": "ultrafast"} | (
            {"preset": "veryfast"} if self.profile == "high" else {}
        )
        if self.tagged:
            context = stream.codec_context
            context.color_range, context.colorspace = ColorRange.MPEG, Colorspace.ITU709
            context.color_primaries, context.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
        return stream

    def _luma(self, n: int) -> Frames:
        width, height = self.size
        if n >= self.black_from:
            return np.zeros((height, width), np.uint8)
        if self.picture is not None:
            return self.picture
        x = np.arange(width) + (n * 0.25 if self.moves else 0)
        y = np.arange(height)[:, None]
        luma = 128 + 100 * np.sin(x / self.grain)[None, :] * np.cos(y / self.grain)
        if self.caption_moves:
            luma[150:160, 100 + n : 120 + n] = 255
        return luma.astype(np.uint8)

    def _sound_stream(self, film: av.container.OutputContainer) -> av.AudioStream:
        return film.add_stream("aac", rate=RATE_HZ, layout=self.channels)

    def _sing(self, film: av.container.OutputContainer, stream: av.AudioStream) -> None:
        assert self.sound_s is not None
        t = np.arange(int(self.sound_s * RATE_HZ)) / RATE_HZ
        tone = (self.gain * np.sin(2 * np.pi * 997 * t)).astype(np.float32)
        planes = np.stack([tone] * (1 if self.channels == "mono" else 2))
        frame = av.AudioFrame.from_ndarray(planes, format="fltp", layout=self.channels)
        frame.sample_rate, frame.time_base, frame.pts = RATE_HZ, Fraction(1, RATE_HZ), 0
        film.mux(stream.encode(frame))
        film.mux(stream.encode(None))


def _chapter(n: int, start: int) -> "Chapter":
    return {
        "id": n,
        "start": start,
        "end": start + 45,
        "time_base": Fraction(1, FPS),
        "metadata": {"title": "A chapter"},
    }
