import numpy as np

from adapters.fonts import Style
from adapters.render.lettering import letters, set_line
from tests.adapters.render.films import FACES

STYLE = Style(40, 700)


def order(*words: str) -> list[int]:
    """The words' numbers from left to right."""
    return [it.number for it in set_line(FACES, [(it, False) for it in words], STYLE).words]


def test_words_stand_in_the_direction_of_their_script() -> None:
    assert order("one", "two", "three") == [0, 1, 2]
    assert order("אחת", "שתיים", "שלוש") == [2, 1, 0]


def test_foreign_words_keep_their_own_order_in_a_line_that_runs_the_other_way() -> None:
    assert order("אחת", "New", "York", "שלוש") == [3, 1, 2, 0]


def test_a_full_stop_ends_a_line_on_the_left_where_it_runs_from_the_right() -> None:
    (year, _) = set_line(FACES, [("לפני", False), ("1845.", False)], STYLE).words
    ink = letters(year, 0, 60, STYLE).coverage > 0.5
    first = np.flatnonzero(ink.any(axis=0))[0]
    rows = np.flatnonzero(ink[:, first : first + 4].any(axis=1))
    assert np.ptp(rows) < 12


def test_joined_words_stand_without_a_space() -> None:
    apart, joined = (set_line(FACES, [("a", False), ("b", it)], STYLE) for it in (False, True))
    assert joined.width < apart.width
