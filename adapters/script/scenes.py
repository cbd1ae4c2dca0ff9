"""Scenes out of chosen sentences: where one ends, its heading, its key phrase."""

from collections.abc import Iterator
from functools import cache
from itertools import accumulate, pairwise

from adapters.script.key_phrase import NOUN_WORDS_MIN, key_phrase
from adapters.script.language import Language
from adapters.script.pace import scenes_of, speech_seconds
from adapters.script.phrases import (
    HEADING_WORDS_MAX,
    Phrase,
    best,
    capitalised,
    clauses_of,
    cut_at_words,
    heading_characters_max,
    nouns,
    phrases,
    without_ending,
)
from adapters.script.sentences import Sentence, broken
from adapters.script.terms import Weights, terms_of
from domain.script import SCENES_MIN, Scene

# A film of few sentences is parted at pauses that a longer one would read over.
SCRAP_SHARE = 0.5
# A scene outside these, in mean scenes, costs more than a cut where one sentence leans on another.
SHORTEST_TIMES, LONGEST_TIMES, UNEVEN = 0.25, 1.9, 4.0
TORN, SAME_SECTION, SAME_PARAGRAPH, MIXED_SECTIONS = 3.0, 0.15, 0.3, 0.3


def stage(
    title: str, chosen: list[Sentence], language: Language, weights: Weights
) -> tuple[Scene, ...]:
    """4 to 8 scenes of about equal length, broken where the source breaks; fewer if it must be."""
    pieces = _enough_pieces(chosen, language)
    total_s = sum(speech_seconds(it.text, language) for it in pieces)
    count = min(len(pieces), scenes_of(total_s))
    groups = _groups(pieces, count, language)
    return tuple(_titled(title, groups, language, weights))


def _enough_pieces(chosen: list[Sentence], language: Language) -> list[Sentence]:
    """The sentences; where there are fewer than scenes, the longest ones in clauses."""
    pieces = list(chosen)
    while len(pieces) < SCENES_MIN:
        parts = {it: broken(it.text, language, SCRAP_SHARE) for it in pieces}
        longest = max(pieces, key=lambda it: (len(parts[it]) > 1, len(it.text), -it.at))
        if len(parts[longest]) == 1:
            break
        at = pieces.index(longest)
        half = _halves(longest, parts[longest])
        pieces[at : at + 1] = half
    return pieces


def _halves(sentence: Sentence, parts: list[str]) -> list[Sentence]:
    middle = len(sentence.text) / 2
    cuts = [sentence.text.index(part, 1) for part in parts[1:]]
    cut = min(cuts, key=lambda it: abs(it - middle))
    texts = (sentence.text[:cut].strip(), sentence.text[cut:].strip())
    return [_part(sentence, text, leans=at > 0) for at, text in enumerate(texts)]


def _part(of: Sentence, text: str, *, leans: bool) -> Sentence:
    return Sentence(text, of.at, of.paragraph, of.section, of.first, leans or of.leans, of.worth)


def _groups(pieces: list[Sentence], count: int, language: Language) -> list[list[Sentence]]:
    """The cheapest way to cut the pieces into `count` runs, by dynamic programming."""
    spoken_s = [speech_seconds(it.text, language) for it in pieces]
    upto_s = [0.0, *accumulate(spoken_s)]
    changes = [0, *accumulate(int(a.section != b.section) for a, b in pairwise(pieces))]
    mean_s = max(upto_s[-1] / count, 1e-9)

    def cost(start: int, end: int) -> float:
        times = (upto_s[end] - upto_s[start]) / mean_s
        uneven = (times - 1) ** 2 + (0.0 if SHORTEST_TIMES < times < LONGEST_TIMES else UNEVEN)
        seam = _seam(pieces[end - 1], pieces[end]) if end < len(pieces) else 0.0
        return uneven + seam + MIXED_SECTIONS * (changes[end - 1] - changes[start])

    @cache
    def cheapest(start: int, left: int) -> tuple[float, int]:
        if left == 1:
            return cost(start, len(pieces)), len(pieces)
        ends = range(start + 1, len(pieces) - left + 2)
        return min((cost(start, end) + cheapest(end, left - 1)[0], end) for end in ends)

    groups, start = list[list[Sentence]](), 0
    for left in range(count, 0, -1):
        end = cheapest(start, left)[1]
        groups.append(pieces[start:end])
        start = end
    return groups


def _seam(before: Sentence, after: Sentence) -> float:
    """What it costs to cut here: most where the next sentence leans on this one."""
    if after.leans and after.at - before.at <= 1:
        return TORN
    if after.paragraph == before.paragraph:
        return SAME_PARAGRAPH
    return SAME_SECTION if after.section == before.section else 0.0


def _titled(
    title: str, groups: list[list[Sentence]], language: Language, weights: Weights
) -> Iterator[Scene]:
    used = [title]
    for group in groups:
        texts = tuple(it.text for it in group)
        heading = _heading(group, language, weights, used)
        used.append(heading)
        yield Scene(heading, texts, key_phrase(texts, heading, language, weights))


def _heading(group: list[Sentence], language: Language, weights: Weights, used: list[str]) -> str:
    """The section's own heading where it is short and new, else the scene's best phrase."""
    section = without_ending(group[0].section)
    characters_max = heading_characters_max(language)
    short = len(section.split()) <= HEADING_WORDS_MAX and len(section) <= characters_max
    if section and short and section not in used:
        return section
    text = " ".join(it.text for it in group)
    said = {term for it in used for term in terms_of(it, language)}
    every = list(phrases(text, language, weights))
    found_in = [it for it in every if _can_head(it, language)]
    new = [it for it in found_in if said.isdisjoint(_terms(it, language))]
    partly = [it for it in found_in if not said >= _terms(it, language)]
    whole = {it.text for it in _named(text, language, weights)}
    wholes = ([it for it in its if it.text in whole] for its in (new, partly))
    unused = [it for it in found_in if capitalised(it.text) not in used]
    ranked = (_best(it, characters_max) for it in (*wholes, new, partly, unused, every))
    found = next(filter(None, ranked), None)
    return found or capitalised(without_ending(cut_at_words(text, characters_max, language)))


def _named(text: str, language: Language, weights: Weights) -> Iterator[Phrase]:
    """Phrases of several words that end where a noun does, without a number."""
    for clause in clauses_of(text):
        for it in nouns(clause, language, weights):
            numbered = any(letter.isdigit() for letter in it.text)
            if not numbered and len(it.text.split()) >= NOUN_WORDS_MIN:
                yield it


def _best(candidates: list[Phrase], characters_max: int) -> str | None:
    return best(candidates, characters_max, HEADING_WORDS_MAX)


def _can_head(phrase: Phrase, language: Language) -> bool:
    """Whether it says one thing once, ends with no verb, and has no number but at its start."""
    first, *others = phrase.text.split() or [""]
    torn = any(letter.isdigit() for it in others for letter in it)
    bare = first.isdigit() and not others
    ended = others and others[-1].casefold() in language.verbs
    return not (torn or bare or ended or _doubled(phrase, language))


def _doubled(phrase: Phrase, language: Language) -> bool:
    """Whether it says one thing twice (`company and the company`)."""
    return not language.spaceless and len(_terms(phrase, language)) < len(
        terms_of(phrase.text, language)
    )


def _terms(phrase: Phrase, language: Language) -> set[str]:
    return set(terms_of(phrase.text, language))
