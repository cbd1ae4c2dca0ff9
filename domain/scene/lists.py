"""Lists in a text: three or more short things named one after another in a sentence."""

import re
from collections.abc import Sequence

from domain.scene.clauses import clauses, is_short, raised, trimmed
from domain.scene.figures import figures
from domain.scene.headings import is_torn

ITEMS_MIN, ITEMS_MAX = 3, 6
WORDS_MAX, PLAIN_WORDS_MAX, COLUMNS_MAX = 4, 2, 30
"""Without a colon before them longer things are clauses as often as not."""
# ruff: noqa: RUF001  every script's own marks are meant
_AND = re.compile(
    r"^(?:and|or|und|oder|sowie|et|ou|y|e|o|u|és|en|of|och|eller|og|i|oraz|lub|a|nebo|и|или|та|або"
    r"|και|ve|veya|dan|و|أو|ו|או|और|या|และ|และ|と|和|以及|및|그리고)\s+",
    re.IGNORECASE,
)
_COLON, _MARK = re.compile(r":\s|："), "\n"
_INSIDE = re.compile(
    r"\s(?:and|or|und|oder|sowie|et|ou|y|e|och|og|en|i|oraz|и|или|та|και|ve|และ|और|या|ו|또는|및)\s",
    re.IGNORECASE,
)


def items(sentence: str) -> tuple[str, ...]:
    """The things that a sentence names, in order; none where it names no list."""
    head, colon, named = _COLON.sub(_MARK, sentence).partition(_MARK)
    if colon:
        return _of_run(list(clauses(named)), WORDS_MAX)
    best: tuple[str, ...] = ()
    run: list[str] = []
    for clause in (*clauses(head), ""):
        if is_short(clause, PLAIN_WORDS_MAX + 3, COLUMNS_MAX + 12):
            run.append(clause)
        else:
            best = max(best, _of_run(run, PLAIN_WORDS_MAX), key=len)
            run = [_tail(clause)] if clause else []
    return best


def _tail(clause: str) -> str:
    """The last words of a long clause: the first thing may stand at the end of one."""
    return " ".join(clause.split()[-PLAIN_WORDS_MAX:])


def _of_run(run: Sequence[str], words_max: int) -> tuple[str, ...]:
    """A run of clauses as a list, where an `and` binds its end or a colon announces it."""
    if not run:
        return ()
    *before, last = run
    ends = [trimmed(it) for it in _split_last(last)]
    if words_max == PLAIN_WORDS_MAX and ends == [last]:
        return ()
    named = [*before, *ends]
    if words_max == PLAIN_WORDS_MAX:
        usual = max((len(it.split()) for it in named[1:]), default=1)
        named[0] = " ".join(named[0].split()[-usual:])
    return _checked(named, words_max)


def _split_last(last: str) -> list[str]:
    """The last clause, at its `and` where it has one; else whole."""
    if found := _AND.match(last):
        return [last[found.end() :]]
    parts = _INSIDE.split(last)
    return parts if len(parts) == len(("one", "two")) else [last]


def _checked(named: Sequence[str], words_max: int) -> tuple[str, ...]:
    found = tuple(raised(it) for it in named)
    fits = all(is_short(it, words_max, COLUMNS_MAX) for it in found)
    plain = not any(any(figures(it, "en")) for it in found)
    whole = not any(map(is_torn, found))
    few = ITEMS_MIN <= len(found) <= ITEMS_MAX
    return found if few and fits and plain and whole and len(set(found)) == len(found) else ()
