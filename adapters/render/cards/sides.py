"""Comparisons: two panels, beside one another or, where it is narrow, under one another."""

from collections.abc import Iterator
from functools import partial

from adapters.render.cards.blocks import TextBlock
from adapters.render.cards.pieces import Area, Piece
from adapters.render.cards.room import Element, Room
from adapters.render.cards.words import headline
from domain.scene.cards import Comparison, Side
from domain.timeline import Beat

HEAD, TEXT = 96_000, 50_000
PAD, GAP, TEXT_GAP, HEADING_GAP = 58_000, 30_000, 20_000, 46_000
_HEAD_LINES, _TEXT_LINES = 3, 3

_Blocks = tuple[TextBlock, TextBlock | None]


def comparison(content: Comparison, room: Room) -> list[Piece]:
    across = room.area.width >= room.area.height
    gap, pad = room.px(GAP), room.px(PAD)
    width = (room.area.width - gap) // 2 if across else room.area.width
    sides = [content.left, content.right]
    heads = room.alike(
        [it.head for it in sides],
        HEAD,
        room.theme.type.display_weight,
        lines=_HEAD_LINES,
        width=width - 2 * pad,
    )
    blocks = [
        (it, _text(side, room, width - 2 * pad)) for side, it in zip(sides, heads, strict=True)
    ]
    height = max(_height(it, room) for it in blocks) + 2 * pad
    whole = height if across else 2 * height + gap
    panels = partial(_panels, blocks, (width, height), room)
    elements = [*headline(room, content.heading), Element(whole, room.px(HEADING_GAP), panels)]
    return room.stacked(elements)


def _text(side: Side, room: Room, width: int) -> TextBlock | None:
    if not side.text:
        return None
    weight = room.theme.type.body_weight
    return room.text(side.text, TEXT, weight, lines=_TEXT_LINES, width=width)


def _height(blocks: _Blocks, room: Room) -> int:
    first, text = blocks
    return first.height + (room.px(TEXT_GAP) + text.height if text else 0)


def _panels(blocks: list[_Blocks], size: tuple[int, int], room: Room, y: int) -> Iterator[Piece]:
    width, height = size
    across = room.area.width >= 2 * width
    step_x, step_y = (width + room.px(GAP), 0) if across else (0, height + room.px(GAP))
    colours = room.theme.colours
    for n, its in enumerate(blocks):
        place = len(blocks) - 1 - n if across and room.rtl else n
        panel = Area(room.area.x + place * step_x, y + n * step_y, width, height)
        beat = room.card.beat(n + 1)
        yield room.panel(panel, beat)
        yield from _said(its, panel, room, (colours.accent, colours.text)[n], beat)


def _said(its: _Blocks, panel: Area, room: Room, colour: str, beat: Beat) -> Iterator[Piece]:
    first, text = its
    pad = room.px(PAD)
    inner = Area(panel.x + pad, panel.y, panel.width - 2 * pad, panel.height)
    inside = room.beside(inner)
    y = panel.y + (panel.height - _height(its, room)) // 2
    yield from inside.lines(first, colour, beat, y)
    if text:
        below = y + first.height + room.px(TEXT_GAP)
        yield from inside.lines(text, room.theme.colours.quiet, beat, below)
