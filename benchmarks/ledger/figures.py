"""Medians, ranges, percentiles; and what a run of many things took."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median

from benchmarks.claims import Figure

MS = 1_000


@dataclass(slots=True)
class Timed:
    """`seconds` from the first begun to the last ended; one latency for each thing done."""

    seconds: float = 0.0
    latencies_s: list[float] = field(default_factory=list)
    done: int = 0

    @property
    def rate(self) -> float:
        return (self.done or len(self.latencies_s)) / self.seconds

    def ms(self, share: float) -> float:
        """The latency that this share of all stays below."""
        return MS * percentile(self.latencies_s, share)


def percentile(values: Sequence[float], share: float) -> float:
    """The nearest rank: a value that was measured."""
    ranked = sorted(values)
    return ranked[min(int(len(ranked) * share), len(ranked) - 1)]


def middle(values: Sequence[float], note: str = "", digits: int = 2) -> Figure:
    """The median of the rounds, and their range."""
    of, low, high = (round(it, digits) for it in (median(values), min(values), max(values)))
    return Figure(of, low, high, note)


def rates(runs: Sequence[Timed]) -> str:
    """For a note: the median rate, a thing a second."""
    return f"{median(it.rate for it in runs):,.0f}/s"


@contextmanager
def prepared() -> Iterator[None]:
    """What was made before the clock runs is not looked through by the collector meanwhile."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
