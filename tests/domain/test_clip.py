from dataclasses import replace
from typing import Any

import pytest

from domain.clip import Cut
from domain.event import Refused
from domain.ids import BlobId
from domain.motion import MICROS, Keyframe
from domain.timeline import Canvas, Clip, Timeline, still_spans

FPS = 30
CLIP = Clip(10, 100, BlobId("sha256:" + "c" * 64), in_ms=500, out_ms=1_500)


def test_a_clip_begins_with_its_layer_and_its_pictures_are_those_nearest_in_time() -> None:
    assert CLIP.due_us(10, FPS) == 500_000 + 16_666
    assert CLIP.due_us(25, FPS) == 1_000_000 + 16_666


def test_a_clip_that_is_over_stays_on_the_last_picture_of_its_part() -> None:
    assert CLIP.due_us(40, FPS) == CLIP.due_us(99, FPS) == 1_499_999
    assert CLIP.over_frame(FPS) == 40


def test_a_clip_that_repeats_begins_its_part_again() -> None:
    again = replace(CLIP, repeats=True)
    assert again.due_us(40, FPS) == again.due_us(10, FPS)
    assert again.over_frame(FPS) == 100


def test_a_slowed_clip_lasts_longer() -> None:
    slowed = replace(CLIP, rate=MICROS // 2)
    assert slowed.due_us(25, FPS) == 750_000 + 8_333
    assert slowed.over_frame(FPS) == 70


def test_a_part_of_a_film_shows_what_the_film_shows_there() -> None:
    film = Timeline(Canvas(320, 180, FPS), 120, (CLIP,))
    (there,) = film.part(30, 60).layers
    assert isinstance(there, Clip)
    assert [there.due_us(it, FPS) for it in range(30)] == [
        CLIP.due_us(it, FPS) for it in range(30, 60)
    ]
    assert film.part(30, 60).clips == (CLIP.clip,)


def test_only_what_follows_a_clips_end_is_still_on_purpose() -> None:
    film = Timeline(Canvas(320, 180, FPS), 100, (CLIP,))
    assert list(still_spans(film)) == [(0, 10), (40, 100)]


def test_a_part_after_a_clips_end_is_still_from_its_start() -> None:
    film = Timeline(Canvas(320, 180, FPS), 100, (CLIP,))
    assert list(still_spans(film.part(60, 90))) == [(0, 30)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"in_ms": 1_500},
        {"in_ms": -1},
        {"rate": 0},
        {"end_frame": 10},
        {"camera": (Keyframe(0, (0, 0, 0)),)},
    ],
)
def test_a_clip_without_a_part_a_rate_or_a_span_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"clip|zoom"):
        replace(CLIP, **wrong)


def test_a_cut_ends_after_it_starts() -> None:
    with pytest.raises(Refused, match="ends after it starts") as refused:
        Cut(in_ms=300, out_ms=300).refuse_impossible()
    assert refused.value.code == "cut-impossible"
