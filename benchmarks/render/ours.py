"""Ours: a workload as a timeline, and timelines through the whole renderer."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from adapters.blobs.disk import DiskBlobs
from adapters.render.compositor import Compositor
from adapters.render.fonts import Typefaces, installed
from adapters.render.nv12 import Nv12
from adapters.render.stills import Stills
from benchmarks.render import processes
from benchmarks.render.processes import Ran
from benchmarks.render.workload import CRF, PRESET, Clip, Cue, View, Workload
from domain.ids import BlobId
from domain.motion import MICROS, Keyframe, Track
from domain.timeline import (
    Canvas,
    Caption,
    CaptionWord,
    Layer,
    Profile,
    Sound,
    Still,
    Timeline,
    to_json,
)

WORKERS = 2
SEGMENT_FRAMES = 90
OPAQUE: Track = (Keyframe(0, (MICROS,)),)

Levels = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A film, and what making it took in a process of its own."""

    film: Path
    ran: Ran

    @property
    def frames(self) -> int:
        return int(self.ran.told["frames"])

    @property
    def made(self) -> int:
        """Segments made; the others were there."""
        return int(self.ran.told["segments_made"])


class Studio:
    """Blobs and caches in a folder; every render has a new cache unless one is named."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.blobs = DiskBlobs(folder / "blobs")
        self._kept: dict[Path, BlobId] = {}
        self._numbers = count()

    def keep(self, path: Path) -> BlobId:
        if path not in self._kept:
            self._kept[path] = asyncio.run(self.blobs.put_file(path))
        return self._kept[path]

    def images(self, timeline: Timeline) -> dict[str, Path]:
        return {str(it): asyncio.run(self.blobs.path(it)) for it in timeline.images}

    def cache(self) -> Path:
        """A new one."""
        return self.folder / f"cache-{next(self._numbers)}"

    def order(self, timeline: Timeline, cache: Path) -> dict[str, object]:
        """What `benchmarks.render.child` renders."""
        file = self.folder / f"timeline-{next(self._numbers)}.json"
        file.write_bytes(to_json(timeline))
        return {
            "timeline": str(file),
            "blobs": str(self.folder / "blobs"),
            "cache": str(cache),
            "workers": WORKERS,
        }

    def render(
        self, timeline: Timeline, cache: Path | None = None, *, warm: bool = False
    ) -> Rendered:
        """In a process of its own; a `warm` one has made another, tiny film before."""
        order = self.order(timeline, cache or self.cache()) | {"warm": warm}
        ran = processes.child("render", order)
        return Rendered(Path(ran.told["film"]), ran)

    def timeline(self, of: Workload) -> Timeline:
        stills = (self._still(n, it, of) for n, it in enumerate(of.clips))
        sounds = (Sound(self.keep(Path(of.sound))),) if of.sound else ()
        layers: list[Layer] = [*stills, *_captions(of.cues)]
        return film(Canvas(of.width, of.height, of.fps), of.frames, layers, sounds, of.crf)

    def _still(self, n: int, clip: Clip, of: Workload) -> Still:
        keys = ((clip.start_frame, clip.first), (clip.end_frame, clip.last))
        camera = tuple(Keyframe(frame, _micros(view)) for frame, view in keys)
        shown = clip.start_frame + of.fade_frames
        fade = (Keyframe(clip.start_frame, (0,)), Keyframe(shown, (MICROS,))) if n else OPAQUE
        image = self.keep(Path(clip.still))
        return Still(clip.start_frame, clip.end_frame, image, camera, fade)


def film(
    canvas: Canvas,
    frames: int,
    layers: Sequence[Layer],
    sounds: tuple[Sound, ...] = (),
    crf: int = CRF,
) -> Timeline:
    """As every contestant encodes it."""
    profile = Profile(preset=PRESET, crf=crf, segment_frames=SEGMENT_FRAMES)
    return Timeline(
        canvas, frames, tuple(layers), fonts=installed(), sounds=sounds, profile=profile
    )


def drawn(timeline: Timeline, images: Mapping[str, Path]) -> Iterator[Nv12]:
    """Its frames in the whole numbers that the encoder gets; each is valid until the next."""
    compositor = Compositor(timeline, Stills(dict(images)), Typefaces.of(timeline))
    for frame in range(timeline.duration_frames):
        yield compositor.draw(frame).nv12()


def lumas(timeline: Timeline, images: Mapping[str, Path]) -> Iterator[Levels]:
    """Luma of each frame."""
    for it in drawn(timeline, images):
        yield it.luma.astype(np.float64)


def _micros(view: View) -> tuple[int, ...]:
    return tuple(round(it * MICROS) for it in (view.x, view.y, view.zoom))


def _captions(cues: Sequence[Cue]) -> Iterator[Caption]:
    """Each word lit over its share of the cue: more than the other contestants show."""
    for cue in cues:
        words = [it.split() for it in cue.lines]
        step = (cue.end_frame - cue.start_frame) / sum(map(len, words))
        starts = count(cue.start_frame, step)
        lines = tuple(tuple(_word(it, next(starts), step) for it in line) for line in words)
        yield Caption(cue.start_frame, cue.end_frame, lines)


def _word(text: str, start: float, step: float) -> CaptionWord:
    return CaptionWord(text, round(start), round(start + step))
