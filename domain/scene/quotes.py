"""Quotes in a text: words between quotation marks, and whose they are."""

import re
from collections.abc import Iterator

from domain import line_breaks
from domain.scene.cards import Quote
from domain.scene.clauses import trimmed

WORDS_MIN, COLUMNS_MIN, COLUMNS_MAX = 4, 14, 150

_QUOTED = re.compile(
    r"„([^“”„]+)[“”]|“([^“”]+)”|«\s?([^«»]+?)\s?»|»([^«»]+)«|「([^」]+)」|『([^』]+)』|\"([^\"]+)\""
)
_CAPITAL = r"(?:[^\W\d_a-z][^\W\d_]+|[A-ZÀ-Þ]\.)"
_NAME = re.compile(rf"{_CAPITAL}(?:\s(?:{_CAPITAL}|de|von|van|di|da|del|der|la|le|bin|al))*")
_NAME_WORDS_MAX, _LITTLE_WORD_MAX = 5, 3


def quote(sentence: str) -> Quote | None:
    """The quote of a sentence, where it is long enough to be one."""
    found = _QUOTED.search(sentence)
    if found is None:
        return None
    said = next(it for it in found.groups() if it is not None).strip().rstrip(",，、")
    columns = line_breaks.width(said)
    if columns > COLUMNS_MAX or (len(said.split()) < WORDS_MIN and columns < COLUMNS_MIN):
        return None
    return Quote(said, _author(sentence[: found.start()], sentence[found.end() :]))


def _author(before: str, after: str) -> str:
    """A name beside the quote: capitals where a sentence would have none."""
    names = [*_names(after)] or [*_names(before)]
    name = max(names, key=len, default="")
    return name if len(name.split()) <= _NAME_WORDS_MAX else ""


def _names(text: str) -> Iterator[str]:
    """Runs of capitals, without a little word that only begins the sentence."""
    for found in _NAME.finditer(text):
        words = found[0].split()
        if found.start() == 0 and len(words[0]) <= _LITTLE_WORD_MAX:
            words = words[1:]
        name = trimmed(" ".join(words))
        if name and name[0].isupper():
            yield name
