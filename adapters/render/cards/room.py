"""The room that a layout has: its area, its scale, and stacks of parts in its middle."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from adapters.images.typesetting import Frame
from adapters.render import paint
from adapters.render.cards.blocks import Setter, TextBlock
from adapters.render.cards.pieces import Area, Manner, Piece
from adapters.render.colour import Pixels
from domain.motion import MICROS
from domain.scene.theme import Theme
from domain.timeline import Beat, Card

_STAGGER = 0.35
"""How much of a beat passes before the last line of a block begins to come."""


@dataclass(frozen=True, slots=True)
class Element:
    """Something of a stack: how high it is, the gap above it, its pieces at a height."""

    height: int
    gap: int
    pieces: Callable[[int], Iterable[Piece]]


@dataclass(frozen=True, slots=True)
class Room:
    """An area on a canvas whose shorter side is `unit` pixels; all sizes go by `scale`."""

    card: Card
    area: Area
    unit: int
    scale: float
    setter: Setter
    rtl: bool
    logo: Path | None = None

    @property
    def theme(self) -> Theme:
        return self.card.theme

    def px(self, micros: int) -> int:
        """A length given in micros of the shorter side."""
        return max(1, round(micros * self.unit * self.scale / MICROS))

    def beside(self, area: Area, *, centred: bool = False) -> "Room":
        """A part of it, in which texts stand where reading begins unless they are centred."""
        return replace(self, area=area, card=replace(self.card, centred=centred))

    def text(
        self, text: str, largest: int, weight: int, *, lines: int, width: int = 0
    ) -> TextBlock:
        """Set at most `largest` micros high, within the area's width unless told otherwise."""
        frame = Frame(width or self.area.width, self.area.height, lines)
        return self.setter.block(text, frame, self.px(largest), weight)

    def alike(
        self, texts: Sequence[str], largest: int, weight: int, *, lines: int, width: int
    ) -> list[TextBlock]:
        """Texts in one size: the largest in which each of them fits its lines."""
        made = [self.text(it, largest, weight, lines=lines, width=width) for it in texts]
        size_px = min((it.size_px for it in made), default=1)
        frame = Frame(width, self.area.height, lines)
        return [self.setter.block(it, frame, size_px, weight) for it in texts]

    def left_of(self, width: int) -> int:
        """Where something of this width begins: in the middle, or where reading begins."""
        if self.card.centred:
            return self.area.x + (self.area.width - width) // 2
        return self.area.right - width if self.rtl else self.area.x

    @property
    def onward(self) -> Manner:
        """In reading's direction."""
        return Manner.FROM_RIGHT if self.rtl else Manner.FROM_LEFT

    def said(self, block: TextBlock, colour: str, beat: Beat, gap: int = 0) -> Element:
        """A block of text whose lines come one after another."""
        return Element(block.height, gap, partial(self.lines, block, colour, beat))

    def lines(self, block: TextBlock, colour: str, beat: Beat, y: int) -> Iterator[Piece]:
        for n, line in enumerate(block.lines):
            width = line.width - 2 * line.edge
            x = self.left_of(width)
            top = y + n * block.pitch
            begin = _STAGGER * n / len(block.lines)
            yield Piece(
                x - line.edge,
                top,
                Area(x, top, width, min(line.height, block.pitch)),
                beat,
                partial(_painted, line.painted, colour),
                begin=begin,
                end=begin + 1 - _STAGGER,
            )

    def bar(self, width: int, height: int, colour: str, beat: Beat, gap: int = 0) -> Element:
        """A short rule that comes in reading's direction."""
        return Element(height, gap, partial(self._bar, width, height, colour, beat))

    def _bar(self, width: int, height: int, colour: str, beat: Beat, y: int) -> Iterator[Piece]:
        yield self.slab(Area(self.left_of(width), y, width, height), height // 2, colour, beat)

    def slab(
        self, area: Area, radius: int, colour: str, beat: Beat, manner: Manner | None = None
    ) -> Piece:
        """A filled rectangle with round corners."""
        picture = partial(_slab, area.width, area.height, radius, colour)
        return Piece(area.x, area.y, area, beat, picture, manner or self.onward)

    def panel(self, area: Area, beat: Beat) -> Piece:
        """A panel that lies beneath other pieces and rises with them."""
        radius = self.px(self.theme.radius)
        slab = self.slab(area, radius, self.theme.colours.panel, beat, Manner.RISE)
        return replace(slab, over=True)

    def stacked(self, elements: Sequence[Element]) -> list[Piece]:
        """The elements under one another, as a whole in the middle of the area."""
        total = sum(it.height + it.gap for it in elements) - elements[0].gap
        y = self.area.y + (self.area.height - total) // 2 - elements[0].gap
        pieces: list[Piece] = []
        for it in elements:
            y += it.gap
            pieces.extend(it.pieces(y))
            y += it.height
        return pieces


def _painted(painted: Callable[[str], Pixels], colour: str, _: float) -> Pixels:
    return painted(colour)


def _slab(width: int, height: int, radius: int, colour: str, _: float) -> Pixels:
    rgba = paint.blank(width, height)
    paint.over(rgba, paint.rounded(0, 0, width, height, radius), colour)
    return rgba
