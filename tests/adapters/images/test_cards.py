from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from adapters.blobs.disk import DiskBlobs
from adapters.images.cards import CardIllustrator
from domain.mode import Mode
from domain.prices import Usage
from domain.script import Scene, Script
from processors.errors import InvalidInput
from processors.ports import Look, Picture, SceneOrder

SCENES = tuple(Scene(f"Heading {it}", ("Said.",), f"Key phrase {it}") for it in range(4))
SCRIPT = Script("Bees", "en", SCENES, 30.0)


@pytest.fixture
def blobs(tmp_path: Path) -> DiskBlobs:
    return DiskBlobs(tmp_path / "blobs")


def order(*pictures: Picture, scene: int = 0) -> SceneOrder:
    return SceneOrder(SCRIPT, scene, 320, 180, Look("bees"), pictures)


async def given_picture(blobs: DiskBlobs, name: str, data: bytes | None = None) -> Picture:
    packed = BytesIO()
    Image.new("RGB", (640, 360), (200, 60, 40)).save(packed, "PNG")
    return Picture(name, await blobs.put(packed.getvalue() if data is None else data))


async def test_a_scene_without_a_picture_gets_a_card(blobs: DiskBlobs) -> None:
    illustrator = CardIllustrator(blobs)
    made = await illustrator.illustrate(order())
    assert Image.open(BytesIO(await blobs.get(made.answer.image))).size == (320, 180)
    assert (made.answer.picture, made.usage) == (None, (Usage("image", 1),))
    assert illustrator.provider.mode is Mode.OFFLINE


async def test_the_same_order_gives_the_same_blob(blobs: DiskBlobs) -> None:
    illustrator = CardIllustrator(blobs)
    assert await illustrator.illustrate(order()) == await illustrator.illustrate(order())


async def test_a_scene_with_a_picture_shows_it_and_says_whose(blobs: DiskBlobs) -> None:
    picture = await given_picture(blobs, "3.png")
    made = await CardIllustrator(blobs).illustrate(order(picture, scene=2))
    image = Image.open(BytesIO(await blobs.get(made.answer.image)))
    assert made.answer.picture == "3.png"
    assert image.getpixel((100, 100)) == pytest.approx((200, 60, 40), abs=3)


async def test_the_creators_own_picture_is_no_image_to_be_priced(blobs: DiskBlobs) -> None:
    picture = await given_picture(blobs, "1.png")
    assert (await CardIllustrator(blobs).illustrate(order(picture))).usage == ()


async def test_a_picture_that_cannot_be_read_is_named(blobs: DiskBlobs) -> None:
    picture = await given_picture(blobs, "holiday.png", b"\x89PNG\r\n\x1a\n nothing")
    with pytest.raises(InvalidInput, match=r"the picture holiday\.png cannot be used") as refused:
        await CardIllustrator(blobs).illustrate(order(picture))
    assert refused.value.code == "picture-unreadable"
