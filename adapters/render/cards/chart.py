"""Charts of figures from the text: bars that grow from nought, or a line from year to year."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from math import floor

from adapters.render import paint
from adapters.render.cards.blocks import TextBlock
from adapters.render.cards.pieces import Area, Manner, Piece
from adapters.render.cards.room import Element, Room
from adapters.render.cards.vector import strokes
from adapters.render.cards.words import headline
from adapters.render.colour import Pixels
from adapters.render.paint import Mask
from domain.scene.cards import Chart

VALUE, LABEL = 58_000, 52_000
GAP, HEADING_GAP, LINE, DOT = 30_000, 50_000, 9_000, 26_000
LINE_HEIGHT_MAX = 400_000
_LABEL_SHARE, _LABEL_SHARE_NARROW = 0.28, 0.34
_WIDE = 1.25
_FROM_NOUGHT = 0.5


@dataclass(frozen=True, slots=True)
class _Bars:
    labels: list[TextBlock]
    values: list[TextBlock]
    label_width: int
    value_width: int
    pitch: int


def chart(content: Chart, room: Room) -> list[Piece]:
    drawn = _line_element(content, room) if content.line else _bars_element(content, room)
    return room.stacked([*headline(room, content.heading), drawn])


def _bars_element(content: Chart, room: Room) -> Element:
    wide = room.area.width > _WIDE * room.area.height
    label_width = round(room.area.width * (_LABEL_SHARE if wide else _LABEL_SHARE_NARROW))
    labels = room.alike(
        [it.label for it in content.values],
        LABEL,
        room.theme.type.body_weight,
        lines=2,
        width=label_width,
    )
    values = _values(content, room, room.area.width // 3)
    pitch = max(it.height for it in (*labels, *values)) + room.px(GAP)
    named = max(it.width for it in labels)
    bars = _Bars(labels, values, named, max(it.width for it in values), pitch)
    height = pitch * len(labels) - room.px(GAP)
    return Element(height, room.px(HEADING_GAP), partial(_bars, content, bars, room))


def _values(content: Chart, room: Room, width: int) -> list[TextBlock]:
    said = [it.figure.text for it in content.values]
    return room.alike(said, VALUE, room.theme.type.display_weight, lines=1, width=width)


def _bars(content: Chart, bars: _Bars, room: Room, y: int) -> Iterator[Piece]:
    area, gap, colours = room.area, room.px(GAP), room.theme.colours
    longest = area.width - bars.label_width - bars.value_width - 2 * gap
    most = max(it.figure.value for it in content.values) or 1.0
    thick = round(bars.pitch - gap)
    for n, (value, label, said) in enumerate(
        zip(content.values, bars.labels, bars.values, strict=True)
    ):
        beat, top = room.card.beat(n + 1), y + n * bars.pitch
        length = max(2, round(longest * value.figure.value / most))
        spans = ((0, bars.label_width), (bars.label_width + gap, length))
        left, bar = (_mirrored(area, *it, rtl=room.rtl) for it in spans)
        inside = room.beside(Area(left, top, bars.label_width, thick))
        yield from inside.lines(label, colours.text, beat, top + (thick - label.height) // 2)
        strong = value.figure.value == most
        slab = Area(bar, top + thick // 6, length, thick * 2 // 3)
        colour = colours.accent if strong else colours.quiet
        yield room.slab(slab, min(room.px(room.theme.radius), thick // 3), colour, beat)
        after = _mirrored(area, bars.label_width + 2 * gap + length, said.width, rtl=room.rtl)
        inside = room.beside(Area(after, top, said.width, thick))
        yield from inside.lines(said, colours.text, beat, top + (thick - said.height) // 2)


def _mirrored(area: Area, offset: int, width: int, *, rtl: bool) -> int:
    return area.right - offset - width if rtl else area.x + offset


def _line_element(content: Chart, room: Room) -> Element:
    count = len(content.values)
    column = room.area.width // count
    labels = room.alike(
        [it.label for it in content.values], LABEL, room.theme.type.body_weight, lines=1,
        width=column - room.px(GAP),
    )  # fmt: skip
    values = _values(content, room, column - room.px(GAP))
    plot = room.px(LINE_HEIGHT_MAX)
    height = plot + 2 * values[0].height + labels[0].height + 2 * room.px(GAP)
    drawn = partial(_line, content, (labels, values), plot, room)
    return Element(height, room.px(HEADING_GAP), drawn)


def _line(
    content: Chart, texts: tuple[list[TextBlock], list[TextBlock]], plot: int, room: Room, y: int
) -> Iterator[Piece]:
    labels, values = texts
    area, gap, colours, dot = room.area, room.px(GAP), room.theme.colours, room.px(DOT)
    column = area.width // len(labels)
    top = y + values[0].height + gap // 2
    points = _points(content, area, column, (top, plot))
    base = top + plot + values[0].height + gap // 2
    for n, (x, at) in enumerate(points):
        beat = room.card.beat(n + 1)
        inside = room.beside(Area(x - column // 2, y, column, plot), centred=True)
        if n:
            yield replace(_segment(points[n - 1], points[n], room), beat=beat)
        yield replace(
            room.slab(Area(x - dot // 2, at - dot // 2, dot, dot), dot // 2, colours.accent, beat),
            manner=Manner.RISE,
            over=True,
        )
        above = at >= top and _is_high(points, n)
        told = at - dot // 2 - gap // 3 - values[n].height if above else at + dot // 2 + gap // 3
        yield from inside.lines(values[n], colours.text, beat, told)
        yield from inside.lines(labels[n], colours.quiet, beat, base)


def _points(
    content: Chart, area: Area, column: int, plot: tuple[int, int]
) -> list[tuple[int, int]]:
    """Evenly apart; from nought up, unless all values lie far above it."""
    figures = [it.figure.value for it in content.values]
    most, least = max(figures), min(figures)
    low = 0.0 if least < _FROM_NOUGHT * most else least - (most - least) / 4
    spread = (most - low) or 1.0
    top, height = plot
    return [
        (area.x + column * n + column // 2, top + floor(height * (most - it) / spread))
        for n, it in enumerate(figures)
    ]


def _is_high(points: list[tuple[int, int]], n: int) -> bool:
    """Whether a point lies no lower than the middle of its neighbours: lines pass beneath it."""
    beside = [points[it][1] for it in (n - 1, n + 1) if 0 <= it < len(points)]
    return points[n][1] <= sum(beside) / len(beside)


def _segment(one: tuple[int, int], two: tuple[int, int], room: Room) -> Piece:
    wide = room.px(LINE)
    left, right = min(one[0], two[0]) - wide, max(one[0], two[0]) + wide
    top, bottom = min(one[1], two[1]) - wide, max(one[1], two[1]) + wide
    path = f"M{one[0] - left} {one[1] - top} L{two[0] - left} {two[1] - top}"
    size = (right - left, bottom - top)
    picture = partial(_stroke, path, size, wide, room.theme.colours.accent)
    box = Area(left, top, *size)
    return Piece(left, top, box, room.card.beat(0), picture, room.onward, over=True)


def _stroke(path: str, size: tuple[int, int], wide: int, colour: str, _: float) -> Pixels:
    rgba = paint.blank(*size)
    mask = strokes((path,), size, (0, 0, *size), wide, 1.0)
    paint.over(rgba, Mask(0, 0, mask), colour)
    return rgba
