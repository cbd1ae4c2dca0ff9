from io import BytesIO

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from adapters.images.palette import CONTRAST_MIN, contrast, palette
from adapters.images.statement import Statement, card

PHRASE = "A forager that finds nectar at ten comes back at ten the next day"
STATEMENT = Statement(2, "Bees keep time", PHRASE, "en")
ASPECTS = [(1920, 1080), (1080, 1920), (1080, 1080)]


def pixels(made: bytes) -> npt.NDArray[np.uint8]:
    return np.asarray(Image.open(BytesIO(made)))


def inked(made: bytes, seed: str) -> npt.NDArray[np.bool_]:
    """Where the text's own colour stands."""
    text = np.array(palette(seed).text, np.int16)
    near: npt.NDArray[np.bool_] = np.abs(pixels(made).astype(np.int16) - text).max(axis=2) < 24
    return near


@pytest.mark.parametrize(("width", "height"), ASPECTS)
def test_a_card_is_larger_than_the_canvas(width: int, height: int) -> None:
    made = Image.open(BytesIO(card(STATEMENT, width, height, "bees")))
    assert (made.format, made.size) == ("JPEG", (width * 1.25, height * 1.25))


@pytest.mark.parametrize(("width", "height"), ASPECTS)
def test_text_keeps_clear_of_the_edges_and_of_the_captions(width: int, height: int) -> None:
    rows, columns = np.nonzero(inked(card(STATEMENT, width, height, "bees"), "bees"))
    assert columns.min() >= 0.095 * width * 1.25
    assert columns.max() <= 0.905 * width * 1.25
    assert rows.min() >= 0.1 * height * 1.25
    assert rows.max() <= 0.68 * height * 1.25


def test_the_same_statement_gives_the_same_bytes() -> None:
    assert card(STATEMENT, 640, 360, "bees") == card(STATEMENT, 640, 360, "bees")


def test_the_cards_of_one_film_are_set_in_one_size() -> None:
    film = [Statement(n, "", it, "en") for n, it in enumerate(("They come", PHRASE), start=1)]
    short, long = (line_px(card(it, 1280, 720, "bees", film)) for it in film)
    assert short == pytest.approx(long, abs=2)
    assert line_px(card(film[0], 1280, 720, "bees")) > 1.3 * short


def line_px(made: bytes) -> int:
    """The height of the first line's capital, which stands at the left margin."""
    rows = inked(made, "bees")[:, 160:200].max(axis=1).tolist()
    first = rows.index(True)
    return int(rows.index(False, first) - first)


def test_a_phrase_cut_from_a_sentence_does_not_end_in_its_comma() -> None:
    cut, whole = (Statement(1, "Bees", it, "en") for it in ("They come,", "They come"))
    assert card(cut, 640, 360, "bees") == card(whole, 640, 360, "bees")


def test_a_heading_that_only_repeats_the_phrase_is_left_out() -> None:
    repeated, without = (Statement(1, it, "They come.", "en") for it in ("They come", ""))
    assert card(repeated, 640, 360, "bees") == card(without, 640, 360, "bees")


def test_a_channel_keeps_its_colours_and_places_its_shapes_anew() -> None:
    other = Statement(3, "Bees keep time", PHRASE, "en")
    assert card(STATEMENT, 640, 360, "bees") != card(other, 640, 360, "bees")
    assert card(STATEMENT, 640, 360, "bees") != card(STATEMENT, 640, 360, "wasps")


@pytest.mark.parametrize("seed", ["a", "b", "i", "l"])
def test_the_ground_beneath_the_text_leaves_enough_contrast(seed: str) -> None:
    made = card(Statement(1, "", "", "en"), 640, 360, seed)
    lightest = np.percentile(pixels(made).reshape(-1, 3), 99, axis=0)
    red, green, blue = (int(it) for it in lightest)
    assert contrast(palette(seed).text, (red, green, blue)) >= CONTRAST_MIN


def test_a_slow_gradient_is_dithered() -> None:
    made = pixels(card(Statement(1, "", "", "en"), 1920, 1080, "i")).astype(int)
    column = made[:400, 2000, 2]
    assert np.abs(np.diff(column)).max() <= 8
    runs = np.diff(np.flatnonzero(np.diff(column)))
    assert runs.max() < 24


def test_a_text_from_right_to_left_stands_at_the_right() -> None:
    made = card(Statement(1, "النحل", "يتذكر", "ar"), 640, 360, "bees")
    _, columns = np.nonzero(inked(made, "bees"))
    assert columns.min() > 400
    assert columns.max() == pytest.approx(0.9 * 800, abs=3)


def test_a_scene_without_a_phrase_shows_its_heading_large() -> None:
    bare = card(Statement(1, "Bees", "🐝", "en"), 640, 360, "bees")
    assert bare == card(Statement(1, "Bees", "Bees", "en"), 640, 360, "bees")
