"""MeasuredJudge: what can be counted about a script, as one score; no opinion, no network."""

import asyncio
import math
from collections.abc import Iterator

from adapters.script.cleaning import blocks
from adapters.script.language import Language, language
from adapters.script.metering import tokens
from adapters.script.other_language import letters_share
from adapters.script.pace import scenes_of, speech_seconds, told_seconds
from adapters.script.sentences import leans_on_what_came_before, sentences, split
from adapters.script.terms import Weights, terms_of, weigh
from domain.brief import Brief
from domain.mode import Mode
from domain.prices import Metering, Provider
from domain.script import Script, Verdict
from processors.ports import Metered

# The score is the product of the parts, each to the power of its weight: one part at nought
# cannot be made good by the others.
WEIGHTS = {
    "coverage": 0.25,
    "grounding": 0.3,
    "fit": 0.3,
    "sentences": 0.2,
    "repetition": 0.4,
    "openings": 0.1,
    "letters": 0.5,
}

# A script of n different terms is measured against the source's n / 2 heaviest; to hold 42 %
# of their weight is as good as good extracts of 40 to 20,000 words are (calibrated on them).
KEY_TERMS_SHARE, KEY_TERMS_MIN, KEY_TERMS_MAX = 0.5, 6, 60
COVERAGE_FULL = 0.42
GROUNDING_FULL, GROUNDING_NONE = 0.95, 0.6
FIT_FULL, FIT_NONE = 0.1, 0.6
COMFORTABLE_S, TOO_SHORT_S, TOO_LONG_S = (1.2, 16.0), 0.5, 26.0
REPEAT_SHARE = 0.7
LETTERS_FULL, LETTERS_NONE = 0.8, 0.3
FLOOR = 0.01


class MeasuredJudge:
    """Scores coverage, grounding, fit, sentence length, repetition, openings and letters."""

    provider = Provider("measured", "measures-1", Mode.OFFLINE)
    prompt = ""

    async def judge(
        self, brief: Brief, script: Script, *, verbatim: bool = False
    ) -> Metered[Verdict]:
        """A verdict on any script, also one by another writer, recorded or edited by a person."""
        del verbatim
        verdict = await asyncio.to_thread(measure, brief, script)
        read = len(brief.source) + sum(len(scene.text) for scene in script.scenes)
        written = sum(len(it) for it in verdict.reasons)
        return Metered(verdict, tokens(read, written), Metering.ESTIMATED)


def measure(brief: Brief, script: Script) -> Verdict:
    """The score (0 to 1), its parts (each 0 to 1), and one sentence with figures for each."""
    measures = _Measures(brief, script, language(brief.language))
    found = dict(measures.all())
    parts = {name: round(part, 4) for name, (part, _) in found.items()}
    score = math.prod(max(part, FLOOR) ** WEIGHTS[name] for name, part in parts.items())
    return Verdict(round(score, 4), parts, tuple(reason for _, reason in found.values()))


class _Measures:
    """One source and one script taken apart once."""

    def __init__(self, brief: Brief, script: Script, spoken_in: Language) -> None:
        self.asked_s = brief.seconds
        self.length_ratio = brief.length_ratio
        self.language = spoken_in
        source = [it.text for it in sentences(blocks(brief.source, spoken_in), spoken_in)]
        source_s = sum(speech_seconds(it, spoken_in) for it in source)
        self.source_s = self._told(source_s, scenes_of(source_s))
        self.weights: Weights = weigh(terms_of(it, spoken_in) for it in source)
        self.scenes = [scene.text for scene in script.scenes]
        self.spoken = [part for text in self.scenes for part in split(text, spoken_in)]
        self.terms = [terms_of(it, spoken_in) for it in self.spoken]
        self.said = {term for it in self.terms for term in it}

    def all(self) -> Iterator[tuple[str, tuple[float, str]]]:
        yield "coverage", self._coverage()
        yield "grounding", self._grounding()
        yield "fit", self._fit()
        yield "sentences", self._sentences()
        yield "repetition", self._repetition()
        yield "openings", self._openings()
        yield "letters", self._letters()

    def _seconds(self, text: str) -> float:
        return speech_seconds(text, self.language)

    def _told(self, spoken_s: float, scenes: int) -> float:
        return told_seconds(spoken_s, scenes, self.length_ratio)

    def _coverage(self) -> tuple[float, str]:
        room = round(len(self.said) * KEY_TERMS_SHARE)
        keys = self.weights.key_terms(max(KEY_TERMS_MIN, min(KEY_TERMS_MAX, room)))
        whole = sum(self.weights.of(it) for it in keys)
        held = [it for it in keys if it in self.said]
        share = _ratio(sum(self.weights.of(it) for it in held), whole)
        reason = f"It names {len(held)} of the source's {len(keys)} weightiest terms"
        return min(1.0, share / COVERAGE_FULL), f"{reason} ({share:.0%} of their weight)."

    def _grounding(self) -> tuple[float, str]:
        total = sum(len(it) for it in self.terms)
        known = sum(self.weights.of(term) > 0 for it in self.terms for term in it)
        share = _ratio(known, total)
        part = _between(share, GROUNDING_NONE, GROUNDING_FULL)
        return part, f"{known} of its {total} terms ({share:.0%}) stand in the source."

    def _fit(self) -> tuple[float, str]:
        wanted_s = min(float(self.asked_s), self.source_s)
        spoken_s = self._told(sum(map(self._seconds, self.spoken)), len(self.scenes))
        off = abs(_ratio(spoken_s, wanted_s) - 1)
        reason = f"It takes about {spoken_s:.0f} s to say; {wanted_s:.0f} s were wanted"
        return _between(off, FIT_NONE, FIT_FULL), f"{reason} ({off:.0%} off)."

    def _sentences(self) -> tuple[float, str]:
        lengths = [self._seconds(it) for it in self.spoken]
        total = sum(lengths)
        part = _ratio(sum(it * _comfort(it) for it in lengths), total)
        longest = max(lengths, default=0.0)
        mean = _ratio(total, len(lengths))
        reason = f"Its {len(lengths)} sentences take {mean:.1f} s each on average"
        return part, f"{reason}, the longest {longest:.1f} s."

    def _repetition(self) -> tuple[float, str]:
        repeats = sum(self._said_before(at) for at in range(len(self.terms)))
        count = len(self.terms)
        part = (1 - _ratio(repeats, count)) ** 2 if count else 0.0
        return part, f"{repeats} of its {count} sentences say again what was said before."

    def _said_before(self, at: int) -> bool:
        terms = set(self.terms[at])
        if not terms:
            return self.spoken[at] in self.spoken[:at]
        earlier = (set(it) for it in self.terms[:at])
        return any(len(terms & it) >= REPEAT_SHARE * len(terms | it) for it in earlier)

    def _openings(self) -> tuple[float, str]:
        torn = sum(leans_on_what_came_before(it, self.language) for it in self.scenes)
        count = len(self.scenes)
        reason = f"{torn} of its {count} scenes open with a word that points back."
        return (1 - _ratio(torn, count) if count else 0.0), reason

    def _letters(self) -> tuple[float, str]:
        share = letters_share(" ".join(self.scenes), self.language.code)
        reason = f"{share:.0%} of its letters are such as {self.language.code} is written with."
        return _between(share, LETTERS_NONE, LETTERS_FULL), reason


def _comfort(spoken_s: float) -> float:
    """1 for a sentence that is easy to listen to, 0 for a scrap or one without an end."""
    shortest, longest = COMFORTABLE_S
    if spoken_s < shortest:
        return _between(spoken_s, TOO_SHORT_S, shortest)
    return _between(spoken_s, TOO_LONG_S, longest)


def _between(value: float, none: float, full: float) -> float:
    """0 at `none`, 1 at `full`, a straight line between them."""
    return max(0.0, min(1.0, (value - none) / (full - none)))


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
