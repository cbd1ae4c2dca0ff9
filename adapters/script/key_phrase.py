"""The phrase of a scene to show large: a whole thought, word for word, not torn off."""

import re
from collections.abc import Iterator, Sequence

from adapters.script.cleaning import CLOSERS, ENDINGS
from adapters.script.language import Language
from adapters.script.openers import PREPOSITIONS, SUBORDINATE
from adapters.script.phrases import (
    Phrase,
    Word,
    clauses_of,
    cut_at_words,
    nouns,
    pauses,
    weighed,
    words_of,
)
from adapters.script.sentences import OPENING_QUOTES, leans_on_what_came_before
from adapters.script.terms import Weights

CHARACTERS_MAX, LARGE_CHARACTERS = 60, 24
CLAUSE_WORDS_MIN, SENTENCE_WORDS_MIN, NOUN_WORDS_MIN = 4, 3, 2

# From a whole sentence through what begins one to a bare noun phrase; leaning ones lose.
SENTENCE, LEADING, CUT, LATER_CLAUSE, NOUN = 2.0, 1.6, 1.0, 0.6, 0.3
LEANING = 0.3
# So many words after a preposition hold a verb (`Below the sacs lie cells that reflect light`).
INVERTED_WORDS_MIN = 8
ANDS = frozenset({"and", "und", "y", "et", "e", "en"})
BOUND = frozenset({"than", "as", "como", "comme", "come", "als", "wie"})
INFINITIVE, ARTICLES = frozenset({"to"}), frozenset({"the", "a", "an"})
PAST = re.compile(r"[a-z]{2,}ed$")
PAST_IN = frozenset({"en"})


def key_phrase(sentences: Sequence[str], heading: str, language: Language, weights: Weights) -> str:
    """At most 60 characters of a scene that stand there so, and are not its heading.

    The heaviest whole sentence or leading clause; else a later clause or a noun phrase.
    """
    found = [it for text in sentences for it in _candidates(text, language, weights)]
    fitting = [
        it
        for it in found
        if 0 < len(it.text) <= CHARACTERS_MAX and it.text.casefold() != heading.casefold()
    ]
    if fitting:
        return max(fitting, key=lambda it: it.weight * min(1, len(it.text) / LARGE_CHARACTERS)).text
    return cut_at_words(_opened(" ".join(sentences), language), CHARACTERS_MAX, language)


def _candidates(sentence: str, language: Language, weights: Weights) -> Iterator[Phrase]:
    leaning = LEANING if leans_on_what_came_before(sentence, language) else 1.0
    for text, quality in _stretches(sentence, language):
        found = weighed(text, language, weights)
        yield Phrase(found.text, found.weight * quality * leaning)
    for clause in clauses_of(sentence)[1:]:
        if _whole_later(clause, language):
            found = weighed(clause, language, weights)
            yield Phrase(found.text, found.weight * LATER_CLAUSE)
    for clause in clauses_of(sentence):
        yield from (
            Phrase(it.text, it.weight * NOUN)
            for it in nouns(clause, language, weights)
            if language.spaceless or len(it.text.split()) >= NOUN_WORDS_MIN
        )


def _stretches(sentence: str, language: Language) -> Iterator[tuple[str, float]]:
    """What a sentence begins with, up to each of its pauses, or to where more is only added."""
    text = _opened(sentence, language)
    for pause in pauses(text):
        before, after = text[: pause.start()], text[pause.end() :]
        ended = not after.strip(CLOSERS + ENDINGS + " ") or any(it in ENDINGS for it in pause[0])
        if _balanced(before) and _whole(before, language, ended=ended):
            yield before, SENTENCE if ended else LEADING
    yield from ((it, CUT) for it in _cuts(text, language))


def _subordinate(text: str, language: Language) -> bool:
    """Whether any of its clauses waits for a main clause (`In June, while England was at war`)."""
    first, *later = clauses_of(text)
    return _first(first, SUBORDINATE, language) or any(
        _first(it, SUBORDINATE, language) and it.partition(" ")[0] not in ANDS for it in later
    )


def _opened(sentence: str, language: Language) -> str:
    """A sentence from its first word of its own on (a torn one may begin with `and`)."""
    text = sentence.lstrip(OPENING_QUOTES)
    torn = text[:1].islower() and _first(text, SUBORDINATE, language)
    return text.partition(" ")[2] if torn else text


def _whole(text: str, language: Language, *, ended: bool) -> bool:
    """Whether a beginning can be read as a thought of its own."""
    words = words_of(text, language)
    if language.spaceless or ended:
        return bool(words) and (language.spaceless or len(words) >= SENTENCE_WORDS_MIN)
    if len(words) < CLAUSE_WORDS_MIN or _subordinate(text, language):
        return False
    circumstance = _first(text, PREPOSITIONS, language)
    return not circumstance or len(words) >= INVERTED_WORDS_MIN or _has_verb(words, language)


def _whole_later(clause: str, language: Language) -> bool:
    if language.spaceless:
        return True
    opening, _, rest = clause.partition(" ")
    if not (language.stop(opening) or opening[:1].isupper()):
        return False
    torn = opening.casefold() in language.after_a_noun or any(
        _first(it, SUBORDINATE, language) for it in (opening, rest)
    )
    return (
        not torn
        and "," not in clause
        and _whole(clause, language, ended=False)
        and _balanced(clause)
    )


def _cuts(text: str, language: Language) -> Iterator[str]:
    """A clause with a verb, ended at a noun before a preposition or an `and`."""
    clause = (clauses_of(text) or [""])[0]
    if _first(clause, SUBORDINATE, language):
        return
    words = words_of(clause, language)
    for at in range(CLAUSE_WORDS_MIN, len(words)):
        before = words[:at]
        if words[at].text in INFINITIVE and words[at + 1 : at + 2] and not _article(words[at + 1]):
            continue
        long = at >= INVERTED_WORDS_MIN and not _first(clause, PREPOSITIONS, language)
        if _adds(words[at], before[-1], language) and (long or _has_verb(before[:-1], language)):
            yield clause[: before[-1].end]


def _article(word: Word) -> bool:
    return word.text in ARTICLES


def _adds(word: Word, before: Word, language: Language) -> bool:
    """Whether what comes with a word is only added to what was said up to it."""
    if word.text in ANDS or _listed(word.text, SUBORDINATE, language):
        bound = word.text in language.after_a_noun | BOUND and word.text not in ANDS
        return not bound and not _listed(before.text, PREPOSITIONS, language)
    loose = _listed(word.text, PREPOSITIONS, language) and word.text not in language.after_a_noun
    return loose and not before.stop


def _has_verb(words: Sequence[Word], language: Language) -> bool:
    return any(
        it.text in language.verbs or (language.code in PAST_IN and bool(PAST.match(it.text)))
        for it in words[1:]
    )


def _balanced(text: str) -> bool:
    return text.count('"') % 2 == 0 and text.count("“") == text.count("”")


def _first(text: str, table: dict[str, str], language: Language) -> bool:
    return _listed(text.partition(" ")[0], table, language)


def _listed(word: str, table: dict[str, str], language: Language) -> bool:
    return word.casefold().strip(",;") in table.get(language.code, "").split()
