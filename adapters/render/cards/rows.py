"""Lists: items under one another, each coming as it is named."""

from collections.abc import Iterator
from functools import partial

from adapters.render.cards.blocks import TextBlock
from adapters.render.cards.pieces import Area, Manner, Piece
from adapters.render.cards.room import Element, Room
from adapters.render.cards.words import headline
from domain.scene.cards import Listing
from domain.timeline import Beat

ITEM, ITEM_OF_MANY = 74_000, 62_000
MANY = 4
GAP, HEADING_GAP = 32_000, 50_000
DOT = 0.34
INDENT = 1.0
"""In em of the items."""


def listing(content: Listing, room: Room) -> list[Piece]:
    theme = room.theme
    largest = ITEM_OF_MANY if len(content.items) >= MANY else ITEM
    indent = round(room.px(largest) * INDENT)
    blocks = room.alike(
        content.items,
        largest,
        theme.type.body_weight,
        lines=2,
        width=room.area.width - indent,
    )
    elements = list(headline(room, content.heading))
    for n, block in enumerate(blocks):
        gap = room.px(GAP if n else HEADING_GAP)
        row = partial(_row, block, indent, room, room.card.beat(n + 1))
        elements.append(Element(block.height, gap, row))
    return room.stacked(elements)


def _row(block: TextBlock, indent: int, room: Room, beat: Beat, y: int) -> Iterator[Piece]:
    line = block.lines[0]
    side = max(2, round(DOT * block.size_px))
    width = block.width + indent
    left = room.left_of(width)
    middle = y + line.ascent - round(line.style.cap_px / 2)
    dot_x = left + width - side if room.rtl else left
    dot = Area(dot_x, middle - side // 2, side, side)
    radius = min(side // 2, room.px(room.theme.radius))
    yield room.slab(dot, radius, room.theme.colours.accent, beat, Manner.RISE)
    inner = Area(left if room.rtl else left + indent, y, block.width, block.height)
    yield from room.beside(inner).lines(block, room.theme.colours.text, beat, y)
