"""The source as its own script: nothing left out, nothing added, four to eight scenes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.script.cleaning import blocks
from adapters.script.extractive import extract
from adapters.script.language import language
from adapters.script.measured import measure
from adapters.script.verbatim import VerbatimWriter, divided
from domain.brief import SECONDS_MAX, Brief
from domain.mode import Mode
from domain.script import SCENES_MAX, SCENES_MIN, Script
from domain.video.state import GOOD_ENOUGH
from processors.errors import InvalidInput
from tests.adapters.script.given import brief_of

SHORT = ("octopus.md", "eddystone.md", "moor.de.txt", "canal.es.txt", "ferryman.en.txt")
TIDE = """Hello from the harbour

The tide turns twice a day, and the harbour turns with it. Boats that lay on mud at noon are
afloat by evening. Fishermen read the water before they read the clock.

Nobody here calls that a flood. It is the sea, paying its visit."""
WORDS = st.sampled_from(["tide", "harbour", "the", "boats", "turns", "evening", "of", "water"])
SENTENCES = st.lists(WORDS, min_size=5, max_size=30).map(lambda it: " ".join(it).capitalize())
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=5).map(". ".join)


def letters(text: str) -> str:
    """All that is said, without spaces and the full stops that close open lines."""
    return "".join(it for it in text if not it.isspace() and it != ".")


def plain(brief: Brief) -> str:
    found = blocks(brief.source, language(brief.language), plain_headings=False)
    return " ".join(it.text for it in found if it.kind != "heading")


@pytest.mark.parametrize("name", SHORT)
def test_every_word_of_the_source_is_said_in_its_order(name: str) -> None:
    brief = brief_of(name)
    script = divided(brief)
    assert letters(script.text) == letters(plain(brief))
    assert SCENES_MIN <= len(script.scenes) <= SCENES_MAX


@settings(max_examples=60, deadline=None)
@given(st.lists(PARAGRAPHS, min_size=1, max_size=6).map("\n\n".join))
def test_whatever_running_text_is_given_is_said_whole(text: str) -> None:
    script = divided(Brief(text, 45, "en"))
    assert letters(script.text) == letters(text)
    assert len(script.scenes) <= SCENES_MAX


def test_a_line_that_only_looks_like_a_heading_is_said() -> None:
    assert divided(Brief(TIDE, 45, "en")).scenes[0].sentences[0].startswith("Hello from")
    assert not extract(Brief(TIDE, 45, "en")).text.startswith("Hello")


def test_a_heading_that_is_marked_as_one_is_a_title_and_not_said() -> None:
    script = divided(Brief(f"# The visit\n\n{TIDE}", 45, "en"))
    assert (script.title, "visit. Hello" in script.text) == ("The visit", False)


@pytest.mark.parametrize("name", SHORT)
def test_a_text_of_its_own_length_is_good_enough(name: str) -> None:
    brief = brief_of(name)
    script: Script = divided(brief)
    asked = Brief(brief.source, round(script.seconds) + 1, brief.language)
    assert measure(asked, script).score >= GOOD_ENOUGH


def test_a_text_without_sentences_or_beyond_the_longest_film_is_refused() -> None:
    with pytest.raises(InvalidInput) as empty:
        divided(Brief("# 1\n\n***", 45, "en"))
    assert empty.value.code == "source-has-no-sentences"
    with pytest.raises(InvalidInput, match=f"{SECONDS_MAX} at most") as long:
        divided(Brief(TIDE * 40, 45, "en"))
    assert long.value.code == "script-length"


async def test_nothing_is_paid_for_what_nobody_wrote() -> None:
    its = await VerbatimWriter().write(brief_of("octopus.md"))
    assert (its.usage, VerbatimWriter.provider.mode) == ((), Mode.OFFLINE)
