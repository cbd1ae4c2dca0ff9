"""Themes: colours, type, room and motion of cards, each complete and legible in itself.

A ground runs between two colours; as each channel changes one way from the one to the other, text
that stands out from both stands out from everything between.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from domain.caption_look import CONDENSED_PERCENT, CaptionFont
from domain.contrast import CONTRAST_MIN, contrast
from domain.motion import MICROS, Easing

_COLOUR = re.compile("#[0-9a-f]{6}")


@dataclass(frozen=True, slots=True)
class Colours:
    """A ground from `low` to `high`, a `panel` on it, and what is written on all three.

    `on_accent` is written on the accent. Raises ValueError where a pair has too little contrast.
    """

    low: str
    high: str
    panel: str
    text: str
    quiet: str
    accent: str
    on_accent: str

    def __post_init__(self) -> None:
        for colour in (self.low, self.high, self.panel, *self._written, self.on_accent):
            if not _COLOUR.fullmatch(colour):
                raise ValueError(f"a colour is written #rrggbb, not {colour!r}")
        for one in self._written:
            for ground in (self.low, self.high, self.panel):
                _must_stand_out(one, ground)
        _must_stand_out(self.on_accent, self.accent)

    @property
    def _written(self) -> tuple[str, ...]:
        return (self.text, self.quiet, self.accent)


def _must_stand_out(one: str, ground: str) -> None:
    ratio = contrast(one, ground)
    if ratio < CONTRAST_MIN:
        raise ValueError(
            f"{one} on {ground} has a contrast of {ratio:.1f}; {CONTRAST_MIN} is the least"
        )


class Ground(StrEnum):
    """What lies beneath the cards."""

    ORB = "orb"
    RINGS = "rings"
    FOLDS = "folds"
    WAVES = "waves"


@dataclass(frozen=True, slots=True)
class Type:
    """Largest sizes (micros of the canvas's shorter side) and weights (100–900)."""

    display: int
    body: int
    label: int
    display_weight: int
    body_weight: int
    family: str = ""

    @property
    def face(self) -> tuple[str, int]:
        """The family of its letters, and how wide they are in percent of it."""
        if self.family == CaptionFont.CONDENSED:
            return CaptionFont.SANS.value, CONDENSED_PERCENT
        return self.family or CaptionFont.SANS.value, 100


@dataclass(frozen=True, slots=True)
class Character:
    """How parts come and go: the curve, how long, how far (micros of the shorter side)."""

    easing: Easing
    enter_ms: int
    leave_ms: int
    rise: int


@dataclass(frozen=True, slots=True)
class Theme:
    """`margin` and `radius` are micros of the canvas's shorter side."""

    name: str
    colours: Colours
    ground: Ground
    type: Type
    character: Character
    margin: int = 80_000
    radius: int = 18_000

    def __post_init__(self) -> None:
        if not 0 <= self.margin <= MICROS // 5:
            raise ValueError("a theme's margin is a fifth of the shorter side at most")


NIGHT = Theme(
    "night",
    Colours("#0b1022", "#1d2a55", "#17224a", "#f4f6ff", "#b4c0e4", "#ffc15e", "#1b1204"),
    Ground.ORB,
    Type(140_000, 58_000, 36_000, 750, 500),
    Character(Easing.EXPO, enter_ms=700, leave_ms=260, rise=34_000),
)
PAPER = Theme(
    "paper",
    Colours("#ece4d6", "#fbf7ef", "#fffdf9", "#1f1b16", "#5c5346", "#a8321f", "#ffffff"),
    Ground.FOLDS,
    Type(128_000, 56_000, 35_000, 600, 450),
    Character(Easing.IN_OUT, enter_ms=800, leave_ms=320, rise=14_000),
    margin=90_000,
    radius=4_000,
)
SIGNAL = Theme(
    "signal",
    Colours("#06110d", "#10382c", "#0e2c23", "#ffffff", "#a9d6c4", "#c8f53c", "#0d1704"),
    Ground.RINGS,
    Type(156_000, 60_000, 37_000, 900, 600),
    Character(Easing.SPRING, enter_ms=620, leave_ms=180, rise=60_000),
    margin=74_000,
    radius=30_000,
)
THEMES = {it.name: it for it in (NIGHT, PAPER, SIGNAL)}
