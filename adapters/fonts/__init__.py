"""Fonts: which files there are, what each covers, and text measured and drawn with them."""

import unicodedata

from PIL import ImageDraw

from adapters.fonts.faces import (
    BOLD,
    COLOUR_EMOJI,
    HEAVY,
    MEDIUM,
    REGULAR,
    Face,
    Style,
    absent_extras,
    faces,
    font,
    for_language,
    of_family,
)
from adapters.fonts.runs import Ink, Run, best, both_ways, one_way
from domain.bidi import is_rtl
from domain.graphemes import clusters
from processors.errors import NotConfigured

__all__ = [
    "BOLD",
    "COLOUR_EMOJI",
    "HEAVY",
    "MEDIUM",
    "REGULAR",
    "Colour",
    "Face",
    "Ink",
    "Run",
    "Style",
    "absent_extras",
    "best",
    "draw_line",
    "faces",
    "font",
    "for_language",
    "ink_px",
    "is_rtl",
    "length_px",
    "missing",
    "of_family",
    "one_way",
    "showable",
]

Colour = tuple[int, int, int] | tuple[int, int, int, int] | int
"""What Pillow fills with: RGB, RGBA, or one level of a mask."""

_EXTRAS = (
    (("HIRAGANA", "KATAKANA"), "the package pylopdf-fonts-jp"),
    (("HANGUL",), "the package pylopdf-fonts-ko"),
    (("CJK", "IDEOGRAPHIC"), "the extra fonts-zh (Simplified and Traditional Chinese)"),
    (("THAI",), "the package fontpkg-noto-sans-thai"),
    (("ARABIC",), "the package fontpkg-noto-sans-arabic"),
    (("HEBREW",), "the package pylopdf-fonts-he"),
)


def showable(text: str) -> str:
    """The text without symbols (emoji, arrows) that no face has.

    Raises NotConfigured (`letters-missing`) for a letter or digit that none has: leaving it out
    would change what is said.
    """
    kept = [(it, best(faces(), it)) for it in clusters(unicodedata.normalize("NFC", text))]
    if lost := next((it for it, found in kept if found is None and _says_something(it)), ""):
        raise missing(lost[0])
    return "".join(found[1] for _, found in kept if found is not None)


def missing(letter: str) -> NotConfigured:
    """What to say of a letter that no face has, and what to install."""
    name = unicodedata.name(letter, f"U+{ord(letter):04X}")
    first = name.split(" ")[0]
    install = next((it for names, it in _EXTRAS if first in names), "a Noto font of its script")
    return NotConfigured(
        f"no installed font has {letter!r} ({name}); install {install}", code="letters-missing"
    )


def length_px(text: str, style: Style) -> float:
    """How far the line advances."""
    return sum(it.width for it in both_ways(faces(), text, style))


def ink_px(text: str, style: Style) -> Ink:
    """Left, top, right, bottom of the ink from the line's origin on its baseline; 0s for none."""
    boxes, x_px = [], 0.0
    for run in both_ways(faces(), text, style):
        mask, (left, top) = run.font.getmask2(
            run.text, "L", direction=run.direction, anchor="ls", stroke_width=run.growth_px
        )
        if box := mask.getbbox():
            boxes.append((x_px + left + box[0], top + box[1], x_px + left + box[2], top + box[3]))
        x_px += run.width
    if not boxes:
        return 0.0, 0.0, 0.0, 0.0
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def draw_line(
    draw: ImageDraw.ImageDraw, at_px: tuple[float, float], text: str, style: Style, fill: Colour
) -> None:
    """Draw one line; `at_px` is its left end on the baseline, in either direction of writing."""
    x_px, y_px = at_px
    for run in both_ways(faces(), text, style):
        draw.text(
            (x_px, y_px),
            run.text,
            fill=fill,
            font=run.font,
            anchor="ls",
            direction=run.direction,
            stroke_width=run.growth_px,
        )
        x_px += run.width


def _says_something(cluster: str) -> bool:
    return unicodedata.category(cluster[0])[0] in "LN"
