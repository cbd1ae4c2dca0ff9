"""Statement cards: a scene's key phrase set large on a calm ground.

The card is drawn larger than the canvas, so that a camera may come closer without enlarging
pixels. All that is read stays inside the middle (the edges may be cropped by that camera)
and above the room that two lines of captions take.
"""

import hashlib
from dataclasses import dataclass, replace
from io import BytesIO

from PIL import Image, ImageDraw

from adapters.fonts import BOLD, MEDIUM, Style, draw_line, ink_px, is_rtl, showable
from adapters.images.backdrop import Motif, backdrop
from adapters.images.palette import Palette, Rgb, palette
from adapters.images.typesetting import Block, Frame, fitted

OVERSIZE = 1.25
JPEG_QUALITY = 96
MARK = b"statement card"
"""The JPEG comment of a card: who shows it elsewhere knows that it carries words already."""

_SIDE_MARGIN, _TOP_MARGIN = 0.1, 0.11
_HEADING_LARGEST, _PHRASE_LARGEST = 0.034, 0.15
_HEADING_GAP = 1.9
_BAR_WIDTH, _BAR_HEIGHT, _SPACE = 1.5, 0.16, 0.6
_SQUARISH = 1.2


@dataclass(frozen=True, slots=True)
class Statement:
    """What a card says: the scene's number from 1, its heading, its key phrase."""

    number: int
    heading: str
    phrase: str
    language: str


@dataclass(frozen=True, slots=True)
class _Page:
    """The card's measures in pixels; `unit` is the root of its area."""

    width: int
    height: int

    @property
    def unit(self) -> float:
        return float((self.width * self.height) ** 0.5)

    @property
    def is_tall(self) -> bool:
        return self.height > self.width * _SQUARISH

    @property
    def left(self) -> float:
        return self.width * _SIDE_MARGIN

    @property
    def text_width(self) -> float:
        """A measure short enough to be read at a glance."""
        share = 1 - 2 * _SIDE_MARGIN
        return self.width * (share if self.width < self.height * _SQUARISH else share * 0.9)

    @property
    def top(self) -> float:
        return self.height * _TOP_MARGIN

    @property
    def bottom(self) -> float:
        """Captions and, on a tall screen, the player's own buttons lie below."""
        return self.height * (0.61 if self.is_tall else 0.68)


@dataclass(frozen=True, slots=True)
class _Pen:
    """Places things by their distance from the margin where reading begins."""

    draw: ImageDraw.ImageDraw
    page: _Page
    rtl: bool

    def write(self, at: float, baseline: float, text: str, style: Style, colour: Rgb) -> float:
        """Ink (not its origin) begins at `at`; returns where it ends."""
        left, _, right, _ = ink_px(text, style)
        begin = self.page.left + at
        x = self.page.width - begin - right if self.rtl else begin - left
        draw_line(self.draw, (x, baseline), text, style, colour)
        return at + right - left

    def bar(self, length: float, middle: float, style: Style, colour: Rgb) -> None:
        half = max(style.size_px * _BAR_HEIGHT, 2) / 2
        x = self.page.width - self.page.left - length if self.rtl else self.page.left
        box = (x, middle - half, x + length, middle + half)
        self.draw.rounded_rectangle(box, half, colour)


def card(statement: Statement, width: int, height: int, seed: str) -> bytes:
    """A JPEG of OVERSIZE times the canvas, the same bytes for the same statement.

    Raises NotConfigured where no font has a letter of it.
    """
    page = _Page(_even(width * OVERSIZE), _even(height * OVERSIZE))
    colours = palette(seed)
    shapes = motif(seed, str(statement.number), flip=is_rtl(statement.phrase))
    ground = backdrop(colours, page.width, page.height, shapes)
    image = Image.fromarray(ground)
    _write(image, page, statement, colours)
    packed = BytesIO()
    image.save(packed, "JPEG", quality=JPEG_QUALITY, subsampling=0, comment=MARK)
    return packed.getvalue()


def _even(length: float) -> int:
    return round(length / 2) * 2


def motif(seed: str, place: str, *, flip: bool) -> Motif:
    """A channel keeps to one family of shapes; every place (a scene) arranges them anew."""
    family = hashlib.sha256(f"shapes {seed}".encode()).digest()[0]
    a, b, c, d = (it / 255 for it in hashlib.sha256(f"place {seed} {place}".encode()).digest()[:4])
    return Motif(family, (a, b, c, d), flip=flip)


def _write(image: Image.Image, page: _Page, statement: Statement, colours: Palette) -> None:
    pen = _Pen(ImageDraw.Draw(image), page, rtl=is_rtl(statement.phrase))
    heading = _heading(statement, page)
    phrase = _phrase(statement, page, heading.style)
    gap = heading.style.size_px * _HEADING_GAP
    height = heading.style.cap_px + gap + phrase.height_px
    baseline = page.top + max(page.bottom - page.top - height, 0) / 2 + heading.style.cap_px
    _write_heading(pen, statement.number, heading, baseline, colours)
    baseline += gap + phrase.style.cap_px
    for line in phrase.lines:
        pen.write(0, baseline, line, phrase.style, colours.text)
        baseline += phrase.leading_px


def _write_heading(
    pen: _Pen, number: int, heading: Block, baseline: float, colours: Palette
) -> None:
    """A bar, the scene's number and its heading on one line."""
    style = heading.style
    space = style.size_px * _SPACE
    pen.bar(style.size_px * _BAR_WIDTH, baseline - style.cap_px / 2, style, colours.accent)
    at = style.size_px * _BAR_WIDTH + space
    at = pen.write(at, baseline, str(number), replace(style, weight=BOLD), colours.accent)
    pen.write(at + space, baseline, heading.lines[0], style, colours.quiet)


def _heading(statement: Statement, page: _Page) -> Block:
    frame = Frame(round(page.text_width * 0.85), round(page.height * 0.1), 1)
    return fitted(showable(statement.heading), frame, round(page.unit * _HEADING_LARGEST), MEDIUM)


def _phrase(statement: Statement, page: _Page, heading: Style) -> Block:
    room = page.bottom - page.top - heading.cap_px - heading.size_px * _HEADING_GAP
    frame = Frame(round(page.text_width), round(room), 6 if page.is_tall else 4)
    text = showable(statement.phrase).strip() or showable(statement.heading)
    return fitted(text, frame, round(page.unit * _PHRASE_LARGEST), BOLD, statement.language)
