import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from domain.graphemes import clusters, is_emoji

FAMILY, FLAG, THUMB, KEYCAP = "👨\u200d👩\u200d👧", "🇩🇪", "👍🏽", "1\ufe0f\u20e3"
WHOLE = (
    *(FAMILY, FLAG, THUMB, KEYCAP, "❤\ufe0f\u200d🔥", "🏴\U000e0067\U000e0062\U000e007f"),
    *("e\u0301", "क्ष", "त्रि", "मधु", "न้ำ", "กำ", "ที่", "한", "ᄒ\u1161\u11ab", "か\u3099"),
    *("بً", "ת\u05bc", "a", "字", " ", ".", "শ্রী", "ക്ഷ"),
)


@pytest.mark.parametrize(
    "cluster", [FAMILY, FLAG, THUMB, KEYCAP, "क्षि", "ที่", "각", "e\u0301\u0308"]
)
def test_what_a_reader_takes_for_one_character_is_one(cluster: str) -> None:
    assert list(clusters(f"a{cluster}b")) == ["a", cluster, "b"]


def test_a_non_joiner_parts_a_conjunct() -> None:
    assert list(clusters("क्\u200cष")) == ["क्\u200c", "ष"]


def test_two_flags_are_two() -> None:
    assert list(clusters("🇩🇪🇫🇷")) == ["🇩🇪", "🇫🇷"]


@pytest.mark.parametrize("picture", [FAMILY, FLAG, THUMB, KEYCAP, "⚡", "❤\ufe0f", "©\ufe0f"])
def test_a_picture_is_shown_by_itself_or_where_a_selector_says_so(picture: str) -> None:
    assert is_emoji(picture)


@pytest.mark.parametrize("writing", ["字", "a", "1", "©", "❤", "→"])
def test_signs_are_writing_where_nothing_says_otherwise(writing: str) -> None:
    assert not is_emoji(writing)


@given(st.lists(st.sampled_from(WHOLE), max_size=12))
def test_clusters_are_those_of_the_reference(parts: list[str]) -> None:
    text = "".join(parts)
    assert list(clusters(text)) == regex.findall(r"\X", text)


@given(st.text(max_size=40))
def test_clusters_join_to_the_text(text: str) -> None:
    assert "".join(clusters(text)) == text


def test_a_sign_before_a_number_is_one_with_it() -> None:
    assert list(clusters("a\u06001b")) == ["a", "\u06001", "b"]
