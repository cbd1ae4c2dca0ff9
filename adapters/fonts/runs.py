"""Runs: a text cut where its face or its direction changes, in the order in which it is seen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from PIL import ImageFont

from adapters.fonts.faces import EMOJI, Face, Style, font, growth_px, of_family
from domain import bidi
from domain.graphemes import clusters, is_emoji

_MEASURES_HELD = 2048

Ink = tuple[float, float, float, float]
"""Left, top, right and bottom from the origin on the baseline."""


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one face and one direction; `growth_px` makes up for a missing bold."""

    text: str
    font: ImageFont.FreeTypeFont
    direction: str = "ltr"
    growth_px: float = 0.0
    emoji: bool = False

    @property
    def width(self) -> float:
        return _width(self.font, self.text, self.direction)

    def ink(self, outline: float = 0.0) -> Ink:
        return _ink(self.font, self.text, self.direction, outline + self.growth_px)


@lru_cache(maxsize=_MEASURES_HELD)
def _width(font: ImageFont.FreeTypeFont, text: str, direction: str) -> float:
    return float(font.getlength(text, direction=direction))


@lru_cache(maxsize=_MEASURES_HELD)
def _ink(font: ImageFont.FreeTypeFont, text: str, direction: str, stroke: float) -> Ink:
    return font.getbbox(text, direction=direction, anchor="ls", stroke_width=stroke)


def one_way(known: Sequence[Face], text: str, style: Style, *, rtl: bool) -> tuple[Run, ...]:
    """The runs, from left to right, of a text whose characters all have one direction.

    A cluster stays whole; a symbol that no face has is left out.
    """
    ordered = of_family(known, style.family)
    pictured = any(map(is_emoji, text))
    whole = next((it for it in ordered if not pictured and it.has(text)), None)
    pieces = [(whole, text)] if whole else list(_pieces(ordered, text))
    direction = "rtl" if rtl else "ltr"
    runs = tuple(
        Run(piece, font(face, style), direction, growth_px(face, style), face.family == EMOJI)
        for face, piece in pieces
    )
    return runs[::-1] if rtl else runs


def both_ways(known: Sequence[Face], text: str, style: Style) -> Iterator[Run]:
    """The runs of any line, from left to right, ordered by the bidirectional algorithm."""
    levels = bidi.levels(text)
    parts = [list(part) for _, part in groupby(range(len(text)), key=lambda it: levels[it])]
    for n in bidi.visual_order([levels[it[0]] for it in parts]):
        part = text[parts[n][0] : parts[n][-1] + 1]
        yield from one_way(known, part, style, rtl=levels[parts[n][0]] % 2 == 1)


def best(known: Sequence[Face], cluster: str) -> tuple[Face, str] | None:
    """The first face that has the cluster, else its first character with what fits on it.

    Emoji, and what is said to be shown as one, are taken from a face of emoji where there is one.
    """
    if is_emoji(cluster):
        known = sorted(known, key=lambda it: it.family != EMOJI)
    whole = next((it for it in known if it.has(cluster)), None)
    if whole is not None:
        return whole, cluster
    first = next((it for it in known if it.has(cluster[0])), None)
    return None if first is None else (first, "".join(it for it in cluster if first.has(it)))


def _pieces(known: Sequence[Face], text: str) -> Iterator[tuple[Face, str]]:
    found = [it for cluster in clusters(text) if (it := best(known, cluster))]
    for face, piece in groupby(found, key=lambda it: it[0]):
        yield face, "".join(letters for _, letters in piece)
