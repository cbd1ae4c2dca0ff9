"""A channel's logo: an uploaded picture, made to fit, its transparency kept."""

from collections.abc import Iterator
from functools import lru_cache, partial
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from adapters.render.cards.pieces import Area, Piece
from adapters.render.cards.room import Element, Room
from adapters.render.colour import Pixels
from domain.timeline import Beat
from processors.errors import InvalidInput

FORMATS = ("PNG", "JPEG", "WEBP", "AVIF")
PIXELS_MAX = 8192 * 8192
_LEVELS = 255
_WIDTH_SHARE = 0.6


def logo(room: Room, height: int, beat: Beat) -> Iterator[Element]:
    """The logo, `height` micros of the shorter side high; nothing where there is none."""
    if room.logo is None:
        return
    most = (max(1, round(room.area.width * _WIDTH_SHARE)), room.px(height))
    rgba = _fitted(room.logo, most)
    yield Element(rgba.shape[0], 0, partial(_placed, rgba, room, beat))


def _placed(rgba: Pixels, room: Room, beat: Beat, y: int) -> Iterator[Piece]:
    height, width = rgba.shape[:2]
    x = room.left_of(width)
    yield Piece(x, y, Area(x, y, width, height), beat, lambda _: rgba)


@lru_cache(maxsize=4)
def _fitted(path: Path, most: tuple[int, int]) -> Pixels:
    """Premultiplied, within a size. Raises InvalidInput (`image-unreadable`)."""
    try:
        with Image.open(path, formats=FORMATS) as opened:
            if opened.width * opened.height > PIXELS_MAX:
                raise InvalidInput("A logo may have 8192x8192 pixels", code="image-too-large")
            whole = ImageOps.exif_transpose(opened).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as fault:
        raise InvalidInput(f"A logo cannot be read: {fault}", code="image-unreadable") from fault
    small = ImageOps.contain(whole.convert("RGBa"), most, Image.Resampling.LANCZOS)
    rgba = np.asarray(small, dtype=np.float32).copy()
    rgba[:, :, 3] /= _LEVELS
    return rgba
