"""Costs of an account that no call reports: corrections, fixed costs, and alerts of budgets."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple
from uuid import UUID

from domain.currency import refuse_unknown
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


class Correction(NamedTuple):
    """What makes two corrections the same: all that was said, whoever said it under what name.

    The month that it posts in is none of it: a month may be closed in between.
    """

    video_id: VideoId | None
    fixed: bool
    lines: tuple[PricedLine, ...]
    reason: str
    receipt: str


@dataclass(frozen=True, slots=True)
class Costs:
    """What was said already, so that it is not said again; each correction by its id."""

    alerts: frozenset[Alerted] = frozenset()
    corrections: dict[Correction, UUID] = field(default_factory=dict)


NO_COSTS = Costs()
FIRST_DAY = date(2000, 1, 1)
"""The first day that a cost can be of: bills may be older than the account, typed years are not."""


@dataclass(frozen=True, slots=True)
class Books:
    """Of whom there can be costs, and until which day."""

    providers: frozenset[str]
    last: date


def adjust(costs: Costs | None, adjusted: CostAdjusted, books: Books) -> Decision:
    """Raises Refused (`cost-provider-unknown`, `cost-date-invalid`, `cost-amount-invalid`,
    `currency-unknown`, `cost-adjusted-already`).
    """
    for it in adjusted.lines:
        refuse_unknown(it.currency)
        if not it.amount_nanos:
            raise Refused("cost-amount-invalid", "an adjustment of 0 changes nothing; say how much")
        if it.provider not in books.providers:
            known = ", ".join(sorted(books.providers))
            sentence = f"no price and no cost is known of {it.provider}; known are {known}"
            raise Refused("cost-provider-unknown", sentence)
        if not FIRST_DAY <= it.service_date <= books.last:
            sentence = (
                f"{it.service_date} is no day that a cost can be of, which are {FIRST_DAY} to"
                f" {books.last} (UTC); say when the work was done"
            )
            raise Refused("cost-date-invalid", sentence)
    if (before := (costs or NO_COSTS).corrections.get(_said(adjusted))) is not None:
        sentence = (
            f"the same correction is recorded as adjustment {before}; where this is another one,"
            " give it a reason that tells them apart"
        )
        raise Refused("cost-adjusted-already", sentence)
    yield adjusted


def alert(costs: Costs | None, alert: CostAlert) -> Decision:
    if _key(alert) not in (costs or NO_COSTS).alerts:
        yield alert


def evolve(costs: Costs | None, happened: CostEvent) -> Costs:
    before = costs or NO_COSTS
    match happened:
        case CostAdjusted():
            its = {_said(happened): happened.adjustment_id}
            return replace(before, corrections=its | before.corrections)
        case CostAlert():
            return replace(before, alerts=before.alerts | {_key(happened)})


def _said(it: CostAdjusted) -> Correction:
    lines = tuple(replace(line, posting_month="") for line in it.lines)
    return Correction(it.video_id, it.fixed, lines, it.reason, it.receipt)


def _key(it: CostAlert) -> Alerted:
    return it.mode, it.currency, it.scope, it.subject, it.period, it.percent
