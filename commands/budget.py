"""How calls and corrections count in budgets, and how caps are decided.

An account without caps has no budgets: its calls record nothing beside themselves. Once a cap is
decided, each outcome and each correction counts with its own transaction, and `BeginBudgets` adds
what was before: the part of a period's cost that no budget counted, which does not change any more.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from commands.account import active
from commands.ports import Plain, Step, Steps, World, untouched
from domain import budget, cap, channel, cost
from domain.budget import Attempt, Budget, BudgetOf, Uncounted, counted
from domain.call import About
from domain.cap import BudgetScope, CapOf, Caps
from domain.channel import Channel
from domain.cost import CostAdjusted, CostAlert
from domain.event import Decision, Event, nothing
from domain.ids import (
    AccountId,
    OpId,
    StreamId,
    budget_stream,
    cap_stream,
    channel_stream,
    cost_stream,
)
from domain.mode import Mode
from domain.prices import PricedLine

ALERTS_PERCENT = (80, 100)


@dataclass(frozen=True, slots=True)
class DecideCap(Plain):
    """`cap_nanos` None: no cap any more. What is known to be uncounted counts at once."""

    account_id: AccountId
    by: str
    of: CapOf
    cap_nanos: int | None
    uncounted: tuple[Uncounted, ...] = ()

    def steps(self, _: World) -> Steps:
        yield active(self.account_id)
        if self.of.channel_id is not None:
            yield Step(channel_stream(self.of.channel_id), self._its_own)

        def decide(it: Caps | None) -> Decision:
            return cap.decide(it, self.account_id, self.of, self.cap_nanos, self.by)

        caps: Caps | None = yield Step(cap_stream(self.account_id), decide)
        yield from _begin(caps, self.of, self.uncounted)

    def _its_own(self, it: Channel | None) -> Decision:
        channel.must_be(it, self.account_id)
        yield from ()


@dataclass(frozen=True, slots=True)
class BeginBudgets(Plain):
    """Has budgets count what their periods cost before a cap made them count."""

    account_id: AccountId
    cap_of: CapOf
    uncounted: tuple[Uncounted, ...]

    def steps(self, _: World) -> Steps:
        caps: Caps | None = yield Step(cap_stream(self.account_id), untouched)
        yield from _begin(caps, self.cap_of, self.uncounted)


def _begin(caps: Caps | None, of: CapOf, uncounted: Iterable[Uncounted]) -> Steps:
    most = (caps or cap.NO_CAPS).cap(of)
    if most is None:
        return
    for it in uncounted:
        its: Budget | None = yield Step(_stream(it.of), partial(budget.begin, its=it))
        if its is not None:
            yield from _alerts(it.of, its, most)


@dataclass(frozen=True, slots=True)
class Counting:
    """One attempt of a call, and the budgets that it counts in by the time of its intent."""

    about: About
    attempt: Attempt
    mode: Mode
    at: datetime

    def budgets(self, caps: Caps) -> Iterable[tuple[BudgetOf, int | None]]:
        """Each with its cap, if it has one."""
        its = self.about
        for currency in caps.units(self.mode):
            unit = self.mode, currency
            found = budget.budgets(its.account_id, its.channel_id, its.video_id, self.at, unit)
            for of in found:
                yield of, caps.cap(CapOf(of.scope, its.channel_id, *unit))


def reserve(counting: Counting, lines: Iterable[PricedLine]) -> Steps:
    """Sets aside the most that a call may cost. Raises Refused (`budget-exceeded`)."""
    caps: Caps | None = yield Step(cap_stream(counting.about.account_id), untouched)
    asked = tuple(lines)
    for of, most in counting.budgets(caps or cap.NO_CAPS):
        nanos = counted(asked, of.currency)
        if most is not None and nanos:
            decide = partial(budget.reserve, of=of, by=counting.attempt, nanos=nanos, cap=most)
            its: Budget = yield Step(_stream(of), decide)
            yield from _alerts(of, its, most)


def settle(counting: Counting, happened: Iterable[Event]) -> Steps:
    """What a call cost takes the place of what was set aside for it; never refused."""
    told = tuple(happened)
    if not told:
        return
    caps: Caps | None = yield Step(cap_stream(counting.about.account_id), untouched)
    for of, most in counting.budgets(caps or cap.NO_CAPS):
        nanos = sum(_cost(it, of.currency) for it in told)
        settled = partial(budget.settle, of=of, by=counting.attempt, nanos=nanos)
        yield from _spend(of, most, settled if most is not None else _if_begun(settled))


def correct(adjusted: CostAdjusted, today: date, *, ended: bool) -> Steps:
    """A correction counts where the work did: by its day, its video and that video's channel.

    A fixed cost is in no budget: there is no call that its cap could hold back. Of a period that
    is over, or a video that has `ended`, nothing begins to count: its budget is not whole.
    """
    if adjusted.fixed:
        return
    decided: Caps | None = yield Step(cap_stream(adjusted.account_id), untouched)
    caps = decided or cap.NO_CAPS
    whose = adjusted.account_id, adjusted.channel_id, adjusted.video_id
    by = OpId(adjusted.adjustment_id), 0
    for line in adjusted.lines:
        unit = line.mode, line.currency
        if line.currency not in caps.units(line.mode):
            continue
        for of in budget.budgets(*whose, line.service_date, unit):
            settled = partial(budget.settle, of=of, by=by, nanos=line.amount_nanos)
            most = caps.cap(CapOf(of.scope, adjusted.channel_id, *unit))
            over = not of.runs_on(today) or (ended and of.scope is BudgetScope.VIDEO)
            yield from _spend(of, most, _if_begun(settled) if over or most is None else settled)


def _spend(of: BudgetOf, most: int | None, decide: Callable[[Any], Decision]) -> Steps:
    its: Budget | None = yield Step(_stream(of), decide)
    if most is not None and its is not None:
        yield from _alerts(of, its, most)


def _if_begun(settled: Callable[[Budget | None], Decision]) -> Callable[[Any], Decision]:
    """Of what has no cap nothing is counted, unless it had one."""

    def decide(it: Budget | None) -> Decision:
        return nothing() if it is None else settled(it)

    return decide


def _alerts(of: BudgetOf, its: Budget, most: int) -> Steps:
    for percent in ALERTS_PERCENT:
        if its.taken_nanos * 100 >= most * percent:
            said = CostAlert(
                of.account_id,
                of.mode,
                of.currency,
                of.scope.value,
                of.subject,
                of.period,
                percent,
                most,
                its.taken_nanos,
            )
            yield Step(cost_stream(of.account_id), partial(cost.alert, alert=said))


def _cost(happened: Event, currency: str) -> int:
    """What an outcome adds to what was known before: an estimate may give way to less."""
    lines: tuple[PricedLine, ...] = getattr(happened, "lines", ())
    replaced: tuple[PricedLine, ...] = getattr(happened, "replaced", ())
    return counted(lines, currency) - counted(replaced, currency)


def _stream(of: BudgetOf) -> StreamId:
    return budget_stream(of.mode, of.currency, f"{of.scope}:{of.subject}", of.period)
