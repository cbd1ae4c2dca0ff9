"""What holds for captions in every script, whatever is said."""

from itertools import accumulate, pairwise

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from domain import line_breaks
from domain.captions import CueWord, cues, line_text
from tests.domain.test_captions import narration, spoken

SCRIPTS = (
    *("ab", "éß", "жё", "άλ", "بَت", "אבּ", "क्षमधु", "กำที่ผู้ๆ", "한글", "漢字", "かゃっー", "カョ"),
    *("👨\u200d👩\u200d👧", "🇩🇪", "❤\ufe0f", "12", "「」（）", "。、！", ".,!?…", "«»“”", "$%"),
)
LETTERS = [it for script in SCRIPTS for it in regex.findall(r"\X", script)]
WORDS = st.lists(st.lists(st.sampled_from(LETTERS), min_size=1, max_size=9), max_size=12)
FORBIDDEN_FIRST = set("。、！」）ー々ゃっョ!?.,…%»”ๆ")
FORBIDDEN_LAST = set("「（«“$")


def divided(word: str) -> list[str]:
    """Words of two characters: cut with no regard to what stands together."""
    return [word[n : n + 2] for n in range(0, len(word), 2)]


def lines(words: list[list[str]], width_max: int) -> list[tuple[CueWord, ...]]:
    said = narration(spoken(" ".join("".join(it) for it in words)))
    return [line for cue in cues(said, width_max, divided) for line in cue.lines]


@given(WORDS, st.integers(8, 42))
def test_every_character_is_shown_once_in_order(words: list[list[str]], width_max: int) -> None:
    shown = "".join(it.text for line in lines(words, width_max) for it in line)
    assert shown == "".join("".join(it) for it in words)


@given(WORDS, st.integers(8, 42))
def test_every_line_has_room_for_its_columns(words: list[list[str]], width_max: int) -> None:
    for line in lines(words, width_max):
        wide = line_breaks.width(line_text(line))
        assert wide <= width_max or (len(line) == 1 and wide <= 1.5 * width_max)


@given(WORDS, st.integers(8, 42))
def test_graphemes_are_whole(words: list[list[str]], width_max: int) -> None:
    cut = {0, *accumulate(len(it.text) for line in lines(words, width_max) for it in line)}
    text = "".join("".join(it) for it in words)
    whole = {
        0,
        *accumulate(len(it) for word in words for it in regex.findall(r"\X", "".join(word))),
    }
    assert cut <= whole, text


@pytest.mark.parametrize("end", ["first", "last"])
@given(WORDS)
def test_no_line_is_broken_where_a_mark_forbids_it(end: str, words: list[list[str]]) -> None:
    """Unless a word is so wide that it is cut by force, which none of these is."""
    made = lines(words, 42)
    for before, after in pairwise(made):
        if after[0].joined and end == "first":
            assert after[0].text[0] not in FORBIDDEN_FIRST
        if after[0].joined and end == "last":
            assert before[-1].text[-1] not in FORBIDDEN_LAST
