"""What of a text stays whole on a line: words, and phrases where a script writes none apart."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

import pyphen

from adapters.word_breaks import divided
from domain import line_breaks
from domain.line_breaks import is_ideographic

_WIDTH_MAX = 400
_PART_LETTERS, _SPLIT_EDGE = 18, 5
_HIRAGANA, _HAN, _PAIR = "HIRAGANA", "CJK", 2


@dataclass(frozen=True, slots=True)
class Part:
    """What stays whole on a line; `joined` to the part before it, with a hyphen if split.

    `inside` says that its phrase goes on with the next.
    """

    text: str
    joined: bool
    splits_word: bool = False
    inside: bool = False


def of(text: str) -> Iterator[Part]:
    """The words of a text; in scripts without spaces its phrases, wherever spaces stand."""
    words = text.split()
    ends = line_breaks.phrase_ends(words, divided)
    pieces = [
        (piece, n > 0)
        for word in words
        for n, piece in enumerate(line_breaks.pieces(word, _WIDTH_MAX, divided))
    ]
    whole, joined, at = "", False, 0
    for (piece, within), (following, goes_on) in pairwise([*pieces, ("", False)]):
        joined = joined if whole else within
        whole += piece
        at += len(piece)
        inside = at not in ends and _are_ideographic(piece[-1] + following[:1])
        if not (inside and goes_on):
            yield Part(whole, joined, inside=inside)
            whole = ""


def _are_ideographic(letters: str) -> bool:
    return any(map(is_ideographic, letters))


def split(words: Sequence[Part], language: str) -> Iterator[Part]:
    """The words, each long one cut into few parts of like length with hyphens between.

    Phrases are cut where one of their words may begin, without any.
    """
    for word in words:
        if _are_ideographic(word.text):
            yield from _phrase(word)
            continue
        for start, end in pairwise([0, *_cuts(word.text, language), len(word.text)]):
            inside = end < len(word.text)
            yield Part(word.text[start:end], word.joined or start > 0, splits_word=inside)


def _phrase(phrase: Part) -> Iterator[Part]:
    whole, joined = "", phrase.joined
    for piece in line_breaks.pieces(phrase.text, _WIDTH_MAX, divided):
        if whole and _begins_word(whole, piece[0]):
            yield Part(whole, joined, inside=True)
            whole, joined = "", True
        whole += piece
    yield Part(whole, joined, inside=phrase.inside)


def _begins_word(before: str, letter: str) -> bool:
    """Whether a word may begin here: not within kana, after a numeral, nor with an ending.

    Compounds of Han are mostly pairs of signs.
    """
    one, two = _script(before[-1]), _script(letter)
    if not one or not two:
        return True
    if one == two == _HAN:
        return _run(before) % _PAIR == 0 and not before[-1].isnumeric()
    return two not in (_HIRAGANA, one) and not before[-1].isnumeric()


def _run(text: str) -> int:
    """How many Han signs it ends with."""
    return len(text) - len(text.rstrip("".join(it for it in text if _script(it) == _HAN)))


def _script(letter: str) -> str:
    """Empty for marks."""
    if not unicodedata.category(letter).startswith(("L", "N")):
        return ""
    return unicodedata.name(letter, "").partition(" ")[0].partition("-")[0]


def _cuts(word: str, language: str) -> list[int]:
    """Where to hyphenate: of the dictionary's places those nearest to equal parts."""
    known = pyphen.language_fallback(language.replace("-", "_"))
    count = ceil(len(word) / _PART_LETTERS)
    if known is None or count == 1:
        return []
    places = pyphen.Pyphen(lang=known, left=_SPLIT_EDGE, right=_SPLIT_EDGE).positions(word)
    aims = [len(word) * n / count for n in range(1, count)]
    return sorted({_nearest(places, it) for it in aims}) if places else []


def _nearest(places: Sequence[int], aim: float) -> int:
    return min(places, key=lambda it: abs(it - aim))
