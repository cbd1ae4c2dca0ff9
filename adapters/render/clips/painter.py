"""A clip on the frame: for every frame its picture of that instant, seen by the layer's camera."""

from dataclasses import dataclass
from typing import Protocol

from adapters.render.clips.readers import Clips, Picture
from adapters.render.nv12 import Nv12
from adapters.render.patches import Planes
from adapters.render.stills import ReadyStill, View
from domain.motion import MICROS
from domain.timeline import Canvas, Clip, Rect, Still

WHOLE = View(0, 0, 1, 1)
SOFT_ZOOM_MAX = 1.1
"""Up to this zoom a clip is decoded at the size of its place: what is lost is not seen."""


class StillPainting(Protocol):
    """Paints whatever still is made ready for it."""

    ready: ReadyStill | None

    def paint(self, frame: int, on: Planes) -> None: ...

    def covers(self, frame: int) -> bool: ...


def as_still(clip: Clip) -> Still:
    """A still that is where the clip is and seen as it is."""
    return Still(
        clip.start_frame,
        clip.end_frame,
        clip.clip,
        clip.camera,
        clip.opacity,
        clip.place,
        clip.entrance,
    )


@dataclass(slots=True)
class ClipPainter:
    clip: Clip
    canvas: Canvas
    clips: Clips
    area: Rect
    still: StillPainting
    shown: Picture | None = None

    def covers(self, frame: int) -> bool:
        return self.still.covers(frame)

    def paint(self, frame: int, on: Planes) -> None:
        due_us = self.clip.due_us(frame, self.canvas.fps)
        picture = self.clips.picture(self.clip, due_us, *self._size())
        if picture is not self.shown:
            self.shown = picture
            self.still.ready = ReadyStill(Nv12(picture.luma, picture.chroma), WHOLE, calm=False)
        self.still.paint(frame, on)

    def _size(self) -> tuple[int, int]:
        nearest = max(key.values[2] for key in self.clip.camera) / MICROS
        zoom = nearest if nearest > SOFT_ZOOM_MAX else 1.0
        return _even(self.area.width * zoom), _even(self.area.height * zoom)


def _even(pixels: float) -> int:
    return 2 * round(pixels / 2)
