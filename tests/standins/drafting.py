"""What a model that is good at it would answer to a document of numbered sentences.

A script says the source's own sentences, so that each can be traced, with a hook first, a loop,
a pay-off and a call; its length is the asked one. Where whole sentences do not make it, as for a
film of ten seconds, their clauses do.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from adapters.script.language import language
from adapters.script.pace import ONE_WORD, speech_seconds
from tests.standins.prompt import is_wide, words_of

SCENES_MIN, SCENES_MAX, SENTENCES_A_SCENE = 4, 8, 3
HOOK_S = 5.0
SPEAKABLE_CHARACTERS_MAX = 300
ADDRESS = re.compile(r"://|www\.|@|#|\.(?:com|net|org|io)\b")
STEPS_A_SECOND = 10
OFF_MAX, LINES_MIN = 0.05, 5
"""A film has a hook, a loop, a story, a pay-off and a call."""

SHORT_S, HOOK_SHARE = 16.0, 0.3
CLAUSE = re.compile(r"(?<=[,;:—–])\s+|(?<=[，、；：])")
CLAUSE_WORDS_MIN, CLAUSE_WIDE_MIN = 3, 4
ENDS = (".", "!", "?", "。", "！", "？", "”", "»", "」")
LOOPS = {"en": "But what came of it?"}
CALLS = {"en": "Tell us what you would have done."}
SHORT_LOOPS, SHORT_CALLS = {"en": "But why is that?"}, {"en": "Tell us what you think."}
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
    code, seconds = str(order["language"]), _usual_seconds(order)
    lines = _speakable(document["sentences"], code)
    asked = (code, seconds, int(order.get("attempt", 1)))
    told = _told(lines, *asked)
    off = abs(sum(it.seconds for it in told) / seconds - 1)
    if len(told) < LINES_MIN or (seconds < SHORT_S and off > OFF_MAX):
        told = _told([piece for it in lines for piece in _clauses(it, code)], *asked)
    scenes = [_scene(it) for it in _dealt(_with_parts(told))]
    return {"title": _shortened(told[0].text, TITLE_WORDS), "scenes": scenes}


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


def _usual_seconds(order: Mapping[str, Any]) -> float:
    """What so many words usually take: a model counts words, it knows no voice."""
    if "words" not in order:
        return float(order["seconds"])
    return int(order["words"]) * speech_seconds(ONE_WORD, language(str(order["language"])))


def _told(lines: Sequence[Line], code: str, seconds: float, attempt: int) -> list[Line]:
    """Hook, loop, story and call, as long as was asked where these lines allow it."""
    free = (LOOPS, CALLS) if seconds >= SHORT_S else (SHORT_LOOPS, SHORT_CALLS)
    loop, call = (
        [it] if (it := _free(texts, part, code)) else []
        for texts, part in zip(free, ("loop", "call"), strict=True)
    )
    hook = _hook(lines, attempt, seconds)
    rest = [it for it in lines if it != replace(hook, part="story")]
    left_s = seconds - sum(it.seconds for it in (hook, *loop, *call))
    story = _lasting(rest, left_s, LINES_MIN - 1 - len(loop) - len(call))
    return [hook, *loop, *story, *call]


def _clauses(line: Line, code: str) -> Iterator[Line]:
    """A sentence's own parts, each as a sentence; those too short to be one stay together."""
    held = ""
    for part in CLAUSE.split(line.text):
        held = f"{held} {part}".strip()
        if len(words_of(held)) >= CLAUSE_WORDS_MIN or sum(map(is_wide, held)) >= CLAUSE_WIDE_MIN:
            text = _sentence(held, code)
            yield Line(text, line.sources, speech_seconds(text, language(code)))
            held = ""


def _sentence(clause: str, code: str) -> str:
    bare = clause.rstrip(",;:—–-，、；： ")
    ended = bare if bare[-1:] in ENDS else f"{bare}{language(code).full_stop}"
    return ended[:1].upper() + ended[1:]


def _hook(lines: Sequence[Line], attempt: int, seconds: float) -> Line:
    """A sentence that is said in five seconds, another one at every attempt."""
    most_s = min(HOOK_S, HOOK_SHARE * seconds)
    short = [it for it in lines if it.seconds <= most_s] or sorted(lines, key=_seconds)[:1]
    return replace(short[(attempt - 1) % len(short)], part="hook")


def _free(texts: Mapping[str, str], part: str, code: str) -> Line | None:
    """A sentence that states nothing, in languages for which there is one."""
    text = texts.get(code.partition("-")[0])
    return Line(text, (), speech_seconds(text, language(code)), part) if text else None


def _lasting(lines: Sequence[Line], seconds: float, least: int) -> list[Line]:
    """Those, in their order, that together last closest to so long; so many at least."""
    wanted = max(round(seconds * STEPS_A_SECOND), 1)
    most = 2 * wanted + least * round(HOOK_S * STEPS_A_SECOND)
    reached: dict[tuple[int, int], tuple[int, ...]] = {(0, 0): ()}
    for at, it in enumerate(lines):
        step = max(round(it.seconds * STEPS_A_SECOND), 1)
        longer = {
            (min(count + 1, least), length + step): (*chosen, at)
            for (count, length), chosen in reached.items()
            if length + step <= most
        }
        reached = {**longer, **reached}
    best = max(reached, key=lambda it: (it[0], -abs(it[1] - wanted)))
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
