"""Periods: which months of an account's books are closed."""

from dataclasses import dataclass
from datetime import date

from domain.event import Decision, Event, Refused, event


@event("period.closed")
class PeriodClosed(Event):
    """A month's books were closed; later facts about it post in the next open month."""

    month: str
    by: str


@event("period.reopened")
class PeriodReopened(Event):
    """A closed month takes postings again."""

    month: str
    by: str


PeriodEvent = PeriodClosed | PeriodReopened


@dataclass(frozen=True, slots=True)
class Periods:
    """The months (`YYYY-MM`) that are closed."""

    closed: frozenset[str] = frozenset()

    def posting_month(self, service: date) -> str:
        """The earliest open month not before the service's own."""
        month = f"{service:%Y-%m}"
        while month in self.closed:
            month = _after(month)
        return month


NONE_CLOSED = Periods()


def close(periods: Periods | None, month: str, by: str, now: date) -> Decision:
    if month >= f"{now:%Y-%m}":
        raise Refused("period-running", f"{month} is not over yet; close it afterwards")
    if month not in (periods or NONE_CLOSED).closed:
        yield PeriodClosed(month, by)


def reopen(periods: Periods | None, month: str, by: str) -> Decision:
    if month in (periods or NONE_CLOSED).closed:
        yield PeriodReopened(month, by)


def evolve(periods: Periods | None, happened: PeriodEvent) -> Periods:
    closed = (periods or NONE_CLOSED).closed
    match happened:
        case PeriodClosed(month=month):
            return Periods(closed | {month})
        case PeriodReopened(month=month):
            return Periods(closed - {month})


def _after(month: str) -> str:
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12:04d}-{number % 12 + 1:02d}"
