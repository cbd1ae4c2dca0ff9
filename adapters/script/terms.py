"""The words that carry a text's meaning, how much each weighs, and phrases made of them."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from adapters.script.language import Language

TOKEN = re.compile(r"[^\W_]+(?:['’.-](?=\w)[^\W_]+)*")
RUN_OF_SIGNS = re.compile(r"[^\W\d_]+|\d+")
GRAM = 2
TERM_CHARACTERS_MIN, TERM_CHARACTERS_MAX = 2, 60


def terms_of(text: str, language: Language) -> list[str]:
    """The stems of a text's words without stop words; pairs of characters where no spaces are."""
    if language.spaceless:
        return list(_grams(text))
    return [
        language.stem(word)
        for word in TOKEN.findall(text)
        if TERM_CHARACTERS_MIN <= len(word) <= TERM_CHARACTERS_MAX
        and not word.isdigit()
        and not language.stop(word)
    ]


def _grams(text: str) -> Iterator[str]:
    for run in RUN_OF_SIGNS.findall(text):
        yield from (run[at : at + GRAM] for at in range(max(1, len(run) - GRAM + 1)))


@dataclass(frozen=True)
class Weights:
    """How much each term says about the whole: often in the text, not in every sentence.

    Weight = sqrt(count) * ln(1 + sentences / sentences with it): TF-IDF (Salton and Buckley,
    1988) with a root in place of the logarithm, which would rate a text's own subject low.
    A term said once in a longer text says little about the whole and weighs half.
    """

    by_term: dict[str, float]

    def of(self, term: str) -> float:
        return self.by_term.get(term, 0.0)

    def key_terms(self, most: int) -> list[str]:
        """The heaviest terms; equal ones in order of the alphabet."""
        ranked = sorted(self.by_term, key=lambda term: (-self.by_term[term], term))
        return ranked[:most]


ONCE = 0.5
ONCE_SENTENCES_MIN = 12


def weigh(term_lists: Iterable[list[str]]) -> Weights:
    """Weights of the terms of a text, given sentence by sentence."""
    counts: Counter[str] = Counter()
    spread: Counter[str] = Counter()
    sentences = 0
    for terms in term_lists:
        counts.update(terms)
        spread.update(set(terms))
        sentences += 1
    return Weights({it: _weight(counts[it], spread[it], sentences) for it in counts})


def _weight(count: int, spread: int, sentences: int) -> float:
    weight = math.sqrt(count) * math.log(1 + sentences / spread)
    return weight * ONCE if count == 1 and sentences >= ONCE_SENTENCES_MIN else weight
