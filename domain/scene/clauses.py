"""Clauses: the parts of a sentence between its marks, and short texts cut out of them."""

import re
from collections.abc import Iterator

from domain import line_breaks

_CLAUSE = re.compile(r"(?<!\d)[,;:،؛](?=\s)|(?<=\d)[,;:،؛](?=\s)|[、，；：]|\s[–—-]\s")
_EDGES = " \t,;:.!?…。！？،؛、，；：–—-"


def clauses(sentence: str) -> Iterator[str]:
    """The parts between commas, colons and dashes, without their marks."""
    for part in _CLAUSE.split(sentence):
        if bare := trimmed(part):
            yield bare


def trimmed(text: str) -> str:
    """Without marks and space at both ends."""
    return text.strip(_EDGES)


def is_short(text: str, words_max: int, columns_max: int) -> bool:
    return bool(text) and len(text.split()) <= words_max and line_breaks.width(text) <= columns_max


def raised(text: str) -> str:
    """With a capital where a sentence would have one."""
    return text[:1].upper() + text[1:]
