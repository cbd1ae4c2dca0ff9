import pytest

from domain.ids import BlobId
from domain.motion import MICROS, Easing, Keyframe
from domain.timeline import (
    Canvas,
    Effect,
    Still,
    Timeline,
    Towards,
    Transition,
    from_json,
    still_spans,
    to_json,
)

AT_REST = (Keyframe(0, (500_000, 500_000, MICROS)),)
BEFORE_TRANSITIONS = (
    b'{"canvas":{"fps":30,"height":180,"width":320},"chapters":[],"duration_frames":30,"fonts":[],'
    b'"format":1,"layers":[{"camera":[{"easing":"linear","frame":0,"values":[500000,500000,'
    b'1000000]}],"end_frame":30,"image":"a","kind":"still","opacity":[{"easing":"linear","frame":0'
    b',"values":[1000000]}],"place":{"height":1000000,"width":1000000,"x":0,"y":0},"start_frame":0'
    b'}],"profile":{"codec":"h264","colour":"bt709-limited","crf":21,"preset":"veryfast",'
    b'"segment_frames":120},"sounds":[]}'
)


def film(entrance: Transition | None = None) -> Timeline:
    still = Still(0, 30, BlobId("a"), AT_REST, entrance=entrance)
    return Timeline(Canvas(320, 180, 30), 30, (still,))


def test_a_film_stored_before_transitions_is_the_same_value_and_the_same_bytes() -> None:
    assert from_json(BEFORE_TRANSITIONS) == film()
    assert to_json(film()) == BEFORE_TRANSITIONS


@pytest.mark.parametrize("effect", Effect)
def test_a_transition_is_stored_whole(effect: Effect) -> None:
    one = film(Transition(effect, 20, Easing.OUT, Towards.UP, 90_000, "#10203f"))
    assert from_json(to_json(one)) == one


def test_it_begins_with_nothing_and_ends_with_all() -> None:
    it = Transition(Effect.WIPE, 10, Easing.BACK)
    shares = [it.share(frame) for frame in range(-1, 13)]
    assert shares[:2] == pytest.approx([0, 0])
    assert shares[11:] == [1, 1, 1]
    assert shares == sorted(shares)


def test_nothing_holds_still_while_a_picture_comes() -> None:
    assert list(still_spans(film(Transition(Effect.SLIDE, 12)))) == [(12, 30)]


@pytest.mark.parametrize(
    ("frames", "softness", "colour"),
    [(0, 0, "#000000"), (9, MICROS + 1, "#000000"), (9, 0, "black")],
)
def test_what_no_transition_can_be_is_refused(frames: int, softness: int, colour: str) -> None:
    with pytest.raises(ValueError, match=r"transition|softness|colour"):
        Transition(Effect.DIP, frames, softness=softness, colour=colour)
