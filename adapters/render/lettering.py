"""Lettering: lines of words, set by the bidirectional algorithm, as masks to paint with.

A word of two directions ("iPhone" with an Arabic article) is set as several parts that bear the
same number; its letters are shaped together wherever they stand together.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil, floor

from PIL import Image, ImageDraw

from adapters.fonts import Face, Run, Style
from adapters.fonts.emoji import painted
from adapters.render.fonts import Typefaces
from adapters.render.masks import Picture
from adapters.render.paint import Mask, coverage
from domain import bidi
from domain.graphemes import clusters

_MARGIN_PX = 2
"""A font's own measure of ink may fall short by parts of a pixel on every side."""

Word = tuple[str, bool]
"""A word's text, and whether it is joined to the one before it."""


@dataclass(frozen=True, slots=True)
class SetWord:
    """A word, or a part of it, where it stands: its number in the line, left edge, width (px)."""

    number: int
    left: float
    width: float
    runs: tuple[Run, ...]
    direction: str


@dataclass(frozen=True, slots=True)
class SetLine:
    """Words from left to right; how far their ink reaches above and below the baseline (px)."""

    words: tuple[SetWord, ...]
    width: float
    rise: float = 0.0
    fall: float = 0.0


@dataclass(frozen=True, slots=True)
class _Part:
    """Characters of one word (None: the space between two) and of one level."""

    number: int | None
    level: int
    text: str


def set_line(
    faces: Typefaces, words: Sequence[Word], style: Style, *, rtl: bool | None = None
) -> SetLine:
    """Words from the left edge on, as they are seen; `rtl`: the direction of the paragraph."""
    return set_lines(faces, (words,), style, rtl=rtl)[0]


def set_lines(
    faces: Typefaces, lines: Sequence[Sequence[Word]], style: Style, *, rtl: bool | None = None
) -> list[SetLine]:
    """The lines of one paragraph, which has one direction: `rtl`, else that of its first letter."""
    texts = [_line_text(line) for line in lines]
    levels = bidi.levels(" ".join(texts), rtl=rtl)
    made, at = [], 0
    for line, text in zip(lines, texts, strict=True):
        parts = list(_parts(line, levels[at : at + len(text)]))
        made.append(_set(faces, parts, style))
        at += len(text) + 1
    return made


def letters(word: SetWord, x: float, middle: float, style: Style, outline: float = 0) -> Mask:
    """The word's letters (grown by an outline in pixels), its line's left edge at x.

    `middle` is that of the capitals.
    """
    at, baseline = x + word.left, baseline_of(middle, style)
    placed = [(at + offset, run) for offset, run in offsets(word.runs)]
    inks = [(left, run.ink(outline)) for left, run in placed]
    if not inks:
        return Mask(floor(at), baseline, coverage(Image.new("L", (1, 1))))
    left = floor(min(x + ink[0] for x, ink in inks)) - _MARGIN_PX
    right = ceil(max(x + ink[2] for x, ink in inks)) + _MARGIN_PX
    top = floor(min(ink[1] for _, ink in inks)) - _MARGIN_PX
    bottom = ceil(max(ink[3] for _, ink in inks)) + _MARGIN_PX
    picture = Image.new("L", (max(1, right - left), max(1, bottom - top)))
    draw = ImageDraw.Draw(picture)
    for begin, run in placed:
        draw.text(
            (begin - left, -top),
            run.text,
            fill=255,
            font=run.font,
            anchor="ls",
            stroke_width=outline + run.growth_px,
            direction=run.direction,
        )
    return Mask(left, baseline + top, coverage(picture))


def baseline_of(middle: float, style: Style) -> int:
    """The baseline of capitals whose middle that is: on a whole pixel."""
    return round(middle + style.cap_px / 2)


def without_emoji(word: SetWord) -> Iterator[SetWord]:
    """What is left of a word whose emoji are painted otherwise, each part where it stood."""
    if not any(it.emoji for it in word.runs):
        yield word
        return
    for offset, run in offsets(word.runs):
        if not run.emoji:
            yield SetWord(word.number, word.left + offset, run.width, (run,), word.direction)


def pictures(
    word: SetWord, corner: tuple[float, float], style: Style, face: Face | None
) -> Iterator[Picture]:
    """The word's emoji in their own colours, where there is a face for them.

    `corner` is the left edge of its line, and the middle of its capitals.
    """
    x, baseline = corner[0] + word.left, baseline_of(corner[1], style)
    for offset, run in offsets(word.runs):
        at = x + offset
        for cluster in clusters(run.text) if run.emoji and face else ():
            left, top, rgba = painted(face, cluster, style.size_px)
            yield Picture(round(at) + left, baseline + top, rgba)
            at += run.font.getlength(cluster)


def offsets(runs: Sequence[Run]) -> Iterator[tuple[float, Run]]:
    """How far each run begins from the left edge of the first."""
    at = 0.0
    for run in runs:
        yield at, run
        at += run.width


def _line_text(line: Sequence[Word]) -> str:
    first, *others = line
    return first[0] + "".join(text if joined else f" {text}" for text, joined in others)


def _parts(line: Sequence[Word], levels: Sequence[int]) -> Iterator[_Part]:
    """The line in logical order."""
    at = 0
    for number, (text, joined) in enumerate(line):
        if number and not joined:
            yield _Part(None, levels[at], " ")
            at += 1
        places = range(len(text))
        its = levels[at : at + len(text)]
        for level, group in groupby(places, key=its.__getitem__):
            places_of = list(group)
            yield _Part(number, level, text[places_of[0] : places_of[-1] + 1])
        at += len(text)


def _set(faces: Typefaces, parts: Sequence[_Part], style: Style) -> SetLine:
    space = sum(it.width for it in faces.runs(" ", style))
    made: list[SetWord] = []
    at, gap = 0.0, 0.0
    for n in bidi.visual_order([it.level for it in parts]):
        part = parts[n]
        rtl = part.level % 2 == 1
        if part.number is None:
            gap = space if made else 0.0
        elif runs := faces.runs(part.text, style, rtl=rtl):
            width = sum(it.width for it in runs)
            direction = "rtl" if rtl else "ltr"
            made.append(SetWord(part.number, at + gap, width, runs, direction))
            at, gap = at + gap + width, 0.0
    inks = [run.ink() for word in made for run in word.runs]
    rise, fall = max((-it[1] for it in inks), default=0), max((it[3] for it in inks), default=0)
    return SetLine(tuple(made), at, rise, fall)
