"""The journal: every priced line as a debit and a credit, never edited. Basis: the books.

Costs of a video are posted to work in progress; `outcome_moves` says when they are moved to what
became of it. The amount that a move posts is what had gathered until then: the query works it
out of these rows, since a projection looks nothing up.
"""

from collections.abc import Iterable, Iterator

from domain.call import (
    About,
    CallCostCameLate,
    CallEvent,
    CallFailed,
    CallIntended,
    CallOutcomeUnknown,
    CallReconciled,
    CallSucceeded,
)
from domain.chart_of_accounts import Posting, Role, VideoMoved, outcome_after, postings
from domain.cost import CostAdjusted
from domain.event import Recorded, catalog
from domain.ids import id_of
from domain.prices import Metering, PricedLine
from projections import priced_line
from projections.change import Add, Append, Change, Put
from projections.projection import Poison, Projection, events_of
from projections.table import (
    AMOUNT,
    BY_POSITION,
    NO_DAY,
    NO_ID,
    NO_INSTANT,
    TEXT,
    WHOLE,
    Column,
    Index,
    Kind,
    Row,
    Table,
)

BASIS = Column(Kind.TEXT, "books")
SIDES = {"debit_nanos": AMOUNT, "credit_nanos": AMOUNT}
POSTINGS = Table(
    "journal_postings",
    key={**BY_POSITION, "mode": Kind.TEXT, "currency": Kind.TEXT},
    columns={
        "basis": BASIS,
        "account_id": NO_ID,
        "channel_id": NO_ID,
        "video_id": NO_ID,
        "source_id": NO_ID,
        "event": TEXT,
        "account": TEXT,
        **SIDES,
        "provider": TEXT,
        "model": TEXT,
        "meter": TEXT,
        "quantity": WHOLE,
        "service_date": NO_DAY,
        "posting_month": TEXT,
        "at": NO_INSTANT,
    },
    indexes=(Index(("account_id", "position")), Index(("video_id", "position"))),
)
BALANCES = Table(
    "journal_balances",
    key={
        "account_id": Kind.ID,
        "scope": Kind.TEXT,
        "subject_id": Kind.ID,
        "account": Kind.TEXT,
        "mode": Kind.TEXT,
        "currency": Kind.TEXT,
    },
    columns={"basis": BASIS, **SIDES, "postings": WHOLE},
)
MOVES = Table(
    "outcome_moves",
    key=BY_POSITION,
    columns={"account_id": NO_ID, "video_id": NO_ID, "outcome": TEXT, "at": NO_INSTANT},
    indexes=(Index(("video_id", "position")), Index(("account_id", "position"))),
)


def project(it: Recorded) -> Iterator[Change]:
    happened = it.event
    assert isinstance(happened, CallEvent | CostAdjusted | VideoMoved)
    if isinstance(happened, VideoMoved):
        moved: Row = {"account_id": it.account_id, "video_id": id_of(it.stream)}
        moved |= {"outcome": outcome_after(happened).value, "at": it.recorded_at}
        yield Append(MOVES.name, it.position, 0, moved)
        return
    for n, (line, metering, times) in enumerate(_lines(happened)):
        yield from _posted(it, 2 * n, line, postings(line, metering, _role(happened), times))


Charged = CallSucceeded | CallFailed | CallOutcomeUnknown | CallReconciled | CallCostCameLate
Told = tuple[PricedLine, Metering, int]


def _lines(happened: CallEvent | CostAdjusted) -> Iterator[Told]:
    """Each line, how far it can be trusted, and -1 where an estimate is taken back."""
    if isinstance(happened, CallIntended):
        return
    if isinstance(happened, CallReconciled | CallCostCameLate):
        yield from ((it, Metering.ESTIMATED, -1) for it in happened.replaced)
    metering = _metering(happened)
    yield from ((it, metering, 1) for it in happened.lines)


def _metering(happened: Charged | CostAdjusted) -> Metering:
    match happened:
        case CallSucceeded(metering=metering) | CallCostCameLate(metering=metering):
            return metering
        case CallOutcomeUnknown() | CallReconciled(answer=None):
            return Metering.ESTIMATED
        case CallReconciled() | CallFailed() | CostAdjusted():
            return Metering.EXACT


def _whose(happened: CallEvent | CostAdjusted) -> About | CostAdjusted:
    return happened if isinstance(happened, CostAdjusted) else happened.about


def _role(happened: CallEvent | CostAdjusted) -> Role:
    if isinstance(happened, CostAdjusted) and happened.fixed:
        return Role.FIXED
    return Role.UNALLOCATED if _whose(happened).video_id is None else Role.IN_PROGRESS


def _posted(it: Recorded, n: int, line: PricedLine, pair: Iterable[Posting]) -> Iterator[Change]:
    happened = it.event
    assert isinstance(happened, CallEvent | CostAdjusted)
    source = happened.adjustment_id if isinstance(happened, CostAdjusted) else id_of(it.stream)
    its = _whose(happened)
    told = priced_line.told(line) | {
        "account_id": its.account_id,
        "channel_id": its.channel_id,
        "video_id": its.video_id,
        "source_id": source,
        "event": catalog[type(happened)].name,
        "at": it.recorded_at,
    }
    scope, subject = ("video", its.video_id) if its.video_id else ("account", its.account_id)
    for side, posting in enumerate(pair, start=n):
        money = {"debit_nanos": posting.debit_nanos, "credit_nanos": posting.credit_nanos}
        unit = (line.mode.value, line.currency)
        row = told | {"account": posting.account} | money
        yield Put(POSTINGS.name, (it.position, side, *unit), row)
        key = (its.account_id, scope, subject, posting.account, *unit)
        yield Add(BALANCES.name, key, money | {"postings": 1})


PROJECTION = Projection(
    name="journal",
    version=2,
    follows=events_of(CallEvent, CostAdjusted, VideoMoved),
    tables=(POSTINGS, BALANCES, MOVES),
    project=project,
    poison=Poison.PAUSE,
    reads=frozenset({"recorded_at", "account_id"}),
)
