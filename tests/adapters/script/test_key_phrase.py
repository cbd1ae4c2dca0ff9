import pytest

from adapters.script.extractive import extract
from adapters.script.key_phrase import key_phrase
from adapters.script.language import language
from adapters.script.openers import SUBORDINATE
from adapters.script.terms import terms_of, weigh
from tests.adapters.script.given import brief_of


def shown(*sentences: str, tag: str = "en", heading: str = "A heading") -> str:
    spoken_in = language(tag)
    weights = weigh([terms_of(it, spoken_in) for it in sentences])
    return key_phrase(sentences, heading, spoken_in, weights)


@pytest.mark.parametrize(
    ("sentence", "phrase"),
    [
        ("An octopus arm has no joints.", "An octopus arm has no joints"),
        (
            "Ordinary lime mortar does not harden under water, and Smeaton began to test.",
            "Ordinary lime mortar does not harden under water",
        ),
        (
            "Below the sacs lie cells that reflect light, and small muscles can raise the skin.",
            "Below the sacs lie cells that reflect light",
        ),
        (
            "The Owner may terminate forthwith if the Hirer becomes insolvent or dies in the year.",
            "The Owner may terminate forthwith",
        ),
        (
            "James Douglass, engineer of Trinity House, built a fourth tower on a sounder rock.",
            "James Douglass, engineer of Trinity House",
        ),
        (
            "If the nerves between brain and arm are cut, the arm still reaches out for its prey.",
            "the arm still reaches out for its prey",
        ),
        (
            "In June 1697, while England was at war with France, the French carried the man off.",
            "the French carried the man off",
        ),
        (
            "and now there are flats with windows in the old works that nobody has visited since.",
            "now there are flats with windows",
        ),
    ],
)
def test_a_key_phrase_is_a_whole_thought(sentence: str, phrase: str) -> None:
    assert shown(sentence) == phrase


def test_a_sentence_that_stands_alone_is_shown_before_one_that_leans() -> None:
    assert shown("It stood for fifty years.", "The tower was a cone.") == "The tower was a cone"


def test_a_heading_is_not_shown_twice() -> None:
    phrase = shown("The lamp burns. ", "Oil feeds the flame.", heading="The lamp burns")
    assert phrase == "Oil feeds the flame"


def test_the_words_of_a_speaker_are_shown_without_half_a_quotation() -> None:
    assert shown('"The river is high," said the man.') == "The river is high"


def test_chinese_is_shown_by_its_sentences() -> None:
    assert (
        shown("今天，全世界每年生产六百多万吨茶叶。", tag="zh")
        == "今天，全世界每年生产六百多万吨茶叶"
    )


@pytest.mark.parametrize("name", ["octopus.md", "eddystone.md"])
@pytest.mark.parametrize("seconds", [20, 45, 90])
def test_no_phrase_of_the_samples_begins_in_the_middle(name: str, seconds: int) -> None:
    for scene in extract(brief_of(name, seconds)).scenes:
        opening, following = scene.key_phrase.split()[:2]
        assert opening not in SUBORDINATE["en"].split()
        assert following not in ("who", "whose", "which", "that")
