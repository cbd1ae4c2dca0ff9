from collections.abc import Iterable
from dataclasses import replace
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import budget
from domain.budget import (
    EMPTY,
    Budget,
    BudgetEvent,
    BudgetOf,
    BudgetOpened,
    BudgetReleased,
    BudgetReserved,
    BudgetSpent,
    Uncounted,
    begin,
    budgets,
)
from domain.cap import BudgetScope
from domain.event import Decision, Refused
from domain.ids import ChannelId, VideoId
from domain.mode import Mode
from tests.given import ACCOUNT, CHANNEL, NOON, OP, VIDEO
from tests.story import Story

OF = BudgetOf(ACCOUNT, BudgetScope.ACCOUNT_DAY, ACCOUNT, "2026-01-01", Mode.LIVE, "USD")
FIRST, SECOND = (OP, 1), (OP, 2)
RESERVED = BudgetReserved(OF, OP, 1, 60, 100)
a_budget = Story(budget.evolve)
taken = a_budget.given(RESERVED)


def reserves(it: Budget | None, nanos: int = 60, attempt: int = 1) -> Decision:
    return budget.reserve(it, OF, (OP, attempt), nanos, 100)


def test_room_is_set_aside_before_the_work() -> None:
    a_budget.when(reserves).then(RESERVED)
    assert (taken.state.reserved_nanos, taken.state.taken_nanos) == (60, 60)


def test_a_cap_is_reached_but_never_passed() -> None:
    taken.when(lambda it: reserves(it, 40, 2)).then(replace(RESERVED, attempt=2, nanos=40))
    taken.when(lambda it: reserves(it, 41, 2)).then_refused("budget-exceeded")


def test_a_refusal_names_budget_cap_spent_and_asked() -> None:
    spent = Budget(1_500_000_000, {FIRST: 250_000_000})
    with pytest.raises(Refused) as refused:
        tuple(budget.reserve(spent, OF, SECOND, 300_000_000, 2_000_000_000))
    assert refused.value.sentence == (
        "the live budget of the account for 2026-01-01 is capped at 2.000000000 USD:"
        " 1.500000000 USD are spent and 0.250000000 USD reserved, and this asks for up to"
        " 0.300000000 USD; raise the cap (`ytempire costs budget` shows it, `ytempire costs cap"
        " account-day AMOUNT` raises it) or wait for the next day (UTC),"
        " then `ytempire video retry`"
    )


@pytest.mark.parametrize(
    ("scope", "said"),
    [
        (BudgetScope.VIDEO, "cap video AMOUNT` raises it), then `ytempire video retry`"),
        (BudgetScope.CHANNEL_MONTH, "raises it) or wait for the next month (UTC), then"),
    ],
)
def test_only_a_budget_of_a_period_is_worth_waiting_for(scope: BudgetScope, said: str) -> None:
    with pytest.raises(Refused) as refused:
        tuple(budget.reserve(EMPTY, replace(OF, scope=scope), FIRST, 2, 1))
    assert said in refused.value.sentence
    assert ("wait" in refused.value.sentence) == (scope is not BudgetScope.VIDEO)


def test_a_cap_is_raised_for_the_mode_that_it_is_of() -> None:
    with pytest.raises(Refused, match="costs cap account-day AMOUNT --mode simulated` raises it"):
        tuple(budget.reserve(EMPTY, replace(OF, mode=Mode.SIMULATED), FIRST, 2, 1))


@pytest.mark.parametrize(
    ("period", "runs"),
    [("all", True), ("2026-01", True), ("2026-01-01", True), ("2025-12", False)],
)
def test_a_budget_runs_until_its_period_is_over(period: str, runs: bool) -> None:  # noqa: FBT001 - a case
    assert replace(OF, period=period).runs_on(NOON.date()) is runs
    assert replace(OF, period="2025-12-31").runs_on(NOON.date()) is False


def test_a_videos_budget_has_no_period() -> None:
    its = replace(OF, scope=BudgetScope.VIDEO, period="all")
    assert its.name == "the live budget of the video"


def test_what_it_cost_takes_the_place_of_what_was_set_aside() -> None:
    spent = BudgetSpent(OF, OP, 1, 60, 45)
    taken.when(lambda it: budget.settle(it, OF, FIRST, 45)).then(spent)
    assert taken.given(spent).state == Budget(45, {})


def test_what_cost_nothing_is_free_again() -> None:
    released = BudgetReleased(OF, OP, 1, 60)
    taken.when(lambda it: budget.settle(it, OF, FIRST, 0)).then(released)
    assert taken.given(released).state == EMPTY


def test_what_was_not_set_aside_is_spent_all_the_same() -> None:
    a_budget.when(lambda it: budget.settle(it, OF, FIRST, 45)).then(BudgetSpent(OF, OP, 1, 0, 45))
    a_budget.when(lambda it: budget.settle(it, OF, FIRST, 0)).then_nothing()


OPENED = BudgetOpened(OF, 30, 9)


def test_what_was_spent_before_a_cap_counts_against_it() -> None:
    a_budget.when(lambda it: begin(it, Uncounted(OF, 30, 0, 9))).then(OPENED)
    opened = taken.given(OPENED)
    assert opened.state == Budget(30, {FIRST: 60}, opened_nanos=30)
    opened.when(lambda it: reserves(it, 11, 2)).then_refused("budget-exceeded")
    assert opened.given(BudgetReleased(OF, OP, 1, 60)).state == Budget(30, {}, opened_nanos=30)


def test_what_was_spent_before_a_cap_counts_once() -> None:
    a_budget.given(OPENED).when(lambda it: begin(it, Uncounted(OF, 30, 0, 9))).then_nothing()
    more = BudgetOpened(OF, 4, 12)
    a_budget.given(OPENED).when(lambda it: begin(it, Uncounted(OF, 4, 30, 12))).then(more)
    a_budget.when(lambda it: begin(it, Uncounted(OF, 0, 0, 9))).then_nothing()


def scopes(channel: ChannelId | None, video: VideoId | None) -> list[tuple[BudgetScope, str]]:
    found = budgets(ACCOUNT, channel, video, NOON, (Mode.LIVE, "USD"))
    return [(it.scope, it.period) for it in found]


def test_a_call_counts_in_its_video_its_channels_month_and_its_accounts_day() -> None:
    day = (BudgetScope.ACCOUNT_DAY, "2026-01-01")
    assert scopes(None, None) == [day]
    assert scopes(CHANNEL, VIDEO) == [
        (BudgetScope.VIDEO, "all"),
        (BudgetScope.CHANNEL_MONTH, "2026-01"),
        day,
    ]


asked = st.tuples(st.integers(1, 4), st.integers(0, 60), st.integers(0, 60))


@given(st.lists(asked, max_size=30))
def test_what_is_taken_never_passes_the_cap_where_nothing_costs_more_than_asked(
    calls: list[tuple[int, int, int]],
) -> None:
    its: Budget | None = None
    for attempt, nanos, cost in calls:
        by = (OP, attempt)
        if its is not None and by in its.reserved:
            its = folded(its, budget.settle(its, OF, by, min(cost, its.reserved[by])))
        else:
            try:
                its = folded(its, budget.reserve(its, OF, by, nanos, 100))
            except Refused:
                assert its is not None
                assert its.taken_nanos + nanos > 100
        assert (its or EMPTY).taken_nanos <= 100


def folded(its: Budget | None, decision: Iterable[object]) -> Budget | None:
    happened = [it for it in decision if isinstance(it, BudgetEvent)]
    return reduce(budget.evolve, happened, its)
