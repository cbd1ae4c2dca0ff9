import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from adapters.render.limiter import REACH_MS, Limited, drawn, gains, peaks

LEVELS = arrays.arrays(np.float64, st.integers(1, 200), elements=st.floats(0, 20))


def test_a_peak_between_two_samples_counts() -> None:
    at = np.arange(48_000) / 48_000
    sine = np.sin(2 * np.pi * 12_000 * at + np.pi / 4).astype(np.float32)
    both = np.stack([0.5 * sine, sine])
    found = peaks([both[:, :24_000], both[:, 24_000:]])
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
    factors = drawn(gains(levels, ceiling), 0, len(levels) * 48)
    assert (factors * np.repeat(levels, 48) <= ceiling * (1 + 1e-6)).all()
    assert (factors <= 1).all()


@given(LEVELS, st.integers(0, 200 * 48))
def test_the_factors_are_the_same_however_a_film_is_cut(levels: np.ndarray, cut: int) -> None:
    limited, total = Limited(levels.astype(np.float32), 0.7, 0.5), len(levels) * 48
    cut = min(cut, total)
    parts = [limited.by_sample(0, cut), limited.by_sample(cut, total - cut)]
    whole = drawn(0.7 * gains(limited.peaks * np.float64(0.7), 0.5), 0, total)
    np.testing.assert_allclose(np.concatenate(parts), whole, rtol=1e-6)
