"""Layouts of words: title, statement with its key words struck, number, quote."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from math import ceil

import numpy as np

from adapters.fonts import is_rtl
from adapters.render import paint
from adapters.render.cards.blocks import Line, TextBlock
from adapters.render.cards.digits import Digits
from adapters.render.cards.icons import icon
from adapters.render.cards.pieces import Area, Manner, Piece
from adapters.render.cards.room import Element, Room
from adapters.render.colour import Pixels
from domain.scene.cards import Number, Quote, Statement, Title

BAR, BAR_HEIGHT = 110_000, 9_000
GAP, SMALL_GAP = 46_000, 26_000
ICON = 150_000
"""Micros of the shorter side."""
_LINES_WIDE, _LINES_TALL = 4, 6
_STRIKE_PAD = 0.11
_QUOTE_LARGEST = 84_000
_NUMBER_GROWN = 1.9


def lines_max(room: Room) -> int:
    return _LINES_TALL if room.area.height > room.area.width else _LINES_WIDE


def drawn(content: Title | Statement | Number | Quote, room: Room) -> list[Piece]:
    match content:
        case Title():
            return title(content, room)
        case Statement():
            return statement(content, room)
        case Number():
            return number(content, room)
        case Quote():
            return quote(content, room)


def title(content: Title, room: Room) -> list[Piece]:
    """A line above, the title, a rule beneath it."""
    card, theme = room.card, room.theme
    elements: list[Element] = []
    if content.above:
        above = room.text(content.above, theme.type.label, theme.type.body_weight, lines=1)
        elements.append(room.said(above, theme.colours.quiet, card.beat(0)))
    set_in = room.text(
        content.text, theme.type.display, theme.type.display_weight, lines=lines_max(room)
    )
    elements.append(room.said(set_in, theme.colours.text, card.beat(0), room.px(SMALL_GAP)))
    rule = room.bar(
        room.px(BAR), room.px(BAR_HEIGHT), theme.colours.accent, card.beat(1), room.px(GAP)
    )
    return room.stacked([*elements, rule])


def statement(content: Statement, room: Room) -> list[Piece]:
    """An icon or a rule with the heading, then the phrase; a slab strikes its key words."""
    theme = room.theme
    set_in = room.text(
        content.text, theme.type.display, theme.type.display_weight, lines=lines_max(room)
    )
    phrase = Element(set_in.height, room.px(GAP), partial(_struck, content, set_in, room))
    return room.stacked([*head(room, content.heading), phrase])


def head(room: Room, heading: str) -> Iterator[Element]:
    """What stands above the large words: the icon if there is one, then rule and heading."""
    theme, beat = room.theme, room.card.beat(0)
    if room.card.icon:
        yield icon(room, ICON, beat)
    if heading:
        label = room.text(heading, theme.type.label, theme.type.body_weight, lines=1)
        yield room.said(label, theme.colours.quiet, beat, room.px(SMALL_GAP))
    elif not room.card.icon:
        yield room.bar(room.px(BAR), room.px(BAR_HEIGHT), theme.colours.accent, beat)


def headline(room: Room, heading: str) -> Iterator[Element]:
    """What stands above lists, panels and charts."""
    if heading:
        theme = room.theme
        block = room.text(heading, theme.type.body, theme.type.display_weight, lines=2)
        yield room.said(block, theme.colours.text, room.card.beat(0))


def _struck(content: Statement, block: TextBlock, room: Room, y: int) -> Iterator[Piece]:
    yield from room.lines(block, room.theme.colours.text, room.card.beat(0), y)
    first = 0
    for n, line in enumerate(block.lines):
        last = first + len(line.text.split())
        inside = range(max(content.key_start, first) - first, min(content.key_end, last) - first)
        if inside:
            yield _strike(line, inside, room, y + n * block.pitch)
        first = last


def _strike(line: Line, words: range, room: Room, top: int) -> Piece:
    """Accent behind the words, and the words again on it, uncovered as they are spoken."""
    its = [it for it in line.set_in.words if it.number in words]
    left, right = min(it.left for it in its), max(it.left + it.width for it in its)
    pad = round(_STRIKE_PAD * line.style.size_px)
    x = room.left_of(line.width - 2 * line.edge)
    box = Area(round(x + left) - pad, top, round(right - left) + 2 * pad, line.height)
    return Piece(
        x - line.edge,
        top,
        box,
        room.card.beat(1),
        partial(_on_accent, line, words, (round(left) - pad, round(right) + pad), room),
        room.onward,
        over=True,
    )


def _on_accent(line: Line, words: range, span: tuple[int, int], room: Room, _: float) -> Pixels:
    colours = room.theme.colours
    rgba = paint.blank(line.width, line.height)
    letters = line.painted(colours.on_accent, words)
    top, bottom = _slab(line, letters)
    radius = min(room.px(room.theme.radius), (bottom - top) // 2)
    left = max(0, line.edge + span[0])
    width = min(line.width, line.edge + span[1]) - left
    paint.over(rgba, paint.rounded(left, top, width, bottom - top, radius), colours.accent)
    return letters + rgba * (1 - letters[:, :, 3:])


def _slab(line: Line, letters: Pixels) -> tuple[int, int]:
    """About the capitals; as far as the ink where letters reach beyond, as Arabic ones do."""
    pad = round(_STRIKE_PAD * line.style.size_px)
    inked = np.flatnonzero(letters[:, :, 3].any(axis=1))
    if not inked.size:
        inked = np.array([line.ascent])
    top = min(round(line.ascent - line.style.cap_px - 1.4 * pad), int(inked[0]) - pad // 2)
    bottom = max(round(line.ascent + 1.4 * pad), int(inked[-1]) + 1 + pad // 2)
    return max(0, top), min(line.height, bottom)


def number(content: Number, room: Room) -> list[Piece]:
    """The figure as large as it may be, what it is a figure of beneath it."""
    theme = room.theme
    digits = _digits(content, room)
    whole = room.setter.styled(content.figure.text, digits.style)
    elements = [*_icon_alone(room)]
    elements.append(
        Element(whole.height, room.px(SMALL_GAP), partial(_counted, whole, digits, room))
    )
    if content.text:
        text = room.text(content.text, theme.type.body, theme.type.body_weight, lines=3)
        elements.append(room.said(text, theme.colours.text, room.card.beat(0), room.px(SMALL_GAP)))
    return room.stacked(elements)


def _digits(content: Number, room: Room) -> Digits:
    """In cells that have room, which may be wider than the figure is."""
    its, type_ = content.figure, room.theme.type
    largest = round(type_.display * _NUMBER_GROWN)
    style = room.text(its.text, largest, type_.display_weight, lines=1).lines[0].style
    colour = room.theme.colours.accent
    made = Digits(its, style, room.setter, colour, is_rtl(its.text))
    if made.width <= room.area.width:
        return made
    smaller = max(1, int(style.size_px * room.area.width / made.width))
    return Digits(its, replace(style, size_px=smaller), room.setter, colour, made.rtl)


def _icon_alone(room: Room) -> Iterator[Element]:
    if room.card.icon:
        yield icon(room, ICON, room.card.beat(0))


def _counted(whole: Line, digits: Digits, room: Room, y: int) -> Iterator[Piece]:
    width = ceil(digits.width)
    x = room.left_of(width)
    yield Piece(
        x - whole.edge,
        y,
        Area(x, y, width, whole.height),
        room.card.beat(1),
        partial(_painted, whole, digits.colour),
        Manner.CHANGE,
        seen_with=room.card.beat(0),
        digits=digits,
    )


def _painted(line: Line, colour: str, _: float) -> Pixels:
    return line.painted(colour)


def quote(content: Quote, room: Room) -> list[Piece]:
    """A mark, the words, a rule and whose they are."""
    theme, card = room.theme, room.card
    words = room.text(
        content.text, _QUOTE_LARGEST, theme.type.body_weight, lines=lines_max(room) + 2
    )
    elements = [
        icon(room, ICON, card.beat(0), name="quote"),
        room.said(words, theme.colours.text, card.beat(0), room.px(GAP)),
    ]
    if content.author:
        author = room.text(content.author, theme.type.label, theme.type.display_weight, lines=1)
        elements += [
            room.bar(
                room.px(BAR), room.px(BAR_HEIGHT), theme.colours.accent, card.beat(1), room.px(GAP)
            ),
            room.said(author, theme.colours.quiet, card.beat(1), room.px(SMALL_GAP)),
        ]
    return room.stacked(elements)
