from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.clip import Cut
from domain.event import Refused
from domain.ids import BlobId
from domain.motion import MICROS, Keyframe
from domain.timeline import Canvas, Clip, Timeline, from_json, still_spans, to_json

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


clips = st.builds(
    Clip,
    st.integers(-50, 50),
    st.integers(51, 400),
    st.just(CLIP.clip),
    st.integers(0, 5_000),
    st.integers(5_001, 20_000),
    rate=st.integers(100_000, 2 * MICROS),
    repeats=st.booleans(),
)


@given(clips, st.integers(0, 400), st.sampled_from([24, 25, 30, 50, 60]), st.integers(-99, 99))
def test_a_frame_shows_an_instant_of_the_part_wherever_the_film_is_split(
    clip: Clip, frame: int, fps: int, moved: int
) -> None:
    due_us = clip.due_us(frame, fps)
    later = replace(clip, start_frame=clip.start_frame + moved, end_frame=clip.end_frame + moved)
    assert later.due_us(frame + moved, fps) == due_us
    if frame >= clip.start_frame:
        assert clip.in_ms * 1_000 <= due_us < clip.out_ms * 1_000
        assert clip.repeats or due_us <= clip.due_us(frame + 1, fps)


def test_a_stored_film_with_a_clip_is_read() -> None:
    stored = (
        b'{"canvas":{"fps":30,"height":180,"width":320},"chapters":[],"duration_frames":100,'
        b'"fonts":[],"format":1,"layers":[{"camera":[{"easing":"linear","frame":0,'
        b'"values":[500000,500000,1000000]}],"clip":"sha256:' + b"c" * 64 + b'","end_frame":100,'
        b'"in_ms":500,"kind":"clip","name":"","opacity":[{"easing":"linear","frame":0,'
        b'"values":[1000000]}],"out_ms":1500,"place":{"height":1000000,"width":1000000,"x":0,'
        b'"y":0},"rate":1000000,"repeats":false,"start_frame":10}],"profile":{"codec":"h264",'
        b'"colour":"bt709-limited","crf":21,"preset":"veryfast","segment_frames":120},"sounds":[]}'
    )
    assert from_json(stored).layers == (CLIP,)
    assert to_json(from_json(stored)) == stored
