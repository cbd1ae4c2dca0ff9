"""Painting with coverage masks on premultiplied RGBA: no dark rims, exact at soft edges."""

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageColor, ImageDraw, ImageFilter

from adapters.render import converting
from adapters.render.colour import Pixels

OVERSAMPLED = 4


@dataclass(frozen=True, slots=True)
class Mask:
    """Coverage (0..1) with its corner on the painting."""

    x: int
    y: int
    coverage: Pixels


def blank(width: int, height: int) -> Pixels:
    """Premultiplied RGBA: colour 0..255, alpha 0..1."""
    return np.zeros((height, width, 4), dtype=np.float32)


def over(ground: Pixels, mask: Mask, colour: str) -> None:
    """Lay a colour (`#rrggbb`, `#rrggbbaa`) over the ground; what lies off it is left out."""
    rgba = np.array(ImageColor.getcolor(colour, "RGBA"), dtype=np.float32)
    rgba[3] /= 255
    converting.over(ground, mask.coverage, (mask.y, mask.x), rgba)


def rounded(x: int, y: int, width: int, height: int, radius: int) -> Mask:
    """A rectangle with round corners."""
    if radius <= 0:
        return Mask(x, y, np.ones((height, width), dtype=np.float32))
    big = Image.new("L", (width * OVERSAMPLED, height * OVERSAMPLED))
    ImageDraw.Draw(big).rounded_rectangle(
        (0, 0, big.width - 1, big.height - 1), radius * OVERSAMPLED, fill=255
    )
    return Mask(x, y, coverage(big.reduce(OVERSAMPLED)))


def softened(mask: Mask, radius: float, margin: int) -> Mask:
    """Blurred, its edges running out over a margin on every side."""
    whole = np.pad(mask.coverage, margin)
    picture = Image.fromarray((whole * 255).astype(np.uint8))
    blurred = picture.filter(ImageFilter.GaussianBlur(radius))
    return Mask(mask.x - margin, mask.y - margin, coverage(blurred))


def coverage(picture: Image.Image) -> Pixels:
    return np.asarray(picture, dtype=np.float32) / np.float32(255)
