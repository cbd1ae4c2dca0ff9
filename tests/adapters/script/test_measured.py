from dataclasses import replace
from pydoc_data.topics import topics

import pytest

from adapters.script.extractive import extract
from adapters.script.measured import MeasuredJudge, measure
from domain.brief import Brief
from domain.prices import Metering
from domain.script import Scene, Script
from tests.adapters.script.given import TEXTS, brief_of

PASSES = 0.75
EDDYSTONE = brief_of("eddystone.md")


def script_of(*texts: str) -> Script:
    scenes = tuple(Scene(f"Scene {at}", (text,), text[:20]) for at, text in enumerate(texts))
    return Script("A title", "en", scenes, 45.0)


def words(count: int) -> str:
    """A source of this many words: the samples, then the reference text that Python brings."""
    prose = [
        EDDYSTONE.source,
        brief_of("octopus.md").source,
        *(topics[it] for it in sorted(topics)),
    ]
    lines, held = [], 0
    for line in "\n\n".join(prose).split("\n"):
        if held >= count:
            break
        lines.append(line)
        held += len(line.split())
    return "\n".join(lines)


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("seconds", [30, 45, 90])
def test_a_good_extract_passes(name: str, seconds: int) -> None:
    brief = brief_of(name, seconds)
    assert measure(brief, extract(brief)).score >= PASSES


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("seconds", [10, 12, 15, 20])
def test_a_short_film_passes_within_three_drafts(name: str, seconds: int) -> None:
    briefs = [brief_of(name, seconds, attempt) for attempt in (1, 2, 3)]
    assert max(measure(it, extract(it)).score for it in briefs) >= PASSES


@pytest.mark.no_cover
@pytest.mark.parametrize("count", [40, 100, 400, 1_500, 5_000, 20_000])
@pytest.mark.parametrize("seconds", [45, 180])
def test_a_good_extract_passes_at_every_length_of_source(count: int, seconds: int) -> None:
    brief = Brief(words(count), seconds, "en")
    assert measure(brief, extract(brief)).score >= PASSES


def test_a_length_is_judged_by_the_voice_that_will_say_it() -> None:
    slow = replace(EDDYSTONE, length_ratio=1.4)
    written = extract(EDDYSTONE)
    assert measure(EDDYSTONE, written).parts["fit"] == 1.0
    assert measure(slow, written).parts["fit"] < 0.6
    assert measure(slow, extract(slow)).parts["fit"] == 1.0


def test_sentences_off_the_topic_fail() -> None:
    verdict = measure(EDDYSTONE, extract(brief_of("octopus.md")))
    assert verdict.score < PASSES
    assert verdict.parts["grounding"] < 0.2
    assert verdict.parts["fit"] == 1


def test_half_of_the_sentences_off_the_topic_fail() -> None:
    ours, theirs = extract(EDDYSTONE).scenes, extract(brief_of("octopus.md")).scenes
    mixed = replace(extract(EDDYSTONE), scenes=(*ours[::2], *theirs[::2]))
    assert measure(EDDYSTONE, mixed).score < PASSES


def test_repeated_sentences_fail() -> None:
    good = [it.text for it in extract(replace(EDDYSTONE, seconds=24)).scenes]
    verdict = measure(EDDYSTONE, script_of(*good, *good))
    assert verdict.score < PASSES
    assert verdict.parts["fit"] > 0.9
    assert "say again what was said before" in verdict.reasons[4]


@pytest.mark.parametrize("seconds", [15, 80])
def test_far_too_short_and_far_too_long_fail(seconds: int) -> None:
    verdict = measure(EDDYSTONE, extract(replace(EDDYSTONE, seconds=seconds)))
    assert verdict.score < PASSES
    assert verdict.parts["fit"] < 0.3


def test_one_giant_sentence_fails() -> None:
    sentences = [it.text for it in extract(EDDYSTONE).scenes]
    giant = " and ".join(it.replace(".", "").replace(",", "") for it in sentences) + "."
    verdict = measure(EDDYSTONE, script_of(giant))
    assert verdict.score < PASSES
    assert verdict.parts["sentences"] == 0


def test_a_script_in_letters_of_another_language_fails() -> None:
    chinese = brief_of("tea.zh.txt")
    verdict = measure(replace(chinese, language="en"), extract(chinese))
    assert verdict.score < 0.2
    assert verdict.parts["letters"] == 0
    assert verdict.reasons[-1] == "0% of its letters are such as en is written with."


def test_an_empty_script_scores_next_to_nothing() -> None:
    assert measure(EDDYSTONE, script_of("")).score < 0.05


def test_every_reason_is_a_sentence_with_a_figure() -> None:
    verdict = measure(EDDYSTONE, extract(EDDYSTONE))
    assert len(verdict.reasons) == len(verdict.parts)
    assert all(it[0].isalnum() and it.endswith(".") for it in verdict.reasons)
    assert all(any(sign.isdigit() for sign in it) for it in verdict.reasons)


async def test_the_judge_answers_with_estimated_usage() -> None:
    answered = await MeasuredJudge().judge(EDDYSTONE, extract(EDDYSTONE))
    assert answered.answer == measure(EDDYSTONE, extract(EDDYSTONE))
    assert answered.metering is Metering.ESTIMATED
    assert [it.meter for it in answered.usage] == ["input_token", "output_token"]
