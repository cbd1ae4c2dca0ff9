"""R10: how far sound and captions are off the voice's word times, anywhere in the longest film.

The voice is a tone for each word (`sounds`), the pictures have no colour. Sound: decoded from the
finished file, the instant at which a tone reaches half its height, held against its word's
start. Captions: the frame whose colours, where captions stand, differ most from the frame
before, held against the same instant: a word lights up. Both in frames; half a frame is what
frames alone cost.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from benchmarks.claims import Figure, Figures, NotMeasured
from benchmarks.render import long
from benchmarks.render.bench import Bench

RATE_HZ = 48_000
LOOK_FRAMES = 5
LOOK_S = 0.15
QUIET, QUIET_SAMPLES = 0.02, 240
TOP_SHARE = 0.6
CHANGE_LEAST = 6.0
DIGITS = 2

Floats = NDArray[np.float64]
Levels = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Off:
    """Frames off, of each word that was found, and how many words there are."""

    frames: Floats
    words: int

    def figure(self) -> Figure:
        found = len(self.frames)
        if found < 0.9 * self.words:
            raise NotMeasured(f"of {self.words} words only {found} were found in the film")
        told = f"{found:,} of {self.words:,} words found, mean {self.frames.mean():+.2f}"
        return Figure(round(float(np.abs(self.frames).max()), DIGITS), note=told)


def measure(bench: Bench) -> Figures:
    its = long.film(bench, bench.minutes)
    film, fps = its.rendered.film, its.timeline.canvas.fps
    starts_s = [word.start_ms / 1000 for scene in its.narration.scenes for word in scene.words]
    heard, seen = sounded(film, starts_s, fps), captioned(film, starts_s, fps)
    return {"R10": heard.figure(), "R10-captions": seen.figure()}


def sounded(film: Path, starts_s: Sequence[float], fps: int) -> Off:
    """Each word's tone, looked for around its start."""
    sound = _sound(film)
    off = []
    for start_s in starts_s:
        low = max(0, round((start_s - LOOK_S) * RATE_HZ))
        part = sound[low : round((start_s + LOOK_S) * RATE_HZ)]
        loud = np.flatnonzero(part > part.max(initial=QUIET) / 2)
        begins = loud[np.diff(loud, prepend=-QUIET_SAMPLES - 1) > QUIET_SAMPLES]
        if len(begins):
            off.append(min((low + begins) / RATE_HZ - start_s, key=abs) * fps)
    return Off(np.array(off), len(starts_s))


def captioned(film: Path, starts_s: Sequence[float], fps: int) -> Off:
    """Each word's lighting up; the film's first frame changes from nothing."""
    changes = np.array(list(_changes(film)))
    off = []
    for start_s in starts_s:
        middle = round(start_s * fps)
        low = max(0, middle - LOOK_FRAMES)
        part = changes[low : middle + LOOK_FRAMES + 1]
        if part.max(initial=0) >= CHANGE_LEAST:
            off.append(low + int(part.argmax()) - start_s * fps)
    return Off(np.array(off), len(starts_s))


def _sound(film: Path) -> Levels:
    """How loud each sample is, at 48 kHz, from the film's own start."""
    with av.open(str(film)) as container:
        stream = container.streams.audio[0]
        resampler = av.AudioResampler(format="fltp", layout="mono", rate=RATE_HZ)
        pieces: list[Levels] = []
        for frame in chain(container.decode(stream), (None,)):
            if frame is not None and not pieces:
                late = max(0, round(float(frame.time or 0) * RATE_HZ))
                pieces.append(np.zeros(late, np.float32))
            pieces += [np.abs(it.to_ndarray()[0]) for it in resampler.resample(frame)]
    return np.concatenate(pieces)


def _changes(film: Path) -> Iterator[float]:
    """For each frame, how far colours changed in the lower part: the sum's share of a pixel."""
    before: NDArray[np.int16] | None = None
    with av.open(str(film)) as container:
        for frame in container.decode(video=0):
            now: NDArray[np.int16] = np.stack([_lower(frame, it).astype(np.int16) for it in (1, 2)])
            moved = np.abs(now - (now if before is None else before))
            yield float(moved[moved > CHANGE_LEAST].sum()) / 100
            before = now


def _lower(frame: av.VideoFrame, plane: int) -> NDArray[np.uint8]:
    its = frame.planes[plane]
    rows = np.frombuffer(memoryview(its), np.uint8).reshape(its.height, its.line_size)
    return rows[int(its.height * TOP_SHARE) :, : its.width]
