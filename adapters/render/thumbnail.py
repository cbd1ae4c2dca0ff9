"""Thumbnails: the title set large over a scene's picture, readable at a quarter of the size.

The picture is darkened towards the channel's colour beneath the title, as far as it takes for
the measured contrast; a statement card carries words already, so its ground is drawn anew.
"""

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw, ImageOps, UnidentifiedImageError

from adapters.fonts import HEAVY, draw_line, ink_px, is_rtl, showable
from adapters.images.backdrop import backdrop
from adapters.images.palette import Palette, Rgb, contrast, palette
from adapters.images.statement import MARK, motif
from adapters.images.typesetting import Block, Frame, fitted
from domain.ids import BlobId
from domain.mode import Mode
from domain.prices import Provider, Usage
from processors.errors import InvalidInput
from processors.ports import Blobs, Metered, ThumbnailOrder

WIDTH, HEIGHT = 1280, 720
SIZE_MAX_BYTES = 2_000_000

_MARGIN = 72
_FOOT = 84
_TITLE = Frame(width_px=1110, height_px=470, lines_max=4)
_TITLE_LARGEST_PX = 184
_BAR, _BAR_GAP = (132, 14), 44
_FADE_PX, _SCRIM_LEAST = 330, 0.1
_QUALITIES = (92, 85, 75, 60)
_SCRIM_STEPS = (0.6, 0.7, 0.78, 0.85, 0.92, 1.0)
# WCAG's enhanced level: at a quarter of its size a title needs more than 4.5.
_CONTRAST_MIN, _BRIGHT_PERCENTILE = 7.0, 99
_SUBTITLE = re.compile(r"\s*(?:[:|：]\s|\s[–—|-]\s|[：])")
_HEAD_WORDS_MIN = 2

Box = tuple[int, int, int, int]


class CardThumbnailer:
    """Implements the port `Thumbnailer` without any outside service."""

    provider = Provider("thumbnails", "statement-1", Mode.OFFLINE)

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs

    async def make(self, order: ThumbnailOrder) -> Metered[BlobId]:
        """Raises InvalidInput (`image-unreadable`) where the scene's picture is none."""
        image = await self._blobs.get(order.image)
        made = await asyncio.to_thread(thumbnail, order, image)
        return Metered(await self._blobs.put(made), (Usage("image", 1),))


def thumbnail(order: ThumbnailOrder, image: bytes) -> bytes:
    """A JPEG of 1280×720 under 2 MB; the same order gives the same bytes."""
    colours = palette(order.look.palette_seed)
    picture = _picture(order, image)
    title = _title(order, low=picture is not None)
    ground = _shaded(picture, title, colours) if picture else _drawn(order, colours)
    _write(ground, title, colours)
    return _packed(ground)


@dataclass(frozen=True, slots=True)
class _Title:
    """The lines and where they stand; `box` holds the text with a little air around."""

    block: Block
    rtl: bool
    last_baseline: float

    @property
    def first_baseline(self) -> float:
        return self.last_baseline - self.block.leading_px * (len(self.block.lines) - 1)

    @property
    def box(self) -> Box:
        air = self.block.style.size_px * 0.3
        top = self.first_baseline - self.block.style.cap_px - air
        width = self.block.width_px + 2 * air
        left = WIDTH - _MARGIN + air - width if self.rtl else _MARGIN - air
        return int(left), int(top), int(left + width), int(self.last_baseline + air)


def _title(order: ThumbnailOrder, *, low: bool) -> _Title:
    """Low over a picture, so that its upper half stays clear; else in the middle."""
    text = head(showable(order.title))
    block = fitted(text, _TITLE, _TITLE_LARGEST_PX, HEAVY, order.language)
    high = (HEIGHT + block.height_px + _BAR[1] + _BAR_GAP) / 2
    return _Title(block, is_rtl(text), HEIGHT - _FOOT if low else high)


def head(title: str) -> str:
    """What stands before a colon or a dash, where it can stand alone: fewer words, larger."""
    before = _SUBTITLE.split(title, maxsplit=1)[0]
    return before if len(before.split()) >= _HEAD_WORDS_MIN else title


def _picture(order: ThumbnailOrder, image: bytes) -> Image.Image | None:
    """The scene's picture filling the canvas, or None where it is a card."""
    try:
        with Image.open(BytesIO(image), formats=("JPEG", "PNG")) as opened:
            if opened.info.get("comment") == MARK:
                return None
            return ImageOps.fit(opened.convert("RGB"), (WIDTH, HEIGHT), centering=(0.5, 0.38))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise InvalidInput(
            f"the image {order.image} cannot be decoded ({error}); a PNG or JPEG would be right",
            code="image-unreadable",
        ) from error


def _drawn(order: ThumbnailOrder, colours: Palette) -> Image.Image:
    shapes = motif(order.look.palette_seed, order.title, flip=is_rtl(order.title))
    return Image.fromarray(backdrop(colours, WIDTH, HEIGHT, shapes))


def _shaded(ground: Image.Image, title: _Title, colours: Palette) -> Image.Image:
    """The least of a few scrims under which the title can be read."""
    made = (_under_scrim(ground, title, colours, it) for it in _SCRIM_STEPS)
    return next(
        it for it in made if measured_contrast(it, title.box, colours.text) >= _CONTRAST_MIN
    )


def measured_contrast(image: Image.Image, box: Box, text: Rgb) -> float:
    """Of the text against the brightest pixels (99th percentile) that lie beneath it."""
    beneath = np.asarray(image.crop(box)).reshape(-1, 3)
    red, green, blue = (int(it) for it in np.percentile(beneath, _BRIGHT_PERCENTILE, axis=0))
    return contrast(text, (red, green, blue))


def _under_scrim(
    ground: Image.Image, title: _Title, colours: Palette, strength: float
) -> Image.Image:
    """Darker towards the foot, fully so from the title's top on: no edge is seen."""
    above = (title.box[1] - np.arange(HEIGHT)) / _FADE_PX
    ramp = np.clip(1 - above, 0, 1)
    depth = np.maximum(strength * ramp * ramp * (3 - 2 * ramp), _SCRIM_LEAST)
    column = Image.fromarray((255 * depth[:, None]).round().astype(np.uint8))
    mask = column.resize((WIDTH, HEIGHT), Image.Resampling.NEAREST)
    return Image.composite(Image.new("RGB", ground.size, colours.dark.rgb), ground, mask)


def _write(image: Image.Image, title: _Title, colours: Palette) -> None:
    draw = ImageDraw.Draw(image)
    baseline = title.first_baseline
    bar_bottom = baseline - title.block.style.cap_px - _BAR_GAP
    x = WIDTH - _MARGIN - _BAR[0] if title.rtl else _MARGIN
    bar = (x, bar_bottom - _BAR[1], x + _BAR[0], bar_bottom)
    draw.rounded_rectangle(bar, _BAR[1] / 2, colours.accent)
    for line in title.block.lines:
        left, _, right, _ = ink_px(line, title.block.style)
        at = WIDTH - _MARGIN - right if title.rtl else _MARGIN - left
        draw_line(draw, (at, baseline), line, title.block.style, colours.text)
        baseline += title.block.leading_px


def _packed(image: Image.Image) -> bytes:
    return next(it for it in _encodings(image) if len(it) < SIZE_MAX_BYTES)


def _encodings(image: Image.Image) -> Iterator[bytes]:
    for quality in _QUALITIES:
        packed = BytesIO()
        image.save(packed, "JPEG", quality=quality, subsampling=0)
        yield packed.getvalue()
