import pytest

from adapters.script.language import language
from adapters.script.phrases import best, clauses_of, cut_at_words, phrases
from adapters.script.terms import terms_of, weigh

REEF = "The old tower of grey stone stands on a reef, and nobody visits the old tower."


def found_in(text: str, tag: str = "en") -> list[str]:
    weights = weigh([terms_of(text, language(tag))])
    return [it.text for it in phrases(text, language(tag), weights)]


def test_phrases_are_whole_runs_of_meaning_and_never_end_on_a_stop_word() -> None:
    assert found_in(REEF) == ["tower", "grey stone stands", "reef", "visits", "tower"]


def test_german_phrases_end_on_a_noun_and_keep_an_opening_article() -> None:
    text = "Das nasse Moor wächst langsam, weil im sauren Wasser Torf entsteht."
    assert found_in(text, "de") == ["Das nasse Moor", "Wasser Torf"]


def test_the_heaviest_phrase_that_fits_is_capitalised() -> None:
    weights = weigh([terms_of(REEF, language("en"))])
    found = phrases(REEF, language("en"), weights)
    assert best(found, characters_max=10, words_max=6) == "Tower"


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("A short one", "A short one"),
        ("The light of the tower on the reef", "The light of the tower"),
        ("Unbreakable" * 4, ("Unbreakable" * 4)[:26]),
    ],
)
def test_a_title_is_cut_between_words(text: str, cut: str) -> None:
    assert cut_at_words(text, 26, language("en")) == cut


def test_commas_within_a_list_and_points_within_numbers_end_no_clause() -> None:
    text = "A loaf of 3.5 pounds is flat, rather sour, and nobody would buy it."
    assert clauses_of(text) == [
        "A loaf of 3.5 pounds is flat, rather sour",
        "and nobody would buy it",
    ]
