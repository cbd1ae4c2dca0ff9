"""From a model's draft to a script that the rest of the pipeline takes, whatever it says.

Nothing is trusted: sentences that cannot be traced are dropped, scenes are merged or parted to
4 to 8, headings and key phrases are the source's own words where the model's do not hold.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from adapters.script.cutting import cut_at_clause, is_torn
from adapters.script.key_phrase import key_phrase
from adapters.script.material import Material
from adapters.script.model_shapes import Draft, Said
from adapters.script.model_text import label, spoken
from adapters.script.pace import speech_seconds
from adapters.script.phrases import (
    HEADING_WORDS_MAX,
    best,
    capitalised,
    cut_at_words,
    heading_characters_max,
    phrases,
    without_ending,
)
from adapters.script.terms import Weights, terms_of, weigh
from domain.metadata import TITLE_MAX
from domain.script import SCENES_MAX, SCENES_MIN, Scene, Script

FREE_PARTS = frozenset({"hook", "loop", "call"})
FREE_MAX, FREE_SECONDS_MAX = 3, 8.0
SOURCES_MAX = 6
LENGTH_TIMES_MAX, LENGTH_TIMES_MIN = 1.5, 0.5
NEEDED_PARTS = FREE_PARTS | {"story", "payoff"}


class Unusable(Exception):
    """No script can be made of this draft; the sentence says why."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence to be spoken, and what it rests on; nothing where it needs nothing."""

    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Group:
    heading: str
    lines: tuple[_Line, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(it.text for it in self.lines)

    def seconds(self, its: Material) -> float:
        return sum(speech_seconds(it, its.spoken_in) for it in self.sentences)


def script_of(draft: Draft, its: Material) -> Script:
    """Only what can be traced, in 4 to 8 scenes. Raises Unusable."""
    _refuse_shapeless(draft)
    groups = _staged(list(_kept(draft, its)), its)
    seconds = its.told_s(sum(it.seconds(its) for it in groups), len(groups))
    if not LENGTH_TIMES_MIN <= seconds / max(its.wanted_s, 1e-9) <= LENGTH_TIMES_MAX:
        raise Unusable(f"what can be traced takes {seconds:.0f} s, not {its.wanted_s:.0f} s")
    weights = weigh(terms_of(it, its.spoken_in) for it in its.source.sentences)
    scenes = tuple(_titled(groups, its, weights))
    title, asked = _title(draft, groups, its), its.brief
    return Script(title, asked.language, scenes, round(seconds, 2), asked.length_ratio)


def _refuse_shapeless(draft: Draft) -> None:
    parts = [it.part for scene in draft.scenes for it in scene.sentences]
    missing = NEEDED_PARTS - set(parts)
    if missing:
        raise Unusable(f"the draft has no {', '.join(sorted(missing))}")
    if parts[0] != "hook" or parts[-1] != "call":
        raise Unusable("the draft does not begin with its hook and end with its call")
    if parts.index("loop") > parts.index("payoff"):
        raise Unusable("the draft pays off before it opens its loop")


def _kept(draft: Draft, its: Material) -> Iterator[_Group]:
    """The sentences that are supported, or few and free, each once."""
    free_left, told = FREE_MAX, set[str]()
    for scene in draft.scenes:
        held: list[_Line] = []
        for said in scene.sentences:
            for text in spoken(said.text, its.spoken_in):
                supported = _supported(said, text, its)
                if text in told or not (supported or (free_left and _free(said, text, its))):
                    continue
                free_left -= not supported
                told.add(text)
                cited = its.source.cited(said.sources[:SOURCES_MAX]) if supported else ()
                held.append(_Line(text, cited))
        if held:
            yield _Group(scene.heading, tuple(held))


def _supported(said: Said, text: str, its: Material) -> bool:
    within = its.source.named(said.sources[:SOURCES_MAX])
    return bool(within) and its.source.traceable(text, within)


def _free(said: Said, text: str, its: Material) -> bool:
    """A hook, a loop or a call may say nothing that needs a source."""
    short = speech_seconds(text, its.spoken_in) <= FREE_SECONDS_MAX
    within = its.source.named(said.sources[:SOURCES_MAX])
    return said.part in FREE_PARTS and short and not its.source.untraced(text, within)


def _staged(groups: list[_Group], its: Material) -> list[_Group]:
    """4 to 8 of them: the shortest neighbours are joined, the longest scenes parted."""
    while len(groups) > SCENES_MAX:
        pairs = range(len(groups) - 1)
        at = min(pairs, key=lambda it: groups[it].seconds(its) + groups[it + 1].seconds(its))
        joined = groups[at].lines + groups[at + 1].lines
        groups[at : at + 2] = [_Group(groups[at].heading, joined)]
    while len(groups) < SCENES_MIN:
        several = [at for at, it in enumerate(groups) if len(it.sentences) > 1]
        if not several:
            raise Unusable(f"what can be traced makes {len(groups)} scenes, not {SCENES_MIN}")
        at = max(several, key=lambda it: groups[it].seconds(its))
        groups[at : at + 1] = _halves(groups[at])
    return groups


def _halves(group: _Group) -> list[_Group]:
    middle = len(group.lines) // 2
    first, second = group.lines[:middle], group.lines[middle:]
    return [_Group(group.heading, first), _Group("", second)]


def _titled(groups: Sequence[_Group], its: Material, weights: Weights) -> Iterator[Scene]:
    used: set[str] = set()
    for group in groups:
        heading = _heading(group, its, weights, used)
        used.add(heading)
        phrase = key_phrase(group.sentences, heading, its.spoken_in, weights)
        yield Scene(heading, group.sentences, phrase, tuple(it.sources for it in group.lines))


def _heading(group: _Group, its: Material, weights: Weights, used: set[str]) -> str:
    """The model's, where it is short, new and traceable; else the scene's own best phrase."""
    characters_max = heading_characters_max(its.spoken_in)
    asked = without_ending(label(group.heading, its.spoken_in))
    short = len(asked) <= characters_max and len(asked.split()) <= HEADING_WORDS_MAX
    torn = is_torn(asked, group.sentences, its.spoken_in)
    if asked and short and not torn and asked not in used and _holds(asked, its):
        return asked
    text = " ".join(group.sentences)
    found = best(phrases(text, its.spoken_in, weights), characters_max, HEADING_WORDS_MAX)
    cut = without_ending(cut_at_words(text, characters_max, its.spoken_in))
    return found or capitalised(cut)


def _title(draft: Draft, groups: Sequence[_Group], its: Material) -> str:
    asked = label(draft.title, its.spoken_in)
    told = [it for group in groups for it in group.sentences]
    if is_torn(asked, told, its.spoken_in):
        whole = next(it for it in told if it.casefold().startswith(asked.casefold()))
        return cut_at_clause(without_ending(whole), TITLE_MAX, its.spoken_in)
    if asked and len(asked) <= TITLE_MAX and _holds(asked, its):
        return asked
    return cut_at_clause(without_ending(told[0]), TITLE_MAX, its.spoken_in)


def _holds(text: str, its: Material) -> bool:
    """Whether words that need not be a sentence are about the source: capitals tell nothing."""
    return its.source.traceable(text.casefold(), its.source.text.casefold())
