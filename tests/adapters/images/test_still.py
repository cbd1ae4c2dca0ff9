import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageCms

from adapters.images.still import Size, Unusable, still

CANVAS = (320, 180)
GROUND = "#102030"


def picture(size: Size, mode: str = "RGB", colour: Any = (200, 60, 40)) -> Image.Image:
    return Image.new(mode, size, colour)


def made(tmp_path: Path, image: Image.Image, canvas: Size = CANVAS, **how: Any) -> Image.Image:
    source = tmp_path / "given"
    image.save(source, **{"format": "PNG"} | how)
    return Image.open(BytesIO(still(source, canvas, GROUND)))


def test_a_large_picture_is_brought_down_to_what_the_camera_needs(tmp_path: Path) -> None:
    assert made(tmp_path, picture((1920, 1080))).size == (432, 244)


def test_a_small_picture_fills_the_canvas_and_no_more(tmp_path: Path) -> None:
    assert made(tmp_path, picture((114, 64))).size == CANVAS


def test_a_picture_in_between_is_not_enlarged(tmp_path: Path) -> None:
    assert made(tmp_path, picture((384, 216))).size == (384, 216)


def test_another_shape_stands_whole_before_a_dimmed_copy(tmp_path: Path) -> None:
    still = made(tmp_path, picture((180, 320)))
    middle, edge = still.getpixel((160, 90)), still.getpixel((5, 90))
    assert middle == pytest.approx((200, 60, 40), abs=3)
    assert edge == pytest.approx((90, 27, 18), abs=3)


def test_the_cameras_orientation_is_applied(tmp_path: Path) -> None:
    upright = picture((360, 640))
    upright.paste((0, 0, 255), (0, 0, 360, 320))
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = upright.transpose(Image.Transpose.ROTATE_90)
    still = made(tmp_path, lying, (180, 320), format="JPEG", exif=exif)
    assert still.getpixel((90, 40)) == pytest.approx((0, 0, 254), abs=6)
    assert still.getpixel((90, 280)) == pytest.approx((200, 60, 40), abs=6)


def test_what_is_transparent_shows_the_ground(tmp_path: Path) -> None:
    clear = made(tmp_path, picture(CANVAS, "RGBA", (255, 0, 0, 0)))
    assert clear.getpixel((9, 9)) == pytest.approx((16, 32, 48), abs=2)


@pytest.mark.parametrize("mode", ["L", "P", "CMYK", "LA", "1"])
def test_every_way_to_store_colours_becomes_rgb(tmp_path: Path, mode: str) -> None:
    stored = picture(CANVAS).convert(mode)
    assert made(tmp_path, stored, format="JPEG" if mode == "CMYK" else "PNG").mode == "RGB"


def test_sixteen_bits_a_level_become_eight(tmp_path: Path) -> None:
    deep = Image.fromarray(np.full((180, 320), 128 * 256, np.uint16))
    assert made(tmp_path, deep).getpixel((9, 9)) == pytest.approx((128, 128, 128), abs=1)


def test_a_profile_is_turned_into_srgb_and_a_broken_one_is_left(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for icc in (profile, b"broken"):
        still = made(tmp_path, picture(CANVAS), icc_profile=icc)
        assert still.getpixel((9, 9)) == pytest.approx((200, 60, 40), abs=3)


def swapping() -> bytes:
    """A profile of a space whose red is sRGB's blue, and the other way round."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    renamed = profile.replace(b"rXYZ", b"----", 1).replace(b"bXYZ", b"rXYZ", 1)
    return renamed.replace(b"----", b"bXYZ", 1)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P"])
@pytest.mark.parametrize("size", [CANVAS, (1920, 1080)])
def test_colours_of_another_space_are_turned_into_srgb(
    tmp_path: Path, mode: str, size: Size
) -> None:
    stored = picture(size).convert(mode)
    still = made(tmp_path, stored, icc_profile=swapping())
    assert still.getpixel((9, 9)) == pytest.approx((60, 60, 200), abs=40)


def test_of_an_animation_the_first_picture_is_shown(tmp_path: Path) -> None:
    more = [picture(CANVAS, colour=(0, 0, 255))]
    for kind in ("WEBP", "PNG"):
        still = made(tmp_path, picture(CANVAS), format=kind, save_all=True, append_images=more)
        assert still.getpixel((9, 9)) == pytest.approx((200, 60, 40), abs=6)


def test_transparency_survives_that_a_picture_is_far_too_large(tmp_path: Path) -> None:
    holed = picture((1920, 1080))
    holed.paste((1, 2, 3), (0, 0, 960, 1080))
    still = made(tmp_path, holed, transparency=(1, 2, 3))
    assert still.getpixel((9, 9)) == pytest.approx((16, 32, 48), abs=2)
    assert still.getpixel((400, 9)) == pytest.approx((200, 60, 40), abs=3)


def test_the_largest_picture_is_taken_and_one_a_pixel_wider_is_not(tmp_path: Path) -> None:
    largest = picture((8192, 64), "L", 90)
    assert made(tmp_path, largest).size == CANVAS
    with pytest.raises(Unusable, match="8193×64 pixels"):
        made(tmp_path, picture((8193, 64), "L", 90))


def png_of(width: int, height: int) -> bytes:
    """A PNG that claims a size, with nonsense where its pixels should be."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"nonsense")


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (b"", "none of PNG, JPEG, WEBP, AVIF"),
        (b"GIF89a" + bytes(40), "none of PNG, JPEG, WEBP, AVIF"),
        (b"<svg onload='x'/>", "none of PNG, JPEG, WEBP, AVIF"),
        (png_of(10_000, 10_000), "10000×10000 pixels; 8192×8192 is the most"),
        (png_of(60_000, 60_000), "far more pixels"),
        (png_of(1, 1), "it has 1×1 pixels; 64×64 is the least"),
        (png_of(5_000, 63), "it has 5000×63 pixels; 64×64 is the least"),
        (png_of(320, 180), "cannot be decoded"),
    ],
)
def test_what_is_no_picture_is_refused(tmp_path: Path, given: bytes, why: str) -> None:
    source = tmp_path / "given"
    source.write_bytes(given)
    with pytest.raises(Unusable, match=why):
        still(source, CANVAS, GROUND)


def test_a_picture_cut_off_is_refused(tmp_path: Path) -> None:
    noise = np.random.default_rng(7).integers(0, 255, (180, 320, 3), np.uint8)
    source = tmp_path / "given"
    Image.fromarray(noise).save(source, "PNG")
    source.write_bytes(source.read_bytes()[:40_000])
    with pytest.raises(Unusable, match="cannot be decoded"):
        still(source, CANVAS, GROUND)
