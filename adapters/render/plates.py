"""Plates: lines of text and boxes, painted once and moved whole."""

from adapters.fonts import Style
from adapters.render import paint
from adapters.render.fonts import Typefaces
from adapters.render.lettering import SetLine, letters, set_line
from adapters.render.patches import Patch, patch
from domain.motion import MICROS
from domain.timeline import Align, Box, Canvas, Text

PAD_X, PAD_Y = 0.55, 0.42
RADIUS = 0.3
"""In em of the text's size."""

_LEFT = {Align.START: 0.0, Align.CENTRE: 0.5, Align.END: 1.0}


def text_plate(text: Text, canvas: Canvas, faces: Typefaces) -> Patch:
    """The text, on its backdrop where it has one, its middle line on the text's y."""
    style, line = _fitted(text, canvas, faces)
    size = style.size_px
    pad_x, pad_y = round(PAD_X * size), round(PAD_Y * size)
    width, height = round(line.width) + 2 * pad_x, size + 2 * pad_y
    rgba = paint.blank(width, height)
    if text.backdrop:
        paint.over(rgba, paint.rounded(0, 0, width, height, round(RADIUS * size)), text.backdrop)
    for word in line.words:
        paint.over(rgba, letters(word, pad_x, height / 2, style), text.colour)
    x = text.x * canvas.width // MICROS - round(width * _LEFT[text.align])
    return patch(rgba, x, text.y * canvas.height // MICROS - height // 2)


def _fitted(text: Text, canvas: Canvas, faces: Typefaces) -> tuple[Style, SetLine]:
    words = [(it, False) for it in text.text.split()]
    size = text.size * min(canvas.width, canvas.height) // MICROS
    line = set_line(faces, words, Style(size, text.weight))
    widest, width_max = line.width + 2 * PAD_X * size, text.width_max * canvas.width // MICROS
    if widest > width_max:
        size = max(1, int(size * width_max / widest))
        line = set_line(faces, words, Style(size, text.weight))
    return Style(size, text.weight), line


def box_plate(box: Box, canvas: Canvas) -> Patch:
    place = box.place
    width = max(1, place.width * canvas.width // MICROS)
    height = max(1, place.height * canvas.height // MICROS)
    radius = box.radius * min(canvas.width, canvas.height) // MICROS
    rgba = paint.blank(width, height)
    paint.over(rgba, paint.rounded(0, 0, width, height, radius), box.colour)
    x, y = place.x * canvas.width // MICROS, place.y * canvas.height // MICROS
    return patch(rgba, x, y)
