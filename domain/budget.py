"""Budgets: reserved before the work, then spent or released; never above a cap."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from domain.cap import BudgetScope
from domain.event import Decision, Event, Refused, event
from domain.ids import AccountId, ChannelId, OpId, VideoId
from domain.mode import Mode
from domain.money import Money


@dataclass(frozen=True, slots=True)
class BudgetOf:
    """One budget: of whom, and for which period: a day, a month, or `all` of a video's life."""

    account_id: AccountId
    scope: BudgetScope
    subject: UUID
    period: str
    mode: Mode
    currency: str

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
    """A call's cost took the place of what was set aside for it.

    `nanos` is below 0 where an estimate gave way to less; `released_nanos` was set aside.
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


BudgetEvent = BudgetReserved | BudgetSpent | BudgetReleased
Attempt = tuple[OpId, int]


@dataclass(frozen=True, slots=True)
class Budget:
    """`spent_nanos`, and what is set aside for each attempt that is not settled."""

    spent_nanos: int = 0
    reserved: dict[Attempt, int] = field(default_factory=dict)

    @property
    def reserved_nanos(self) -> int:
        return sum(self.reserved.values())

    @property
    def taken_nanos(self) -> int:
        return self.spent_nanos + self.reserved_nanos


EMPTY = Budget()


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
    by = happened.op_id, happened.attempt
    others = {it: nanos for it, nanos in its.reserved.items() if it != by}
    match happened:
        case BudgetReserved(nanos=nanos):
            return Budget(its.spent_nanos, {**others, by: nanos})
        case BudgetSpent(nanos=nanos):
            return Budget(its.spent_nanos + nanos, others)
        case BudgetReleased():
            return Budget(its.spent_nanos, others)


def budgets(
    account_id: AccountId,
    channel_id: ChannelId | None,
    video_id: VideoId | None,
    at: datetime,
    unit: tuple[Mode, str],
) -> tuple[BudgetOf, ...]:
    """Those that a call counts in, the widest last, by the time that it was intended."""
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
        f" asks for up to {more}; raise the cap, or wait for the next period"
    )
