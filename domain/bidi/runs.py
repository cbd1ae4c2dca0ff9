"""Isolating run sequences: what is resolved together (rules X9 and X10)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from domain.bidi.explicit import ISOLATES, REMOVED, Sign


@dataclass(frozen=True, slots=True)
class Run:
    """An isolating run sequence, with what counts as standing before and after it."""

    signs: list[Sign]
    before: str
    after: str

    @property
    def direction(self) -> str:
        return "R" if self.signs[0].level % 2 else "L"


def sequences(signs: Sequence[Sign], base: int) -> Iterator[Run]:
    """X9, X10: level runs, an isolate's own joined to what goes on after its end."""
    kept = [it for it in signs if it.original not in REMOVED]
    runs = [list(run) for _, run in groupby(kept, key=lambda it: it.level)]
    waiting: list[list[Sign]] = []
    whole: list[list[Sign]] = []
    for run in runs:
        continues = run[0].original == "PDI" and waiting and waiting[-1][0].level == run[0].level
        joined = waiting.pop() if continues else []
        joined += run
        if not continues:
            whole.append(joined)
        if run[-1].original in ISOLATES:
            waiting.append(joined)
    place = {it.at: n for n, it in enumerate(kept)}
    for joined in whole:
        yield _bounded(joined, kept, place, base)


def _bounded(run: list[Sign], kept: Sequence[Sign], place: dict[int, int], base: int) -> Run:
    first, last = place[run[0].at], place[run[-1].at]
    before = kept[first - 1].level if first else base
    ends = last + 1 == len(kept) or run[-1].original in ISOLATES
    after = base if ends else kept[last + 1].level
    level = run[0].level
    return Run(run, _side(max(before, level)), _side(max(after, level)))


def _side(level: int) -> str:
    return "R" if level % 2 else "L"
