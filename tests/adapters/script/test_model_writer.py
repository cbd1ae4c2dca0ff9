"""A script by a language model: over the stand-in, through the real SDK."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest

from adapters.providers.openai import OpenAIModel
from adapters.script.extractive import extract
from adapters.script.material import LENGTH_OFF_MAX, Material
from adapters.script.model_writer import WRITING, ModelWriter
from adapters.script.prompts import prompt
from domain.brief import Brief
from domain.narration import silence_s
from processors import estimates
from processors.errors import InvalidInput, Unavailable
from tests.adapters.providers.given import MODEL, endpoint
from tests.adapters.script import telling
from tests.adapters.script.given import brief_of
from tests.standins import StandIn, stand_in
from tests.standins.prompt import Prompt

DIGESTS = {
    "write-script-1": "4835959ff3d2a2e8",
    "fit-script-1": "3e4bc34f04d70b90",
    "judge-script-1": "b67b0abf8676aba4",
    "package-1": "6e2b3519ccbed2aa",
}


@pytest.fixture
def openai() -> Iterator[StandIn]:
    with stand_in("openai") as it:
        it.answers.hook = telling.told
        yield it


def writer(it: StandIn) -> ModelWriter:
    return ModelWriter(OpenAIModel(endpoint(it, 5.0), MODEL))


@pytest.mark.parametrize("name", ["octopus.md", "eddystone.md", "canal.es.txt"])
async def test_a_script_has_the_asked_length_and_what_was_billed(
    openai: StandIn, name: str
) -> None:
    brief = brief_of(name)
    metered = await writer(openai).write(brief)
    assert metered.answer.seconds == pytest.approx(45, rel=LENGTH_OFF_MAX)
    assert metered.answer.language == brief.language
    assert sum(it.quantity for it in metered.usage) == sum(openai.billed.values())


async def test_a_slow_voice_is_given_fewer_words_to_say(openai: StandIn) -> None:
    brief = brief_of("octopus.md")
    slow = replace(brief, length_ratio=1.25)

    script = (await writer(openai).write(slow)).answer

    usual, fewer = (Material(it).words(45) for it in (brief, slow))
    assert fewer == pytest.approx(usual / 1.25, rel=0.03)
    assert f'"words":{fewer}' in openai.requests[0].json()["input"][0]["content"]
    assert script.seconds == pytest.approx(45, rel=LENGTH_OFF_MAX)
    assert script.length_ratio == 1.25


def test_a_script_that_fits_one_voice_is_too_long_for_a_slower_one() -> None:
    brief = brief_of("octopus.md")
    slow, written = replace(brief, length_ratio=1.25), extract(brief)
    slower_s = written.usual_speech_s * 1.25 + silence_s(len(written.scenes))
    its = replace(written, seconds=slower_s, length_ratio=1.25)
    assert Material(brief).wishes(written) == ()
    assert "too long" in Material(slow).wishes(its)[0]


async def test_a_model_is_told_the_order_the_voice_and_numbered_sentences(openai: StandIn) -> None:
    brief = replace(brief_of("octopus.md", attempt=2), personality="Dry, and never in a hurry.")
    await writer(openai).write(brief)
    its = Material(brief)
    body = openai.requests[0].json()
    assert body["instructions"] == WRITING.text
    assert '"attempt":2' in body["input"][0]["content"]
    assert "never in a hurry" in body["input"][0]["content"]
    assert its.source.sentences[-1] in body["input"][0]["content"]


async def test_a_draft_of_another_length_is_asked_for_again_and_fits(openai: StandIn) -> None:
    def first_too_long(asked: Prompt) -> dict[str, Any] | None:
        answer = telling.told(asked)
        if answer and len(openai.requests) == 1:
            feared = ("a reef of hard rock", "the Eddystone", "the Eddystone, a reef of hard rock")
            for it in feared:
                extra = telling.said(f"Captains feared {it}.", "story", [1, 2, 3, 4, 5])
                answer["scenes"][1]["sentences"].append(extra)
        return answer

    openai.answers.hook = first_too_long
    brief = brief_of("eddystone.md")
    first = (await writer(openai).write(brief)).answer
    assert "too long" in writer(openai).wishes(brief, first)[0]
    second = (await writer(openai).fit(brief, first)).answer
    assert writer(openai).wishes(brief, second) == ()
    assert "too long" in openai.requests[1].json()["input"][0]["content"]


async def test_a_long_hook_is_wished_shorter(openai: StandIn) -> None:
    brief = brief_of("eddystone.md")
    script = (await writer(openai).write(brief)).answer
    opening = replace(script.scenes[0], sentences=script.scenes[1].sentences)
    wishes = writer(openai).wishes(brief, replace(script, scenes=(opening, *script.scenes[1:])))
    assert "first sentence" in wishes[0]


async def test_a_draft_without_anything_traceable_costs_and_is_refused(openai: StandIn) -> None:
    openai.answers.queue.append({"title": "", "scenes": []})
    with pytest.raises(Unavailable) as raised:
        await writer(openai).write(brief_of("octopus.md"))
    assert raised.value.code == "draft-unusable"
    assert sum(it.quantity for it in raised.value.usage) == sum(openai.billed.values())


@pytest.mark.parametrize("name", ["octopus.md", "tea.zh.txt"])
async def test_a_call_may_not_cost_more_than_was_set_aside(openai: StandIn, name: str) -> None:
    brief = brief_of(name)
    with suppress(Unavailable):
        await writer(openai).write(brief)
    body = openai.requests[0].json()
    set_aside = estimates.tokens(brief.source, written=estimates.script_tokens(brief.seconds))
    read, written = (it.quantity for it in set_aside)
    assert written >= body["max_output_tokens"]
    assert read * estimates.BYTES_A_TOKEN >= len(openai.requests[0].body)


async def test_a_source_without_sentences_is_never_sent(openai: StandIn) -> None:
    with pytest.raises(InvalidInput):
        await writer(openai).write(Brief("```\ncode\n```", 45, "en"))
    assert openai.requests == []


@pytest.mark.parametrize(("label", "digest"), DIGESTS.items())
def test_a_prompt_that_was_used_never_changes(label: str, digest: str) -> None:
    """A changed text is a new version: events name the old one."""
    name, _, version = label.rpartition("-")
    its = prompt(name, int(version))
    assert its.digest == sha256(its.text.encode()).hexdigest()
    assert its.digest.startswith(digest)
