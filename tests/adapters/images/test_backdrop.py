from io import BytesIO

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from adapters.images.backdrop import MARK, motif, packed, tones
from adapters.images.palette import CONTRAST_MIN, contrast, palette


def pixels(made: bytes) -> npt.NDArray[np.uint8]:
    return np.asarray(Image.open(BytesIO(made)))


def test_a_channel_keeps_its_colours_and_places_its_shapes_anew() -> None:
    made = packed(640, 360, "bees", "1")
    assert made == packed(640, 360, "bees", "1")
    assert made != packed(640, 360, "bees", "2")
    assert made != packed(640, 360, "wasps", "1")


def test_it_is_marked_as_what_a_card_stands_for() -> None:
    assert Image.open(BytesIO(packed(64, 36, "bees", "1"))).info["comment"] == MARK


@pytest.mark.parametrize("seed", ["a", "b", "i", "l"])
def test_text_in_the_palettes_colour_can_be_read_anywhere_on_it(seed: str) -> None:
    lightest = np.percentile(pixels(packed(640, 360, seed, "1")).reshape(-1, 3), 99, axis=0)
    red, green, blue = (int(it) for it in lightest)
    assert contrast(palette(seed).text, (red, green, blue)) >= CONTRAST_MIN


def test_a_slow_gradient_is_dithered() -> None:
    column = pixels(packed(1920, 1080, "i", "1")).astype(int)[:400, 1600, 2]
    assert np.abs(np.diff(column)).max() <= 8
    assert np.diff(np.flatnonzero(np.diff(column))).max() < 24


def test_tones_are_those_of_a_mirror_where_they_are_flipped() -> None:
    plain, flipped = (tones(64, 36, motif("bees", "1", flip=it)) for it in (False, True))
    assert np.allclose(plain, flipped[:, ::-1], atol=1e-4)
    assert 0 <= plain.min() < plain.max() <= 1
