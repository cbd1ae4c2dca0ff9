import numpy as np
import pytest

from adapters.fonts import Style
from adapters.render.lettering import letters, set_line, set_lines
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
    stop, year, before = set_line(FACES, [("לפני", False), ("1845.", False)], STYLE).words
    assert [it.number for it in (stop, year, before)] == [1, 1, 0]
    assert [it.runs[0].text for it in (stop, year)] == [".", "1845"]
    assert stop.left == 0 < year.left < before.left


def test_joined_words_stand_without_a_space() -> None:
    apart, joined = (set_line(FACES, [("a", False), ("b", it)], STYLE) for it in (False, True))
    assert joined.width < apart.width


def test_arabic_letters_show_no_seams_where_they_join() -> None:
    (word,) = set_line(FACES, [("ببببب", False)], STYLE).words
    for outline in (0, 3):
        stroke = letters(word, 0, 60, STYLE, outline).coverage.max(axis=0)
        inked = np.flatnonzero(stroke > 0)
        assert stroke[inked[2 + outline] : inked[-3 - outline]].min() > 0.95


def test_the_last_lines_direction_is_that_of_the_whole_paragraph() -> None:
    first, second = set_lines(FACES, [[("قال", False)], [("YouTube", False), ("هو", False)]], STYLE)
    assert [it.number for it in first.words] == [0]
    assert [it.number for it in second.words] == [1, 0]


@pytest.mark.parametrize("text", ["ผู้ที่ญูฐุ", "Ǻgǰ", "لُإِ", "ट्रृं"])
def test_marks_above_and_below_are_whole(text: str) -> None:
    (word, *_) = set_line(FACES, [(text, False)], STYLE).words
    for outline in (0, 4):
        ink = letters(word, 0.5, 60, STYLE, outline).coverage
        assert not any(edge.any() for edge in (ink[0], ink[-1], ink[:, 0], ink[:, -1]))
