"""Titles that are too long, or came torn: cut where a thought ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.script.cutting import cut_at_clause, is_torn
from adapters.script.language import language

WOULD = "What would you build on a rock that drowns twice a day and that sank whatever came near"
LONG = {
    "en": (WOULD, 60, "What would you build on a rock that drowns twice a day"),
    "a pause": ("The tide comes late every day, as the Moon has gone on along its orbit", 50,
                "The tide comes late every day"),
    "a bracket": ("Why the tides come later each day (and what the Moon has to do with it)", 60,
                  "Why the tides come later each day"),
    "no clause": ("The great lighthouses on the rocks of the western coast of England", 40,
                  "The great lighthouses on the rocks"),
    "de": ("Warum die Moore im Norden so viel Wasser speichern und die Luft sauber bleibt", 70,
           "Warum die Moore im Norden so viel Wasser speichern"),
    "es": ("La historia del canal que une dos océanos y de los ingenieros que lo hicieron", 60,
           "La historia del canal que une dos océanos"),
    "fr": ("Pourquoi les phares de Bretagne ont changé la vie des marins et des pêcheurs", 65,
           "Pourquoi les phares de Bretagne ont changé la vie des marins"),
    "zh": ("丝绸从长安出发，经过沙漠和雪山，一年以后才到罗马", 16,
           "丝绸从长安出发，经过沙漠和雪山"),
}  # fmt: skip


@pytest.mark.parametrize("name", LONG)
def test_a_long_title_ends_where_a_thought_does(name: str) -> None:
    text, most, cut = LONG[name]
    assert cut_at_clause(text, most, language(name if len(name) == 2 else "en")) == cut


@pytest.mark.parametrize("most", range(25, len(WOULD)))
def test_no_title_dangles_whatever_room_there_is(most: int) -> None:
    words = cut_at_clause(WOULD, most, language("en")).split()
    assert WOULD.startswith(" ".join(words))
    assert words[-1] not in {"a", "and", "on", "that", "you", "would"}


def test_a_title_that_fits_is_left_as_it_is() -> None:
    assert cut_at_clause(" Made of what, and by whom? ", 40, language("en")) == (
        "Made of what, and by whom?"
    )


@pytest.mark.parametrize(
    ("line", "torn"),
    [
        ("What would you build on a rock that", True),
        ("What would you build on", True),
        ("What would you build on a rock", False),
        ("what would you build", True),
        ("What would", True),
        ("What would you build on a ro", True),
        ("What would you build on a rock that drowns twice a day and that sank whatever", True),
        ("A rock that drowns", False),
        (WOULD, False),
        ("What is it made of", False),
    ],
)
def test_a_torn_title_is_told_from_a_short_one(line: str, torn: bool) -> None:  # noqa: FBT001
    assert is_torn(line, ["", f"{WOULD}?", "What is it made of "], language("en")) is torn


def test_nothing_is_torn_where_no_spaces_part_words() -> None:
    assert not is_torn("丝绸从长安", ["丝绸从长安 出发"], language("zh"))
    assert not is_torn("", ["Ice floats."], language("en"))


@given(st.text(max_size=200), st.integers(5, 100), st.sampled_from(["en", "de", "zh", "th", "ru"]))
def test_what_is_cut_is_a_beginning_that_fits(text: str, most: int, code: str) -> None:
    cut = cut_at_clause(text, most, language(code))
    assert len(cut) <= max(most, len(text.split(maxsplit=1)[0]) if text.split() else 0)
    assert "".join(text.split()).startswith("".join(cut.split()))
