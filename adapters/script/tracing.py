"""Whether a sentence says no more than the sentences that it names as its sources.

A machine cannot tell truth; it can tell that a figure, a name, or most of the words stand
nowhere in the source. That is checked here, and what fails is never spoken.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from adapters.script.language import Language
from adapters.script.terms import TOKEN, terms_of

SHARED_TERMS_MIN = 0.4
"""So much of a paraphrase's words its sources have, or it is no paraphrase of them."""

SHARED_GRAMS_MIN = 0.25
"""The same of pairs of characters, where a language writes no spaces."""

FIGURE = re.compile(r"\d+(?:[.,'’\u00a0\u202f]\d+)*")
SEPARATOR = re.compile(r"[.,'’\u00a0\u202f]")
UNITS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
    fifteen sixteen seventeen eighteen nineteen"""
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
NUMBER_WORDS = {
    **{word: str(at) for at, word in enumerate(UNITS.split())},
    **{word: str(10 * at) for at, word in enumerate(TENS.split(), start=2)},
}
MAGNITUDES = ("hundred", "thousand", "million", "billion")
UNCOUNTED = frozenset({"zero", "one"})
"""Words that are seldom meant as figures."""


def figures(text: str, language: Language) -> set[str]:
    """The figures of a text without what groups their digits; English numerals as digits."""
    found = {SEPARATOR.sub("", it) for it in FIGURE.findall(text)}
    if language.code == "en":
        words = {it.casefold() for it in re.findall(r"[^\W\d_]+", text)} - UNCOUNTED
        found |= {NUMBER_WORDS[it] for it in words & NUMBER_WORDS.keys()}
        found |= words.intersection(MAGNITUDES)
    return found


def names(text: str, language: Language) -> set[str]:
    """The words with a capital within a sentence, in languages that keep it for names."""
    if language.capital_nouns or language.spaceless:
        return set()
    tokens = [it[0] for it in TOKEN.finditer(text)]
    return {language.stem(it) for it in tokens[1:] if it[0].isupper() and not language.stop(it)}


@dataclass(frozen=True)
class Source:
    """A source's numbered sentences (from 1), as what may be said is held against them."""

    sentences: Sequence[str]
    language: Language

    @cached_property
    def names(self) -> set[str]:
        return {it for text in self.sentences for it in names(text, self.language)}

    def cited(self, numbers: Iterable[int]) -> tuple[str, ...]:
        """The sentences of these numbers, in the source's order; those that there are not, not."""
        held = sorted({it for it in numbers if 1 <= it <= len(self.sentences)})
        return tuple(self.sentences[it - 1] for it in held)

    def named(self, numbers: Iterable[int]) -> str:
        """The same as one text."""
        return " ".join(self.cited(numbers))

    @cached_property
    def text(self) -> str:
        return " ".join(self.sentences)

    def untraced(self, text: str, within: str) -> tuple[str, ...]:
        """The figures and names of a text that these sentences do not hold, sorted."""
        known = self.words(within)
        said = self.words(text)
        new_names = (names(text, self.language) | (said & self.names)) - known
        new_figures = figures(text, self.language) - figures(within, self.language)
        return tuple(sorted(new_figures | new_names))

    def traceable(self, text: str, within: str) -> bool:
        """Whether it is said within these sentences word for word, or they hold enough of it.

        That is its figures, its names and a share of its words.
        """
        if text and self._verbatim(text, within):
            return True
        return not self.untraced(text, within) and self.shared(text, within) >= self.enough

    @property
    def enough(self) -> float:
        return SHARED_GRAMS_MIN if self.language.spaceless else SHARED_TERMS_MIN

    def shared(self, text: str, within: str) -> float:
        """The share of a text's terms that these sentences have too; 0 for one without any."""
        said = set(terms_of(text, self.language))
        known = set(terms_of(within, self.language))
        return len(said & known) / len(said) if said else 0.0

    def _verbatim(self, text: str, within: str) -> bool:
        if self.language.spaceless:
            return text in within
        return re.search(rf"(?<!\w){re.escape(text)}(?!\w)", within) is not None

    def words(self, text: str) -> set[str]:
        """The stems of all words of a text."""
        return {self.language.stem(it) for it in TOKEN.findall(text)}
