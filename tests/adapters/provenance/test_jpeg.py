"""Marked pictures, read again as bytes and by Pillow."""

from io import BytesIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from adapters.provenance import jpeg
from adapters.provenance.xmp import known
from domain.provenance import DigitalSource

TRAINED, RULES = DigitalSource.TRAINED, DigitalSource.ALGORITHMIC


def picture(seed: int = 1, **how: object) -> bytes:
    levels = np.random.default_rng(seed).integers(0, 256, (72, 96, 3), np.uint8)
    made = BytesIO()
    Image.fromarray(levels).save(made, "JPEG", **how)
    return made.getvalue()


def pixels(data: bytes) -> bytes:
    return Image.open(BytesIO(data)).tobytes()


@given(seed=st.integers(0, 999), source=st.sampled_from(DigitalSource))
def test_the_picture_stays_bit_for_bit_what_it_was(seed: int, source: DigitalSource) -> None:
    data = picture(seed)
    made = jpeg.marked(data, source)
    assert jpeg.without_mark(made) == data
    assert pixels(made) == pixels(data)
    assert jpeg.marked(made, source) == made


def test_it_says_how_it_was_made_to_others_too() -> None:
    made = jpeg.marked(picture(), TRAINED)
    mark = jpeg.mark_of(made)
    assert mark is not None
    assert (known(mark), mark.holds) == (TRAINED, True)
    opened = Image.open(BytesIO(made))
    assert TRAINED.uri.encode() in opened.info["xmp"]
    assert opened.info["xmp"].startswith(b"<?xpacket begin=")


def test_a_picture_without_a_mark_says_nothing() -> None:
    assert jpeg.mark_of(picture()) is None


def test_a_mark_whose_picture_was_changed_does_not_hold() -> None:
    made = bytearray(jpeg.marked(picture(), TRAINED))
    made[-10] ^= 1
    mark = jpeg.mark_of(bytes(made))
    assert mark is not None
    assert not mark.holds


def test_another_mark_takes_the_place_of_the_first() -> None:
    made = jpeg.marked(jpeg.marked(picture(), RULES), TRAINED)
    assert made == jpeg.marked(picture(), TRAINED)


def test_other_segments_stay() -> None:
    exif = Image.Exif()
    exif[0x010E] = "a hive"
    made = jpeg.marked(picture(exif=exif, comment=b"card"), RULES)
    opened = Image.open(BytesIO(made))
    assert (opened.getexif()[0x010E], opened.info["comment"]) == ("a hive", b"card")


def test_a_mark_that_another_program_set_is_read() -> None:
    said = f"<Iptc4xmpExt:DigitalSourceType>{TRAINED.uri}</Iptc4xmpExt:DigitalSourceType>"
    made = BytesIO()
    Image.new("RGB", (8, 8)).save(made, "JPEG", xmp=said.encode())
    mark = jpeg.mark_of(made.getvalue())
    assert (known(mark), mark and mark.holds) == (TRAINED, False)


@pytest.mark.parametrize(
    ("data", "complaint"),
    [(b"", "no JPEG"), (b"\x89PNG", "no JPEG"), (picture()[:30], "cut off in the segment")],
)
def test_what_is_no_whole_jpeg_is_refused(data: bytes, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        jpeg.marked(data, RULES)


@given(st.binary(max_size=200))
def test_no_bytes_of_any_kind_do_more_than_be_refused(noise: bytes) -> None:
    said = "a JPEG without a mark"
    try:
        assert jpeg.mark_of(b"\xff\xd8" + noise) is None
    except ValueError as refused:
        said = str(refused)
    assert "JPEG" in said
