"""Budgets and caps as they stand. Basis: the service, by the time that calls were intended.

A row says what its period cost (`cost_nanos`) whether a budget counted it or not (`spent_nanos`):
the difference is what was spent before anybody decided a cap.
"""

from collections.abc import Iterator

from domain.budget import (
    COUNTED,
    BudgetEvent,
    BudgetOf,
    BudgetOpened,
    BudgetReleased,
    BudgetReserved,
    BudgetSpent,
    budgets,
)
from domain.call import About, CallCostCameLate, CallEvent, CallIntended, CallReconciled
from domain.cap import CapDecided
from domain.cost import CostAdjusted
from domain.event import Recorded
from domain.prices import PricedLine
from projections.change import Add, Change, Put, Remove
from projections.projection import Poison, Projection, events_of
from projections.table import AMOUNT, FLAG, NO_INSTANT, Column, Index, Key, Kind, Table

BASIS = Column(Kind.TEXT, "service")
WHOSE = {"account_id": Kind.ID, "scope": Kind.TEXT, "subject_id": Kind.ID}
UNIT = {"mode": Kind.TEXT, "currency": Kind.TEXT}
CAPS = Table(
    "caps",
    key=WHOSE | UNIT,
    columns={"basis": BASIS, "cap_nanos": AMOUNT, "decided_at": NO_INSTANT},
)
BUDGETS = Table(
    "budgets",
    key=WHOSE | {"period": Kind.TEXT} | UNIT,
    columns={
        "basis": BASIS,
        "counts": FLAG,
        "reserved_nanos": AMOUNT,
        "spent_nanos": AMOUNT,
        "opened_nanos": AMOUNT,
        "cost_nanos": AMOUNT,
        "changed_at": NO_INSTANT,
    },
    indexes=(Index(("account_id", "changed_at")),),
)


def project(it: Recorded) -> Iterator[Change]:
    happened = it.event
    assert isinstance(happened, CapDecided | BudgetEvent | CallEvent | CostAdjusted)
    if isinstance(happened, CapDecided):
        yield _cap(it, happened)
    elif isinstance(happened, CallEvent):
        yield from _cost(it, happened)
    elif isinstance(happened, CostAdjusted):
        for line in () if happened.fixed else happened.lines:
            yield from _of_line(it, happened, line, 1)
    else:
        key = _key(happened.of)
        yield Put(BUDGETS.name, key, {"changed_at": it.recorded_at, "counts": True})
        yield Add(BUDGETS.name, key, _taken(happened))


def _taken(happened: BudgetEvent) -> dict[str, int]:
    match happened:
        case BudgetReserved(nanos=nanos):
            return {"reserved_nanos": nanos}
        case BudgetSpent(nanos=nanos, released_nanos=released):
            return {"reserved_nanos": -released, "spent_nanos": nanos}
        case BudgetReleased(nanos=nanos):
            return {"reserved_nanos": -nanos}
        case BudgetOpened(nanos=nanos):
            return {"spent_nanos": nanos, "opened_nanos": nanos}


def _cost(it: Recorded, happened: CallEvent) -> Iterator[Change]:
    if isinstance(happened, CallIntended):
        return
    if isinstance(happened, CallReconciled | CallCostCameLate):
        for line in happened.replaced:
            yield from _of_line(it, happened.about, line, -1)
    for line in happened.lines:
        yield from _of_line(it, happened.about, line, 1)


def _of_line(
    it: Recorded, its: About | CostAdjusted, line: PricedLine, times: int
) -> Iterator[Change]:
    if line.kind not in COUNTED or not line.amount_nanos:
        return
    whose, unit = (its.account_id, its.channel_id, its.video_id), (line.mode, line.currency)
    for of in budgets(*whose, line.service_date, unit):
        yield Put(BUDGETS.name, _key(of), {"changed_at": it.recorded_at})
        yield Add(BUDGETS.name, _key(of), {"cost_nanos": times * line.amount_nanos})


def _cap(it: Recorded, happened: CapDecided) -> Change:
    of = happened.of
    subject = of.channel_id or happened.account_id
    key = (happened.account_id, of.scope.value, subject, of.mode.value, of.currency)
    if happened.cap_nanos is None:
        return Remove(CAPS.name, key)
    return Put(CAPS.name, key, {"cap_nanos": happened.cap_nanos, "decided_at": it.recorded_at})


def _key(of: BudgetOf) -> Key:
    whose = of.account_id, of.scope.value, of.subject
    return (*whose, of.period, of.mode.value, of.currency)


PROJECTION = Projection(
    name="budget",
    version=3,
    follows=events_of(CapDecided, BudgetEvent, CallEvent, CostAdjusted),
    tables=(CAPS, BUDGETS),
    project=project,
    poison=Poison.PAUSE,
    reads=frozenset({"recorded_at"}),
)
