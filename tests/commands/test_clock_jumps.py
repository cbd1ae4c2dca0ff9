"""What is decided of a call while its clock is set: prices and caps go by its intent alone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from commands.call import FailCall, IntendCall, LoseCall, SucceedCall
from commands.job import DeferJob
from commands.ports import Command
from domain.budget import BudgetReleased, BudgetReserved, BudgetSpent
from domain.call import CallFailed, CallOutcomeUnknown, CallSucceeded
from domain.cap import BudgetScope, CapDecided, CapOf
from domain.event import Refused
from domain.ids import cap_stream
from domain.job import JobDeadLettered, JobDeferred, JobOpened
from domain.mode import Mode
from domain.prices import Metering, Price, PriceBook, Usage
from domain.work import Narrate
from tests.commands.stage import SET_UP, Stage, its, opened
from tests.domain.test_call import ANSWER, INTENT
from tests.domain.video.history import SCRIPTED
from tests.given import ACCOUNT, DAY, HOUR, JOB, NOON, OP, SCRIPT, VIDEO_STREAM, YOU

BOOK = PriceBook(
    (
        Price("voices", "one", "character", 9, 1, "USD", NOON - DAY, NOON, "before"),
        Price("voices", "one", "character", 8, 1, "USD", NOON, NOON + HOUR, "then"),
        Price("voices", "one", "character", 7, 1, "USD", NOON + HOUR, None, "after"),
    )
)
TEN = (Usage("character", 10),)
INTEND = IntendCall(OP, 1, replace(INTENT, estimate=TEN))
OUTCOMES = (
    SucceedCall(OP, 1, ANSWER, "r1", Metering.EXACT, TEN),
    FailCall(OP, 1, "malformed-answer", "it made no sense", TEN),
    LoseCall(OP, 1, "its answer was lost", TEN),
)
JUMPS = (DAY, -HOUR)


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda it: type(it).__name__)
@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_what_a_call_cost_is_priced_and_counted_by_the_time_of_its_intent(
    outcome: Command, jump: timedelta
) -> None:
    day = CapOf(BudgetScope.ACCOUNT_DAY, None, Mode.LIVE, "USD")
    stage = Stage([*SET_UP, (cap_stream(ACCOUNT), CapDecided(ACCOUNT, day, 1_000, YOU))], BOOK)
    stage.does(INTEND)
    stage.now += jump
    stage.does(outcome)
    settled = next(
        it for it in stage.events if isinstance(it, CallSucceeded | CallFailed | CallOutcomeUnknown)
    )
    assert [(it.list_version, it.service_date) for it in settled.lines] == [("then", NOON.date())]
    (kept,) = (it for it in stage.events if isinstance(it, BudgetReserved))
    (spent,) = (it for it in stage.events if isinstance(it, BudgetSpent | BudgetReleased))
    assert kept.of == spent.of
    assert kept.of.period == f"{NOON:%Y-%m-%d}"
    assert isinstance(spent, BudgetSpent)
    assert (spent.released_nanos, spent.nanos) == (80, 80)


def test_a_call_that_nobody_has_a_price_for_is_not_begun() -> None:
    stage = Stage(prices=BOOK)
    stage.now -= 9 * DAY
    with pytest.raises(Refused) as refused:
        stage.does(INTEND)
    assert (refused.value.code, stage.events) == ("price-gap", [])


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_a_job_that_waits_is_given_up_by_no_jump_of_a_day(jump: timedelta) -> None:
    job = opened(JOB, JobOpened(VIDEO_STREAM, ACCOUNT, Narrate(SCRIPT, "en"), None))
    stage = Stage([*SET_UP, *its(*SCRIPTED), job])
    wait = DeferJob(JOB, "rate-limited", "It is asked too often.", timedelta(seconds=9))
    stage.does(wait)
    stage.now += jump
    stage.does(wait)
    assert not [it for it in stage.events if isinstance(it, JobDeadLettered)]
    last = stage.events[-1]
    assert isinstance(last, JobDeferred)
    assert last.retry_at - stage.now == timedelta(seconds=9)
