"""ModelJudge: a language model's marks by a written rubric, bounded by what can be counted.

A model can be talked into anything, also by the script that it reads. So each mark is at most
what was measured: figures and names that the source does not have, a length that is off, a long
hook. How original it is beside the owner's other films is measured by whoever has those.
"""

import asyncio
import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from adapters.providers.language_model import Ask, LanguageModel, malformed
from adapters.script.material import HOOK_S, Material
from adapters.script.measured import measure
from adapters.script.model_most import most
from adapters.script.model_shapes import Mark, Marks
from adapters.script.model_text import ADDRESS, label
from adapters.script.orders import ORDER
from adapters.script.prompts import prompt
from adapters.script.tracing import figures, names
from domain.brief import Brief
from domain.prices import Provider, Usage
from domain.script import Script, Verdict
from processors.estimates import WRITTEN_TOKENS
from processors.ports import Metered
from processors.ticket import Ticket, ticketed

JUDGING = prompt("judge-script", 1)
REASON_CHARACTERS_MAX = 300

WEIGHTS = {"hook": 0.25, "accuracy": 0.25, "pacing": 0.2, "policy": 0.15, "originality": 0.15}
"""The score is the product of the marks, each to the power of its weight."""

DECISIVE, DECISIVE_MARGIN = ("accuracy", "pacing", "policy", "originality"), 0.2
"""What is false, harmful, copied or a muddle is not made good: so far above it ends the score."""

UNTRACED_MAX, UNTRACED_EACH = 0.6, 0.2
HOOK_NONE_S = 12.0
ORDER_MOST = 0.5
FLOOR = 0.01


@dataclass(frozen=True, slots=True)
class Bound:
    """The most that a mark can be, and why."""

    most: float
    reason: str


@dataclass(frozen=True)
class ModelJudge:
    """Asks for five marks with a reason each, in a fixed shape."""

    model: LanguageModel

    @property
    def provider(self) -> Provider:
        return self.model.provider

    @property
    def prompt(self) -> str:
        return JUDGING.label

    def under(self, ticket: Ticket) -> "ModelJudge":
        return replace(self, model=ticketed(self.model, ticket))

    def most(self, brief: Brief, script: Script) -> tuple[Usage, ...]:
        told = {"title": script.title, "scenes": _scenes(script)}
        return most(JUDGING, Marks, brief, told, WRITTEN_TOKENS)

    async def judge(
        self, brief: Brief, script: Script, *, verbatim: bool = False
    ) -> Metered[Verdict]:
        """Raises InvalidInput as the writer does, and whatever the model raises.

        Of a script that is its source on purpose, the model's mark of originality does not count.
        """
        its = Material(brief)
        bounds = await asyncio.to_thread(bounds_of, its, script)
        told = {
            "order": its.order,
            "measured": {name: it.reason for name, it in bounds.items()},
            "script": {"title": script.title, "scenes": _scenes(script)},
            "sentences": its.numbered,
        }
        marked = await self.model.answer(Ask(JUDGING, told, WRITTEN_TOKENS), Marks)
        if not all(0 <= it.score <= 1 for _, it in _marks(marked.answer)):
            raise malformed(self.provider.name, marked.usage)
        counted = [it for it in WEIGHTS if not (verbatim and it == "originality")]
        verdict = verdict_of(marked.answer, bounds, its, counted)
        return Metered(verdict, marked.usage, marked.metering, marked.request_id)


def _scenes(script: Script) -> list[dict[str, object]]:
    return [{"heading": it.heading, "sentences": it.sentences} for it in script.scenes]


def verdict_of(
    marks: Marks, bounds: dict[str, Bound], its: Material, counted: Collection[str] = WEIGHTS
) -> Verdict:
    """The marks that count within their bounds, as one score; a bound that bit says why."""
    parts, reasons = dict[str, float](), list[str]()
    for name, mark in _marks(marks):
        if name not in counted:
            continue
        bound = bounds.get(name, Bound(1.0, ""))
        parts[name] = round(min(mark.score, bound.most), 4)
        said = label(mark.reason, its.spoken_in)[:REASON_CHARACTERS_MAX]
        measured = f" ({bound.reason})" if mark.score > bound.most else ""
        reasons.append(f"{name} {parts[name]:.2f}: {said}{measured}")
    score = math.prod(max(part, FLOOR) ** WEIGHTS[name] for name, part in parts.items())
    most = min(parts[it] for it in DECISIVE if it in parts) + DECISIVE_MARGIN
    return Verdict(round(min(score, most), 4), parts, tuple(reasons))


def bounds_of(its: Material, script: Script) -> dict[str, Bound]:
    """What was counted, by the mark that it bounds."""
    return dict(_bounds(its, script))


def _bounds(its: Material, script: Script) -> Iterator[tuple[str, Bound]]:
    counted = measure(its.brief, script)
    told = dict(zip(counted.parts, counted.reasons, strict=True))
    slowest = min(("fit", "sentences", "repetition"), key=lambda it: counted.parts[it])
    yield "hook", _hook(its, script)
    yield "accuracy", _accuracy(its, script)
    yield "pacing", Bound(counted.parts[slowest], told[slowest])
    yield "policy", _policy(script, counted.parts["letters"], told["letters"])


def _hook(its: Material, script: Script) -> Bound:
    hook_s = its.hook_s(script)
    most = (HOOK_NONE_S - hook_s) / (HOOK_NONE_S - HOOK_S)
    return Bound(max(0.0, min(1.0, most)), f"Its first sentence takes {hook_s:.1f} s to say.")


def _accuracy(its: Material, script: Script) -> Bound:
    """Each figure and name that the source does not have costs more than a good mark has."""
    known = its.source.text
    spoken = (it for scene in script.scenes for it in scene.sentences)
    language = its.spoken_in
    words = its.source.words(known)
    found = set[str]()
    for text in spoken:
        found |= figures(text, language) - figures(known, language)
        found |= names(text, language) - words
    if not found:
        return Bound(1.0, "The source has all of its figures and names.")
    most = max(0.0, UNTRACED_MAX - UNTRACED_EACH * len(found))
    return Bound(most, f"{len(found)} of its figures and names are not in the source.")


def _policy(script: Script, letters: float, told: str) -> Bound:
    texts = [script.title, *(it.text for it in script.scenes)]
    if any(ADDRESS.search(it) for it in texts):
        return Bound(0.0, "It speaks a link, an address or a number to call.")
    if any(ORDER.search(it) for it in texts):
        return Bound(ORDER_MOST, "It speaks an order to a model; a person has to look at it.")
    return Bound(letters, told)


def _marks(marks: Marks) -> Iterator[tuple[str, Mark]]:
    return ((name, getattr(marks, name)) for name in WEIGHTS)
