"""Painters of cards: laid out once for a canvas, each piece painted as its beat says."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from adapters.render.cards.layout import laid_out
from adapters.render.cards.pieces import PiecePainter
from adapters.render.fonts import Typefaces
from adapters.render.patches import Planes
from domain import motion
from domain.motion import MICROS
from domain.timeline import Canvas, Card


@dataclass(slots=True)
class CardPainter:
    card: Card
    pieces: list[PiecePainter]

    @classmethod
    def of(
        cls, card: Card, canvas: Canvas, faces: Typefaces, paths: Mapping[str, Path]
    ) -> "CardPainter":
        rise_px = card.theme.character.rise * min(canvas.width, canvas.height) / MICROS
        logo = paths[card.logo] if card.logo else None
        pieces = laid_out(card, canvas, faces, logo)
        return cls(card, [PiecePainter(it, card.theme.character, rise_px) for it in pieces])

    def covers(self, frame: int) -> bool:  # noqa: ARG002 -- of the protocol
        return False

    def paint(self, frame: int, on: Planes) -> None:
        opacity = motion.at(self.card.opacity, frame)[0]
        if opacity > 0:
            for piece in self.pieces:
                piece.paint(frame, on, opacity)
