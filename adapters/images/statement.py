"""Statement cards: a scene's key phrase set large on a calm ground.

The card is drawn larger than the canvas, so that a camera may come closer without enlarging
pixels. All that is read stays inside the middle (the edges may be cropped by that camera)
and above the room that two lines of captions take.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Self

from PIL import Image, ImageDraw

from adapters.fonts import BOLD, MEDIUM, Style, draw_line, ink_px, is_rtl, showable
from adapters.images.backdrop import Motif, backdrop
from adapters.images.palette import Palette, Rgb, palette
from adapters.images.typesetting import Block, Frame, common_px, fitted, refitted

OVERSIZE = 1.25
JPEG_QUALITY = 96
MARK = b"statement card"
"""The JPEG comment of a card: who shows it elsewhere knows that it carries words already."""

_SIDE_MARGIN, _TOP_MARGIN = 0.1, 0.11
_HEADING_LARGEST, _PHRASE_LARGEST = 0.034, 0.15
_HEADING_GAP = 1.9
_BAR_WIDTH, _BAR_HEIGHT, _SPACE = 1.5, 0.16, 0.6
_SQUARISH = 1.2
_HANGING, _STOPS = " ,;:–—،؛、，；：", ".!?。！？…"


@dataclass(frozen=True, slots=True)
class Statement:
    """What a card says: the scene's number from 1, its heading, its key phrase."""

    number: int
    heading: str
    phrase: str
    language: str

    @property
    def title(self) -> str:
        return showable(self.heading).strip()

    @property
    def said(self) -> str:
        """What is set large: a phrase cut out of a sentence does not end in its comma."""
        return showable(self.phrase).strip().rstrip(_HANGING) or self.title

    @property
    def says_it_twice(self) -> bool:
        return self.title.casefold() == self.said.rstrip(_STOPS).casefold()


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
        return self.height * (0.585 if self.is_tall else 0.645)


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


def card(
    statement: Statement, width: int, height: int, seed: str, film: Sequence[Statement] = ()
) -> bytes:
    """A JPEG of OVERSIZE times the canvas, the same bytes for the same statement.

    The cards of one `film` are set in one size where their phrases allow it. Raises
    NotConfigured where no font has a letter of it.
    """
    page = _Page(_even(width * OVERSIZE), _even(height * OVERSIZE))
    colours = palette(seed)
    shapes = motif(seed, str(statement.number), flip=is_rtl(statement.phrase))
    ground = backdrop(colours, page.width, page.height, shapes)
    image = Image.fromarray(ground)
    _write(image, page, _Setting.of(statement, film or (statement,), page), colours)
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


@dataclass(frozen=True, slots=True)
class _Setting:
    """A statement and its blocks, in sizes that suit all cards of its film."""

    statement: Statement
    heading: Block
    phrase: Block

    @classmethod
    def of(cls, it: Statement, film: Sequence[Statement], page: _Page) -> Self:
        line = Frame(round(page.text_width * 0.85), round(page.height * 0.1), 1)
        heading_px = common_px(_heading(other, line, page) for other in film)
        heading = refitted(_heading(it, line, page), it.title, line, heading_px, it.language)
        room = _room(page, Style(heading_px, MEDIUM))
        phrase_px = common_px(_phrase(other, room, page) for other in film)
        phrase = refitted(_phrase(it, room, page), it.said, room, phrase_px, it.language)
        return cls(it, heading, phrase)


def _heading(it: Statement, line: Frame, page: _Page) -> Block:
    return fitted(it.title, line, round(page.unit * _HEADING_LARGEST), MEDIUM)


def _phrase(it: Statement, room: Frame, page: _Page) -> Block:
    return fitted(it.said, room, round(page.unit * _PHRASE_LARGEST), BOLD, it.language)


def _room(page: _Page, heading: Style) -> Frame:
    height = page.bottom - page.top - heading.cap_px - heading.size_px * _HEADING_GAP
    return Frame(round(page.text_width), round(height), 6 if page.is_tall else 4)


def _write(image: Image.Image, page: _Page, setting: _Setting, colours: Palette) -> None:
    heading, phrase = setting.heading, setting.phrase
    pen = _Pen(ImageDraw.Draw(image), page, rtl=is_rtl(setting.statement.phrase))
    gap = heading.style.size_px * _HEADING_GAP
    height = heading.style.cap_px + gap + phrase.height_px
    baseline = page.top + max(page.bottom - page.top - height, 0) / 2 + heading.style.cap_px
    _write_heading(pen, setting, baseline, colours)
    baseline += gap + phrase.style.cap_px
    for line in phrase.lines:
        pen.write(0, baseline, line, phrase.style, colours.text)
        baseline += phrase.leading_px


def _write_heading(pen: _Pen, setting: _Setting, baseline: float, colours: Palette) -> None:
    """A bar, the scene's number and its heading on one line."""
    style, number = setting.heading.style, str(setting.statement.number)
    space = style.size_px * _SPACE
    pen.bar(style.size_px * _BAR_WIDTH, baseline - style.cap_px / 2, style, colours.accent)
    at = style.size_px * _BAR_WIDTH + space
    at = pen.write(at, baseline, number, replace(style, weight=BOLD), colours.accent)
    if not setting.statement.says_it_twice:
        pen.write(at + space, baseline, setting.heading.lines[0], style, colours.quiet)
