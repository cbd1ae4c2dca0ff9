"""Laying a card out: by its kind, at the largest scale at which all of it has room."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

from adapters.fonts import is_rtl
from adapters.render.cards import words
from adapters.render.cards.aside import end_card, lower_third
from adapters.render.cards.blocks import Setter
from adapters.render.cards.chart import chart
from adapters.render.cards.pieces import Area, Piece
from adapters.render.cards.room import Room
from adapters.render.cards.rows import listing
from adapters.render.cards.sides import comparison
from adapters.render.cards.years import years
from adapters.render.fonts import Typefaces
from domain.motion import MICROS
from domain.scene.cards import (
    Chart,
    Comparison,
    EndCard,
    Listing,
    LowerThird,
    Number,
    Quote,
    Statement,
    Title,
    Years,
)
from domain.timeline import Canvas, Card

SCALES = (1.3, 1.15, 1.0, 0.92, 0.84, 0.77, 0.7, 0.64, 0.58, 0.52, 0.46, 0.4, 0.3, 0.2, 0.1)
HANGING = 40
"""What is struck may hang out of the area by this part of its width, as slabs do at line ends."""
_TALL_LARGEST = 1.3
"""On a tall screen the shorter side says little of the room that there is."""


def laid_out(card: Card, canvas: Canvas, faces: Typefaces, logo: Path | None = None) -> list[Piece]:
    """Its pieces, none of which leaves the card's place or lies on another but on purpose."""
    area, unit = area_of(card, canvas), min(canvas.width, canvas.height)
    setter = Setter(faces, card.language, *card.theme.type.face)
    rtl = is_rtl(card.texts[0])
    largest = _TALL_LARGEST if area.height > area.width else 1.0
    scales = [it for it in SCALES if it <= largest]
    tried: dict[int, list[Piece]] = {}

    def suits(n: int) -> bool:
        tried[n] = _pieces(card, Room(card, area, unit, scales[n], setter, rtl, logo))
        return fits(tried[n], area)

    first = 0 if suits(0) else bisect_left(range(len(scales)), 1, lo=1, key=suits)
    return tried[min(first, len(scales) - 1)]


def area_of(card: Card, canvas: Canvas) -> Area:
    """The card's place in pixels, less what its parts need to rise into it from below."""
    its = card.place
    rise = card.theme.character.rise * min(canvas.width, canvas.height) // MICROS
    return Area(
        its.x * canvas.width // MICROS,
        its.y * canvas.height // MICROS + rise // 8,
        its.width * canvas.width // MICROS,
        its.height * canvas.height // MICROS - rise - rise // 8,
    )


def fits(pieces: Sequence[Piece], area: Area) -> bool:
    """Whether all are inside, and no two meet that are not meant to."""
    hung = area.grown(area.width // HANGING)
    apart = [it.box for it in pieces if not it.over]
    inside = all((hung if it.over else area).holds(it.box) for it in pieces)
    return inside and not any(one.meets(two) for one, two in combinations(apart, 2))


def _pieces(card: Card, room: Room) -> list[Piece]:
    match card.content:
        case Title() | Statement() | Number() | Quote():
            return words.drawn(card.content, room)
        case Listing():
            return listing(card.content, room)
        case Comparison():
            return comparison(card.content, room)
        case Years():
            return years(card.content, room)
        case Chart():
            return chart(card.content, room)
        case LowerThird():
            return lower_third(card.content, room)
        case EndCard():
            return end_card(card.content, room)
