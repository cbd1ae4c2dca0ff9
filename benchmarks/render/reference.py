"""The reference compositor: every frame in float64, straight from the pictures, nothing prepared.

Independent of the renderer: each pixel of the film is the mean of the still's pixels beneath
it, weighted by a triangle as wide as a pixel of the film (never narrower than one of the
still), of RGB turned into BT.709 limited luma; cross-fades are weighted means; nothing is
rounded. What it does not draw: captions, which are no compositing but lettering.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.render.kernels import weigh_columns, weigh_rows
from benchmarks.render.workload import Clip, Workload

BT709 = np.array([0.2126, 0.7152, 0.0722])
Levels = NDArray[np.float64]


@dataclass(slots=True)
class Reference:
    of: Workload
    pictures: dict[str, Levels] = field(default_factory=dict)

    def lumas(self) -> Iterator[Levels]:
        for frame in range(self.of.frames):
            yield self.luma(frame)

    def luma(self, frame: int) -> Levels:
        seen = [it for it in self.of.clips if it.start_frame <= frame < it.end_frame]
        whole = self._shown(seen[0], frame)
        for clip in seen[1:]:
            share = min(1.0, (frame - clip.start_frame) / self.of.fade_frames)
            whole = whole * (1 - share) + self._shown(clip, frame) * share
        return whole

    def _shown(self, clip: Clip, frame: int) -> Levels:
        picture, view = self._picture(clip.still), clip.view(frame)
        height, width = picture.shape
        rows = axis(view.y, view.zoom, self.of.height, height)
        columns = axis(view.x, view.zoom, self.of.width, width)
        narrow, out = np.empty((self.of.height, width)), np.empty((self.of.height, self.of.width))
        weigh_rows(picture, rows.first, rows.weights, narrow)
        weigh_columns(narrow, columns.first, columns.weights, out)
        return out

    def _picture(self, still: str) -> Levels:
        """Its luma; kept while the film shows it, and one more."""
        if still not in self.pictures:
            while len(self.pictures) > 1:
                del self.pictures[next(iter(self.pictures))]
            with Image.open(still) as file:
                rgb = np.asarray(file.convert("RGB"), dtype=np.float64)
            self.pictures[still] = 16 + rgb @ BT709 * 219 / 255
        return self.pictures[still]


@dataclass(frozen=True, slots=True)
class Axis:
    """For each pixel of the film: the first of the still's beneath it, and the weights from it."""

    first: NDArray[np.int64]
    weights: Levels


def axis(centre: float, zoom: float, film: int, still: int) -> Axis:
    """Of one that shows `film` pixels; the pictures have its shape, so zoom 1 is all of it."""
    step = still / film / zoom
    at = (centre - 0.5 / zoom) * still + (np.arange(film) + 0.5) * step - 0.5
    reach = max(1.0, step)
    first = np.floor(at - reach).astype(np.int64) + 1
    offsets = first[:, None] + np.arange(int(np.ceil(2 * reach)))
    weights = np.maximum(0.0, 1 - np.abs(offsets - at[:, None]) / reach)
    return Axis(first, weights / weights.sum(axis=1, keepdims=True))
