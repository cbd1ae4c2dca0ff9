# ruff: noqa: RUF001  signs that look alike are meant

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.event import Refused
from domain.hidden_characters import complaint, refuse_hidden

HIDDEN = {
    "bell": "\x07",
    "line break": "\n",
    "escape": "\x1b",
    "next line": "\x85",
    "soft hyphen": "\xad",
    "zero width space": "\u200b",
    "left-to-right mark": "\u200e",
    "right-to-left override": "\u202e",
    "isolate": "\u2066",
    "line separator": "\u2028",
    "word joiner": "\u2060",
    "byte order mark": "\ufeff",
    "joiner between Latin letters": "\u200d",
    "non-joiner between Latin letters": "\u200c",
    "blank Hangul": "\u3164",
    "blank Braille": "\u2800",
    "tag": "\U000e0041",
    "selectors in a row": "\ufe0f\ufe0f",
    "half a character": "\ud83d",
}
SEEN = [
    "Why does ice float?",
    "Füße, naïveté, Ελλάδα, Ёлка, ǅ",
    "می‌خواهم",
    "کتاب‌ها",
    "ക്‍ഷ ශ්‍රී क्‍ष",
    "من ۋە ه‌",
    "👨‍👩‍👧‍👦 and 👩🏽‍🚀",
    "❤️‍🔥 ☀️",
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿 against 🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "葛󠄀城市",
    "؀۱۲",
    "שלום, مرحبا",
    "ภาษาไทย 日本語　한국어",
]


@pytest.mark.parametrize("hidden", HIDDEN.values(), ids=HIDDEN.keys())
def test_what_nobody_sees_is_told_by_its_number_and_place(hidden: str) -> None:
    told = complaint(f"Ice{hidden}berg")
    assert told is not None
    assert f"U+{ord(hidden[0]):04X}, no. {3 + len(hidden)})" in told


@pytest.mark.parametrize("hidden", ["\u200c", "\u200d", "\ufe0f", "\U000e0041", "\U000e007f"])
def test_what_joins_nothing_is_hidden_also_at_the_ends(hidden: str) -> None:
    assert complaint(hidden)
    assert complaint(f"{hidden}Ice")


@pytest.mark.parametrize("text", ["👩‍", "👩‌🚀", "می‌‌خواهم"])
def test_a_joiner_without_two_to_join_is_hidden(text: str) -> None:
    assert complaint(text)


@pytest.mark.parametrize("text", SEEN)
def test_every_script_and_picture_may_be_written(text: str) -> None:
    assert complaint(text) is None


def test_paragraphs_have_line_breaks_and_tabs() -> None:
    assert complaint("One.\n\tTwo.", lines=True) is None
    assert complaint("One.\r\nTwo.", lines=True)


def test_a_refusal_names_what_it_is_about() -> None:
    refuse_hidden("a topic", "Ice")
    with pytest.raises(Refused) as refused:
        refuse_hidden("a topic", "Ice\u202e")
    assert refused.value.code == "hidden-character"
    assert refused.value.sentence == (
        "a topic has a character that nobody sees (U+202E, no. 4); leave it out"
    )


@given(st.text(st.characters(categories=["L", "Nd", "P", "Sm", "Sc"]), max_size=60))
def test_letters_figures_and_signs_are_seen(text: str) -> None:
    blank = set("\u115f\u1160\u3164\uffa0")
    assert (complaint(text) is None) == (not blank & set(text))
