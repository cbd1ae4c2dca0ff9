"""Choosing a scene's card by its text: what its figures, lists, quotes and contrasts allow.

Rules of structure hold in any language; words are asked for only where structure says nothing.
What a text holds that would not fit its card makes none, so that the next kind is taken; a
statement fits always.
"""

import unicodedata
from collections.abc import Iterator

from domain import line_breaks
from domain.scene.cards import Listing, Number, SceneCard, Statement, Title
from domain.scene.clauses import is_short, raised, trimmed
from domain.scene.contrasts import comparison
from domain.scene.dated import chart, timeline
from domain.scene.figures import Figure, Found, figures, years
from domain.scene.headings import heading_of
from domain.scene.lists import items
from domain.scene.quotes import quote
from domain.script import Scene, Script

NUMBER_WORDS_MIN, NUMBER_WORDS_MAX, NUMBER_COLUMNS_MAX = 2, 14, 84
NUMBER_LEAST, DATE_COLUMNS_MAX = 10, 14
KEY_COLUMNS_MIN = 4
_OF = ("of", "von", "de", "di", "do", "da", "van", "av", "af", "из")
_HANGING = " ,;:–—،؛、，；："


def candidates(script: Script, n: int) -> Iterator[SceneCard]:
    """The cards that scene `n` may have, best first; the last is a statement."""
    scene = script.scenes[n]
    heading = heading_of(scene)
    if n == 0:
        yield Title(script.title, heading_of(scene, script.title))
    yield from _of_figures(scene, heading, script.language)
    yield from _of_sentences(scene, heading, script.language)
    yield statement(scene)


def _of_figures(scene: Scene, heading: str, language: str) -> Iterator[SceneCard]:
    its = (chart(scene.sentences, heading, language), timeline(scene.sentences, heading, language))
    yield from (it for it in its if it is not None)


def _of_sentences(scene: Scene, heading: str, language: str) -> Iterator[SceneCard]:
    sentences = scene.sentences
    yield from (it for it in map(quote, sentences) if it is not None)
    yield from (Listing(heading, named) for it in sentences if (named := items(it)))
    its = (comparison(it, heading, language) for it in sentences)
    contrasts = [it for it in its if it is not None]
    yield from (it for it in contrasts if it.left.text)
    number = _number(scene, heading, language)
    yield from (number,) if number else ()
    yield from (it for it in contrasts if not it.left.text)


def _number(scene: Scene, heading: str, language: str) -> Number | None:
    """The first figure alone in its sentence that tells something; the key phrase is first."""
    together = {it for told in scene.sentences for it in _of_several(told, language)}
    telling = (
        (found, sentence)
        for sentence in (scene.key_phrase, *scene.sentences)
        if not _of_several(sentence, language)
        for found in figures(sentence, language)
        if found.figure not in together and _tells_something(found, sentence, language)
    )
    told = ((it.figure, _counted(sentence, it)) for it, sentence in telling)
    named = (Number(it, text or heading) for it, text in told if text or it.unit != ("", ""))
    return next(named, None)


def _of_several(sentence: str, language: str) -> tuple[Figure, ...]:
    """The figures of a sentence, without those of dates, where there are two or more."""
    its = [it for it in figures(sentence, language) if not _is_of_date(it, sentence, language)]
    return tuple(it.figure for it in its) if len(its) > 1 else ()


def _tells_something(found: Found, sentence: str, language: str) -> bool:
    """Whether it is neither a year, nor the day of a date, nor small and of no unit."""
    figure = found.figure
    counts = figure.unit != ("", "") or figure.digits >= NUMBER_LEAST
    return counts and not _is_of_date(found, sentence, language)


def _is_of_date(found: Found, sentence: str, language: str) -> bool:
    """Whether it is a year, or of no unit and shortly before one."""
    if found.figure.unit != ("", "") or found.figure.is_year:
        return found.figure.is_year
    return any(0 < it.start - found.end <= DATE_COLUMNS_MAX for it in years(sentence, language))


def _counted(sentence: str, found: Found) -> str:
    """What the figure counts: the words behind it, else the whole sentence, else nothing."""
    behind = trimmed(sentence[found.end :].split(". ", maxsplit=1)[0])
    before = trimmed(sentence[: found.start]).casefold().split()
    part_of_more = before[-1:] and before[-1] in _OF
    least_behind = NUMBER_WORDS_MAX + 1 if part_of_more else NUMBER_WORDS_MIN
    for text, least in ((behind, least_behind), (trimmed(sentence), 1)):
        long_enough = len(text.split()) >= least
        if long_enough and is_short(text, NUMBER_WORDS_MAX, NUMBER_COLUMNS_MAX):
            return text
    return ""


def statement(scene: Scene) -> Statement:
    """The key phrase, its longest word struck; the heading above if it says more."""
    text = scene.key_phrase.strip().rstrip(_HANGING) or scene.heading
    heading, words = heading_of(scene, text), text.split()
    key = max(range(len(words)), key=lambda it: _weight(words[it]), default=0)
    struck = len(words) > 1 and _weight(words[key]) >= KEY_COLUMNS_MIN
    return Statement(raised(text), heading, key, key + 1 if struck else key)


def _weight(word: str) -> int:
    """How much a word says: its columns, more where it is a figure."""
    letters = sum(unicodedata.category(it)[0] in "LNM" for it in word)
    digits = sum(it.isdigit() for it in word)
    return min(letters, line_breaks.width(word)) + 4 * digits


def chosen(script: Script, shown: frozenset[int]) -> dict[int, tuple[SceneCard, bool]]:
    """A card for each scene `shown` as one, and whether it is centred.

    No layout is seen four times in a row: a further candidate is taken, and statements change
    sides. A figure, list or quote is shown once.
    """
    made: dict[int, tuple[SceneCard, bool]] = {}
    seen: list[tuple[str, bool]] = []
    for n in sorted(shown):
        card, centred = next(
            (it, side)
            for it in candidates(script, n)
            for side in _sides(it, seen)
            if seen[-3:] != [(it.KIND, side)] * 3
        )
        made[n] = (card, centred)
        seen.append((card.KIND, centred))
    return made


def _sides(card: SceneCard, seen: list[tuple[str, bool]]) -> tuple[bool, ...]:
    """Statements and numbers in a row stand at the edge and in the middle by turns."""
    if not isinstance(card, Statement | Number):
        return (False,)
    after_one_at_the_edge = bool(seen) and seen[-1] == (card.KIND, False)
    return (after_one_at_the_edge, not after_one_at_the_edge)
