"""What a model that is good at it would answer to a document of numbered sentences.

A script says the source's own sentences, so that each can be traced, with a hook first, a loop,
a pay-off and a call; its length is the asked one, as far as whole sentences allow.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from adapters.script.language import language
from adapters.script.pace import speech_seconds
from tests.standins.prompt import words_of

SCENES_MIN, SCENES_MAX, SENTENCES_A_SCENE = 4, 8, 3
HOOK_S = 5.0
SPEAKABLE_CHARACTERS_MAX = 300
ADDRESS = re.compile(r"://|www\.|@|#|\.(?:com|net|org|io)\b")
STEPS_A_SECOND = 10
LOOPS = {"en": "But what came of it?"}
CALLS = {"en": "Tell us what you would have done."}
HEADING_WORDS, TITLE_WORDS = 4, 8
TAG_LETTERS_MIN, TAGS = 5, 8


@dataclass(frozen=True)
class Line:
    """A sentence to be said, the numbers of its sources, and its part in the story."""

    text: str
    sources: tuple[int, ...]
    seconds: float
    part: str = "story"

    @property
    def said(self) -> dict[str, Any]:
        return {"text": self.text, "part": self.part, "sources": list(self.sources)}


def drafted(document: Mapping[str, Any]) -> dict[str, Any]:
    """A script of 4 to 8 scenes for the `order` and the `sentences` of a document."""
    order = document["order"]
    code = str(order["language"])
    lines = _speakable(document["sentences"], code)
    hook = _hook(lines, int(order.get("attempt", 1)))
    loop, call = (_free(texts, part, code) for texts, part in ((LOOPS, "loop"), (CALLS, "call")))
    around = [it for it in (hook, loop, call) if it]
    rest = [it for it in lines if it.sources != hook.sources]
    story = _lasting(rest, float(order["seconds"]) - sum(it.seconds for it in around))
    told = _with_parts([hook, *([loop] if loop else []), *story, *([call] if call else [])])
    scenes = [_scene(it) for it in _dealt(told)]
    return {"title": _shortened(hook.text, TITLE_WORDS), "scenes": scenes}


def packaged(document: Mapping[str, Any]) -> dict[str, Any]:
    """Title, description and tags out of a document's `script`, or its `sentences`."""
    script = document.get("script") or {}
    scenes = [it["text"] for it in script.get("scenes", ())]
    texts = scenes or [it["text"] for it in document["sentences"]]
    title = script.get("title") or _shortened(texts[0], TITLE_WORDS)
    return {"title": title, "description": " ".join(texts[:2]), "tags": tags(" ".join(texts))}


def tags(text: str) -> list[str]:
    """The longer words that come most often, each once."""
    long = (it.lower() for it in words_of(text) if len(it) >= TAG_LETTERS_MIN and it.isalpha())
    return [word for word, _ in Counter(long).most_common(TAGS)]


def _speakable(sentences: Sequence[Mapping[str, Any]], code: str) -> list[Line]:
    spoken_in = language(code)
    return [
        Line(it["text"], (it["n"],), speech_seconds(it["text"], spoken_in))
        for it in sentences
        if len(it["text"]) <= SPEAKABLE_CHARACTERS_MAX and not ADDRESS.search(it["text"])
    ]


def _hook(lines: Sequence[Line], attempt: int) -> Line:
    """A sentence that is said in five seconds, another one at every attempt."""
    short = [it for it in lines if it.seconds <= HOOK_S] or sorted(lines, key=_seconds)[:1]
    return replace(short[(attempt - 1) % len(short)], part="hook")


def _free(texts: Mapping[str, str], part: str, code: str) -> Line | None:
    """A sentence that states nothing, in languages for which there is one."""
    text = texts.get(code.partition("-")[0])
    return Line(text, (), speech_seconds(text, language(code)), part) if text else None


def _lasting(lines: Sequence[Line], seconds: float) -> list[Line]:
    """Those, in their order, that together last closest to so long."""
    wanted = max(round(seconds * STEPS_A_SECOND), 1)
    reached: dict[int, tuple[int, ...]] = {0: ()}
    for at, it in enumerate(lines):
        step = max(round(it.seconds * STEPS_A_SECOND), 1)
        longer = {length + step: (*chosen, at) for length, chosen in reached.items()}
        reached = {**{k: v for k, v in longer.items() if k <= 2 * wanted}, **reached}
    best = min((it for it in reached if it), key=lambda it: abs(it - wanted), default=0)
    return [lines[it] for it in reached[best]]


def _with_parts(lines: list[Line]) -> list[Line]:
    """The last of the story pays off; where nothing else opens a loop or calls, sentences do."""
    last = len(lines) - 1
    call = last if lines[last].part == "story" else -1
    payoff = last - 1
    loop = 1 if all(it.part != "loop" for it in lines) else -1
    parts = {loop: "loop", payoff: "payoff", call: "call"}
    return [replace(it, part=parts.get(at, it.part)) for at, it in enumerate(lines)]


def _dealt(lines: Sequence[Line]) -> list[Sequence[Line]]:
    """In scenes of about equal length."""
    count = min(max(len(lines) // SENTENCES_A_SCENE, SCENES_MIN), SCENES_MAX, len(lines))
    edges = [round(it * len(lines) / count) for it in range(count + 1)]
    return [lines[start:end] for start, end in pairwise(edges)]


def _scene(lines: Sequence[Line]) -> dict[str, Any]:
    longest = max(lines, key=_seconds)
    heading = _shortened(longest.text, HEADING_WORDS)
    return {"heading": heading, "sentences": [it.said for it in lines]}


def _shortened(text: str, words: int) -> str:
    return " ".join(text.split()[:words]).rstrip(".,;:!?。，")


def _seconds(line: Line) -> float:
    return line.seconds
