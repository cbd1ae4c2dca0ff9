"""What is recorded of a job that fails, and of a call to the world with what it cost."""

from dataclasses import replace
from datetime import timedelta

import pytest

from commands.call import AcceptCall, FailCall, IntendCall, LoseCall, ReconcileCall, SucceedCall
from commands.job import CancelJob, DeferJob, FailJob, FallBack
from commands.ports import Command
from domain.call import (
    CallAccepted,
    CallCostCameLate,
    CallFailed,
    CallOutcomeUnknown,
    CallReconciled,
    CallSucceeded,
)
from domain.event import Event, Refused
from domain.ids import call_stream, job_stream, period_stream
from domain.job import (
    FAILURES_MAX,
    PATIENCE,
    JobCancelled,
    JobDeadLettered,
    JobDeferred,
    JobFailed,
    JobFellBack,
    JobFinished,
    JobOpened,
)
from domain.mode import Mode
from domain.period import PeriodClosed
from domain.prices import Metering, Price, PriceBook, Provider, Retirement, Usage
from domain.video.events import VideoFailed
from domain.work import Narrate
from tests.commands.stage import SET_UP, Entry, Stage, its, opened
from tests.domain.test_call import ABOUT, ANSWER, INTENDED, INTENT, NEVER_RAN
from tests.domain.video.history import SCRIPTED
from tests.given import (
    ACCOUNT,
    CHANNEL,
    DAY,
    JOB,
    NOON,
    OP,
    SCRIPT,
    VIDEO_STREAM,
    YOU,
)

WORK = Narrate(SCRIPT, "en")
OPENED = opened(JOB, JobOpened(VIDEO_STREAM, ACCOUNT, WORK, None))
FAIL = FailJob(JOB, "provider-unavailable", "it is away", passing=True)
DEFER = DeferJob(JOB, "provider-unavailable", "it is away", timedelta(seconds=9))
LETTER = JobDeadLettered(1, "provider-unavailable", "it is away")
TOLD = VideoFailed(CHANNEL, JOB, WORK, "provider-unavailable", "it is away")
PRICE = Price("voices", "one", "character", 8, 1, "USD", NOON, None, "v1")
USED = (Usage("character", 5),)


def a_job(*more: Event) -> Stage:
    return Stage([*SET_UP, *its(*SCRIPTED), OPENED, *((job_stream(JOB), it) for it in more)])


def failed(failures: int) -> JobFailed:
    return JobFailed(failures, "provider-unavailable", "it is away", NOON)


def test_a_try_that_failed_is_followed_by_another() -> None:
    stage = a_job()
    stage.does(replace(FAIL, after=timedelta(seconds=9)))
    again_at = NOON + timedelta(seconds=9)
    assert stage.events == [JobFailed(1, FAIL.code, FAIL.sentence, again_at)]


def test_the_last_try_tells_the_video() -> None:
    stage = a_job(failed(FAILURES_MAX - 1))
    stage.does(FAIL)
    assert stage.events == [TOLD, replace(LETTER, failures=FAILURES_MAX)]


def test_what_can_never_work_tells_the_video_at_once() -> None:
    stage = a_job()
    stage.does(replace(FAIL, passing=False))
    assert stage.events == [TOLD, LETTER]


def test_a_job_waits_for_a_provider_that_is_not_ready() -> None:
    stage = a_job()
    stage.does(DEFER)
    later = NOON + DEFER.after
    assert stage.events == [JobDeferred(1, DEFER.code, DEFER.sentence, NOON, later)]


def test_a_video_that_was_waited_with_too_long_is_told_what_to_act_on() -> None:
    stage = a_job(JobDeferred(7, DEFER.code, DEFER.sentence, NOON - PATIENCE, NOON))
    stage.does(DEFER)
    told, letter = stage.events
    assert isinstance(told, VideoFailed)
    assert told.sentence == (
        "it is away It was waited for 7 times since 2025-12-30 12:00 UTC, to no end: see to the"
        " provider, or name another one, then retry the video."
    )
    assert letter == JobDeadLettered(8, DEFER.code, told.sentence)


def test_a_job_falls_back_in_its_own_stream() -> None:
    stage = a_job()
    hop = JobFellBack("narrate", 1, 2, INTENT.provider, INTENT.provider, "c", "s", passing=True)
    stage.does(FallBack(JOB, hop))
    assert stage.events == [hop]


@pytest.mark.parametrize(
    "command", [replace(FAIL, passing=False), FAIL, DEFER, CancelJob(JOB, "edited")]
)
def test_nothing_is_added_to_a_settled_job(command: Command) -> None:
    stage = a_job(JobFinished(used=True))
    stage.does(command)
    assert stage.events == []


def test_work_that_is_no_longer_wanted_is_cancelled() -> None:
    stage = a_job()
    stage.does(CancelJob(JOB, "edited"))
    assert stage.events == [JobCancelled("edited")]


def a_call(*more: Entry) -> Stage:
    history: list[Entry] = [*SET_UP, (call_stream(OP), INTENDED), *more]
    return Stage(history, PriceBook((PRICE,)))


def test_an_intent_is_recorded_with_its_time() -> None:
    stage = Stage()
    stage.does(IntendCall(OP, 1, INTENT))
    assert stage.events == [INTENDED]


def test_a_model_that_was_retired_is_not_called_any_more() -> None:
    ends = Retirement("voices", "one", NOON.date())
    stage = Stage(prices=PriceBook(retirements=(ends,)))
    with pytest.raises(Refused, match="voices one was retired on 2026-01-01"):
        stage.does(IntendCall(OP, 1, INTENT))
    dated = replace(INTENT, provider=Provider("voices", "one-2025-01-01", Mode.LIVE))
    with pytest.raises(Refused, match="configure another model"):
        stage.does(IntendCall(OP, 1, dated))


def test_a_model_may_be_called_until_the_day_of_its_retirement() -> None:
    ends = Retirement("voices", "one", (NOON + DAY).date())
    stage = Stage(prices=PriceBook(retirements=(ends,)))
    stage.does(IntendCall(OP, 1, INTENT))
    assert stage.events == [INTENDED]


SETTLED: list[tuple[Command, type[Event]]] = [
    (SucceedCall(OP, 1, ANSWER, "r1", Metering.EXACT, USED), CallSucceeded),
    (FailCall(OP, 1, "malformed", "not JSON", USED), CallFailed),
    (LoseCall(OP, 1, "the line broke", USED), CallOutcomeUnknown),
    (ReconcileCall(OP, 1, ANSWER, USED), CallReconciled),
]


@pytest.mark.parametrize(("command", "kind"), SETTLED)
def test_whatever_became_of_a_call_its_cost_stands_priced(
    command: Command, kind: type[Event]
) -> None:
    stage = a_call()
    stage.does(command)
    (settled,) = stage.events
    assert isinstance(settled, kind)
    (line,) = settled.lines  # type: ignore[attr-defined]  # every settling event has lines
    assert (line.amount_nanos, line.posting_month) == (40, "2026-01")


def test_what_a_provider_took_on_is_recorded_under_its_name() -> None:
    stage = a_call()
    stage.does(AcceptCall(OP, 1, "resp_1"))
    assert stage.events == [CallAccepted(ABOUT, 1, "resp_1")]


def test_a_cost_of_a_closed_month_posts_in_the_open_one() -> None:
    closed: Entry = (period_stream(ACCOUNT), PeriodClosed("2026-01", YOU))
    stage = a_call(closed)
    stage.does(SETTLED[0][0])
    (settled,) = stage.events
    assert isinstance(settled, CallSucceeded)
    assert settled.about == ABOUT
    (line,) = settled.lines
    assert (line.posting_month, line.service_date) == ("2026-02", NOON.date())


def test_a_late_cost_is_priced_by_the_time_of_its_own_attempt() -> None:
    dearer = replace(PRICE, effective_from=NOON + DAY, unit_price_nanos=99)
    earlier = replace(PRICE, effective_to=NOON + DAY)
    again = replace(INTENDED, attempt=2, intended_at=NOON + DAY)
    history: list[Entry] = [(call_stream(OP), it) for it in (INTENDED, NEVER_RAN, again)]
    stage = Stage([*SET_UP, *history], PriceBook((earlier, dearer)))
    stage.does(SETTLED[0][0])
    (late,) = stage.events
    assert isinstance(late, CallCostCameLate)
    assert [it.amount_nanos for it in late.lines] == [40]
