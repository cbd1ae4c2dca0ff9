# ruff: noqa: RUF001  letters that look alike are meant
import pytest
from bidi import get_display
from hypothesis import given
from hypothesis import strategies as st

from domain.bidi import is_rtl, is_rtl_language, levels, visual_order

LETTERS = "abאבجد"
SIGNS = "12٣٤.,:;-+%$()[]!? \u0301\u064b\u200e\u200f\u2066\u2067\u2068\u2069"
MIRRORED, ANY_BRACKET = str.maketrans("()[]", ")(]["), str.maketrans(")]", "([")


def seen(text: str, *, rtl: bool | None = None) -> str:
    """What is read from left to right, brackets turned where they run the other way."""
    its = levels(text, rtl=rtl)
    return "".join(
        text[n].translate(MIRRORED) if its[n] % 2 else text[n] for n in visual_order(its)
    )


def test_a_line_of_latin_stands_as_it_is_written() -> None:
    assert seen("bees (and hives)") == "bees (and hives)"


def test_a_line_of_hebrew_is_turned_round() -> None:
    assert seen("אב גד") == "דג בא"


def test_a_number_in_arabic_keeps_its_order() -> None:
    assert seen("سنة 1845.") == ".1845 ةنس"


def test_latin_within_hebrew_keeps_its_own_order() -> None:
    assert seen("אב New York גד") == "דג New York בא"


def test_a_bracket_faces_what_it_holds() -> None:
    assert seen("אב (גד)") == "(דג) בא"


def test_an_article_before_a_latin_name_stands_at_its_right() -> None:
    assert seen("الـiPhone", rtl=True) == "iPhoneـلا"


def test_the_paragraphs_direction_may_be_said() -> None:
    assert seen("YouTube هو", rtl=True) == "وه YouTube"
    assert seen("YouTube هو") == "YouTube وه"


def test_the_first_letter_outside_isolates_decides() -> None:
    assert is_rtl("12 «א» b")
    assert not is_rtl("\u2067א\u2069 b")
    assert not is_rtl("12")


@pytest.mark.parametrize(("tag", "rtl"), [("ar", True), ("he-IL", True), ("en", False)])
def test_a_language_says_how_it_is_written(tag: str, rtl: bool) -> None:  # noqa: FBT001 — pytest's
    assert is_rtl_language(tag) is rtl


@given(st.text(st.sampled_from(LETTERS * 3 + SIGNS), min_size=1, max_size=24), st.booleans())
def test_mixed_lines_are_ordered_as_by_the_reference(text: str, rtl: bool) -> None:  # noqa: FBT001
    """Its own turning of brackets leaves some out; where they stand is the same."""
    reference = get_display(text, base_dir="R" if rtl else "L")
    assert seen(text, rtl=rtl).translate(ANY_BRACKET) == reference.translate(ANY_BRACKET)


MARKS = str.maketrans("", "", "\u202a\u202b\u202c\u202d\u202e")
DEEP = "\u202b" * 62
MARKED = (
    *("ab \u202bאב cd\u202c ef", "אב \u202aab גד\u202c הו", "ab\u202c cd"),
    *("ab \u202eabc\u202c de", "אב \u202dאבג\u202c דה"),
    *("ab \u2068אב 12\u2069 cd", "אב \u2068ab\u2069 גד", "ab \u2068אב cd"),
    "\u202aab \u2067אב\u202c גד\u2069 cd\u202c ef",
    "\u202b" * 70 + "ab" + "\u202c" * 70 + " אב",
    DEEP + "\u2067" * 3 + "ab" + "\u2069" * 3 + "אב" + "\u202c" * 62 + "c",
    "\u202b" * 64 + "\u2067\u2067\u202bab\u202c\u2069\u2069אב" + "\u202c" * 64 + "c",
    "ab \u2067אב \u202acd\u2069 גד",
    *("א 1,2 ב", "א ٣,٤ ב", "(" * 70 + "א" + ")" * 70 + "b", "א [(ב] c", "ab\tאב\tcd"),
    "א(\u0301ב\u0301)\u0301 c",
)


@pytest.mark.parametrize("rtl", [False, True])
@pytest.mark.parametrize("text", MARKED)
def test_marks_of_direction_order_as_by_the_reference(text: str, *, rtl: bool) -> None:
    reference = get_display(text, base_dir="R" if rtl else "L").translate(MARKS)
    shown = seen(text, rtl=rtl).translate(MARKS)
    assert shown.translate(ANY_BRACKET) == reference.translate(ANY_BRACKET)
