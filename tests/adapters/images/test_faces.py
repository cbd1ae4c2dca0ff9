"""What may be a face, in pictures drawn for it."""

import pytest
from PIL import Image, ImageDraw

from adapters.images.faces import likely_faces

SKIN = {
    "dark": (88, 58, 40),
    "brown": (150, 100, 70),
    "olive": (198, 150, 110),
    "pale": (240, 200, 175),
}
SKY, GRASS = (90, 140, 220), (60, 130, 50)


def portrait(skin: tuple[int, int, int], at: tuple[int, int] = (800, 300)) -> Image.Image:
    """A face of 300×400 pixels around a point, before a blue sky."""
    image = Image.new("RGB", (1600, 900), SKY)
    draw, (x, y) = ImageDraw.Draw(image), at
    draw.ellipse((x - 150, y - 200, x + 150, y + 200), fill=skin)
    for side in (-60, 60):
        draw.ellipse((x + side - 25, y - 60, x + side + 25, y - 20), fill=(30, 22, 20))
    draw.ellipse((x - 60, y + 80, x + 60, y + 120), fill=(110, 40, 45))
    return image


@pytest.mark.parametrize("tone", SKIN)
def test_a_face_of_any_tone_is_found_where_it_is(tone: str) -> None:
    (found, *_) = likely_faces(portrait(SKIN[tone]))
    assert found == pytest.approx((0.406, 0.111, 0.594, 0.556), abs=0.03)


def test_several_faces_are_kept_apart_the_largest_first() -> None:
    image = portrait(SKIN["olive"], (400, 300))
    small = portrait(SKIN["brown"], (1200, 300)).crop((1000, 50, 1400, 550)).resize((200, 250))
    image.paste(small, (1200, 200))
    lefts = [it[0] for it in likely_faces(image)]
    assert lefts == pytest.approx([0.156, 0.766], abs=0.03)


def test_neither_sky_nor_grass_nor_black_and_white_is_a_face() -> None:
    for plain in (SKY, GRASS, (128, 128, 128)):
        assert likely_faces(Image.new("RGB", (800, 600), plain)) == ()
    assert likely_faces(portrait(SKIN["pale"]).convert("L")) == ()


def test_a_flat_wall_in_the_colour_of_skin_is_none() -> None:
    assert likely_faces(Image.new("RGB", (800, 600), SKIN["olive"])) == ()


@pytest.mark.parametrize("size", [(1, 1), (8192, 3), (3, 900)])
def test_a_picture_of_any_shape_is_looked_at(size: tuple[int, int]) -> None:
    assert likely_faces(Image.new("RGB", size, SKY)) == ()
