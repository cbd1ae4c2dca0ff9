"""Costs: every priced line of every call and correction, and sums. Basis: the service's date.

Sums never mix modes, currencies or kinds. An estimate of an unknown outcome is taken back when
it is known what it really was.
"""

from collections.abc import Iterator
from uuid import UUID

from domain.call import (
    About,
    CallCostCameLate,
    CallEvent,
    CallFailed,
    CallIntended,
    CallOutcomeUnknown,
    CallReconciled,
    CallStatus,
    CallSucceeded,
)
from domain.cost import CostAdjusted
from domain.event import Recorded
from domain.ids import id_of
from domain.prices import Metering, PricedLine
from projections import priced_line
from projections.change import Add, Change, Put, Remove
from projections.projection import Poison, Projection, events_of
from projections.table import (
    AMOUNT,
    NO_DAY,
    NO_ID,
    NO_INSTANT,
    TEXT,
    WHOLE,
    Column,
    Index,
    Key,
    Kind,
    Row,
    Table,
)

BASIS = Column(Kind.TEXT, "service")
ABOUT = {"account_id": NO_ID, "channel_id": NO_ID, "video_id": NO_ID, "job_id": NO_ID}
CALLS = Table(
    "calls",
    key={"call_id": Kind.ID},
    columns=ABOUT
    | {
        "name": TEXT,
        "n": WHOLE,
        "attempt": WHOLE,
        "provider": TEXT,
        "model": TEXT,
        "mode": TEXT,
        "status": TEXT,
        "intended_at": NO_INSTANT,
        "settled_at": NO_INSTANT,
        "sentence": TEXT,
    },
    indexes=(Index(("video_id", "intended_at")),),
)
LINES = Table(
    "cost_lines",
    key={
        "call_id": Kind.ID,
        "attempt": Kind.WHOLE,
        "n": Kind.WHOLE,
        "mode": Kind.TEXT,
        "currency": Kind.TEXT,
    },
    columns=ABOUT
    | {
        "basis": BASIS,
        "kind": TEXT,
        "metering": TEXT,
        "provider": TEXT,
        "model": TEXT,
        "meter": TEXT,
        "quantity": WHOLE,
        "unit_price_nanos": AMOUNT,
        "per": WHOLE,
        "amount_nanos": AMOUNT,
        "list_version": TEXT,
        "request_id": TEXT,
        "service_date": NO_DAY,
        "posting_month": TEXT,
        "position": WHOLE,
        "at": NO_INSTANT,
    },
    indexes=(
        Index(("video_id", "position")),
        Index(("channel_id", "position")),
        Index(("account_id", "position")),
    ),
)
TOTALS = Table(
    "cost_totals",
    key={
        "scope": Kind.TEXT,
        "subject_id": Kind.ID,
        "mode": Kind.TEXT,
        "currency": Kind.TEXT,
        "kind": Kind.TEXT,
    },
    columns={"basis": BASIS, "amount_nanos": AMOUNT, "lines": WHOLE},
)


def project(it: Recorded) -> Iterator[Change]:
    happened = it.event
    if isinstance(happened, CostAdjusted):
        return _charged(it, happened.adjustment_id, happened, Metering.EXACT)
    assert isinstance(happened, CallEvent)
    return _of_call(it, happened)


def _of_call(it: Recorded, happened: CallEvent) -> Iterator[Change]:
    call_id = id_of(it.stream)
    if not isinstance(happened, CallCostCameLate):
        yield Put(CALLS.name, (call_id,), _call(it, happened))
    match happened:
        case CallIntended():
            return
        case CallSucceeded(metering=metering):
            yield from _charged(it, call_id, happened, metering)
        case CallFailed():
            yield from _charged(it, call_id, happened, Metering.EXACT)
        case CallOutcomeUnknown():
            yield from _charged(it, call_id, happened, Metering.ESTIMATED)
        case CallReconciled(answer=answer):
            metering = Metering.ESTIMATED if answer is None else Metering.EXACT
            yield from _taken_back(call_id, happened)
            yield from _charged(it, call_id, happened, metering)
        case CallCostCameLate(metering=metering):
            yield from _taken_back(call_id, happened)
            yield from _charged(it, call_id, happened, metering)


OfAttempt = CallIntended | CallSucceeded | CallFailed | CallOutcomeUnknown | CallReconciled
"""What moves a call on; a late cost is of an attempt that the call has left behind."""


def _call(it: Recorded, happened: OfAttempt) -> Row:
    settled: Row = {"settled_at": it.recorded_at, "attempt": happened.attempt}
    match happened:
        case CallIntended():
            return _intended(happened)
        case CallSucceeded():
            return settled | {"status": CallStatus.SUCCEEDED.value, "sentence": ""}
        case CallFailed(sentence=sentence):
            return settled | {"status": CallStatus.FAILED.value, "sentence": sentence}
        case CallOutcomeUnknown(sentence=sentence):
            return settled | {"status": CallStatus.UNKNOWN.value, "sentence": sentence}
        case CallReconciled(answer=answer):
            status = CallStatus.FAILED if answer is None else CallStatus.SUCCEEDED
            return settled | {"status": status.value}


def _intended(it: CallIntended) -> Row:
    return _about(it.about) | {
        "name": it.name,
        "n": it.n,
        "attempt": it.attempt,
        "provider": it.provider.name,
        "model": it.provider.model,
        "mode": it.provider.mode.value,
        "status": CallStatus.INTENDED.value,
        "intended_at": it.intended_at,
        "settled_at": None,
        "sentence": "",
    }


Whose = About | CostAdjusted
Corrected = CallReconciled | CallCostCameLate
Charged = CallSucceeded | CallFailed | CallOutcomeUnknown | Corrected | CostAdjusted


def _charged(
    it: Recorded, call_id: UUID, happened: Charged, metering: Metering
) -> Iterator[Change]:
    told: Row = {"metering": metering.value, "position": it.position, "at": it.recorded_at}
    told["request_id"] = getattr(happened, "request_id", "")
    if isinstance(happened, CostAdjusted):
        whose: Whose = happened
        attempt = 0
    else:
        whose, attempt = happened.about, happened.attempt
    for n, line in enumerate(happened.lines):
        row = _about(whose) | _line(line) | told
        yield Put(LINES.name, _key(call_id, attempt, n, line), row)
        yield from _sums(whose, line, 1)


def _taken_back(call_id: UUID, happened: Corrected) -> Iterator[Change]:
    for n, line in enumerate(happened.replaced):
        yield Remove(LINES.name, _key(call_id, happened.attempt, n, line))
        yield from _sums(happened.about, line, -1)


def _sums(about: Whose, line: PricedLine, times: int) -> Iterator[Change]:
    scopes = {
        "account": about.account_id,
        "channel": about.channel_id,
        "video": about.video_id,
    }
    for scope, subject_id in scopes.items():
        if subject_id is not None:
            key = (scope, subject_id, line.mode.value, line.currency, line.kind.value)
            amounts = {"amount_nanos": times * line.amount_nanos, "lines": times}
            yield Add(TOTALS.name, key, amounts)


def _key(call_id: UUID, attempt: int, n: int, line: PricedLine) -> Key:
    return (call_id, attempt, n, line.mode.value, line.currency)


def _about(about: Whose) -> Row:
    return {
        "account_id": about.account_id,
        "channel_id": about.channel_id,
        "video_id": about.video_id,
        "job_id": None if isinstance(about, CostAdjusted) else about.job_id,
    }


def _line(line: PricedLine) -> Row:
    return priced_line.told(line) | {
        "kind": line.kind.value,
        "unit_price_nanos": line.unit_price_nanos,
        "per": line.per,
        "amount_nanos": line.amount_nanos,
        "list_version": line.list_version,
    }


PROJECTION = Projection(
    name="cost",
    version=2,
    follows=events_of(CallEvent, CostAdjusted),
    tables=(CALLS, LINES, TOTALS),
    project=project,
    poison=Poison.PAUSE,
    reads=frozenset({"recorded_at"}),
)
