"""Calls and budgets in one transaction: set aside with the intent, settled with the outcome."""

from dataclasses import replace

import pytest

from commands.budget import BeginBudgets, DecideCap
from commands.call import FailCall, IntendCall, LoseCall, ReconcileCall, SucceedCall
from commands.ports import Command
from domain.budget import (
    BudgetOf,
    BudgetOpened,
    BudgetReleased,
    BudgetReserved,
    BudgetSpent,
    Uncounted,
)
from domain.call import CallIntended
from domain.cap import BudgetScope, CapDecided, CapOf
from domain.cost import CostAlert
from domain.event import Event, Refused
from domain.ids import ChannelId, OpId, cap_stream
from domain.mode import Mode
from domain.prices import Metering, Price, PriceBook, Usage
from tests.commands.stage import SET_UP, Stage
from tests.domain.test_call import ANSWER, INTENT
from tests.given import ACCOUNT, CHANNEL, NOON, OP, TEXT, VIDEO, YOU

VIDEO_CAP = CapOf(BudgetScope.VIDEO, None, Mode.LIVE, "USD")
MONTH_CAP = CapOf(BudgetScope.CHANNEL_MONTH, CHANNEL, Mode.LIVE, "USD")
DAY_CAP = CapOf(BudgetScope.ACCOUNT_DAY, None, Mode.LIVE, "USD")
OTHER = OpId(TEXT)
BOOK = PriceBook(
    (
        Price("voices", "one", "character", 8, 1, "USD", NOON, None, "v1"),
        Price("voices", "one", "cpu_ms", 8, 1, "USD", NOON, None, "own", imputed=True),
    )
)
MOST = replace(INTENT, estimate=(Usage("character", 10), Usage("cpu_ms", 99)))
INTEND = IntendCall(OP, 1, MOST)
FIVE = (Usage("character", 5),)
SUCCEED = SucceedCall(OP, 1, ANSWER, "r1", Metering.EXACT, FIVE)


def capped(**caps: int | None) -> Stage:
    its = {"video": VIDEO_CAP, "month": MONTH_CAP, "day": DAY_CAP}
    decided = [CapDecided(ACCOUNT, its[name], nanos, YOU) for name, nanos in caps.items()]
    return Stage([*SET_UP, *((cap_stream(ACCOUNT), it) for it in decided)], BOOK)


def done(stage: Stage, *commands: Command) -> list[Event]:
    for it in commands:
        stage.does(it)
    return [it for it in stage.events if isinstance(it, BudgetEvent | CostAlert)]


BudgetEvent = BudgetReserved | BudgetSpent | BudgetReleased | BudgetOpened


def test_without_caps_a_call_records_nothing_beside_itself() -> None:
    stage = Stage(prices=BOOK)
    assert done(stage, INTEND, SUCCEED) == []
    assert len(stage.events) == 2


def test_the_most_that_a_call_may_cost_is_set_aside_with_its_intent() -> None:
    stage = capped(video=1_000, month=1_000, day=1_000)
    found = done(stage, INTEND)
    assert [type(it) for it in stage.events[:1]] == [CallIntended]
    assert [(it.of.scope, it.nanos) for it in found if isinstance(it, BudgetReserved)] == [
        (BudgetScope.VIDEO, 80),
        (BudgetScope.CHANNEL_MONTH, 80),
        (BudgetScope.ACCOUNT_DAY, 80),
    ]


@pytest.mark.parametrize("scope", ["video", "month", "day"])
def test_a_call_that_may_cost_more_than_is_left_is_not_begun(scope: str) -> None:
    stage = capped(**{scope: 79})
    with pytest.raises(Refused) as refused:
        stage.does(INTEND)
    assert (refused.value.code, stage.events) == ("budget-exceeded", [])


def test_own_time_is_no_money_that_a_cap_could_save() -> None:
    own = replace(INTENT, estimate=(Usage("cpu_ms", 99),))
    assert done(capped(video=0), IntendCall(OP, 1, own)) == []


def test_a_cap_of_live_work_is_none_of_simulated_work() -> None:
    simulated = replace(MOST, provider=replace(MOST.provider, mode=Mode.SIMULATED))
    assert done(capped(video=0), IntendCall(OP, 1, simulated)) == []


def test_an_intent_that_is_made_already_sets_nothing_aside_again() -> None:
    stage = capped(video=1_000)
    assert len(done(stage, INTEND, INTEND)) == 1


def test_what_a_call_cost_is_spent_and_the_rest_is_free_again() -> None:
    _, spent = done(capped(video=1_000), INTEND, SUCCEED)
    assert isinstance(spent, BudgetSpent)
    assert (spent.released_nanos, spent.nanos) == (80, 40)


def test_a_call_that_failed_at_no_cost_gives_all_of_it_back() -> None:
    failed = FailCall(OP, 1, "provider-unavailable", "it is away", ())
    _, released = done(capped(video=1_000), INTEND, failed)
    assert isinstance(released, BudgetReleased)


def test_a_lost_call_is_spent_as_estimated_until_it_is_known() -> None:
    lost = LoseCall(OP, 1, "the line broke", MOST.estimate)
    found = ReconcileCall(OP, 1, ANSWER, FIVE)
    _, first, then = done(capped(video=1_000), INTEND, lost, found)
    assert isinstance(first, BudgetSpent)
    assert isinstance(then, BudgetSpent)
    assert (first.released_nanos, first.nanos) == (80, 80)
    assert (then.released_nanos, then.nanos) == (0, -40)


def test_a_report_that_says_nothing_new_is_not_spent_twice() -> None:
    stage = capped(video=1_000)
    assert len(done(stage, INTEND, SUCCEED, replace(SUCCEED, request_id="r2"))) == 2


def test_paid_work_is_never_refused_though_the_cap_was_lowered() -> None:
    stage = capped(video=1_000)
    stage.does(INTEND)
    stage.does(DecideCap(ACCOUNT, YOU, VIDEO_CAP, 10))
    *_, spent, _, _ = done(stage, SUCCEED)
    assert isinstance(spent, BudgetSpent)


def test_an_alert_is_said_once_at_80_and_once_at_100_percent() -> None:
    more = replace(MOST, estimate=(Usage("character", 5),))
    found = done(capped(video=100), INTEND, SUCCEED, replace(INTEND, op_id=OTHER, intent=more))
    alerts = [(it.percent, it.taken_nanos) for it in found if isinstance(it, CostAlert)]
    assert alerts == [(80, 80)]


def test_the_last_nano_of_a_cap_says_that_it_is_all() -> None:
    found = done(capped(video=80), INTEND)
    assert [it.percent for it in found if isinstance(it, CostAlert)] == [80, 100]


def test_a_cap_that_was_taken_back_holds_nothing_but_settles_what_it_held() -> None:
    stage = capped(video=1_000)
    stage.does(INTEND)
    stage.does(DecideCap(ACCOUNT, YOU, VIDEO_CAP, None))
    *_, spent = done(stage, SUCCEED)
    assert isinstance(spent, BudgetSpent)
    later = replace(INTEND, op_id=OTHER, intent=replace(MOST, estimate=(Usage("character", 999),)))
    assert isinstance(done(stage, later)[-1], BudgetSpent)


@pytest.mark.parametrize("channel_id", [None, CHANNEL])
def test_a_person_decides_a_cap(channel_id: ChannelId | None) -> None:
    stage = Stage()
    of = replace(VIDEO_CAP, channel_id=channel_id)
    stage.does(DecideCap(ACCOUNT, YOU, of, 5))
    assert stage.events == [CapDecided(ACCOUNT, of, 5, YOU)]


def test_a_cap_of_a_channel_that_is_not_there_is_refused() -> None:
    nobodys = replace(VIDEO_CAP, channel_id=ChannelId(TEXT))
    with pytest.raises(Refused):
        Stage().does(DecideCap(ACCOUNT, YOU, nobodys, 5))


OF_VIDEO = BudgetOf(ACCOUNT, BudgetScope.VIDEO, VIDEO, "all", Mode.LIVE, "USD")
BEGIN = BeginBudgets(ACCOUNT, VIDEO_CAP, (Uncounted(OF_VIDEO, 40, 0, 7),))


def test_a_call_that_what_was_spent_before_the_cap_leaves_no_room_for_is_not_begun() -> None:
    stage = capped(video=119)
    assert done(stage, BEGIN) == [BudgetOpened(OF_VIDEO, 40, 7)]
    with pytest.raises(Refused) as refused:
        stage.does(INTEND)
    assert "0.000000040 USD are spent" in refused.value.sentence


def test_a_budget_that_was_spent_before_its_cap_is_alerted_of() -> None:
    opened, *alerts = done(capped(video=40), BEGIN)
    assert isinstance(opened, BudgetOpened)
    assert [it.percent for it in alerts if isinstance(it, CostAlert)] == [80, 100]


def test_a_cap_is_decided_together_with_what_is_known_to_be_spent() -> None:
    stage = Stage(prices=BOOK)
    stage.does(DecideCap(ACCOUNT, YOU, VIDEO_CAP, 119, BEGIN.uncounted))
    assert [type(it) for it in stage.events] == [CapDecided, BudgetOpened]
    with pytest.raises(Refused):
        stage.does(INTEND)
    assert len(done(stage, BEGIN)) == 1
    taken_back = Stage(prices=BOOK)
    taken_back.does(DecideCap(ACCOUNT, YOU, VIDEO_CAP, None, BEGIN.uncounted))
    assert taken_back.events == []


def test_without_a_cap_nothing_begins_to_count() -> None:
    assert done(Stage(prices=BOOK), BEGIN) == []
    nothing = replace(BEGIN, uncounted=(Uncounted(OF_VIDEO, 0, 0, 7),))
    assert done(capped(video=40), nothing) == []
