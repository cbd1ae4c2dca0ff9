"""Captions on the frame: each cue is lettered once; a spoken word repaints its own box alone."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil, floor

from adapters.fonts import Face, Style
from adapters.render import paint
from adapters.render.colour import Pixels
from adapters.render.fonts import Typefaces
from adapters.render.lettering import (
    SetLine,
    SetWord,
    letters,
    pictures,
    set_lines,
    without_emoji,
)
from adapters.render.masks import Picture, extent, meets, moved, united
from adapters.render.paint import Mask
from adapters.render.patches import Patch, patch
from adapters.render.splicing import spliced
from domain.caption_layers import LINE_PITCH, PAD_Y
from domain.motion import MICROS
from domain.timeline import Canvas, Caption, CaptionStyle, CaptionWord, Rect

PAD_X, RADIUS, BLUR = 0.5, 0.34, 0.05
LINES_APART = 0.12
MARK_PAD_X, MARK_PAD_JOINED, MARK_PAD_Y, MARK_RADIUS = 0.13, 0.03, 0.05, 0.2
"""In em of the caption's size; a mark is the box behind the spoken word."""
_FITTINGS_MAX = 4


@dataclass(frozen=True, slots=True)
class _Word:
    """A word's letters and emoji, and the mark that lies behind them while it is spoken."""

    word: CaptionWord
    letters: tuple[Mask, ...]
    emoji: tuple[Picture, ...]
    mark: Mask | None

    @property
    def masks(self) -> tuple[Mask, ...]:
        """All that it covers."""
        covered = (*self.letters, *(it.mask for it in self.emoji))
        return covered if self.mark is None else (self.mark, *covered)


@dataclass(frozen=True, slots=True)
class _Lettered:
    """A cue's painting without its words, its words, and its corner (even) on the frame."""

    ground: Pixels
    words: tuple[_Word, ...]
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line where it stands on the frame; `middle` is that of its capitals."""

    line: SetLine
    x: float
    middle: int
    style: Style
    emoji: Face | None

    def inked(self, word: SetWord, outline: float = 0.0) -> Mask:
        return letters(word, self.x, self.middle, self.style, outline)

    def lettered(self, word: SetWord) -> Iterator[SetWord]:
        """What of a word is letters: all of it, unless emoji are painted in their colours."""
        yield from (word,) if self.emoji is None else without_emoji(word)

    def pictures(self, word: SetWord) -> Iterator[Picture]:
        """Emoji in their own colours, where there is a face for them."""
        return pictures(word, (self.x, self.middle), self.style, self.emoji)


@dataclass(slots=True)
class CaptionPatches:
    """The patch of one cue at any frame; it changes with the spoken word alone."""

    caption: Caption
    canvas: Canvas
    faces: Typefaces
    lettered: _Lettered | None = None
    lit: tuple[bool, ...] = ()
    made: Patch | None = None
    painting: Pixels = field(default_factory=lambda: paint.blank(0, 0))

    def at(self, frame: int) -> Patch:
        its = self.lettered = self.lettered or _lettered(self.caption, self.canvas, self.faces)
        lit = tuple(it.word.start_frame <= frame < it.word.end_frame for it in its.words)
        if self.made is None:
            self.painting = self._painted(its, lit, _whole(its.ground))
            self.made = patch(self.painting, its.x, its.y)
        elif lit != self.lit:
            self.made = self._repainted(its, lit, self.made)
        self.lit = lit
        return self.made

    def _repainted(self, its: _Lettered, lit: tuple[bool, ...], before: Patch) -> Patch:
        """The boxes of the words that changed, and nothing else."""
        for word, was, now in zip(its.words, self.lit, lit, strict=True):
            if was != now and word.masks:
                box = _box(word.masks, its)
                ys, xs = slice(box.y, box.y + box.height), slice(box.x, box.x + box.width)
                self.painting[ys, xs] = self._painted(its, lit, box)
                before = spliced(before, self.painting, box)
        return before

    def _painted(self, its: _Lettered, lit: tuple[bool, ...], box: Rect) -> Pixels:
        style = self.caption.style
        rgba = its.ground[box.y : box.y + box.height, box.x : box.x + box.width].copy()
        place = Rect(its.x + box.x, its.y + box.y, box.width, box.height)
        words = list(zip(its.words, lit, strict=True))
        marks = [(it.mark, style.spoken_backdrop) for it, spoken in words if spoken and it.mark]
        inked = [
            (mask, style.spoken if spoken else style.colour)
            for it, spoken in words
            for mask in it.letters
        ]
        for mask, colour in (*marks, *inked):
            if meets(mask, place):
                paint.over(rgba, moved(mask, -place.x, -place.y), colour)
        for picture in (it for word in its.words for it in word.emoji):
            if meets(picture.mask, place):
                picture.over(rgba, place)
        return rgba


def _lettered(caption: Caption, canvas: Canvas, faces: Typefaces) -> _Lettered:
    look = caption.style
    style, lines = _fitted(caption, canvas, faces)
    middles = _middles(lines, style, look.bottom * canvas.height // MICROS)
    placed = [
        _Placed(line, (canvas.width - line.width) / 2, middle, style, faces.colour_emoji)
        for line, middle in zip(lines, middles, strict=True)
    ]
    outlines = list(_outlines(placed, look))
    words = tuple(
        word
        for said, its in zip(caption.lines, placed, strict=True)
        for word in _words(said, its, look)
    )
    panel = [_panel(lines, middles, canvas, style)] if look.backdrop else []
    x, y, width, height = extent([*panel, *outlines, *(it for word in words for it in word.masks)])
    ground = paint.blank(width, height)
    for it in panel:
        paint.over(ground, moved(it, -x, -y), look.backdrop)
    if outlines:
        paint.over(ground, united([moved(it, -x, -y) for it in outlines], ground), look.outline)
    return _Lettered(ground, words, x, y)


def _outlines(placed: Sequence[_Placed], look: CaptionStyle) -> Iterator[Mask]:
    for its in placed:
        outline = look.outline_width * its.style.size_px / MICROS
        if outline and look.outline:
            parts = (part for word in its.line.words for part in its.lettered(word))
            yield from (its.inked(it, outline) for it in parts)


def _words(said: Sequence[CaptionWord], its: _Placed, look: CaptionStyle) -> Iterator[_Word]:
    """Each of the line's words once, whose parts may stand apart."""
    parts: dict[int, list[SetWord]] = defaultdict(list)
    for part in its.line.words:
        parts[part.number].append(part)
    for number, word in enumerate(said):
        followed = said[number + 1 : number + 2]
        joined = word.joined or any(it.joined for it in followed)
        marked = bool(parts[number] and look.spoken_backdrop)
        mark = _mark(parts[number], its, look, joined=joined) if marked else None
        inked = tuple(its.inked(part) for it in parts[number] for part in its.lettered(it))
        emoji = tuple(picture for it in parts[number] for picture in its.pictures(it))
        yield _Word(word, inked, emoji, mark)


def _middles(lines: Sequence[SetLine], style: Style, bottom: int) -> list[int]:
    """Of the capitals of each line; the last one's place depends on the size alone."""
    pitch, size = round(LINE_PITCH * style.size_px), style.size_px
    last = bottom - round(PAD_Y * size) - pitch // 2
    if len(lines) == 1:
        return [last]
    above, below = lines
    return [last - max(pitch, ceil(above.fall + below.rise + LINES_APART * size)), last]


def _panel(lines: Sequence[SetLine], middles: Sequence[int], canvas: Canvas, style: Style) -> Mask:
    size = style.size_px
    half = round(LINE_PITCH * size) // 2 + round(PAD_Y * size)
    margin = round(4 * BLUR * size)
    width = round(max(it.width for it in lines)) + 2 * round(PAD_X * size)
    top, bottom = middles[0] - half, middles[-1] + half
    left = (canvas.width - width) // 2
    box = paint.rounded(left, top, width, bottom - top, round(RADIUS * size))
    return paint.softened(box, BLUR * size, margin)


def _mark(parts: Sequence[SetWord], its: _Placed, look: CaptionStyle, *, joined: bool) -> Mask:
    """As high as the line's ink with its outline, whatever the word is."""
    size = its.style.size_px
    pad_x = (MARK_PAD_JOINED if joined else MARK_PAD_X) * size
    pad_y = MARK_PAD_Y * size + look.outline_width * size / MICROS
    baseline = its.middle + its.style.cap_px / 2
    left = floor(its.x + min(it.left for it in parts) - pad_x)
    right = ceil(its.x + max(it.left + it.width for it in parts) + pad_x)
    top = floor(baseline - max(its.line.rise, its.style.cap_px) - pad_y)
    bottom = ceil(baseline + max(its.line.fall, 0.2 * size) + pad_y)
    return paint.rounded(left, top, right - left, bottom - top, round(MARK_RADIUS * size))


def _fitted(caption: Caption, canvas: Canvas, faces: Typefaces) -> tuple[Style, list[SetLine]]:
    """The lines at the caption's size, or at the largest below it at which they fit."""
    look = caption.style
    size = look.size * min(canvas.width, canvas.height) // MICROS
    for _ in range(_FITTINGS_MAX):
        style = Style(size, look.weight, look.width_percent, look.family)
        lines = _set(caption, faces, style)
        widest = max(it.width for it in lines) + 2 * PAD_X * size
        width_max = look.width_max * canvas.width // MICROS
        if widest <= width_max or size == 1:
            break
        size = max(1, int(size * width_max / widest))
    return style, lines


def _set(caption: Caption, faces: Typefaces, style: Style) -> list[SetLine]:
    words = [[(it.text, it.joined) for it in line] for line in caption.lines]
    rtl = caption.direction == "rtl" if caption.direction else None
    return set_lines(faces, words, style, rtl=rtl)


def _box(masks: Sequence[Mask], its: _Lettered) -> Rect:
    """What the masks cover, on the painting."""
    x, y, width, height = extent(masks)
    return Rect(x - its.x, y - its.y, width, height)


def _whole(ground: Pixels) -> Rect:
    return Rect(0, 0, ground.shape[1], ground.shape[0])
