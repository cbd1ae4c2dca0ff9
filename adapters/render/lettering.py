"""Lettering: lines of words, set by their script's direction, as masks to paint with."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil

from PIL import Image, ImageDraw

from adapters.fonts import Style, is_rtl
from adapters.render.fonts import Run, Typefaces
from adapters.render.paint import Mask, coverage

OVERHANG = 0.3
"""How far a letter may reach beyond its advance, in em."""


@dataclass(frozen=True, slots=True)
class SetWord:
    """A word where it stands: its number in the line, its left edge and its width in pixels."""

    number: int
    left: float
    width: float
    runs: tuple[Run, ...]
    direction: str


@dataclass(frozen=True, slots=True)
class SetLine:
    words: tuple[SetWord, ...]
    width: float


def set_line(faces: Typefaces, words: Sequence[tuple[str, bool]], style: Style) -> SetLine:
    """Words (text, whether joined to the one before) from the left edge on, as they are seen."""
    space = sum(it.font.getlength(it.text) for it in faces.runs(" ", style))
    direction = "rtl" if is_rtl(" ".join(text for text, _ in words)) else "ltr"
    at = 0.0
    made: list[SetWord] = []
    for number in _seen_order([text for text, _ in words]):
        text, joined = words[number]
        runs = faces.runs(text, style)[:: -1 if direction == "rtl" else 1]
        width = sum(it.font.getlength(it.text, direction=direction) for it in runs)
        at += space if made and not joined else 0.0
        made.append(SetWord(number, at, width, runs, direction))
        at += width
    return SetLine(tuple(made), at)


def letters(word: SetWord, x: float, middle: float, style: Style, outline: int = 0) -> Mask:
    """The word's letters (grown by an outline in pixels), its line's left edge at x."""
    size = style.size_px
    reach = ceil(OVERHANG * size) + outline
    left, top = int(x + word.left) - reach, int(middle) - size - outline
    picture = Image.new("L", (ceil(word.width) + 2 * reach + 1, 2 * (size + outline)))
    draw = ImageDraw.Draw(picture)
    at, baseline = x + word.left - left, middle - top + style.cap_px / 2
    for run in word.runs:
        draw.text(
            (at, round(baseline)),
            run.text,
            fill=255,
            font=run.font,
            anchor="ls",
            stroke_width=outline,
            direction=word.direction,
        )
        at += run.font.getlength(run.text, direction=word.direction)
    return Mask(left, top, coverage(picture))


def _seen_order(texts: Sequence[str]) -> Iterator[int]:
    """From left to right: a right-to-left line is turned round, its left-to-right runs are not."""
    if not is_rtl(" ".join(texts)):
        yield from range(len(texts))
        return
    runs = groupby(reversed(range(len(texts))), key=lambda it: is_rtl(texts[it]))
    for backwards, run in runs:
        yield from run if backwards else reversed(list(run))
