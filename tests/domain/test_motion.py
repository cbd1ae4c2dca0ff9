import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.motion import (
    MICROS,
    OVERSHOOTING,
    Easing,
    Keyframe,
    at,
    check,
    constant,
    eased,
    moving,
    shifted,
)

RISE = (Keyframe(10, (0,)), Keyframe(20, (MICROS,)))


def test_a_value_holds_before_the_first_and_after_the_last_keyframe() -> None:
    assert at(RISE, 0) == (0.0,)
    assert at(RISE, 30) == (1.0,)


def test_a_value_between_keyframes_is_exact_and_not_rounded_to_what_is_stored() -> None:
    slow = (Keyframe(0, (0,)), Keyframe(3, (1,)))
    assert at(slow, 1)[0] == pytest.approx(1 / 3 / MICROS, rel=1e-12)


@pytest.mark.parametrize("easing", sorted(set(Easing) - {Easing.HOLD} - OVERSHOOTING))
def test_every_curve_goes_from_nought_to_one_and_never_back(easing: Easing) -> None:
    values = [eased(easing, t / 50) for t in range(51)]
    assert (values[0], values[-1]) == (0, 1)
    assert values == sorted(values)


@pytest.mark.parametrize("easing", sorted(OVERSHOOTING))
def test_a_curve_that_overshoots_passes_its_end_a_little_and_comes_back(easing: Easing) -> None:
    values = [eased(easing, t / 100) for t in range(101)]
    assert values[0] == pytest.approx(0, abs=1e-9)
    assert values[-1] == 1
    assert 1.02 < max(values) < 1.11
    assert values[-2] == pytest.approx(1, abs=2e-3)


def test_a_held_value_jumps_at_the_next_keyframe() -> None:
    track = (Keyframe(0, (0,), Easing.HOLD), Keyframe(5, (MICROS,)))
    assert [at(track, it)[0] for it in (0, 4, 5)] == [0, 0, 1]
    assert moving(track) == [(4, 5)]


def test_what_does_not_change_does_not_move() -> None:
    assert moving(constant(MICROS)) == []
    assert moving((Keyframe(0, (5,)), Keyframe(9, (5,)))) == []


def test_keyframes_out_of_order_or_of_another_arity_are_refused() -> None:
    with pytest.raises(ValueError, match="rise"):
        check((RISE[1], RISE[0]), 1, "opacity")
    with pytest.raises(ValueError, match="3 values"):
        check(RISE, 3, "camera")


@given(st.integers(-1000, 1000), st.integers(-50, 50))
def test_a_shifted_track_has_the_same_values_to_the_last_bit(frames: int, frame: int) -> None:
    track = (Keyframe(-7, (3, 10)), Keyframe(4, (77, -9), Easing.IN), Keyframe(31, (5, 2)))
    assert at(shifted(track, frames), frame + frames) == at(track, frame)
