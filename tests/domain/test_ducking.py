from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ducking import ATTACK_MS, HOLD_MS, RELEASE_MS, Point, envelope, spoken
from domain.ids import BlobId
from domain.narration import Alignment, Narration, SpokenScene, Word
from domain.timeline import Speech

stretches = st.lists(
    st.tuples(st.integers(0, 60_000), st.integers(1, 5_000)).map(
        lambda it: Speech(it[0], it[0] + it[1])
    ),
    max_size=12,
)


def narration(*scenes: tuple[tuple[int, int], ...]) -> Narration:
    told = tuple(
        SpokenScene(it[0][0], it[-1][1], tuple(Word("word", *span) for span in it)) for it in scenes
    )
    return Narration(BlobId(f"sha256:{'a' * 64}"), 60_000, Alignment.EXACT, told)


def at(points: tuple[Point, ...], ms: float) -> float:
    """The curve read at an instant."""
    if ms <= points[0][0]:
        return points[0][1]
    for (from_ms, one), (to_ms, two) in pairwise(points):
        if from_ms <= ms <= to_ms:
            return one + (two - one) * (ms - from_ms) / max(to_ms - from_ms, 1e-9)
    return points[-1][1]


def test_words_with_short_gaps_between_them_are_one_stretch() -> None:
    told = narration(((0, 400), (400, 900)), ((900 + HOLD_MS - 1, 3_000),), ((9_000, 9_500),))
    assert spoken(told) == (Speech(0, 3_000), Speech(9_000, 9_500))


def test_music_is_down_when_a_word_begins_and_comes_back_slowly() -> None:
    curve = envelope([Speech(5_000, 8_000)])
    assert [at(curve, it) for it in (0, 5_000 - ATTACK_MS, 5_000, 8_000)] == [0, 0, 1, 1]
    assert at(curve, 8_000 + RELEASE_MS / 2) == 0.5
    assert at(curve, 8_000 + RELEASE_MS) == 0


def test_in_a_gap_of_some_length_it_rises_as_far_as_it_can() -> None:
    curve = envelope([Speech(0, 1_000), Speech(2_000, 3_000)])
    lowest = min(at(curve, it) for it in range(1_000, 2_000))
    assert 0.2 < lowest < 0.4
    assert at(curve, 2_000) == 1


def test_where_nobody_speaks_nothing_is_ducked() -> None:
    assert {at(envelope(()), it) for it in (0, 10, 10_000)} == {0}


@given(stretches)
def test_under_every_word_it_is_down_and_it_never_jumps(speech: list[Speech]) -> None:
    curve = envelope(speech)
    assert [it for it, _ in curve] == sorted(it for it, _ in curve)
    assert all(0 <= it <= 1 for _, it in curve)
    for it in speech:
        assert [at(curve, ms) for ms in (it.start_ms, it.end_ms)] == pytest.approx([1, 1])
    for (from_ms, one), (to_ms, two) in pairwise(curve):
        assert abs(two - one) <= (to_ms - from_ms) / ATTACK_MS + 1e-6
