import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.line_breaks import begins_line_badly, ends_clause, ends_sentence, pieces, width


def test_a_latin_word_stays_whole() -> None:
    assert list(pieces("Donaudampfschifffahrt", 42)) == ["Donaudampfschifffahrt"]


def test_a_word_half_as_wide_again_as_a_line_stays_whole() -> None:
    word = "Geschwindigkeitsbegrenzung"
    assert list(pieces(word, 24)) == [word]


def test_a_word_too_wide_is_cut_by_force() -> None:
    assert list(pieces("abcdefgh", 3)) == ["abc", "def", "gh"]


def test_han_breaks_between_characters_but_never_before_a_full_stop() -> None:
    assert list(pieces("今天好。", 40)) == ["今", "天", "好。"]


def test_an_opening_bracket_keeps_what_it_opens() -> None:
    assert list(pieces("「今」天", 40)) == ["「今」", "天"]


def test_small_kana_and_the_long_mark_stay_with_what_they_lengthen() -> None:
    assert list(pieces("チョコレート", 40)) == ["チョ", "コ", "レー", "ト"]


def test_a_latin_name_inside_han_stays_whole() -> None:
    assert list(pieces("用Python写", 40)) == ["用", "Python", "写"]


def test_hangul_breaks_at_spaces_alone() -> None:
    assert list(pieces("안녕하세요", 40)) == ["안녕하세요"]


def test_an_accent_is_never_parted_from_its_letter() -> None:
    assert list(pieces("e\u0301e\u0301", 1)) == ["e\u0301", "e\u0301"]


@pytest.mark.parametrize("cluster", ["👨\u200d👩\u200d👧", "🇩🇪", "क्ष", "ที่"])
def test_a_grapheme_is_never_cut_even_by_force(cluster: str) -> None:
    assert list(pieces(cluster * 4, 1)) == [cluster] * 4


def test_thai_breaks_where_its_words_end() -> None:
    assert list(pieces("ผึ้งเต้นรำ", 40, lambda _: ("ผึ้ง", "เต้นรำ"))) == ["ผึ้ง", "เต้นรำ"]
    assert list(pieces("ผึ้งเต้นรำ", 40)) == ["ผึ้งเต้นรำ"]


def test_a_sign_of_repetition_stays_with_the_word_that_it_repeats() -> None:
    assert list(pieces("เล็กๆ", 40, lambda _: ("เล็ก", "ๆ"))) == ["เล็กๆ"]


def test_a_division_inside_a_grapheme_is_not_taken() -> None:
    assert list(pieces("ที่นี่", 40, lambda _: ("ท", "ี่", "นี่"))) == ["ที่", "นี่"]


def test_latin_is_not_asked_for_its_words() -> None:
    assert list(pieces("bees", 40, lambda _: ("be", "es"))) == ["bees"]


def test_a_family_is_two_columns_wide() -> None:
    assert width("👨\u200d👩\u200d👧") == 2


def test_wide_characters_count_two_columns_and_accents_none() -> None:
    assert (width("ab"), width("今天"), width("e\u0301")) == (2, 4, 1)


def test_a_sentence_ends_at_its_mark_even_inside_quotes() -> None:
    assert ends_sentence("done.”")
    assert ends_sentence("好。")
    assert ends_sentence("it.")
    assert not ends_sentence("done,")


def test_a_title_or_an_initial_ends_no_sentence() -> None:
    assert not ends_sentence("Dr.")
    assert not ends_sentence("J.")


def test_a_clause_ends_at_a_comma_or_a_dash() -> None:
    assert ends_clause("first,")
    assert ends_clause("—")
    assert not ends_clause("first")
    assert not ends_clause("”")


def test_a_closing_mark_alone_begins_a_line_badly() -> None:
    assert begins_line_badly("»")
    assert not begins_line_badly("a»")


@given(st.text(min_size=1, max_size=60), st.integers(2, 20))
def test_pieces_join_to_the_word_and_fit(word: str, width_max: int) -> None:
    parts = list(pieces(word, width_max))
    assert "".join(parts) == word
    assert all(it and width(it) <= 1.5 * width_max for it in parts)
