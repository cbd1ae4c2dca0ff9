"""Phrases in the source's own words: headings of scenes, and tags."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from adapters.script.cleaning import ENDINGS
from adapters.script.language import Language
from adapters.script.terms import TOKEN, Weights, terms_of

HEADING_WORDS_MAX, HEADING_CHARACTERS_MAX, IDEOGRAPHS_MAX = 6, 48, 14
CLAUSE_ENDS = re.compile(r"[,;:.!?…—–()\[\]«»“”„\"。！？，、；：「」『』؟،]+(?=\s|$|\w)|\s[-–—]\s")
WITHIN_WORDS = re.compile(r"(?<=\w)[.,:](?=\w)")
SEVERAL_WORDS, ENDS_AT_PAUSE, ENDS_AS_NOUN = 1.5, 1.5, 1.4
CLAUSE_WORDS_MIN = 4


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    start: int
    end: int
    stop: bool


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand side by side in the source, and how much they weigh."""

    text: str
    weight: float


def phrases(text: str, language: Language, weights: Weights) -> Iterator[Phrase]:
    """Whole runs of words of meaning between stop words and pauses (as RAKE finds them)."""
    for clause in clauses_of(text):
        yield from (it for it, _ in _weighed_runs(clause, language, weights))


def nouns(clause: str, language: Language, weights: Weights) -> Iterator[Phrase]:
    """The runs of a clause that end where a noun does."""
    return (it for it, ending in _weighed_runs(clause, language, weights) if ending > 1)


def _weighed_runs(
    clause: str, language: Language, weights: Weights
) -> Iterator[tuple[Phrase, float]]:
    words = words_of(clause, language)
    for first, last in _runs(words, language):
        found = weighed(clause[words[first].start : words[last].end], language, weights)
        ending = _ending(words, last, language)
        yield Phrase(found.text, found.weight * ending), ending


def _ending(words: list[Word], last: int, language: Language) -> float:
    """More for a run that ends where a noun does, at a pause or before `is`, `has`, `of`."""
    if last + 1 == len(words):
        return ENDS_AT_PAUSE
    after = words[last + 1].text.casefold()
    return ENDS_AS_NOUN if after in language.after_a_noun else 1.0


def best(candidates: Iterable[Phrase], characters_max: int, words_max: int) -> str | None:
    """The heaviest phrase that fits, written with a capital."""
    fitting = [
        it
        for it in candidates
        if len(it.text) <= characters_max and len(it.text.split()) <= words_max
    ]
    if not fitting:
        return None
    return capitalised(max(fitting, key=lambda it: it.weight).text)


def cut_at_words(text: str, characters_max: int, language: Language) -> str:
    """The beginning of a text in whole words, not ending on a stop word."""
    if len(text) <= characters_max:
        return text.strip()
    if language.ideographic or " " not in text[: characters_max + 1]:
        return text[:characters_max].strip()
    words = text[: characters_max + 1].split()[:-1]
    while len(words) > 1 and language.stop(words[-1].strip(".,;:")):
        words.pop()
    return " ".join(words).rstrip(" ,;:–—-")


def heading_characters_max(language: Language) -> int:
    return IDEOGRAPHS_MAX if language.ideographic else HEADING_CHARACTERS_MAX


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def clauses_of(text: str) -> list[str]:
    """The stretches of a text between its pauses, as they stand there."""
    ends = pauses(text)
    starts = [0, *(it.end() for it in ends)]
    stops = [*(it.start() for it in ends), len(text)]
    pieces = (text[start:stop].strip() for start, stop in zip(starts, stops, strict=True))
    return [it for it in pieces if it]


def pauses(text: str) -> list[re.Match[str]]:
    """Where a text's clauses end."""
    held = WITHIN_WORDS.sub("\x00", text)
    return [it for it in CLAUSE_ENDS.finditer(held) if not _within_a_list(text, it)]


def _within_a_list(text: str, pause: re.Match[str]) -> bool:
    """Whether a comma only parts words (`a flat, sour loaf`)."""
    following = CLAUSE_ENDS.split(text[pause.end() :], maxsplit=1)[0]
    return pause[0] == "," and len(following.split()) < CLAUSE_WORDS_MIN


def words_of(text: str, language: Language) -> list[Word]:
    """A text's words and their places; the whole text where no spaces part them."""
    if language.spaceless:
        return [Word(text, 0, len(text), stop=False)] if text else []
    return [Word(it[0], it.start(), it.end(), language.stop(it[0])) for it in TOKEN.finditer(text)]


def _runs(words: list[Word], language: Language) -> Iterator[tuple[int, int]]:
    """First and last word of every run, and of two runs joined by a link (`oak of stone`)."""
    runs: list[tuple[int, int]] = []
    for at, word in enumerate(words):
        if word.stop or (language.capital_nouns and word.text[:1].islower()):
            continue
        if runs and runs[-1][1] == at - 1:
            runs[-1] = (runs[-1][0], at)
        else:
            runs.append((at if not language.capital_nouns else _opening(words, at), at))
    yield from runs
    for (first, end), (start, last) in pairwise(runs):
        links = words[end + 1 : start]
        nouns = _ending(words, end, language) > 1 and _ending(words, last, language) > 1
        if nouns and all(it.text.casefold() in language.links for it in links):
            yield first, last


def _opening(words: list[Word], noun: int) -> int:
    """Where a German noun's phrase begins: with its article and adjectives if they open it.

    Elsewhere an adjective's ending depends on words that would be cut off.
    """
    first = noun
    while first > 0 and not words[first - 1].stop and words[first - 1].text[:1].islower():
        first -= 1
    article = first == 1 and first < noun and words[0].text[:1].isupper()
    return 0 if first == 0 or article else noun


def weighed(text: str, language: Language, weights: Weights) -> Phrase:
    """A phrase with what its terms weigh together; longer ones are not favoured."""
    terms = terms_of(text, language)
    total = sum(weights.of(it) for it in set(terms))
    weight = total / (len(terms) + 1) ** 0.6 * (SEVERAL_WORDS if len(terms) > 1 else 1)
    return Phrase(text.strip(" '’-"), weight)


def without_ending(text: str) -> str:
    """A heading without the full stop that closes a sentence."""
    return text.rstrip(ENDINGS + " ") if not text.endswith(("?", "？", "؟", "!")) else text
