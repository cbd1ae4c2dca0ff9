"""A draft for a document of numbered sentences: what it says, and how long that takes."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.script.language import language
from adapters.script.material import Material
from adapters.script.model_draft import script_of
from adapters.script.model_shapes import Draft
from adapters.script.pace import speech_seconds
from tests.adapters.script.given import brief_of
from tests.standins.drafting import drafted, packaged, tags
from tests.standins.language import Answers
from tests.standins.prompt import Prompt

SENTENCES = [
    "The harbour was built by three brothers from the north.",
    "Nobody lent them a coin.",
    "They dragged the stones over the ice in winter, when the sea was still.",
    "In spring the wall stood four metres above the water.",
    "The first storm took half of it away within one night.",
    "They began again on the next morning.",
    "Today nine hundred boats lie behind the wall every winter.",
    "The brothers never told anybody why.",
]


def document(seconds: float = 30.0, code: str = "en", attempt: int = 1) -> dict[str, Any]:
    numbered = [{"n": n, "text": it} for n, it in enumerate(SENTENCES, start=1)]
    order = {"seconds": seconds, "language": code, "attempt": attempt}
    return {"order": order, "sentences": numbered}


def lines(draft: dict[str, Any]) -> list[dict[str, Any]]:
    return [it for scene in draft["scenes"] for it in scene["sentences"]]


def test_every_sentence_is_the_sources_own_or_states_nothing() -> None:
    for it in lines(drafted(document())):
        assert [SENTENCES[n - 1] for n in it["sources"]] in ([it["text"]], [])


def test_it_has_a_hook_a_loop_a_pay_off_and_a_call() -> None:
    parts = [it["part"] for it in lines(drafted(document()))]

    assert (parts[0], parts[1], parts[-2], parts[-1]) == ("hook", "loop", "payoff", "call")


def test_without_words_of_its_own_the_sources_do() -> None:
    parts = [it["part"] for it in lines(drafted(document(code="fi")))]

    assert (parts[0], parts[1], parts[-2], parts[-1]) == ("hook", "loop", "payoff", "call")


@given(st.integers(12, 24))
def test_it_lasts_as_long_as_was_asked(seconds: int) -> None:
    said = [it["text"] for it in lines(drafted(document(seconds)))]

    lasts_s = sum(speech_seconds(it, language("en")) for it in said)
    assert lasts_s == pytest.approx(seconds, abs=1.5)


@pytest.mark.parametrize("name", ["octopus.md", "eddystone.md", "moor.de.txt", "canal.es.txt"])
@pytest.mark.parametrize("seconds", [10, 11, 12, 13, 14, 15])
def test_a_film_of_seconds_is_told_in_clauses_that_a_script_takes(name: str, seconds: int) -> None:
    its = Material(brief_of(name, seconds))

    draft = drafted({"order": its.order, "sentences": its.numbered})

    script = script_of(Draft.model_validate(draft), its)
    assert script.seconds == pytest.approx(seconds, rel=0.06)


def test_it_counts_words_as_it_was_told_to() -> None:
    asked = document(20.0)
    asked["order"]["words"] = 45

    said = [it["text"] for it in lines(drafted(asked))]

    assert sum(len(it.split()) for it in said) == pytest.approx(45, abs=3)


def test_another_attempt_has_another_hook() -> None:
    first, second = (lines(drafted(document(attempt=n)))[0]["text"] for n in (1, 2))

    assert first != second


def test_a_script_is_packaged_in_its_own_words() -> None:
    scenes = [{"text": SENTENCES[0]}, {"text": SENTENCES[1]}, {"text": SENTENCES[2]}]

    told = packaged({"script": {"title": "The wall", "scenes": scenes}, "sentences": []})

    assert told["title"] == "The wall"
    assert told["description"] == f"{SENTENCES[0]} {SENTENCES[1]}"
    assert "harbour" in told["tags"]


def test_tags_are_told_once() -> None:
    assert tags("Walls, walls and brothers: walls.") == ["walls", "brothers"]


def test_it_is_the_answer_to_such_a_document() -> None:
    schema: dict[str, Any] = {"properties": {"title": {}, "scenes": {}}}
    prompt = Prompt("m", "Rules.", json.dumps(document()), schema)

    assert Answers().to(prompt) == drafted(document())
