"""Rates and ratios of runs that took turns."""

from collections.abc import Sequence
from statistics import median

from benchmarks.claims import Figure
from benchmarks.render.processes import Ran

DIGITS = 2


def fps(run: Ran, frames: int) -> float:
    return frames / run.wall_s


def rate_ratio(ours: Sequence[float], others: Sequence[float], note: str = "") -> Figure:
    """Best over best; its range is that of the rounds."""
    by_round = [one / two for one, two in zip(ours, others, strict=False)]
    return _figure(max(ours) / max(others), by_round, note)


def cost_ratio(others: Sequence[Ran], ours: Sequence[Ran], note: str = "") -> Figure:
    """CPU seconds, median over median."""
    by_round = [one.cpu_s / two.cpu_s for one, two in zip(others, ours, strict=False)]
    of = median(it.cpu_s for it in others) / median(it.cpu_s for it in ours)
    return _figure(of, by_round, note)


def cpu(runs: Sequence[Ran]) -> str:
    return f"{median(it.cpu_s for it in runs):.1f} CPU s"


def _figure(value: float, by_round: Sequence[float], note: str) -> Figure:
    low, high = (round(of(by_round), DIGITS) for of in (min, max))
    return Figure(round(value, DIGITS), low, high, note)
