"""A part of a painting, converted anew, in a patch that stays as it is elsewhere."""

from dataclasses import replace

from adapters.render.colour import Pixels
from adapters.render.patches import Patch, patch
from domain.timeline import Rect

_REACH = 2
"""Pixels to both sides that the chroma of a pixel depends on, made even."""


def spliced(before: Patch, painting: Pixels, box: Rect) -> Patch:
    """The patch of the painting, which differs from that of `before` in the box (even) alone.

    It is the same as converting the whole painting, at the price of the box.
    """
    left, top = max(0, box.x - _REACH), max(0, box.y - _REACH)
    right, bottom = box.x + box.width + _REACH, box.y + box.height + _REACH
    piece = painting[top : bottom + _REACH, left : right + _REACH]
    part = patch(piece, before.x + left, before.y + top)
    luma, luma_alpha = before.luma.copy(), before.luma_alpha.copy()
    chroma, chroma_alpha = before.chroma.copy(), before.chroma_alpha.copy()
    to = slice(box.y, bottom), slice(box.x, right)
    its = slice(box.y - top, bottom - top), slice(box.x - left, right - left)
    luma[to], luma_alpha[to] = part.luma[its], part.luma_alpha[its]
    to, its = (_half(*to), _half(*its))
    chroma[to], chroma_alpha[to] = part.chroma[its], part.chroma_alpha[its]
    return replace(
        before, luma=luma, chroma=chroma, luma_alpha=luma_alpha, chroma_alpha=chroma_alpha
    )


def _half(rows: slice, columns: slice) -> tuple[slice, slice]:
    return slice(rows.start // 2, rows.stop // 2), slice(columns.start // 2, columns.stop // 2)
