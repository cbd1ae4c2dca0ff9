"""A narration that takes longer or shorter than it was spoken."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.narration import (
    Alignment,
    Narration,
    SpokenScene,
    Word,
    silence_s,
    stretch,
    stretched,
)
from tests.given import blob

MOST = 0.06
TOLD = Narration(
    blob("spoken"),
    10_000,
    Alignment.EXACT,
    (
        SpokenScene(0, 4_000, (Word("It", 300, 500), Word("rains.", 500, 1_333))),
        SpokenScene(4_000, 10_000, (Word("Still.", 5_000, 9_000),)),
    ),
)


def test_all_times_are_scaled_and_the_record_says_by_what() -> None:
    its = stretched(TOLD, 1.05, blob("longer"))

    assert its == Narration(
        blob("longer"),
        10_500,
        Alignment.EXACT,
        (
            SpokenScene(0, 4_200, (Word("It", 315, 525), Word("rains.", 525, 1_400))),
            SpokenScene(4_200, 10_500, (Word("Still.", 5_250, 9_450),)),
        ),
        1.05,
    )


@given(st.floats(0.9, 1.1), st.lists(st.integers(0, 600_000), min_size=2, max_size=20))
def test_words_keep_their_order(times: float, edges: list[int]) -> None:
    edges.sort()
    words = tuple(Word("a", *it) for it in pairwise(edges))
    told = Narration(TOLD.audio, edges[-1], TOLD.alignment, (SpokenScene(0, edges[-1], words),))

    its = stretched(told, times, TOLD.audio)

    moved = [ms for it in its.scenes[0].words for ms in (it.start_ms, it.end_ms)]
    assert moved == sorted(moved)
    assert its.scenes[0].end_ms == its.duration_ms


@pytest.mark.parametrize(
    ("spoken_ms", "asked_s", "written_s", "times"),
    [
        (10_000, 10.4, 10.0, 1.04),
        (10_000, 9.5, 10.0, 0.95),
        (10_000, 10.1, 10.0, 1.0),
        (10_000, 9.81, 10.0, 1.0),
        (39_900, 45.0, 45.0, 1 + MOST),
        (50_000, 45.0, 45.0, 1 - MOST),
        (20_000, 60.0, 20.0, 1.0),
        (20_000, 10.0, 20.0, 1.0),
        (0, 10.0, 10.0, 1.0),
    ],
)
def test_a_voice_is_made_as_long_as_was_asked_within_a_limit(
    spoken_ms: int, asked_s: float, written_s: float, times: float
) -> None:
    assert stretch(spoken_ms, asked_s, written_s, MOST) == pytest.approx(times)


def test_a_limit_of_nothing_leaves_every_voice_alone() -> None:
    assert stretch(39_900, 45.0, 45.0, 0.0) == 1.0


@pytest.mark.parametrize(("scenes", "seconds"), [(0, 1.1), (1, 1.1), (2, 1.7), (8, 5.3)])
def test_silence_is_before_between_and_after_the_scenes(scenes: int, seconds: float) -> None:
    assert silence_s(scenes) == pytest.approx(seconds)
