"""Stills made ready once: turned upright, cut to what the camera sees, as NV12.

Frames are sampled from its own pixels. Where the nearest view has less than one of them for
each of the film's, or many more, it is first scaled by Lanczos so that it has just one.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from math import ceil, floor
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from adapters.render.converting import to_nv12
from adapters.render.dither import is_calm
from adapters.render.nv12 import Nv12
from domain import motion
from domain.timeline import Still
from processors.errors import InvalidInput

KEPT_MAX = 3
PIXELS_MAX = 8192 * 8192
STEP_MAX = 1.25
"""Pixels of a picture for one of the film, at the nearest view, up to which all are kept."""
ZOOM_SHARP = 1.5
"""Up to this zoom a picture is scaled up beyond its own pixels; beyond, memory matters more."""


@dataclass(frozen=True, slots=True)
class View:
    """A rectangle, in shares of the crop that has the place's shape."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class ReadyStill:
    """Its pixels, and which rectangle of the crop they hold; a `calm` one is shown with dither."""

    picture: Nv12
    held: View
    calm: bool


def view_at(still: Still, frame: int) -> View:
    x, y, zoom = motion.at(still.camera, frame)
    return View(x - 0.5 / zoom, y - 0.5 / zoom, 1 / zoom, 1 / zoom)


@dataclass(slots=True)
class Stills:
    """Opens and keeps the stills used last. Raises InvalidInput (`image-unreadable`)."""

    paths: dict[str, Path]
    kept: OrderedDict[tuple[object, ...], ReadyStill] = field(default_factory=OrderedDict)

    def ready(self, still: Still, width: int, height: int) -> ReadyStill:
        """For a place of `width` × `height` pixels."""
        seen, zoom = _seen(still)
        key = (still.image, width, height, seen, zoom)
        if key not in self.kept:
            self.kept[key] = self._made(still.image, (width, height), seen, zoom)
        self.kept.move_to_end(key)
        while len(self.kept) > KEPT_MAX:
            self.kept.popitem(last=False)
        return self.kept[key]

    def _made(self, image: str, place: tuple[int, int], seen: View, zoom: float) -> ReadyStill:
        picture = opened(self.paths[image])
        crop = min(picture.width / place[0], picture.height / place[1])
        crop_width, crop_height = place[0] * crop, place[1] * crop
        x0, y0 = (picture.width - crop_width) / 2, (picture.height - crop_height) / 2
        left, right = _within(x0, crop_width, seen.x, seen.width, picture.width)
        top, bottom = _within(y0, crop_height, seen.y, seen.height, picture.height)
        box = (left, top, right, bottom)
        cut = _cut(picture, box) if 1 <= crop / zoom <= STEP_MAX else None
        if cut is None:
            density = min(zoom / crop, max(1.0, ZOOM_SHARP / crop))
            size = _even((right - left) * density), _even((bottom - top) * density)
            picture = picture.resize(size, Image.Resampling.LANCZOS, box=box)
        else:
            picture, box = picture.crop(cut), cut
        held = View(
            (box[0] - x0) / crop_width,
            (box[1] - y0) / crop_height,
            (box[2] - box[0]) / crop_width,
            (box[3] - box[1]) / crop_height,
        )
        planes = to_nv12(np.asarray(picture))
        return ReadyStill(planes, held, is_calm(planes.luma))


def opened(path: Path) -> Image.Image:
    """Upright RGB; what is transparent shows black. Raises InvalidInput."""
    try:
        with Image.open(path) as picture:
            if picture.width * picture.height > PIXELS_MAX:
                raise InvalidInput(
                    f"A picture may have {PIXELS_MAX} pixels, not {picture.width}x{picture.height}",
                    code="image-too-large",
                )
            ImageOps.exif_transpose(picture, in_place=True)
            if picture.has_transparency_data:
                ground = Image.new("RGBA", picture.size, "black")
                return Image.alpha_composite(ground, picture.convert("RGBA")).convert("RGB")
            picture.load()
            return picture if picture.mode == "RGB" else picture.convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as fault:
        raise InvalidInput(f"A picture cannot be read: {fault}", code="image-unreadable") from fault


def _seen(still: Still) -> tuple[View, float]:
    """All that the camera ever sees of it, and its greatest zoom: the same for every part."""
    views = [view_at(still, frame) for frame in range(still.start_frame, still.end_frame + 1)]
    left, top = min(it.x for it in views), min(it.y for it in views)
    right = max(it.x + it.width for it in views)
    bottom = max(it.y + it.height for it in views)
    zoom = 1 / min(it.width for it in views)
    return View(left, top, right - left, bottom - top), zoom


def _within(
    origin: float, crop: float, start: float, length: float, size: int
) -> tuple[float, float]:
    """Both ends in pixels of the picture, a pixel to spare, never outside it."""
    low, high = origin + start * crop - 1, origin + (start + length) * crop + 1
    return max(0.0, low), min(float(size), high)


def _cut(
    picture: Image.Image, box: tuple[float, float, float, float]
) -> tuple[int, int, int, int] | None:
    """The whole pixels around a box, an even number of them; None where there are none."""
    left, top = floor(box[0]), floor(box[1])
    width = min(_even(box[2] - left), (picture.width - left) // 2 * 2)
    height = min(_even(box[3] - top), (picture.height - top) // 2 * 2)
    return (left, top, left + width, top + height) if width and height else None


def _even(pixels: float) -> int:
    return 2 * max(1, ceil(pixels / 2))
