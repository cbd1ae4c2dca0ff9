from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from adapters.render.stills import opened
from domain.ids import BlobId
from domain.motion import MICROS, Keyframe
from domain.timeline import FULL, Box, Caption, CaptionWord, Rect, Still, Text
from tests.adapters.render.films import (
    AT_REST,
    Pixels,
    colours,
    drawn_lumas,
    filmed,
    flat,
    lumas,
    timeline,
)

A, B = BlobId("a"), BlobId("b")
ORIENTATION, A_QUARTER_TO_THE_RIGHT = 0x0112, 6
FADING = (Keyframe(20, (0,)), Keyframe(40, (MICROS,)))


@pytest.mark.parametrize("colour", [(200, 30, 60), (20, 120, 220), (255,) * 3, (0,) * 3])
def test_a_colour_comes_back_as_it_was(tmp_path: Path, colour: tuple[int, int, int]) -> None:
    film = timeline(Still(0, 3, A, AT_REST), frames=3)
    path = filmed(film, {"a": Image.new("RGB", (64, 36), colour)}, tmp_path)
    (shown,) = colours(path, [1])
    assert np.abs(shown.astype(int) - colour).max() <= 4


def test_half_way_through_a_fade_both_pictures_are_seen_alike(tmp_path: Path) -> None:
    film = timeline(Still(0, 60, A, AT_REST), Still(20, 60, B, AT_REST, opacity=FADING))
    path = filmed(film, {"a": flat("black"), "b": flat("white")}, tmp_path)
    before, middle, after = colours(path, [19, 30, 41])
    assert before.max() <= 3
    assert np.abs(middle.astype(int) - 128).max() <= 4
    assert after.min() >= 252


def test_the_spoken_word_is_lit_in_its_time_and_no_other(tmp_path: Path) -> None:
    words = (CaptionWord("LEFT", 10, 20), CaptionWord("RIGHT", 20, 30))
    film = timeline(Still(0, 40, A, AT_REST), Caption(5, 35, (words,)), frames=40)
    path = filmed(film, {"a": flat("#203040")}, tmp_path)
    none, left, right, gone = colours(path, [7, 15, 25, 37])
    assert [lit(none, side) for side in (0, 1)] == [0, 0]
    assert lit(left, 0) > 3 * lit(left, 1) + 30
    assert lit(right, 1) > 3 * lit(right, 0) + 30
    assert np.ptp(gone) < 60


def lit(picture: Pixels, side: int) -> int:
    """Yellowish pixels in the left (0) or right (1) half."""
    half = picture[:, side * 160 : side * 160 + 160].astype(int)
    return int(((half[:, :, 0] > 110) & (half[:, :, 0] - half[:, :, 2] > 40)).sum())


def test_a_caption_stays_above_its_lower_edge_and_within_its_width(tmp_path: Path) -> None:
    words = tuple(CaptionWord("Überlänge", 0, 9) for _ in range(9))
    path = filmed(timeline(Caption(0, 9, (words, words)), frames=9), {}, tmp_path)
    rows, columns = np.nonzero(lumas(path)[4] > 60)
    assert rows.max() < 0.93 * 180
    assert 0.07 * 320 <= columns.min() < columns.max() <= 0.93 * 320


def test_a_text_shows_its_letters_from_the_first_on(tmp_path: Path) -> None:
    text = Text(0, 5, "I I I", 50_000, 500_000, 150_000, 900_000, backdrop="#000000")
    (shown,) = colours(filmed(timeline(text, frames=5), {}, tmp_path), [2])
    columns = (shown[:, :, 1] > 128).any(axis=0).astype(int)
    assert (np.diff(columns) == 1).sum() == 3


def test_a_text_made_for_a_narrow_place_is_set_smaller(tmp_path: Path) -> None:
    text = Text(0, 3, "A very long heading indeed", 0, 500_000, 150_000, 500_000)
    _, columns = np.nonzero(lumas(filmed(timeline(text, frames=3), {}, tmp_path))[1] > 60)
    assert columns.max() <= 160


def test_a_box_moves_by_parts_of_a_pixel(tmp_path: Path) -> None:
    slow = (Keyframe(0, (0, 0)), Keyframe(30, (MICROS // 80, 0)))
    box = Box(0, 30, Rect(250_000, 250_000, 250_000, 500_000), "#ffffff", position=slow)
    rows = [it[90] - 16 for it in drawn_lumas(timeline(box, frames=30), {}, tmp_path)]
    centres = [(it * np.arange(320)).sum() / it.sum() for it in rows]
    assert np.diff(centres) == pytest.approx(4 / 30, abs=0.01)


def test_a_picture_in_part_of_the_canvas_leaves_the_rest(tmp_path: Path) -> None:
    place = Rect(500_000, 0, 500_000, MICROS)
    film = timeline(Still(0, 3, A, AT_REST, place=place), frames=3)
    (shown,) = colours(filmed(film, {"a": flat("white")}, tmp_path), [1])
    assert shown[:, :158].max() <= 3
    assert shown[:, 162:].min() >= 252


def test_what_lies_beyond_the_canvas_is_left_out(tmp_path: Path) -> None:
    beside = (Keyframe(0, (-MICROS, 0)), Keyframe(3, (MICROS * 3 // 4, 0)))
    box = Box(0, 4, FULL, "#ffffff", position=beside)
    frames = lumas(filmed(timeline(box, frames=4), {}, tmp_path))
    assert [int(frames[0][90, 300]), int(frames[3][90, 300])] == pytest.approx([16, 235], abs=3)
    assert frames[3][90, 100] == pytest.approx(16, abs=3)


def test_a_turned_photograph_is_shown_upright(tmp_path: Path) -> None:
    picture = Image.new("RGB", (90, 160), "black")
    picture.paste("white", (0, 0, 45, 160))
    turned = Image.Exif()
    turned[ORIENTATION] = A_QUARTER_TO_THE_RIGHT
    picture.save(tmp_path / "a.jpg", exif=turned)
    upright = np.asarray(opened(tmp_path / "a.jpg"))
    assert upright.shape == (90, 160, 3)
    assert upright[:40].min() > 250
    assert upright[50:].max() < 5
