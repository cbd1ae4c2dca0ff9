"""What stands beside the scenes: the lower third, and the end card with its free places."""

from dataclasses import replace

from adapters.render.cards.logo import logo
from adapters.render.cards.pieces import Area, Piece
from adapters.render.cards.room import Room
from domain.scene.cards import EndCard, LowerThird

NAME, TEXT = 46_000, 32_000
PAD, GAP, BAR = 26_000, 4_000, 9_000
CLOSING, LOGO = 96_000, 150_000
CLOSING_GAP = 30_000
_LINES = 4


def lower_third(content: LowerThird, room: Room) -> list[Piece]:
    """A panel no wider than its words, an accent along the edge where reading begins."""
    theme, beat = room.theme, room.card.beat(0)
    pad, bar = room.px(PAD), room.px(BAR)
    width = room.area.width - 2 * pad - bar
    name = room.text(content.name, NAME, theme.type.display_weight, lines=1, width=width)
    text = None
    if content.text:
        text = room.text(content.text, TEXT, theme.type.body_weight, lines=1, width=width)
    widest = max(name.width, text.width if text else 0)
    high = name.height + (text.height + room.px(GAP) if text else 0)
    size = (widest + 2 * pad + bar, high + 2 * (pad // 2))
    x = room.left_of(size[0])
    panel = Area(x, room.area.bottom - size[1], *size)
    edge = Area(panel.right - bar if room.rtl else x, panel.y, bar, panel.height)
    inner = Area(x + pad + (0 if room.rtl else bar), panel.y, widest, high)
    inside, y = room.beside(inner), panel.y + pad // 2
    colours = theme.colours
    pieces = [
        replace(room.slab(panel, 0, colours.panel, beat), over=True),
        room.slab(edge, 0, colours.accent, beat),
        *inside.lines(name, colours.text, beat, y),
    ]
    if text:
        pieces += inside.lines(text, colours.quiet, beat, y + name.height + room.px(GAP))
    return pieces


def end_card(content: EndCard, room: Room) -> list[Piece]:
    """Closing words and whose film it was."""
    theme, beat = room.theme, room.card.beat(0)
    words = room.text(content.text, CLOSING, theme.type.display_weight, lines=_LINES)
    elements = [*logo(room, LOGO, beat)]
    elements.append(room.said(words, theme.colours.text, beat, room.px(CLOSING_GAP)))
    if content.name:
        name = room.text(content.name, TEXT, theme.type.body_weight, lines=1)
        elements.append(room.said(name, theme.colours.quiet, beat, room.px(CLOSING_GAP)))
    return room.stacked(elements)
