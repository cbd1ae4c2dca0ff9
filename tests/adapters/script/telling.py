"""What an obedient language model answers: made of the prompt's own document, by its shape."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from adapters.script.material import Material
from adapters.script.model_draft import script_of
from adapters.script.model_shapes import Draft
from domain.brief import Brief
from domain.script import Script
from tests.standins.prompt import Prompt

HOOK = "What would you have done?"
LOOP = "And nobody knew yet how it would end."
CALL = "Subscribe for more of these stories."
WORDS_BESIDE = 20


def told(prompt: Prompt) -> dict[str, Any] | None:
    """An answer of one of our own shapes; None for any other."""
    answers: Mapping[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
        "Draft": draft,
        "Marks": marks,
        "Package": package,
    }
    its = answers.get(prompt.name)
    return its(json.loads(prompt.user)) if its else None


def draft(document: Mapping[str, Any]) -> dict[str, Any]:
    """The source's sentences in order, as many as fit, with hook and call around them."""
    chosen = []
    words_left = document["order"]["words"] - WORDS_BESIDE
    for it in document["sentences"]:
        words = len(it["text"].split())
        if words <= words_left:
            chosen.append(it)
            words_left -= words
    story = [said(it["text"], "story", [it["n"]]) for it in chosen]
    story[-1]["part"] = "payoff"
    parts = [said(HOOK, "hook", []), said(LOOP, "loop", []), *story, said(CALL, "call", [])]
    return {"title": document["sentences"][0]["text"][:60], "scenes": scenes(parts)}


def said(text: str, part: str, sources: list[int]) -> dict[str, Any]:
    return {"text": text, "part": part, "sources": sources}


def scenes(parts: list[dict[str, Any]], count: int = 5) -> list[dict[str, Any]]:
    size = -(-len(parts) // count)
    cut = [parts[at : at + size] for at in range(0, len(parts), size)]
    return [{"heading": "", "sentences": it} for it in cut]


def marks(document: Mapping[str, Any], score: float = 0.9) -> dict[str, Any]:
    del document
    names = ("hook", "accuracy", "pacing", "policy", "originality")
    return {it: {"score": score, "reason": f"Its {it} is good."} for it in names}


def package(document: Mapping[str, Any]) -> dict[str, Any]:
    script = document["script"]
    spoken = [it["text"] for it in script["scenes"]]
    tags = [" ".join(it.split()[:2]).strip(".,?") for it in spoken]
    return {"title": script["title"], "description": " ".join(spoken[1:3]), "tags": tags}


def script_for(brief: Brief) -> Script:
    """What becomes of an obedient draft of this brief."""
    its = Material(brief)
    told = draft({"order": its.order, "sentences": its.numbered})
    return script_of(Draft.model_validate(told), its)
