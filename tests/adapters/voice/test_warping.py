"""Dynamic time warping."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.voice.features import Frames
from adapters.voice.warping import warped


def walk(count: int, seed: int) -> Frames:
    """Frames that change as speech does: each near the one before."""
    steps = np.random.default_rng(seed).normal(0, 1, (count, 6))
    return np.cumsum(steps, axis=0).astype(np.float32)


def test_a_recording_is_laid_upon_itself_frame_by_frame() -> None:
    its = walk(400, 1)

    warp = warped(its, its)

    assert list(warp.path) == list(range(400))
    assert warp.distance == 0


def test_what_is_said_slower_takes_its_frames_twice() -> None:
    its = walk(300, 2)

    warp = warped(its, np.repeat(its, 2, axis=0))

    assert np.abs(warp.path - np.arange(600) // 2).max() <= 1


def test_what_is_said_faster_leaves_frames_out() -> None:
    its = walk(300, 3)

    warp = warped(its, its[::2])

    assert np.abs(warp.path - np.arange(0, 300, 2)).max() <= 1


@settings(max_examples=20, deadline=None)
@given(st.integers(20, 200), st.integers(20, 200), st.integers(0, 9))
def test_time_never_runs_back(first: int, second: int, seed: int) -> None:
    warp = warped(walk(first, seed), walk(second, seed + 100))

    assert (np.diff(warp.path) >= 0).all()
    assert (np.diff(warp.path) < 4).all()
    assert 0 <= warp.path.min() <= warp.path.max() < first
