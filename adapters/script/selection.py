"""Choosing sentences for a length of speech: the weightiest, without repeats, none torn off.

Greedy by marginal relevance (Carbonell and Goldstein, SIGIR 1998): a sentence's score, less
what was said already, plus the terms that it says first.
"""

import math
from dataclasses import dataclass, field

import numpy as np

from adapters.script.language import Language
from adapters.script.pace import speech_seconds
from adapters.script.ranking import Matrix, Ranked
from adapters.script.sentences import LEANING_WORTH
from adapters.script.terms import terms_of

REPEAT_LIKENESS = 0.7
OVER, UNDER = 1.05, 0.95
PARAGRAPH_OPENING = 1.15
LEAD_SENTENCES = 3.0
LONG_S, SHORT_S = 13.0, 2.0
# No sentence should be more of a film than a scene may be.
LONG_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Parameters:
    """`redundancy` punishes likeness, `lead` favours the opening, `coverage` new terms."""

    redundancy: float
    lead: float
    coverage: float


DRAFTS = (
    Parameters(redundancy=0.5, lead=0.8, coverage=0.8),
    Parameters(redundancy=0.9, lead=0.3, coverage=2.0),
    Parameters(redundancy=0.2, lead=1.6, coverage=3.5),
)


def parameters(attempt: int) -> Parameters:
    """The parameters of a draft; a fourth goes round again."""
    return DRAFTS[(attempt - 1) % len(DRAFTS)]


def choose(ranked: Ranked, language: Language, seconds: float, using: Parameters) -> list[int]:
    """Places of the chosen sentences, in order, of about this length; at least one."""
    choice = _Choice(ranked, language, using, min(LONG_S, seconds * LONG_SHARE))
    choice.fill(min(seconds, choice.seconds_in_all()))
    return sorted(choice.chosen)


@dataclass
class _Choice:
    ranked: Ranked
    language: Language
    using: Parameters
    long_s: float
    chosen: list[int] = field(default_factory=list)
    total_s: float = 0.0

    def __post_init__(self) -> None:
        sentences = self.ranked.sentences
        self.spoken_s = [speech_seconds(it.text, self.language) for it in sentences]
        self.terms = [set(terms_of(it.text, self.language)) for it in sentences]
        self.place = {it.at: at for at, it in enumerate(sentences)}
        self.scores = [self._score(at) for at in range(len(sentences))]
        self.said: set[str] = set()
        self.nearest: Matrix = np.zeros(len(sentences), np.float32)
        weights = self.ranked.weights
        self.term_scale = 1e-9 + max(
            (sum(weights.of(term) for term in it) for it in self.terms), default=0.0
        )

    def seconds_in_all(self) -> float:
        """What can be said at most: everything but repeats."""
        repeats = np.tril(self.ranked.likeness, -1).max(axis=1) >= REPEAT_LIKENESS
        return sum(it for at, it in enumerate(self.spoken_s) if not repeats[at])

    def fill(self, length_s: float) -> None:
        """Take the best that still fits until the length is reached."""
        while self.total_s < length_s * UNDER:
            at = self._best(length_s * OVER - self.total_s)
            if at is None:
                break
            self._take(at)
        if not self.chosen:
            self._take(min(range(len(self.spoken_s)), key=lambda at: (self.spoken_s[at], at)))

    def _best(self, room_s: float) -> int | None:
        gains = [
            (self._gain(at), -at)
            for at, spoken_s in enumerate(self.spoken_s)
            if spoken_s <= room_s
            and at not in self.chosen
            and self.nearest[at] < REPEAT_LIKENESS
            and self._heard_well(at)
        ]
        return -max(gains)[1] if gains else None

    def _take(self, at: int) -> None:
        self.chosen.append(at)
        self.total_s += self.spoken_s[at]
        self.said |= self.terms[at]
        self.nearest = np.maximum(self.nearest, self.ranked.likeness[at])

    def _gain(self, at: int) -> float:
        weights = self.ranked.weights
        new = sum(weights.of(it) for it in self.terms[at] - self.said) / self.term_scale
        score = self.scores[at] * (1 - self.using.redundancy * float(self.nearest[at]))
        return score + self.using.coverage * new * self.ranked.sentences[at].worth

    def _heard_well(self, at: int) -> bool:
        """Nothing it leans on is missing (the opening of a paragraph may lean on the last)."""
        sentence = self.ranked.sentences[at]
        if not sentence.leans or sentence.first:
            return True
        return self.place.get(sentence.at - 1) in self.chosen

    def _score(self, at: int) -> float:
        sentence = self.ranked.sentences[at]
        worth = sentence.worth
        if sentence.leans and not sentence.first:
            # It is only taken together with what it leans on.
            worth /= LEANING_WORTH
        opening = PARAGRAPH_OPENING if sentence.first else 1.0
        lead = 1 + self.using.lead * math.exp(-sentence.at / LEAD_SENTENCES)
        comfort = _comfort(self.spoken_s[at], self.long_s)
        return float(self.ranked.scores[at]) * worth * opening * lead * comfort


def _comfort(spoken_s: float, long_s: float) -> float:
    """1 for a sentence that is easy to listen to, less for a scrap or a monster."""
    if spoken_s < SHORT_S:
        return spoken_s / SHORT_S
    return min(1.0, long_s / max(spoken_s, long_s)) ** 2
