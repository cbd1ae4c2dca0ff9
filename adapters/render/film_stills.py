"""What a film's stills should show, sampled as the film is watched: dark, or without motion.

A stretch of a film is at fault for its darkness or its rest only where the pictures that it is
made of are bright, or have enough texture for the camera's motion to be seen. What a creator's
clip shows is the creator's: where one is seen, nothing is at fault.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from adapters.render.film_watch import SAMPLES_ACROSS, Luma, Span, share_apart
from adapters.render.stills import opened, view_at
from domain import motion
from domain.ids import BlobId
from domain.motion import MICROS
from domain.timeline import Clip, Still, Timeline
from processors.errors import InvalidInput

DARK_LEVEL, DARK_SHARE_MIN = 48, 0.97
SEEN_LEVELS, SEEN_SHARE_MIN = 16, 0.004

_LIMITED_SCALE, _LIMITED_OFFSET = 219 / 255, 16


@dataclass(slots=True)
class FilmStills:
    """The timeline's stills by their files; a span with one that cannot be read is no excuse."""

    timeline: Timeline
    paths: Mapping[BlobId, Path]
    _lumas: dict[BlobId, Image.Image] = field(default_factory=dict)

    def dark(self, span: Span) -> Iterator[Span]:
        """The parts of a span where every still that is shown is dark itself."""
        yield from self._parts(span, lambda shown: all(map(_is_dark, shown)))

    def unmoved(self, span: Span) -> Iterator[Span]:
        """The parts of a span where the cameras' motion can hardly be seen."""
        yield from self._parts(span, lambda shown: not any(_moved(shown[0], it) for it in shown))

    def _parts(self, span: Span, holds: Callable[[Sequence[Luma]], bool]) -> Iterator[Span]:
        start, end = span
        instants = {start, end, *(it for it in self._instants() if start < it < end)}
        for first, last in pairwise(sorted(instants)):
            if self._is_filmed(first):
                yield first, last
                continue
            try:
                shown = [self._shown(it) for it in (first, (first + last) // 2, last - 1)]
            except (InvalidInput, KeyError):
                continue
            if holds(shown):
                yield first, last

    def _instants(self) -> Iterator[int]:
        """Where pictures come, go or have faded in."""
        shown: list[Still | Clip] = [*self._stills(), *self._clips()]
        for it in shown:
            yield from (it.start_frame, it.end_frame)
            yield from (key.frame for key in it.opacity)
            if it.entrance is not None:
                yield it.start_frame + it.entrance.frames

    def _is_filmed(self, frame: int) -> bool:
        return any(it.start_frame <= frame < it.end_frame for it in self._clips())

    def _clips(self) -> Iterator[Clip]:
        yield from (it for it in self.timeline.layers if isinstance(it, Clip))

    def _stills(self) -> Iterator[Still]:
        yield from (it for it in self.timeline.layers if isinstance(it, Still))

    def _shown(self, frame: int) -> Luma:
        """The stills at a frame on black, as limited-range luma of the sampled size."""
        canvas = self.timeline.canvas
        step = max(min(canvas.width, canvas.height) // SAMPLES_ACROSS, 1)
        size = (-(-canvas.width // step), -(-canvas.height // step))
        shown: npt.NDArray[np.float32] = np.zeros((size[1], size[0]), np.float32)
        for still in self._stills():
            if still.start_frame <= frame < still.end_frame:
                self._lay(still, frame, shown)
        return (shown * _LIMITED_SCALE + _LIMITED_OFFSET).astype(np.uint8)

    def _lay(self, still: Still, frame: int, shown: npt.NDArray[np.float32]) -> None:
        (opacity,) = motion.at(still.opacity, frame)
        if still.entrance is not None:
            opacity *= still.entrance.share(frame - still.start_frame)
        height, width = shown.shape
        place = still.place
        left, right = (round(it * width / MICROS) for it in (place.x, place.x + place.width))
        top, bottom = (round(it * height / MICROS) for it in (place.y, place.y + place.height))
        if opacity > 0 and right > left and bottom > top:
            seen = self._seen(still, frame, (right - left, bottom - top))
            part = shown[top:bottom, left:right]
            part += (seen[: part.shape[0], : part.shape[1]] - part) * opacity

    def _seen(self, still: Still, frame: int, size: tuple[int, int]) -> npt.NDArray[np.float32]:
        """What the camera sees, sampled and not averaged: fine texture keeps its contrast."""
        picture, view = self._luma(still.image), view_at(still, frame)
        crop = min(picture.width / size[0], picture.height / size[1])
        left = (picture.width - crop * size[0]) / 2 + view.x * crop * size[0]
        top = (picture.height - crop * size[1]) / 2 + view.y * crop * size[1]
        scale = (crop * view.width, 0, left, 0, crop * view.height, top)
        bilinear = Image.Resampling.BILINEAR
        sampled = picture.transform(size, Image.Transform.AFFINE, scale, bilinear)
        return np.asarray(sampled, np.float32)

    def _luma(self, image: BlobId) -> Image.Image:
        if image not in self._lumas:
            self._lumas[image] = opened(self.paths[image]).convert("L")
        return self._lumas[image]


def _is_dark(luma: Luma) -> bool:
    return bool(np.count_nonzero(luma < DARK_LEVEL) >= DARK_SHARE_MIN * luma.size)


def _moved(one: Luma, other: Luma) -> bool:
    """More than what the watch takes for motion, as encoding takes some of it away."""
    return share_apart(one, other, SEEN_LEVELS) >= SEEN_SHARE_MIN
