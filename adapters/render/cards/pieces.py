"""The pieces of a card: each has a place where it rests, a beat, and a manner of coming."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

import numpy as np

from adapters.render import patches
from adapters.render.cards.digits import Digits
from adapters.render.colour import Pixels
from adapters.render.patches import Patch, Planes
from domain import motion
from domain.scene.theme import Character
from domain.timeline import Beat

_SEEN_BY, _SEEN_AT_ONCE = 0.6, 4
_SOFT_SHARE, _SOFT_MIN_PX = 0.015, 3.0


class Manner(Enum):
    """How a piece comes: it rises and fades in, or is uncovered from one of its edges."""

    RISE = "rise"
    FROM_LEFT = "from-left"
    FROM_RIGHT = "from-right"
    FROM_ABOVE = "from-above"
    CHANGE = "change"
    """It is drawn anew for every share of its beat."""


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle in whole pixels."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height

    def grown(self, by: int) -> "Area":
        """On its left and right."""
        return Area(self.x - by, self.y, self.width + 2 * by, self.height)

    def holds(self, other: "Area") -> bool:
        across = self.x <= other.x and other.right <= self.right
        return across and self.y <= other.y and other.bottom <= self.bottom

    def meets(self, other: "Area") -> bool:
        across = self.x < other.right and other.x < self.right
        return across and self.y < other.bottom and other.y < self.bottom


@dataclass(frozen=True, slots=True)
class Piece:
    """A picture whose corner rests at (x, y); `box` is what it takes up there.

    It comes between the shares `begin` and `end` of its beat. `picture` is told how much of it
    has come. What lies `over` others does so on purpose.
    """

    x: int
    y: int
    box: Area
    beat: Beat
    picture: Callable[[float], Pixels]
    manner: Manner = Manner.RISE
    begin: float = 0.0
    end: float = 1.0
    over: bool = False
    looks: Callable[[float], object] = lambda share: share
    seen_with: Beat | None = None
    """What changes is there from this beat on, before its own begins."""
    digits: Digits | None = None
    """What changes by counting is laid digit by digit instead."""

    def come(self, frame: int) -> float:
        share = (self.beat.share(frame) - self.begin) / (self.end - self.begin)
        return min(max(share, 0.0), 1.0)


@dataclass(slots=True)
class PiecePainter:
    """Lays one piece; its patch is kept while it looks the same."""

    piece: Piece
    character: Character
    rise_px: float
    kept: dict[object, Patch] = field(default_factory=dict)

    def paint(self, frame: int, on: Planes, opacity: float) -> None:
        share = self.piece.come(frame)
        if self.piece.manner is Manner.CHANGE:
            self._change(frame, share, on, opacity)
            return
        if share <= 0:
            return
        eased = motion.eased(self.character.easing, share)
        match self.piece.manner:
            case Manner.RISE:
                self._rise(share, eased, on, opacity)
            case _:
                patch = self._patch(1.0)
                shown = (
                    patch if share >= 1 else uncovered(patch, min(eased, 1.0), self.piece.manner)
                )
                patches.lay(shown, on, opacity)

    def _change(self, frame: int, share: float, on: Planes, opacity: float) -> None:
        its, digits = self.piece, self.piece.digits
        seen = (its.seen_with or its.beat).share(frame)
        shown = opacity * min(1.0, seen * _SEEN_AT_ONCE)
        if digits is not None and seen > 0:
            digits.lay(share, (its.x, its.y), on, shown)
        elif seen > 0:
            patches.lay(self._patch(share), on, shown)

    def _rise(self, share: float, eased: float, on: Planes, opacity: float) -> None:
        patch = self._patch(1.0)
        away = (1 - eased) * self.rise_px
        if away:
            patch = patches.moved(patch, 0.0, away)
        patches.lay(patch, on, opacity * min(1.0, share / _SEEN_BY))

    def _patch(self, share: float) -> Patch:
        key = self.piece.looks(share)
        if key not in self.kept:
            rgba = self.piece.picture(share)
            self.kept = {key: patches.patch(rgba, self.piece.x, self.piece.y)}
        return self.kept[key]


def uncovered(it: Patch, share: float, manner: Manner) -> Patch:
    """The share of a patch that lies towards one edge, ending softly."""
    height, width = it.luma.shape
    size = height if manner is Manner.FROM_ABOVE else width
    soft = max(_SOFT_MIN_PX, _SOFT_SHARE * size)
    at = np.arange(size) + 0.5
    if manner is Manner.FROM_RIGHT:
        at = size - at
    seen = np.clip((share * (size + soft) - at) / soft, 0, 1)
    if manner is Manner.FROM_ABOVE:
        return patches.dimmed(it, down=seen)
    return patches.dimmed(it, across=seen)
