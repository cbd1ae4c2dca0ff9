"""Invoices of providers, held against what was recorded: every difference has a name."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Charge:
    """What was used and charged in a period: a day (`2026-11-20`) or a month (`2026-11`)."""

    period: str
    provider: str
    model: str
    meter: str
    currency: str
    quantity: int
    nanos: int

    @property
    def unit(self) -> "Unit":
        return self.period, self.provider, self.model, self.meter, self.currency


Unit = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class RecordedDay:
    """What this system recorded of one day; corrections have no quantity."""

    day: date
    provider: str
    model: str
    meter: str
    currency: str
    quantity: int
    nanos: int


class Kind(StrEnum):
    """`price`: the quantities are alike, or what one unit costs is not."""

    MISSING_HERE = "missing-here"
    MISSING_THERE = "missing-there"
    QUANTITY = "quantity"
    PRICE = "price"


@dataclass(frozen=True, slots=True)
class Difference:
    """What the invoice says (`there`) and what was recorded (`here`), where they differ."""

    kind: Kind
    here: Charge | None
    there: Charge | None


def compare(
    billed: Iterable[Charge], recorded: Iterable[RecordedDay], tolerance_nanos: int = 0
) -> Iterator[Difference]:
    """Line by line in the invoice's own periods, in order; lines of one unit count together.

    What was recorded is looked at where the invoice speaks of that provider and period. Amounts
    that differ by no more than the tolerance are alike: invoices are rounded.
    """
    there = _together(billed)
    periods = {(it.provider, it.period) for it in there.values()}
    here = _together(_in_periods(recorded, periods))
    for unit in sorted(there.keys() | here.keys()):
        yield from _differences(here.get(unit), there.get(unit), tolerance_nanos)


def _differences(here: Charge | None, there: Charge | None, tolerance: int) -> Iterator[Difference]:
    if here is None or there is None:
        yield Difference(Kind.MISSING_HERE if here is None else Kind.MISSING_THERE, here, there)
        return
    if here.quantity != there.quantity:
        yield Difference(Kind.QUANTITY, here, there)
    if not _same_price(here, there, tolerance):
        yield Difference(Kind.PRICE, here, there)


def _same_price(here: Charge, there: Charge, tolerance: int) -> bool:
    """Whether the invoice's amount is what its quantity costs by our prices."""
    if here.quantity in (0, there.quantity):
        return abs(here.nanos - there.nanos) <= tolerance
    off = abs(here.nanos * there.quantity - there.nanos * here.quantity)
    return off <= (tolerance + 1) * here.quantity


def _in_periods(recorded: Iterable[RecordedDay], periods: set[tuple[str, str]]) -> Iterator[Charge]:
    for it in recorded:
        for period in (f"{it.day:%Y-%m-%d}", f"{it.day:%Y-%m}"):
            if (it.provider, period) in periods:
                what = it.provider, it.model, it.meter, it.currency
                yield Charge(period, *what, it.quantity, it.nanos)


def _together(charges: Iterable[Charge]) -> dict[Unit, Charge]:
    found: dict[Unit, Charge] = {}
    for it in charges:
        before = found.get(it.unit)
        quantity, nanos = (before.quantity, before.nanos) if before else (0, 0)
        found[it.unit] = Charge(*it.unit, it.quantity + quantity, it.nanos + nanos)
    return found
