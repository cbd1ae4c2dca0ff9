"""Costs of an account that no call reports: corrections, fixed costs, and alerts of budgets."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.event import Decision, Event, Refused, event
from domain.ids import AccountId, ChannelId, VideoId
from domain.mode import Mode
from domain.prices import PricedLine


@event("cost.adjusted", version=2)
class CostAdjusted(Event):
    """A cost was corrected or added by a person, with the reason; nothing recorded is edited.

    `lines` are the difference, so that their amounts may be below 0. `fixed`: of no video.
    `receipt` is the SHA-256 of the file that shows it, in hex, where the person has one.
    """

    account_id: AccountId
    channel_id: ChannelId | None
    video_id: VideoId | None
    adjustment_id: UUID
    fixed: bool
    lines: tuple[PricedLine, ...]
    reason: str
    by: str
    receipt: str = ""


@event("cost.alert")
class CostAlert(Event):
    """A budget has been taken to 80 or 100 percent; said once for each scope and period.

    `scope` is account, channel or video, `subject` its id; `period` is a day, a month or `all`.
    """

    account_id: AccountId
    mode: Mode
    currency: str
    scope: str
    subject: UUID
    period: str
    percent: int
    cap_nanos: int
    taken_nanos: int


CostEvent = CostAdjusted | CostAlert
Alerted = tuple[Mode, str, str, UUID, str, int]


@dataclass(frozen=True, slots=True)
class Costs:
    """What was said already, so that it is not said again."""

    alerts: frozenset[Alerted] = frozenset()


NO_COSTS = Costs()


@dataclass(frozen=True, slots=True)
class Books:
    """Of whom there can be costs, and of which days."""

    providers: frozenset[str]
    first: date
    last: date


def adjust(adjusted: CostAdjusted, books: Books) -> Decision:
    """Raises Refused (`cost-provider-unknown`, `cost-date-invalid`, `cost-amount-invalid`)."""
    for it in adjusted.lines:
        if not it.amount_nanos:
            raise Refused("cost-amount-invalid", "an adjustment of 0 changes nothing; say how much")
        if it.provider not in books.providers:
            known = ", ".join(sorted(books.providers))
            sentence = f"no price and no cost is known of {it.provider}; known are {known}"
            raise Refused("cost-provider-unknown", sentence)
        if not books.first <= it.service_date <= books.last:
            sentence = (
                f"{it.service_date} is no day of this account, which are {books.first} to"
                f" {books.last}; say when the work was done"
            )
            raise Refused("cost-date-invalid", sentence)
    yield adjusted


def alert(costs: Costs | None, alert: CostAlert) -> Decision:
    if _key(alert) not in (costs or NO_COSTS).alerts:
        yield alert


def evolve(costs: Costs | None, happened: CostEvent) -> Costs:
    before = costs or NO_COSTS
    match happened:
        case CostAdjusted():
            return before
        case CostAlert():
            return Costs(before.alerts | {_key(happened)})


def _key(it: CostAlert) -> Alerted:
    return it.mode, it.currency, it.scope, it.subject, it.period, it.percent
