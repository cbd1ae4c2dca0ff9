from io import BytesIO
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageFilter

from adapters.blobs.disk import DiskBlobs
from adapters.images.palette import contrast, palette
from adapters.images.statement import Statement, card
from adapters.render.thumbnail import CardThumbnailer, head, thumbnail
from domain.ids import BlobId
from domain.mode import Mode
from processors.errors import InvalidInput
from processors.ports import Look, ThumbnailOrder

TITLE = "Why bees are never late"
LONGEST = (
    "The deep sea is not silent and never has been in all the years of listening to it " * 2
)[:100]


def order(title: str = TITLE, language: str = "en", image: str = "") -> ThumbnailOrder:
    return ThumbnailOrder(title, BlobId(image), Look("bees"), language)


def picture(*, bright: bool = True, size: tuple[int, int] = (1600, 900)) -> bytes:
    packed = BytesIO()
    Image.new("RGB", size, (255, 255, 255) if bright else (40, 40, 40)).save(packed, "PNG")
    return packed.getvalue()


def noise() -> bytes:
    packed = BytesIO()
    levels = np.random.default_rng(7).integers(0, 256, (900, 1600, 3), np.uint8)
    Image.fromarray(levels).save(packed, "JPEG", quality=100)
    return packed.getvalue()


def text_mask(image: Image.Image, tolerance: int) -> Image.Image:
    """255 where the text's own colour stands."""
    away = np.abs(np.asarray(image).astype(int) - palette("bees").text).max(axis=2)
    return Image.fromarray(np.where(away < tolerance, 255, 0).astype(np.uint8))


def inside(mask: Image.Image) -> npt.NDArray[np.bool_]:
    box = Image.new("L", mask.size)
    box.paste(255, mask.getbbox())
    return np.asarray(box) > 0


def opened(made: bytes) -> Image.Image:
    return Image.open(BytesIO(made))


@pytest.mark.parametrize("title", [TITLE, LONGEST, "", "🐝"])
def test_it_is_a_jpeg_of_1280_by_720_under_two_megabytes(title: str) -> None:
    made = thumbnail(order(title), noise())
    assert (opened(made).format, opened(made).size) == ("JPEG", (1280, 720))
    assert len(made) < 2_000_000


def test_the_same_order_gives_the_same_bytes() -> None:
    assert thumbnail(order(), picture()) == thumbnail(order(), picture())


@pytest.mark.parametrize("image", [picture(), picture(bright=False), noise()])
def test_the_title_stands_out_from_whatever_lies_beneath(image: bytes) -> None:
    made = opened(thumbnail(order(), image))
    letters = text_mask(opened(thumbnail(order(), picture(bright=False))), tolerance=60)
    grown = letters.filter(ImageFilter.MaxFilter(15))
    beneath = np.asarray(made)[(np.asarray(grown) == 0) & inside(letters)]
    red, green, blue = (int(it) for it in np.percentile(beneath, 95, axis=0))
    assert contrast(palette("bees").text, (red, green, blue)) >= 4.5


@pytest.mark.parametrize("title", [TITLE, LONGEST])
def test_letters_are_ten_pixels_high_when_shown_at_320(title: str) -> None:
    small = opened(thumbnail(order(title), picture())).resize((320, 180), Image.Resampling.BOX)
    rows = np.asarray(text_mask(small, tolerance=60)).any(axis=1)
    lines = np.flatnonzero(np.diff(np.concatenate([[0], rows, [0]]).astype(int)))
    heights = lines[1::2] - lines[::2]
    assert heights.max() >= 10


def test_what_follows_a_colon_or_a_dash_is_left_to_the_title_beside_it() -> None:
    assert head("Why bees are punctual: clocks of the hive") == "Why bees are punctual"
    assert head("Zeit im Stock – wie Bienen sie messen") == "Zeit im Stock"
    assert head("Bees: a history") == "Bees: a history"
    assert head("At 10:30 they come") == "At 10:30 they come"


def test_a_card_beneath_is_drawn_anew_without_its_words() -> None:
    one, other = (
        card(Statement(1, "Heading", it, "en"), 1280, 720, "bees") for it in ("One", "Other")
    )
    assert thumbnail(order(), one) == thumbnail(order(), other)
    assert thumbnail(order(), one) != thumbnail(order(), picture())


def test_a_title_from_right_to_left_stands_at_the_right() -> None:
    made = opened(thumbnail(order("لماذا النحل", "ar"), picture(bright=False)))
    left, _, right, _ = text_mask(made, tolerance=9).getbbox() or (0, 0, 0, 0)
    assert right == pytest.approx(1280 - 72, abs=4)
    assert left > 300


def test_a_tall_picture_fills_the_canvas() -> None:
    made = np.asarray(opened(thumbnail(order(), picture(size=(900, 1600)))))
    assert made[5, 5].min() > 200


async def test_it_is_kept_as_a_blob_and_metered_as_one_image(tmp_path: Path) -> None:
    blobs = DiskBlobs(tmp_path)
    thumbnailer = CardThumbnailer(blobs)
    made = await thumbnailer.make(order(image=await blobs.put(picture())))
    assert await blobs.get(made.answer) == thumbnail(order(), picture())
    assert [(it.meter, it.quantity) for it in made.usage] == [("image", 1)]
    assert thumbnailer.provider.mode is Mode.OFFLINE


async def test_an_image_that_is_none_is_refused(tmp_path: Path) -> None:
    blobs = DiskBlobs(tmp_path)
    with pytest.raises(InvalidInput, match="cannot be decoded") as refused:
        await CardThumbnailer(blobs).make(order(image=await blobs.put(b"no image")))
    assert refused.value.code == "image-unreadable"
