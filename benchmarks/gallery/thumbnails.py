"""Thumbnails and covers of every layout, over a face, over plain light, and on a drawn ground."""

from collections.abc import Iterator
from io import BytesIO

from PIL import Image, ImageDraw

from adapters.images import backdrop
from adapters.render.thumbnail import drawn
from domain.ids import BlobId
from processors.ports import Look, ThumbnailOrder

SIZE = (1600, 900)
SKIN, SKY, EYES, MOUTH = (150, 100, 70), (96, 142, 190), (30, 22, 20), (110, 40, 45)
TITLES = {
    "face": ("Why bees are never late: the clock inside the hive", "en"),
    "light": ("The deep sea is not silent", "en"),
    "card": ("لماذا لا يتأخر النحل أبدا", "ar"),
}


def pictures() -> Iterator[tuple[str, Image.Image]]:
    """Named `thumbnail-{ground}-{layout}` (1280×720) and `cover-{ground}-{layout}` (1080×1920)."""
    for ground, (title, language) in TITLES.items():
        order = ThumbnailOrder(title, BlobId(ground), Look(ground), language)
        for it in drawn(order, _ground(ground)):
            yield f"thumbnail-{ground}-{it.layout}", it.wide.image
            yield f"cover-{ground}-{it.layout}", it.tall.image


def _ground(name: str) -> bytes:
    if name == "card":
        return backdrop.packed(1280, 720, name, "1")
    packed = BytesIO()
    image = _portrait() if name == "face" else Image.new("RGB", SIZE, (246, 243, 236))
    image.save(packed, "PNG")
    return packed.getvalue()


def _portrait() -> Image.Image:
    """A face of few strokes at the right, before a sky."""
    image = Image.new("RGB", SIZE, SKY)
    draw = ImageDraw.Draw(image)
    draw.ellipse((950, 150, 1350, 690), fill=SKIN)
    for x in (1050, 1200):
        draw.ellipse((x, 350, x + 50, 390), fill=EYES)
    draw.ellipse((1080, 540, 1220, 580), fill=MOUTH)
    return image
