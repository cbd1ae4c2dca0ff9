"""Budgets: reserved before the work, then spent or released; never above a cap.

A budget counts once a cap makes it: what its period cost before that is taken in by one event,
as the tables know it. So nothing is recorded where nobody has a cap.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from domain.cap import BudgetScope
from domain.event import Decision, Event, Refused, event
from domain.ids import AccountId, ChannelId, OpId, VideoId
from domain.mode import Mode
from domain.money import Money
from domain.prices import LineKind, PricedLine

COUNTED = (LineKind.CASH, LineKind.WOULD_HAVE_COST)
"""What a budget is of: money that a provider takes, or would take. Own time is not."""


@dataclass(frozen=True, slots=True)
class BudgetOf:
    """One budget: of whom, and for which period: a day, a month, or `all` of a video's life."""

    account_id: AccountId
    scope: BudgetScope
    subject: UUID
    period: str
    mode: Mode
    currency: str

    def runs_on(self, today: date) -> bool:
        """Whether its period is not over."""
        return self.period in ("all", f"{today:%Y-%m}", f"{today:%Y-%m-%d}")

    @property
    def name(self) -> str:
        whose = self.scope.value.partition("-")[0]
        when = "" if self.scope is BudgetScope.VIDEO else f" for {self.period}"
        return f"the {self.mode} budget of the {whose}{when}"


@event("budget.reserved")
class BudgetReserved(Event):
    """Room was set aside for a call before it was made: the most that it may cost."""

    of: BudgetOf
    op_id: OpId
    attempt: int
    nanos: int
    cap_nanos: int


@event("budget.spent")
class BudgetSpent(Event):
    """A call's cost took the place of what was set aside for it, or a correction was counted.

    `nanos` is below 0 where an estimate gave way to less, or a correction took back;
    `released_nanos` was set aside. A correction's `op_id` is its own, its `attempt` 0.
    """

    of: BudgetOf
    op_id: OpId
    attempt: int
    released_nanos: int
    nanos: int


@event("budget.released")
class BudgetReleased(Event):
    """What was set aside for a call became free again: the call cost nothing."""

    of: BudgetOf
    op_id: OpId
    attempt: int
    nanos: int


@event("budget.opened")
class BudgetOpened(Event):
    """What a period had cost before it was counted became part of its budget.

    `as_of_position` is how far the tables were that said so.
    """

    of: BudgetOf
    nanos: int
    as_of_position: int


BudgetEvent = BudgetReserved | BudgetSpent | BudgetReleased | BudgetOpened
Attempt = tuple[OpId, int]


@dataclass(frozen=True, slots=True)
class Budget:
    """`spent_nanos`, and what is set aside for each attempt that is not settled.

    `opened_nanos` of what is spent was so before the budget counted.
    """

    spent_nanos: int = 0
    reserved: dict[Attempt, int] = field(default_factory=dict)
    opened_nanos: int = 0

    @property
    def reserved_nanos(self) -> int:
        return sum(self.reserved.values())

    @property
    def taken_nanos(self) -> int:
        return self.spent_nanos + self.reserved_nanos


EMPTY = Budget()


@dataclass(frozen=True, slots=True)
class Uncounted:
    """What a budget's period has cost beside what it counted, as the tables know it.

    `opened_nanos` is what it had been opened with by then.
    """

    of: BudgetOf
    nanos: int
    opened_nanos: int
    as_of_position: int


def begin(budget: Budget | None, its: Uncounted) -> Decision:
    """Takes in what was not counted; silent where another did so since the tables said it."""
    if its.nanos and (budget or EMPTY).opened_nanos == its.opened_nanos:
        yield BudgetOpened(its.of, its.nanos, its.as_of_position)


def reserve(budget: Budget | None, of: BudgetOf, by: Attempt, nanos: int, cap: int) -> Decision:
    """Raises Refused (`budget-exceeded`): what is taken never gets above the cap by asking."""
    its = budget or EMPTY
    if its.taken_nanos + nanos > cap:
        raise Refused("budget-exceeded", _exceeded(its, of, nanos, cap))
    yield BudgetReserved(of, *by, nanos, cap)


def settle(budget: Budget | None, of: BudgetOf, by: Attempt, nanos: int) -> Decision:
    """A report of paid work: never refused, and silent where there is nothing to say."""
    released = (budget or EMPTY).reserved.get(by, 0)
    if nanos:
        yield BudgetSpent(of, *by, released, nanos)
    elif released:
        yield BudgetReleased(of, *by, released)


def evolve(budget: Budget | None, happened: BudgetEvent) -> Budget:
    its = budget or EMPTY
    if isinstance(happened, BudgetOpened):
        spent, opened = its.spent_nanos + happened.nanos, its.opened_nanos + happened.nanos
        return replace(its, spent_nanos=spent, opened_nanos=opened)
    by = happened.op_id, happened.attempt
    others = {it: nanos for it, nanos in its.reserved.items() if it != by}
    match happened:
        case BudgetReserved(nanos=nanos):
            return replace(its, reserved={**others, by: nanos})
        case BudgetSpent(nanos=nanos):
            return replace(its, spent_nanos=its.spent_nanos + nanos, reserved=others)
        case BudgetReleased():
            return replace(its, reserved=others)


def counted(lines: Iterable[PricedLine], currency: str) -> int:
    """What these lines come to in budgets of one currency."""
    its = (it for it in lines if it.kind in COUNTED and it.currency == currency)
    return sum(it.amount_nanos for it in its)


def budgets(
    account_id: AccountId,
    channel_id: ChannelId | None,
    video_id: VideoId | None,
    at: date,
    unit: tuple[Mode, str],
) -> tuple[BudgetOf, ...]:
    """Those that a call counts in, the widest last, by the day on which it was intended (UTC)."""
    found = []
    if video_id is not None:
        found.append(BudgetOf(account_id, BudgetScope.VIDEO, video_id, "all", *unit))
    if channel_id is not None:
        month = f"{at:%Y-%m}"
        found.append(BudgetOf(account_id, BudgetScope.CHANNEL_MONTH, channel_id, month, *unit))
    day = f"{at:%Y-%m-%d}"
    found.append(BudgetOf(account_id, BudgetScope.ACCOUNT_DAY, account_id, day, *unit))
    return tuple(found)


def _exceeded(its: Budget, of: BudgetOf, asked: int, cap: int) -> str:
    said = (Money(it, of.currency) for it in (cap, its.spent_nanos, its.reserved_nanos, asked))
    capped, spent, reserved, more = said
    return (
        f"{of.name} is capped at {capped}: {spent} are spent and {reserved} reserved, and this"
        f" asks for up to {more}; raise the cap (`ytempire costs budget` shows it,"
        f" `{_raised_by(of)}` raises it){_or_wait(of)}, then `ytempire video retry`"
    )


def _raised_by(of: BudgetOf) -> str:
    mode = "" if of.mode is Mode.LIVE else f" --mode {of.mode}"
    return f"ytempire costs cap {of.scope} AMOUNT{mode}"


def _or_wait(of: BudgetOf) -> str:
    """A video's budget has no next period."""
    match of.scope:
        case BudgetScope.VIDEO:
            return ""
        case BudgetScope.CHANNEL_MONTH:
            return " or wait for the next month (UTC)"
        case BudgetScope.ACCOUNT_DAY:
            return " or wait for the next day (UTC)"
