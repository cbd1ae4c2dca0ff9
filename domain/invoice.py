"""Invoices of providers, held against what was recorded: every difference has a name.

A provider whose lines name their requests is compared request by request, any other by periods.
There another model is told by its usage alone: where one was billed and one recorded, as much.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from domain.prices import SNAPSHOT


@dataclass(frozen=True, slots=True)
class Charge:
    """What was used and charged in a period: a day (`2026-11-20`) or a month (`2026-11`).

    `request_id` is the provider's own name of one request; empty: of all in the period.
    """

    period: str
    provider: str
    model: str
    meter: str
    currency: str
    quantity: int
    nanos: int
    request_id: str = ""

    @property
    def unit(self) -> "Unit":
        what = self.period, self.provider, self.model, self.meter, self.currency
        return *what, self.request_id


Unit = tuple[str, str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class RecordedDay:
    """What this system recorded of one day, or of one request on it.

    Corrections have no quantity and no request.
    """

    day: date
    provider: str
    model: str
    meter: str
    currency: str
    quantity: int
    nanos: int
    request_id: str = ""


class Kind(StrEnum):
    """`price`: what one unit costs is not alike; `model`: another one did the work."""

    MISSING_HERE = "missing-here"
    MISSING_THERE = "missing-there"
    QUANTITY = "quantity"
    PRICE = "price"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class Difference:
    """What the invoice says (`there`) and what was recorded (`here`), where they differ."""

    kind: Kind
    here: Charge | None
    there: Charge | None


def compare(
    billed: Iterable[Charge], recorded: Iterable[RecordedDay], tolerance_nanos: int = 0
) -> Iterator[Difference]:
    """Line by line, in order; lines of one request, or of one unit of a period, count together.

    What was recorded is looked at where the invoice speaks of that provider and period, or of
    that request. Amounts that differ by no more than the tolerance are alike: invoices are rounded.
    """
    charges, days = tuple(billed), tuple(recorded)
    named = frozenset(it.provider for it in charges if it.request_id)
    periods = {(it.provider, it.period) for it in charges}
    there = _together(it for it in charges if not it.request_id)
    here = _together(_in_periods((it for it in days if not _named(it, named)), periods))
    yield from _by_period(here, there, tolerance_nanos)
    requests = (it for it in charges if it.request_id)
    yield from _by_request(
        requests, (it for it in days if _named(it, named)), periods, tolerance_nanos
    )


def _named(it: RecordedDay, providers: frozenset[str]) -> bool:
    return bool(it.request_id) and it.provider in providers


def _by_period(
    here: Mapping[Unit, Charge], there: Mapping[Unit, Charge], tolerance: int
) -> Iterator[Difference]:
    """Unit by unit; two that are missing on either side are one, where that can be told."""
    others = dict(_renamed(here, there))
    for unit in sorted((there.keys() | here.keys()) - set(others.values())):
        billed = there.get(others.get(unit, unit))
        yield from _of_request(here.get(unit), billed, tolerance)


def _renamed(
    here: Mapping[Unit, Charge], there: Mapping[Unit, Charge]
) -> Iterator[tuple[Unit, Unit]]:
    """Each unit recorded alone, with the one that was billed alone of as much of the same."""
    ours, theirs = _alone(here, there), _alone(there, here)
    for usage in ours.keys() & theirs.keys():
        if len(ours[usage]) == len(theirs[usage]) == 1:
            yield ours[usage][0], theirs[usage][0]


Usage = tuple[str, str, str, str, int]
"""Period, provider, meter, currency and quantity: all but who did it, and for how much."""


def _alone(its: Mapping[Unit, Charge], others: Mapping[Unit, Charge]) -> dict[Usage, list[Unit]]:
    found: dict[Usage, list[Unit]] = defaultdict(list)
    for unit in its.keys() - others.keys():
        one = its[unit]
        if one.quantity:
            usage = one.period, one.provider, one.meter, one.currency, one.quantity
            found[usage].append(unit)
    return found


Request = tuple[str, str]
Lines = dict[tuple[str, str], Charge]
"""What one request was charged, by meter and currency."""


def _by_request(
    billed: Iterable[Charge],
    recorded: Iterable[RecordedDay],
    periods: set[tuple[str, str]],
    tolerance: int,
) -> Iterator[Difference]:
    there, here = _requests(billed), _requests(map(_of_day, recorded))
    for request in sorted(there.keys() | here.keys()):
        ours, theirs = here.get(request, {}), there.get(request, {})
        if theirs or _spoken_of(ours, periods):
            for meter in sorted(ours.keys() | theirs.keys()):
                yield from _of_request(ours.get(meter), theirs.get(meter), tolerance)


def _of_request(here: Charge | None, there: Charge | None, tolerance: int) -> Iterator[Difference]:
    if here is not None and there is not None and _state(here) != _state(there):
        yield Difference(Kind.MODEL, here, there)
    yield from _differences(here, there, tolerance)


def _state(it: Charge) -> str:
    """The model without the date of one of its states."""
    return SNAPSHOT.sub("", it.model)


def _spoken_of(lines: Lines, periods: set[tuple[str, str]]) -> bool:
    days = {(it.provider, it.period) for it in lines.values()}
    return bool(periods & (days | {(provider, day[:7]) for provider, day in days}))


def _of_day(it: RecordedDay) -> Charge:
    what = it.provider, it.model, it.meter, it.currency
    return Charge(f"{it.day:%Y-%m-%d}", *what, it.quantity, it.nanos, it.request_id)


def _requests(charges: Iterable[Charge]) -> dict[Request, Lines]:
    """Each request's lines, whatever day and model either side says that it was."""
    found: dict[Request, Lines] = defaultdict(dict)
    for it in charges:
        lines, unit = found[it.provider, it.request_id], (it.meter, it.currency)
        lines[unit] = _sum(lines[unit], it) if unit in lines else it
    return found


def _sum(one: Charge, other: Charge) -> Charge:
    quantity, nanos = one.quantity + other.quantity, one.nanos + other.nanos
    return replace(one, quantity=quantity, nanos=nanos)


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
        found[it.unit] = _sum(found[it.unit], it) if it.unit in found else it
    return found
