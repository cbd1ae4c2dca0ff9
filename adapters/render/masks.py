"""Masks and pictures where they stand on a frame: what they cover, and how they meet."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from adapters.render.colour import Pixels
from adapters.render.paint import Mask
from domain.timeline import Rect


@dataclass(frozen=True, slots=True)
class Picture:
    """Premultiplied RGBA with its corner on the frame."""

    x: int
    y: int
    rgba: Pixels

    @property
    def mask(self) -> Mask:
        return Mask(self.x, self.y, self.rgba[:, :, 3])

    def over(self, ground: Pixels, place: Rect) -> None:
        """Lay it over a ground that is this place of the frame."""
        x, y = self.x - place.x, self.y - place.y
        left, top = max(0, -x), max(0, -y)
        under = ground[y + top : y + self.rgba.shape[0], x + left : x + self.rgba.shape[1]]
        above = self.rgba[top : top + under.shape[0], left : left + under.shape[1]]
        under *= 1 - above[:, :, 3:]
        under += above


def extent(masks: Sequence[Mask]) -> tuple[int, int, int, int]:
    """Corner and size, all even, of what holds all masks."""
    if not masks:
        return 0, 0, 2, 2
    left, top = min(it.x for it in masks) // 2 * 2, min(it.y for it in masks) // 2 * 2
    right = max(it.x + it.coverage.shape[1] for it in masks)
    bottom = max(it.y + it.coverage.shape[0] for it in masks)
    return left, top, (right - left + 1) // 2 * 2, (bottom - top + 1) // 2 * 2


def united(masks: Sequence[Mask], ground: Pixels) -> Mask:
    """One mask of several, so that where two meet nothing is painted twice."""
    whole = np.zeros(ground.shape[:2], dtype=np.float32)
    for it in masks:
        height, width = it.coverage.shape
        under = whole[it.y : it.y + height, it.x : it.x + width]
        np.maximum(under, it.coverage, out=under)
    return Mask(0, 0, whole)


def meets(mask: Mask, place: Rect) -> bool:
    height, width = mask.coverage.shape
    across = mask.x < place.x + place.width and mask.x + width > place.x
    return across and mask.y < place.y + place.height and mask.y + height > place.y


def moved(mask: Mask, x: int, y: int) -> Mask:
    return Mask(mask.x + x, mask.y + y, mask.coverage)
