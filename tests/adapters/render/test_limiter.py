import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from adapters.render.limiter import REACH_MS, by_sample, gains, peaks

LEVELS = arrays.arrays(np.float64, st.integers(1, 200), elements=st.floats(0, 20))


def test_a_peak_between_two_samples_counts() -> None:
    at = np.arange(48_000) / 48_000
    sine = np.sin(2 * np.pi * 12_000 * at + np.pi / 4).astype(np.float32)
    found = peaks([sine[:24_000], sine[24_000:]])
    assert len(found) == 1_000
    assert np.abs(sine).max() < 0.71
    assert 0.97 < found[10:-10].max() < 1.03


def test_what_stays_under_the_ceiling_is_left_alone() -> None:
    assert (gains(np.full(50, 0.5), ceiling=0.8) == 1).all()


def test_the_level_falls_before_a_peak_and_rises_after_it() -> None:
    loud = np.zeros(201)
    loud[100] = 1.6
    curve = gains(loud, ceiling=0.8)
    assert curve[100] == 0.5
    assert (curve[: 100 - 2 * REACH_MS] == 1).all()
    assert (np.diff(curve[:100]) <= 0).all()
    np.testing.assert_allclose(curve, curve[::-1])


@given(LEVELS, st.floats(0.05, 1))
def test_no_sample_of_any_sound_passes_the_ceiling(levels: np.ndarray, ceiling: float) -> None:
    drawn = by_sample(gains(levels, ceiling), 0, len(levels) * 48)
    assert (drawn * np.repeat(levels, 48) <= ceiling * (1 + 1e-6)).all()
    assert (drawn <= 1).all()


@given(LEVELS, st.integers(0, 200 * 48))
def test_the_curve_is_the_same_however_it_is_cut(levels: np.ndarray, cut: int) -> None:
    curve = gains(levels, 0.5)
    cut = min(cut, len(levels) * 48)
    parts = [by_sample(curve, 0, cut), by_sample(curve, cut, len(levels) * 48 - cut)]
    np.testing.assert_array_equal(np.concatenate(parts), by_sample(curve, 0, len(levels) * 48))
