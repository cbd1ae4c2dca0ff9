import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.script.cleaning import blocks
from adapters.script.language import language
from adapters.script.pace import speech_seconds
from adapters.script.ranking import Ranked, rank
from adapters.script.selection import choose, parameters
from adapters.script.sentences import sentences
from tests.adapters.script.given import brief_of

ENGLISH = language("en")


def ranked(source: str) -> Ranked:
    return rank(sentences(blocks(source, ENGLISH), ENGLISH), ENGLISH)


EDDYSTONE = ranked(brief_of("eddystone.md").source)


def seconds_of(of: Ranked, chosen: list[int]) -> float:
    return sum(speech_seconds(of.sentences[at].text, ENGLISH) for at in chosen)


@given(seconds=st.integers(20, 240), attempt=st.integers(1, 6))
def test_any_length_is_met_and_nothing_is_said_twice(seconds: int, attempt: int) -> None:
    chosen = choose(EDDYSTONE, ENGLISH, seconds, parameters(attempt))
    assert seconds_of(EDDYSTONE, chosen) == pytest.approx(seconds, rel=0.08)
    assert chosen == sorted(set(chosen))


def test_a_length_shorter_than_any_sentence_gets_the_shortest() -> None:
    found = ranked("The tower of stone stands firm. The old reef sinks many ships every year.")
    assert choose(found, ENGLISH, 1, parameters(1)) == [0]


@given(seconds=st.integers(20, 240))
def test_a_sentence_that_leans_is_never_taken_without_what_it_leans_on(seconds: int) -> None:
    chosen = choose(EDDYSTONE, ENGLISH, seconds, parameters(1))
    taken = {EDDYSTONE.sentences[at].at for at in chosen}
    leaning = [EDDYSTONE.sentences[at] for at in chosen if EDDYSTONE.sentences[at].leans]
    assert all(it.first or it.at - 1 in taken for it in leaning)
