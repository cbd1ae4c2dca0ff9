"""Transitions: how a picture comes over the one that was there before it."""

import re
from dataclasses import dataclass
from enum import StrEnum

from domain import motion
from domain.motion import MICROS, Easing

_COLOUR = re.compile(r"#[0-9a-f]{6}")


class Effect(StrEnum):
    """It appears, comes in from a side, is uncovered from a side, or appears out of a colour."""

    DISSOLVE = "dissolve"
    SLIDE = "slide"
    WIPE = "wipe"
    DIP = "dip"


class Towards(StrEnum):
    """Where the picture moves, or the edge that uncovers it."""

    LEFT = "left"
    RIGHT = "right"
    UP = "up"
    DOWN = "down"

    @property
    def across(self) -> bool:
        return self in (Towards.LEFT, Towards.RIGHT)


@dataclass(frozen=True, slots=True)
class Transition:
    """Over the first frames of a layer. `softness` is a wipe's edge, as micros of its way.

    A dip goes through a colour (`#rrggbb`) that hides what was there before.
    """

    effect: Effect
    frames: int
    easing: Easing = Easing.IN_OUT
    towards: Towards = Towards.LEFT
    softness: int = 150_000
    colour: str = "#000000"

    def __post_init__(self) -> None:
        if self.frames < 1:
            raise ValueError(f"a transition takes at least one frame, not {self.frames}")
        if not 0 <= self.softness <= MICROS:
            raise ValueError(f"a wipe's softness is 0 to {MICROS}, not {self.softness}")
        if not _COLOUR.fullmatch(self.colour):
            raise ValueError(f"a dip's colour is #rrggbb in small letters, not {self.colour!r}")

    def share(self, frame: int) -> float:
        """How much of it has come about (0..1), so many frames after its layer began."""
        passed = min(max(frame / self.frames, 0.0), 1.0)
        return min(max(motion.eased(self.easing, passed), 0.0), 1.0)
