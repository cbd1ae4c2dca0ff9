import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.script.language import language
from adapters.script.tracing import Source, figures, names

TOLD = (
    "The tower of 1759 was built by John Smeaton out of 1,493 blocks of stone.",
    "Captains bound for Plymouth feared the reef.",
    "Three keepers lived there.",
)
ENGLISH = Source(TOLD, language("en"))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Smeaton built his tower of stone in 1759.", [1]),
        ("It took 1493 blocks of stone.", [1]),
        ("The reef was feared by captains.", [2]),
        ("There lived 3 keepers.", [3]),
        ("Smeaton's stone tower was feared by no captains.", [1, 2]),
    ],
)
def test_a_paraphrase_of_its_sources_is_traceable(text: str, numbers: list[int]) -> None:
    assert ENGLISH.traceable(text, ENGLISH.named(numbers))


@pytest.mark.parametrize(
    ("text", "numbers", "untraced"),
    [
        ("The tower was built in 1760.", [1], ("1760",)),
        ("The tower of 1759 stood at Plymouth.", [1], ("plymouth",)),
        ("Smeaton feared the reef.", [2], ("smeaton",)),
        ("Four keepers lived there.", [3], ("4",)),
        ("A million captains feared the reef.", [2], ("million",)),
    ],
)
def test_a_figure_or_name_of_another_sentence_is_found(
    text: str, numbers: list[int], untraced: tuple[str, ...]
) -> None:
    assert ENGLISH.untraced(text, ENGLISH.named(numbers)) == untraced


def test_words_that_its_sources_do_not_have_are_not_traced_to_them() -> None:
    text = "Purple elephants dance happily beneath glittering moons."
    assert not ENGLISH.traceable(text, ENGLISH.named([2]))


def test_numbers_that_there_are_not_name_nothing() -> None:
    assert ENGLISH.named([0, -1, 4, 10**9]) == ""


def test_a_language_without_spaces_is_traced_by_its_characters() -> None:
    chinese = Source(["茶树原产于中国西南部的山区。", "1610年茶叶到了欧洲。"], language("zh"))
    assert chinese.traceable("茶树来自中国的山区。", chinese.named([1]))
    assert not chinese.traceable("茶叶在1620年到了欧洲。", chinese.named([2]))


def test_a_german_noun_is_no_name() -> None:
    assert names("Der Turm steht auf dem Riff.", language("de")) == set()


@given(st.integers(0, 10**9))
def test_a_figure_is_the_same_however_its_digits_are_grouped(number: int) -> None:
    english = language("en")
    assert figures(f"{number:,} ships", english) == figures(f"{number} ships", english)


@given(st.sampled_from(TOLD))
def test_a_sentence_of_the_source_is_traceable_to_itself(text: str) -> None:
    assert ENGLISH.traceable(text, text)
