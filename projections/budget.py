"""Budgets and caps as they stand. Basis: the service, by the time that calls were intended."""

from collections.abc import Iterator

from domain.budget import BudgetEvent, BudgetOf, BudgetReleased, BudgetReserved, BudgetSpent
from domain.cap import CapDecided
from domain.event import Recorded
from projections.change import Add, Change, Put, Remove
from projections.projection import Poison, Projection, events_of
from projections.table import AMOUNT, NO_INSTANT, Column, Index, Key, Kind, Table

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
        "cap_nanos": AMOUNT,
        "reserved_nanos": AMOUNT,
        "spent_nanos": AMOUNT,
        "changed_at": NO_INSTANT,
    },
    indexes=(Index(("account_id", "changed_at")),),
)


def project(it: Recorded) -> Iterator[Change]:
    happened = it.event
    assert isinstance(happened, CapDecided | BudgetEvent)
    if isinstance(happened, CapDecided):
        yield _cap(it, happened)
        return
    key = _key(happened.of)
    yield Put(BUDGETS.name, key, {"changed_at": it.recorded_at})
    match happened:
        case BudgetReserved(nanos=nanos, cap_nanos=cap_nanos):
            yield Put(BUDGETS.name, key, {"cap_nanos": cap_nanos})
            yield Add(BUDGETS.name, key, {"reserved_nanos": nanos})
        case BudgetSpent(nanos=nanos, released_nanos=released):
            amounts = {"reserved_nanos": -released, "spent_nanos": nanos}
            yield Add(BUDGETS.name, key, amounts)
        case BudgetReleased(nanos=nanos):
            yield Add(BUDGETS.name, key, {"reserved_nanos": -nanos})


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
    version=1,
    follows=events_of(CapDecided, BudgetEvent),
    tables=(CAPS, BUDGETS),
    project=project,
    poison=Poison.PAUSE,
    reads=frozenset({"recorded_at"}),
)
