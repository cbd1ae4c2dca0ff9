"""Patches: small pictures with transparency (captions, text, boxes) that lie on a frame."""

from dataclasses import dataclass
from math import floor

import numpy as np
import torch
from torch import Tensor

from adapters.render import colour
from adapters.render.colour import Pixels


@dataclass(frozen=True, slots=True)
class Planes:
    """A frame in the making: luma (1, h, w) and chroma (2, h/2, w/2)."""

    luma: Tensor
    chroma: Tensor


@dataclass(frozen=True, slots=True)
class Patch:
    """Premultiplied planes and what they leave of the ground; its corner (even) on the frame."""

    x: int
    y: int
    luma: Tensor
    chroma: Tensor
    luma_alpha: Tensor
    chroma_alpha: Tensor


def patch(rgba: Pixels, x: int, y: int, device: str) -> Patch:
    """Of premultiplied RGBA with its corner at (x, y); sides and corner are made even."""
    odd_x, odd_y = x % 2, y % 2
    height, width = rgba.shape[:2]
    right, below = 2 + (width + odd_x) % 2, 2 + (height + odd_y) % 2
    padded = np.pad(rgba, ((odd_y, below), (odd_x, right), (0, 0)))
    planes, alpha = colour.premultiplied(padded)
    return Patch(
        x - odd_x,
        y - odd_y,
        colour.tensor(planes[:1], device),
        colour.tensor(colour.halved(planes[1:]), device),
        colour.tensor(alpha[None], device),
        colour.tensor(colour.halved(alpha[None]), device),
    )


def moved(it: Patch, x: float, y: float) -> Patch:
    """Moved by a distance in pixels, however small; what leaves the patch's edge is lost."""
    whole_x, whole_y = 2 * floor(x / 2), 2 * floor(y / 2)
    rest_x, rest_y = x - whole_x, y - whole_y
    return Patch(
        it.x + whole_x,
        it.y + whole_y,
        _slid(it.luma, rest_x, rest_y),
        _slid(it.chroma, rest_x / 2, rest_y / 2),
        _slid(it.luma_alpha, rest_x, rest_y),
        _slid(it.chroma_alpha, rest_x / 2, rest_y / 2),
    )


def lay(it: Patch, on: Planes, opacity: float) -> None:
    """Blend a patch over the frame; what lies outside the frame is left out."""
    _blend(on.luma, it.luma, it.luma_alpha, (it.x, it.y), opacity)
    _blend(on.chroma, it.chroma, it.chroma_alpha, (it.x // 2, it.y // 2), opacity)


def _slid(planes: Tensor, x: float, y: float) -> Tensor:
    for dim, distance in ((2, x), (1, y)):
        whole = floor(distance)
        near, far = planes.roll(whole, dim), planes.roll(whole + 1, dim)
        planes = torch.lerp(near, far, distance - whole)
    return planes


def _blend(
    ground: Tensor, colour: Tensor, alpha: Tensor, corner: tuple[int, int], opacity: float
) -> None:
    x, y = corner
    left, top = max(0, -x), max(0, -y)
    right = min(colour.shape[2], ground.shape[2] - x)
    bottom = min(colour.shape[1], ground.shape[1] - y)
    if left >= right or top >= bottom:
        return
    under = ground[:, y + top : y + bottom, x + left : x + right]
    keep = 1 - alpha[:, top:bottom, left:right] * opacity
    under.mul_(keep).add_(colour[:, top:bottom, left:right], alpha=opacity)
