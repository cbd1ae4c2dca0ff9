"""Claims: what a benchmark compares and where the bar lies; figures: what was found of them."""

import argparse
import traceback
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from benchmarks import report
from benchmarks.report import Goal

NOT_ASKED = "not asked for"
SAID_MAX = 200


class NotMeasured(Exception):
    """A goal could not be measured here; the message says why."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured: a median, the range of its rounds, and what else is worth knowing."""

    value: float
    low: float | None = None
    high: float | None = None
    note: str = ""


Figures = dict[str, Figure]
"""By the ids of claims."""


@dataclass(frozen=True, slots=True)
class Claim:
    """`id` is the goal's, then what of it is meant: `G3`, `G3-p99`."""

    id: str
    what: str
    goal: float
    unit: str
    at_most: bool

    @property
    def group(self) -> str:
        return self.id.partition("-")[0]


def least(id: str, what: str, goal: float, unit: str = "×") -> Claim:
    return Claim(id, what, goal, unit, at_most=False)


def most(id: str, what: str, goal: float, unit: str = "") -> Claim:
    return Claim(id, what, goal, unit, at_most=True)


def groups(claims: Iterable[Claim]) -> tuple[str, ...]:
    """In the order of their claims, once each."""
    return tuple(dict.fromkeys(it.group for it in claims))


def goals(
    claims: Iterable[Claim], group: str, measure: Callable[[], Figures] | None
) -> dict[str, Goal]:
    """Each claim of a group with its figure, or with why there is none."""
    found, why = _figures(measure)
    of = [it for it in claims if it.group == group]
    return {it.id: _goal(it, found[it.id]) if it.id in found else unmeasured(it, why) for it in of}


def _figures(measure: Callable[[], Figures] | None) -> tuple[Figures, str]:
    """What was found, and why the rest was not: one goal's fault ends no other's run."""
    if measure is None:
        return {}, "nothing measures it yet"
    try:
        return measure(), "this run did not come to it"
    except NotMeasured as why:
        return {}, str(why)
    except Exception as fault:
        traceback.print_exc()
        return {}, f"{type(fault).__name__}: {str(fault).partition(chr(10))[0][:SAID_MAX]}"


def merged(
    name: str, claims: Collection[Claim], goals: Mapping[str, Goal], *, part: bool
) -> dict[str, Goal]:
    """Every claim: as measured now, else (of a part) as known before, else not at all."""
    known = report.known(name) if part else {}
    return {
        it.id: goals.get(it.id) or known.get(it.id) or unmeasured(it, NOT_ASKED) for it in claims
    }


def unmeasured(claim: Claim, why: str) -> Goal:
    return Goal(claim.what, None, claim.goal, claim.unit, claim.at_most, note=why)


def _goal(claim: Claim, its: Figure) -> Goal:
    return Goal(
        *(claim.what, its.value, claim.goal, claim.unit, claim.at_most),
        low=its.low,
        high=its.high,
        note=its.note,
    )


def named(told: str, groups: Collection[str]) -> list[str]:
    """Goals as an argument names them. Raises argparse.ArgumentTypeError."""
    asked = told.split(",")
    for it in asked:
        if it not in groups:
            raise argparse.ArgumentTypeError(f"{it} is no goal; there are {', '.join(groups)}")
    return asked
