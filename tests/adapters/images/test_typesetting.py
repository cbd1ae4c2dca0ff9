from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.fonts import length_px
from adapters.images.typesetting import Block, Frame, fitted

WIDE = Frame(1700, 800, 4)
LARGEST_PX = 216


def test_a_short_phrase_is_set_at_the_largest_size() -> None:
    made = fitted("Trust", WIDE, LARGEST_PX)
    assert (made.lines, made.style.size_px) == (("Trust",), LARGEST_PX)


def test_lines_break_at_a_comma_rather_than_after_a_little_word() -> None:
    made = fitted("Even in the dark, they came on time", WIDE, LARGEST_PX)
    assert made.lines == ("Even in the dark,", "they came on time")


def test_no_word_is_left_alone_on_the_last_line() -> None:
    text = "A forager that finds nectar at ten in the morning comes back at ten the next day"
    made = fitted(text, WIDE, LARGEST_PX)
    widths = [length_px(it, made.style) for it in made.lines]
    assert min(widths) > 0.7 * max(widths)


def test_a_longer_text_is_set_smaller() -> None:
    sizes = [fitted("buzz " * it, WIDE, LARGEST_PX).style.size_px for it in (1, 10, 20, 40)]
    assert all(longer < shorter for shorter, longer in pairwise(sizes))


def test_a_german_compound_is_hyphenated_where_its_dictionary_allows() -> None:
    made = fitted("Donaudampfschifffahrtsgesellschaft", WIDE, LARGEST_PX, language="de-AT")
    assert made.lines == ("Donaudampfschiff-", "fahrtsgesellschaft")


def test_a_long_word_among_short_ones_does_not_make_them_all_small() -> None:
    text = "Binnenschifffahrtsgesellschaft der Welt"
    made = fitted(text, Frame(1080, 983, 6), LARGEST_PX, language="de")
    assert made.style.size_px > 100
    assert made.lines[0].endswith("-")


def test_a_language_without_a_dictionary_gets_a_narrower_face_instead() -> None:
    made = fitted("Donaudampfschifffahrtsgesellschaft", WIDE, LARGEST_PX, language="ar")
    assert (made.lines, made.style.width_percent) == (("Donaudampfschifffahrtsgesellschaft",), 78)


def test_several_short_words_are_never_set_narrower() -> None:
    for count in range(1, 20):
        assert fitted("they come " * count, WIDE, LARGEST_PX).style.width_percent == 100


def test_what_fits_nowhere_is_cut_and_set_at_the_smallest_size() -> None:
    made = fitted("x" * 200, Frame(300, 40, 2), 60, language="ar")
    assert "".join(made.lines) == "x" * 200
    assert all(length_px(it, made.style) <= 300 for it in made.lines)


def test_a_block_is_as_high_as_its_lines() -> None:
    made = Block(("one", "two"), fitted("one", WIDE, 100).style)
    assert made.height_px == pytest.approx(71.4 + 114)
    assert made.width_px == max(length_px(it, made.style) for it in made.lines)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text("abcdefghijk,.", min_size=1, max_size=14), min_size=1, max_size=16))
def test_all_words_are_set_in_order_inside_the_frame(words: list[str]) -> None:
    made = fitted(" ".join(words), WIDE, LARGEST_PX, language="und")
    assert " ".join(made.lines) == " ".join(words)
    assert made.width_px <= WIDE.width_px
    assert made.height_px <= WIDE.height_px
    assert len(made.lines) <= WIDE.lines_max


@pytest.mark.parametrize("frame", [Frame(900, 400, 4), Frame(500, 900, 6), Frame(300, 200, 2)])
@pytest.mark.parametrize(
    "text",
    [
        "ミツバチのコミュニケーション",
        "コンピューターとインターネットのしくみをわかりやすく説明します",
        "ミツバチの コミュニケーションは ダンスで おこなわれる",
    ],
)
def test_a_word_of_kana_is_never_parted(text: str, frame: Frame) -> None:
    lines = fitted(text, frame, 140, language="ja").lines
    for word in ("ミツバチ", "コミュニケーション", "コンピューター", "インターネット", "しくみ"):
        assert word not in text or any(word in line for line in lines), lines


def test_a_phrase_that_is_in_the_way_is_parted_where_a_word_begins() -> None:
    made = fitted("バナナとリンゴ・オレンジ", Frame(500, 900, 6), 140, language="ja")
    assert made.lines == ("バナナと", "リンゴ・", "オレンジ")
