"""Timelines of years: along a line across where it is wide, down where it is narrow."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from adapters.render.cards.blocks import TextBlock
from adapters.render.cards.pieces import Area, Manner, Piece
from adapters.render.cards.room import Element, Room
from adapters.render.cards.words import headline
from domain.scene.cards import Years
from domain.timeline import Beat

YEAR, TEXT = 74_000, 44_000
DOT, LINE = 24_000, 5_000
GAP, TEXT_GAP, HEADING_GAP = 30_000, 10_000, 50_000
_TEXT_LINES = 4
_WIDE = 1.6


@dataclass(frozen=True, slots=True)
class _Point:
    year: TextBlock
    text: TextBlock | None
    beat: Beat

    @property
    def height(self) -> int:
        return self.year.height + (self.text.height if self.text else 0)


def years(content: Years, room: Room) -> list[Piece]:
    across = room.area.width > _WIDE * room.area.height
    count = len(content.moments)
    gap, dot = room.px(GAP), room.px(DOT)
    width = (
        (room.area.width - gap * (count - 1)) // count if across else room.area.width - dot - gap
    )
    points = _points(content, room, max(width, 1))
    elements = list(headline(room, content.heading))
    if across:
        height = max(it.height for it in points) + dot + 2 * room.px(TEXT_GAP)
        drawn = partial(_across, points, width, room)
    else:
        height = sum(it.height for it in points) + gap * (count - 1)
        drawn = partial(_down, points, room)
    return room.stacked([*elements, Element(height, room.px(HEADING_GAP), drawn)])


def _points(content: Years, room: Room, width: int) -> list[_Point]:
    theme = room.theme
    named = room.alike(
        [it.year for it in content.moments], YEAR, theme.type.display_weight, lines=1, width=width
    )
    told = [it.text for it in content.moments if it.text]
    made = room.alike(told, TEXT, theme.type.body_weight, lines=_TEXT_LINES, width=width)
    texts = iter(made)
    return [
        _Point(year, next(texts) if moment.text else None, room.card.beat(n + 1))
        for n, (moment, year) in enumerate(zip(content.moments, named, strict=True))
    ]


def _across(points: list[_Point], width: int, room: Room, y: int) -> Iterator[Piece]:
    """Years above the line, what happened below it."""
    area, dot, line = room.area, room.px(DOT), room.px(LINE)
    above = max(it.year.height for it in points)
    axis = y + above + room.px(TEXT_GAP)
    bar = Area(area.x, axis + (dot - line) // 2, area.width, line)
    yield _axis(room, bar, room.onward)
    for n, it in enumerate(points):
        place = len(points) - 1 - n if room.rtl else n
        column = Area(area.x + place * (width + room.px(GAP)), y, width, area.height)
        inside = room.beside(column)
        yield from inside.lines(it.year, room.theme.colours.accent, it.beat, y)
        yield _dot(room, inside.left_of(dot), axis, it.beat)
        if it.text:
            below = axis + dot + room.px(TEXT_GAP)
            yield from inside.lines(it.text, room.theme.colours.text, it.beat, below)


def _down(points: list[_Point], room: Room, y: int) -> Iterator[Piece]:
    """The line along the edge where reading begins."""
    area, dot, line, gap = room.area, room.px(DOT), room.px(LINE), room.px(GAP)
    edge = area.right - dot if room.rtl else area.x
    height = sum(it.height for it in points) + gap * (len(points) - 1)
    yield _axis(room, Area(edge + (dot - line) // 2, y, line, height), Manner.FROM_ABOVE)
    column = Area(area.x if room.rtl else area.x + dot + gap, y, area.width - dot - gap, height)
    inside = room.beside(column)
    for it in points:
        first = it.year.lines[0]
        yield _dot(room, edge, y + first.ascent - round((first.style.cap_px + dot) / 2), it.beat)
        yield from inside.lines(it.year, room.theme.colours.accent, it.beat, y)
        if it.text:
            yield from inside.lines(it.text, room.theme.colours.text, it.beat, y + it.year.height)
        y += it.height + gap


def _axis(room: Room, area: Area, manner: Manner) -> Piece:
    slab = room.slab(area, 0, room.theme.colours.quiet, room.card.beat(0), manner)
    return replace(slab, over=True)


def _dot(room: Room, x: int, y: int, beat: Beat) -> Piece:
    side = room.px(DOT)
    colour = room.theme.colours.accent
    return room.slab(Area(x, y, side, side), side // 2, colour, beat, Manner.RISE)
