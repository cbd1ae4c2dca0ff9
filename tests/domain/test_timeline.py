from dataclasses import fields, is_dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import timeline as module
from domain.ids import BlobId
from domain.motion import MICROS, Easing, Keyframe, Track
from domain.timeline import (
    FULL,
    Align,
    Box,
    Canvas,
    Caption,
    CaptionStyle,
    CaptionWord,
    ChapterMark,
    Font,
    Layer,
    Rect,
    Role,
    Sound,
    Still,
    Text,
    Timeline,
    from_json,
    still_spans,
    timeline_hash,
    to_json,
)

CANVAS = Canvas(320, 180, 30)
IMAGE, VOICE, MUSIC = (BlobId(f"sha256:{it * 64}") for it in "abc")
AT_REST = (Keyframe(0, (500_000, 500_000, MICROS)),)
NEARER = (Keyframe(0, (500_000, 500_000, MICROS)), Keyframe(60, (500_000, 500_000, 1_100_000)))


def film(*layers: Layer, frames: int = 60) -> Timeline:
    return Timeline(CANVAS, frames, layers)


def tracks(arity: int) -> st.SearchStrategy[Track]:
    values = st.tuples(*[st.integers(1, 2 * MICROS)] * arity)
    keys = st.lists(
        st.builds(Keyframe, st.integers(-99, 999), values, st.sampled_from(Easing)),
        min_size=1,
        max_size=4,
        unique_by=lambda it: it.frame,
    )
    return keys.map(lambda it: tuple(sorted(it, key=lambda key: key.frame)))


spans = st.tuples(st.integers(-99, 99), st.integers(1, 200)).map(lambda it: (it[0], sum(it)))
letters = st.text(max_size=5)
rects = st.builds(Rect, *[st.integers(0, MICROS)] * 4)
colours = st.sampled_from(["#ffffff", "#10203080"])
words = st.builds(CaptionWord, letters, st.integers(0, 99), st.integers(0, 99), st.booleans())
lines = st.lists(st.lists(words, min_size=1, max_size=3).map(tuple), min_size=1, max_size=2)
layers = st.one_of(
    st.builds(lambda s, c, o: Still(s[0], s[1], IMAGE, c, o), spans, tracks(3), tracks(1)),
    st.builds(
        lambda s, r, c, p: Box(s[0], s[1], r, c, position=p), spans, rects, colours, tracks(2)
    ),
    st.builds(
        lambda s, t, a: Text(s[0], s[1], t, 0, 0, 9, 9, align=a),
        spans,
        letters,
        st.sampled_from(Align),
    ),
    st.builds(lambda s, it: Caption(s[0], s[1], tuple(it), CaptionStyle(size=7)), spans, lines),
)
timelines = st.builds(
    Timeline,
    st.just(CANVAS),
    st.integers(1, 500),
    st.lists(layers, max_size=5).map(tuple),
    fonts=st.just((Font("Noto Sans", "f" * 64),)),
    sounds=st.just((Sound(MUSIC, Role.MUSIC), Sound(VOICE, start_frame=3))),
    chapters=st.lists(st.builds(ChapterMark, st.integers(0, 99), letters), max_size=3).map(tuple),
)


@given(timelines)
def test_any_timeline_comes_back_from_its_stored_form(timeline: Timeline) -> None:
    assert from_json(to_json(timeline)) == timeline


@given(timelines, st.integers(1, 400), st.integers(1, 300))
def test_a_part_of_a_part_is_a_part_of_the_whole(whole: Timeline, start: int, frames: int) -> None:
    outer = whole.part(start - 1, start + frames + 50)
    assert outer.part(1, 1 + frames) == whole.part(start, start + frames)


@given(timelines, st.integers(0, 500))
def test_the_same_picture_later_is_the_same_part(whole: Timeline, by: int) -> None:
    later = whole.part(-by, 90)
    assert later.part(by, by + 90) == whole.part(0, 90)


def test_the_stored_form_of_a_timeline_is_this_for_ever() -> None:
    still = Still(0, 60, IMAGE, NEARER)
    timeline = replace(film(still), sounds=(Sound(VOICE),), chapters=(ChapterMark(0, "Start"),))
    assert timeline_hash(timeline) == (
        "1abc3d625fb7b62f7234d2546d35172bc95722205d55580225c039285eb55508"
    )


def test_another_value_is_another_hash() -> None:
    one = film(Still(0, 60, IMAGE, NEARER))
    assert timeline_hash(one) != timeline_hash(film(Still(0, 60, IMAGE, AT_REST)))
    assert timeline_hash(one) != timeline_hash(replace(one, fonts=(Font("F", "0" * 64),)))
    assert timeline_hash(one) == timeline_hash(film(Still(0, 60, IMAGE, NEARER)))


def test_every_value_of_the_model_is_frozen_and_slotted() -> None:
    for it in vars(module).values():
        if isinstance(it, type) and is_dataclass(it):
            assert it.__dataclass_params__.frozen, it  # type: ignore[attr-defined]  # of dataclass
            assert "__dict__" not in dir(it), it
            assert fields(it)


def test_a_camera_that_moves_leaves_nothing_still() -> None:
    assert list(still_spans(film(Still(0, 60, IMAGE, NEARER)))) == []


def test_a_picture_at_rest_is_still_until_something_appears() -> None:
    box = Box(30, 60, FULL, "#000000")
    assert list(still_spans(film(Still(0, 60, IMAGE, AT_REST), box))) == [(0, 30), (30, 60)]


def test_a_still_stretch_ends_with_each_spoken_word() -> None:
    said = (CaptionWord("one", 5, 20), CaptionWord("two", 20, 40))
    spoken = film(Still(0, 60, IMAGE, AT_REST), Caption(5, 40, (said,)))
    assert list(still_spans(spoken)) == [(0, 5), (5, 20), (20, 40), (40, 60)]


def test_a_stretch_between_two_moves_is_still() -> None:
    there = (Keyframe(20, (0, 0)), Keyframe(30, (MICROS, 0)))
    box = Box(0, 60, Rect(0, 0, 9, 9), "#fff", position=there)
    assert list(still_spans(film(box))) == [(0, 21), (30, 60)]


def test_what_changed_long_before_a_part_changes_nothing_in_it() -> None:
    box = Box(10, 60, FULL, "#000000")
    part = film(Still(0, 60, IMAGE, AT_REST), box).part(15, 60)
    assert list(still_spans(part)) == [(0, 45)]


def test_pictures_and_narration_are_named_once() -> None:
    two = replace(film(*[Still(0, 60, IMAGE, AT_REST)] * 2), sounds=(Sound(MUSIC, Role.MUSIC),))
    assert two.images == (IMAGE,)
    assert two.narration is None
    assert replace(two, sounds=(*two.sounds, Sound(VOICE))).narration == VOICE


def test_an_instant_belongs_to_the_nearest_frame() -> None:
    assert [CANVAS.frame_of(it) for it in (0, 16, 17, 1000)] == [0, 0, 1, 30]
    assert film(frames=45).duration_ms == 1500


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: Canvas(321, 180, 30), "even"),
        (lambda: Canvas(320, 9000, 30), "8192"),
        (lambda: Canvas(320, 180, 0), "frames a second"),
        (lambda: film(frames=0), "at least one frame"),
        (lambda: Still(9, 9, IMAGE, AT_REST), "ends after it starts"),
        (lambda: Still(0, 9, IMAGE, (Keyframe(0, (0, 0, 0)),)), "zoom"),
        (lambda: Still(0, 9, IMAGE, AT_REST, opacity=()), "opacity"),
        (lambda: Box(0, 9, FULL, "#fff", position=AT_REST), "position"),
        (lambda: Caption(0, 9, ()), "one or two lines"),
        (lambda: Caption(0, 9, ((),)), "one or two lines"),
        (lambda: from_json(b"{}"), "timeline"),
    ],
)
def test_what_cannot_be_drawn_is_refused(make: object, sentence: str) -> None:
    assert callable(make)
    with pytest.raises(ValueError, match=sentence):
        make()
