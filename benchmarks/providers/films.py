"""P6: films while 20 % of all calls fail at random, and what a minute of film costs in all.

Each has to be made, or parked with a reason that a person can act on; nobody is asked about what
can be tried again. Charges of the stand-ins are held against the ledger once more.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from benchmarks.claims import Figure, Figures
from benchmarks.providers.bad_day import BadDay
from benchmarks.providers.bench import Bench
from domain.chart_of_accounts import Book
from infra.cli.flagged import why_flagged
from processors import errors

MADE = ("ready", "approved", "published")
BOOKS = (Book.CASH, Book.IMPUTED, Book.WOULD_HAVE_COST, Book.ESTIMATED)
FOR_PEOPLE = frozenset(
    it.code
    for it in vars(errors).values()
    if isinstance(it, type) and issubclass(it, errors.Rejected | errors.OutcomeUnknown)
)
"""Codes of what does not pass by itself."""


def measure(bench: Bench) -> Figures:
    day = bench.day
    stages = Counter(str(it["stage"]) for it in day.films)
    parked = [it for it in day.films if it["stage"] not in MADE]
    speechless = [it for it in parked if not _reason(it)]
    for it in parked:
        bench.tell(f"parked: {_reason(it)}")
    for cost in _costs(day):
        bench.tell(cost)
    told = ", ".join(f"{count} {stage}" for stage, count in stages.items())
    retried = [it for it in day.dead if it.code not in FOR_PEOPLE]
    asked = ", ".join(sorted({it.code for it in day.dead})) or "nothing"
    note = f"{told} in {day.minutes:.1f} min; {'; '.join(_costs(day))}"
    return {
        "P6": Figure(len(speechless), note=note),
        "P6-retried": Figure(len(retried), note=f"a person is asked about {asked}"),
        "P6-charges": Figure(
            day.account.lost + day.account.invented + day.account.unnamed,
            note=day.account.told(),
        ),
    }


def _reason(film: dict[str, Any]) -> str:
    if film["stage"] == "flagged":
        return why_flagged(film)
    code, said = film.get("failure_code"), film.get("failure")
    return f"{code}: {said}" if code and said else ""


def _costs(day: BadDay) -> Iterator[str]:
    """All that was spent, failures included, by the minutes of finished films."""
    totals = day.costs["totals"]
    for mode in sorted({it["mode"] for it in totals}):
        its = {it["book"]: it for it in totals if it["mode"] == mode}
        books = (f"{it.value} {_amount(its.get(it, {}))}" for it in BOOKS)
        yield f"a film minute ({mode}, USD): {', '.join(books)}"


def _amount(total: dict[str, str | None]) -> str:
    return f"{float(total.get('per_film_minute') or 0):.4f}"
