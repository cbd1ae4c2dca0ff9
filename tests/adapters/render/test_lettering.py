from adapters.fonts import Style
from adapters.render.lettering import set_line
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
