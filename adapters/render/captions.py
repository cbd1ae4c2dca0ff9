"""Captions on the frame: each cue is lettered once, and painted once for every spoken word."""

from dataclasses import dataclass, field

from adapters.fonts import Style
from adapters.render import paint
from adapters.render.colour import Pixels
from adapters.render.fonts import Typefaces
from adapters.render.lettering import SetLine, letters, set_line
from adapters.render.paint import Mask
from adapters.render.patches import Patch, patch
from domain.motion import MICROS
from domain.timeline import Canvas, Caption, CaptionWord

LINE_PITCH = 1.32
PAD_X, PAD_Y = 0.5, 0.28
RADIUS, OUTLINE, BLUR = 0.34, 0.055, 0.05
"""In em of the caption's size."""


@dataclass(frozen=True, slots=True)
class _Lettered:
    """A cue's painting without its words, the words' masks, and its corner on the frame."""

    ground: Pixels
    words: tuple[tuple[CaptionWord, Mask], ...]
    x: int
    y: int


@dataclass(slots=True)
class CaptionPatches:
    """The patch of one cue at any frame; it changes with the spoken word alone."""

    caption: Caption
    canvas: Canvas
    faces: Typefaces
    device: str
    lettered: _Lettered | None = None
    made: dict[tuple[bool, ...], Patch] = field(default_factory=dict)

    def at(self, frame: int) -> Patch:
        self.lettered = self.lettered or _lettered(self.caption, self.canvas, self.faces)
        lit = tuple(it.start_frame <= frame < it.end_frame for it, _ in self.lettered.words)
        if lit not in self.made:
            self.made = {lit: self._painted(self.lettered, lit)}
        return self.made[lit]

    def _painted(self, it: _Lettered, lit: tuple[bool, ...]) -> Patch:
        rgba = it.ground.copy()
        style = self.caption.style
        for (_, mask), spoken in zip(it.words, lit, strict=True):
            paint.over(rgba, mask, style.spoken if spoken else style.colour)
        return patch(rgba, it.x, it.y, self.device)


def _lettered(caption: Caption, canvas: Canvas, faces: Typefaces) -> _Lettered:
    style = caption.style
    set_in, lines = _fitted(caption, canvas, faces)
    size = set_in.size_px
    pad_x, pad_y, pitch = round(PAD_X * size), round(PAD_Y * size), round(LINE_PITCH * size)
    margin = round(4 * BLUR * size)
    inner = round(max(it.width for it in lines)) + 2 * pad_x
    block = len(lines) * pitch + 2 * pad_y
    width, height = inner + 2 * margin, block + 2 * margin
    ground = paint.blank(width, height)
    box = paint.rounded(margin, margin, inner, block, round(RADIUS * size))
    paint.over(ground, paint.softened(box, BLUR * size, margin), style.backdrop)
    placed = [
        (word, (width - line.width) / 2, margin + pad_y + pitch * (n + 0.5), n)
        for n, line in enumerate(lines)
        for word in line.words
    ]
    outline = round(OUTLINE * size)
    for word, x, middle, _ in placed:
        paint.over(ground, letters(word, x, middle, set_in, outline), style.outline)
    words = tuple(
        (caption.lines[n][word.number], letters(word, x, middle, set_in))
        for word, x, middle, n in placed
    )
    bottom = style.bottom * canvas.height // MICROS
    return _Lettered(ground, words, (canvas.width - width) // 2, bottom - block - margin)


def _fitted(caption: Caption, canvas: Canvas, faces: Typefaces) -> tuple[Style, list[SetLine]]:
    """The lines at the caption's size, or at the largest below it at which they fit."""
    look = caption.style
    size = look.size * min(canvas.width, canvas.height) // MICROS
    width_max = look.width_max * canvas.width // MICROS - 2 * round(PAD_X * size)
    lines = _set(caption, faces, Style(size, look.weight))
    widest = max(it.width for it in lines)
    if widest > width_max:
        size = max(1, int(size * width_max / widest))
        lines = _set(caption, faces, Style(size, look.weight))
    return Style(size, look.weight), lines


def _set(caption: Caption, faces: Typefaces, style: Style) -> list[SetLine]:
    words = ([(it.text, it.joined) for it in line] for line in caption.lines)
    return [set_line(faces, line, style) for line in words]
