"""Blocks of text: set as large as a frame allows, line by line, by the product's lettering."""

import unicodedata
from dataclasses import dataclass, replace
from math import ceil

from adapters.fonts import Face, Style, is_rtl
from adapters.images.typesetting import LEADING, Frame, fitted
from adapters.render import paint
from adapters.render.colour import Pixels
from adapters.render.fonts import Typefaces
from adapters.render.lettering import (
    SetLine,
    SetWord,
    letters,
    pictures,
    set_line,
    without_emoji,
)
from domain.timeline import Rect

ASCENT, DESCENT = 0.86, 0.28
"""Room above and below a baseline, in em."""
_TALL_ASCENT, _TALL_DESCENT = 1.12, 0.46
_TALL_SCRIPTS = ("ARABIC", "HEBREW", "DEVANAGARI", "THAI", "BENGALI", "TAMIL")
_LINE_GAP, _TALL_GAP = 1.0, 1.02


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its picture is `width` × `height`, its letters begin `edge` pixels within."""

    text: str
    set_in: SetLine
    style: Style
    ascent: int
    height: int
    edge: int
    emoji: Face | None = None

    @property
    def width(self) -> int:
        return ceil(self.set_in.width) + 2 * self.edge

    def painted(self, colour: str, words: range | None = None) -> Pixels:
        """Its letters, or those of the words (counted as read) alone; emoji as they are."""
        rgba = paint.blank(self.width, self.height)
        middle = self.ascent - self.style.cap_px / 2
        for word in self.set_in.words:
            if words is None or word.number in words:
                self._paint(word, middle, rgba, colour)
        return rgba

    def _paint(self, word: SetWord, middle: float, rgba: Pixels, colour: str) -> None:
        for it in without_emoji(word) if self.emoji else (word,):
            paint.over(rgba, letters(it, self.edge, middle, self.style), colour)
        for picture in pictures(word, (self.edge, middle), self.style, self.emoji):
            picture.over(rgba, Rect(0, 0, self.width, self.height))


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Lines of one style under one another; `height` is all of their pictures'."""

    lines: tuple[Line, ...]
    pitch: int
    rtl: bool

    @property
    def height(self) -> int:
        return self.pitch * len(self.lines)

    @property
    def width(self) -> int:
        """Of the letters alone."""
        return max(ceil(it.set_in.width) for it in self.lines)

    @property
    def size_px(self) -> int:
        return self.lines[0].style.size_px


@dataclass(frozen=True, slots=True)
class Setter:
    """Sets texts of one language in the faces of a film."""

    faces: Typefaces
    language: str
    family: str = "sans"
    width_percent: int = 100

    def block(self, text: str, room: Frame, largest_px: int, weight: int) -> TextBlock:
        """The text as large as the frame allows; letters never reach beyond the width."""
        tall = _is_tall(text)
        pitch = (
            (_TALL_ASCENT + _TALL_DESCENT) * _TALL_GAP if tall else (ASCENT + DESCENT) * _LINE_GAP
        )
        height = max(round(room.height_px * LEADING / pitch), 1)
        frame = Frame(max(room.width_px, 1), height, room.lines_max)
        chosen = fitted(
            text,
            frame,
            max(largest_px, 2),
            weight,
            self.language,
            family=self.family,
            width_percent=self.width_percent,
        )
        style = chosen.style
        made = tuple(self._line(it, style, tall=tall) for it in chosen.lines)
        widest = max(it.set_in.width for it in made)
        if widest > frame.width_px and style.size_px > 1:
            smaller = max(1, int(style.size_px * frame.width_px / widest))
            style = replace(style, size_px=smaller)
            made = tuple(self._line(it, style, tall=tall) for it in chosen.lines)
        return TextBlock(made, round(pitch * style.size_px), is_rtl(text))

    def styled(self, text: str, style: Style) -> Line:
        """One line as it is, in a style."""
        return self._line(text, style, tall=_is_tall(text))

    def _line(self, text: str, style: Style, *, tall: bool) -> Line:
        size = style.size_px
        words = [(it, False) for it in text.split()]
        ascent = ceil((_TALL_ASCENT if tall else ASCENT) * size)
        below = ceil((_TALL_DESCENT if tall else DESCENT) * size)
        set_in, edge = set_line(self.faces, words, style), ceil(size / 6)
        return Line(text, set_in, style, ascent, ascent + below, edge, self.faces.colour_emoji)


def _is_tall(text: str) -> bool:
    return any(
        unicodedata.name(it, "").startswith(_TALL_SCRIPTS) for it in text if not it.isascii()
    )
