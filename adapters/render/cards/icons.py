"""Icons on a card: their strokes are drawn on."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from adapters.render import paint
from adapters.render.cards.pieces import Area, Manner, Piece
from adapters.render.cards.room import Element, Room
from adapters.render.cards.vector import strokes
from adapters.render.colour import Pixels
from adapters.render.paint import Mask
from domain.motion import Easing, eased
from domain.scene.icons import ICONS, STROKE, VIEW
from domain.timeline import Beat

STEPS = 24
"""How many pictures a stroke's way is drawn in."""


def icon(room: Room, size: int, beat: Beat, *, name: str = "", gap: int = 0) -> Element:
    """The card's icon, or the one named; `size` in micros of the shorter side."""
    side = room.px(size)
    return Element(side, gap, partial(_icon, room, name or room.card.icon, side, beat))


def _icon(room: Room, name: str, side: int, beat: Beat, y: int) -> Iterator[Piece]:
    x = room.left_of(side)
    yield Piece(
        x,
        y,
        Area(x, y, side, side),
        beat,
        partial(_drawn, ICONS[name], side, room.theme.colours.accent),
        Manner.CHANGE,
        looks=_step,
    )


def _step(share: float) -> int:
    return round(share * STEPS)


def _drawn(paths: tuple[str, ...], side: int, colour: str, share: float) -> Pixels:
    done = eased(Easing.IN_OUT, _step(share) / STEPS)
    mask = strokes(paths, (side, side), VIEW, STROKE, done)
    rgba = paint.blank(side, side)
    paint.over(rgba, Mask(0, 0, np.ascontiguousarray(mask)), colour)
    return rgba
