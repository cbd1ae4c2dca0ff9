"""Thumbnails and covers: the title set large with a scene's picture, three ways to choose from.

Words never lie on a face, and every letter is measured against what it stands on; a statement
card carries words already, so its ground is drawn anew.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from adapters.images.backdrop import MARK
from adapters.images.faces import likely_faces
from adapters.provenance import jpeg
from adapters.provenance.film import source_of
from adapters.render.thumbnail.composing import Composed, Subject, composed
from adapters.render.thumbnail.layouts import TALL, WIDE
from adapters.render.thumbnail.scheme import Scheme
from adapters.render.thumbnail.words import words
from domain.mode import Mode
from domain.prices import Provider, Usage
from domain.provenance import DigitalSource, combined
from domain.thumbnail import ThumbnailLayout, Variant
from processors.errors import InvalidInput
from processors.ports import Blobs, Metered, ThumbnailOrder, Thumbnails

SIZE_MAX_BYTES = 2_000_000 - 4_096
"""Room for a mark is left of the 2 MB that platforms take."""

_QUALITIES = (92, 85, 75, 60)


class CardThumbnailer:
    """Implements the port `Thumbnailer` without any outside service."""

    provider = Provider("thumbnails", "layouts-2", Mode.OFFLINE)

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs

    async def make(self, order: ThumbnailOrder) -> Metered[Thumbnails]:
        """Raises InvalidInput (`image-unreadable`) where the scene's picture is none.

        All of them are metered as one image: one picture, set in several ways.
        """
        image = await self._blobs.get(order.image)
        made = await asyncio.to_thread(drawn, order, image)
        source = combined([DigitalSource.ALGORITHMIC, source_of(image)])
        variants = tuple([await self._kept(it, source) for it in made])
        return Metered(Thumbnails(variants), (Usage("image", 1),))

    async def _kept(self, it: "Drawn", source: DigitalSource) -> Variant:
        return Variant(
            it.layout,
            it.words,
            await self._blobs.put(jpeg.marked(packed(it.wide.image), source)),
            await self._blobs.put(jpeg.marked(packed(it.tall.image), source)),
            round(it.wide.setting.block.style.cap_px),
            it.wide.contrast,
        )


@dataclass(frozen=True, slots=True)
class Drawn:
    """One variant, not packed yet."""

    layout: ThumbnailLayout
    words: str
    wide: Composed
    tall: Composed


def drawn(order: ThumbnailOrder, image: bytes) -> tuple[Drawn, ...]:
    """One of each layout; the same order gives the same bytes."""
    return tuple(_variants(order, subject(order, image)))


def packed(image: Image.Image) -> bytes:
    """A JPEG under 2 MB, in the best quality that has it so."""
    return next(it for it in _encodings(image) if len(it) < SIZE_MAX_BYTES)


def subject(order: ThumbnailOrder, image: bytes) -> Subject:
    picture = _picture(order, image)
    faces = likely_faces(picture) if picture else ()
    return Subject(picture, faces, Scheme.of(order.design, order.look.palette_seed))


def _variants(order: ThumbnailOrder, shown: Subject) -> Iterator[Drawn]:
    for layout in ThumbnailLayout:
        said = words(order.title, layout)
        wide, tall = (composed(layout, said, shown, it, order.language) for it in (WIDE, TALL))
        yield Drawn(layout, said, wide, tall)


def _picture(order: ThumbnailOrder, image: bytes) -> Image.Image | None:
    """The scene's picture, or None where it is a card."""
    try:
        with Image.open(BytesIO(image), formats=("JPEG", "PNG")) as opened:
            return None if opened.info.get("comment") == MARK else opened.convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise InvalidInput(
            f"the image {order.image} cannot be decoded ({error}); a PNG or JPEG would be right",
            code="image-unreadable",
        ) from error


def _encodings(image: Image.Image) -> Iterator[bytes]:
    for quality in _QUALITIES:
        made = BytesIO()
        image.save(made, "JPEG", quality=quality, subsampling=0)
        yield made.getvalue()
