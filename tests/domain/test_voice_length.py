"""How long a voice takes, learned from its films."""

from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.voice_length import FILMS_MAX, LEAST, MOST, LengthRatio


def test_a_voice_nobody_heard_takes_what_is_usual() -> None:
    assert LengthRatio().value == 1.0


def test_the_first_film_counts_alone_and_later_ones_with_it() -> None:
    once = LengthRatio().after(36.0, 40.0)
    assert once == LengthRatio(0.9, 1)
    assert once.after(40.0, 40.0) == LengthRatio(0.95, 2)


def test_a_voice_that_has_changed_is_followed() -> None:
    slow = reduce(lambda it, _: it.after(44.0, 40.0), range(3 * FILMS_MAX), LengthRatio(0.9, 9))
    assert slow.value == pytest.approx(1.1, abs=0.01)


def test_a_film_of_a_few_words_teaches_nothing() -> None:
    assert LengthRatio(0.9, 1).after(9.0, 4.9) == LengthRatio(0.9, 1)


@given(st.lists(st.tuples(st.floats(0.0, 1e6), st.floats(5.0, 1e6)), max_size=20))
def test_nothing_heard_makes_it_absurd(films: list[tuple[float, float]]) -> None:
    its = reduce(lambda it, film: it.after(*film), films, LengthRatio())
    assert LEAST <= its.value <= MOST
