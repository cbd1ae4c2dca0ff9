from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import job
from domain.event import Event
from domain.job import (
    BACKOFF_MAX,
    FAILURES_MAX,
    OWN_PACE,
    PATIENCE,
    WAITS_MAX,
    Job,
    JobCancelled,
    JobDeadLettered,
    JobDeferred,
    JobFailed,
    JobFellBack,
    JobFinished,
    JobOpened,
)
from domain.mode import Mode
from domain.prices import Provider
from domain.work import Narrate
from tests.given import ACCOUNT, DAY, NOON, SCRIPT, VIDEO_STREAM
from tests.story import Story

OPENED = JobOpened(VIDEO_STREAM, ACCOUNT, Narrate(SCRIPT, "en"), None)
a_job = Story(job.evolve).given(OPENED)
ONE, TWO = (Provider(it, "model", Mode.LIVE) for it in ("one", "two"))
HOP = JobFellBack("narrate", 1, 2, ONE, TWO, "c", "s", passing=True)
ROUND = JobFellBack("narrate", 2, 1, TWO, ONE, "c", "s", passing=True)
SOON = timedelta(seconds=9)
SETTLED = [JobFinished(used=True), JobCancelled("edited"), JobDeadLettered(1, "c", "s")]


def failed(failures: int) -> JobFailed:
    return JobFailed(failures, "provider-unavailable", "it is away", NOON)


def deferred(waits: int) -> JobDeferred:
    return JobDeferred(waits, "rate-limited", "too much at once", NOON, NOON)


def test_a_job_knows_its_kind_by_its_work() -> None:
    assert OPENED.kind == "narrate"


def test_a_job_is_finished_once() -> None:
    a_job.when(lambda it: it.finish(used=True)).then(JobFinished(used=True))


@pytest.mark.parametrize("settled", SETTLED)
def test_nothing_more_is_said_of_a_settled_job(settled: Event) -> None:
    story = a_job.given(settled)
    story.when(lambda it: it.finish(used=False)).then_nothing()
    story.when(lambda it: it.fail("c", "s", NOON, timedelta(0))).then_nothing()
    story.when(lambda it: it.defer("c", "s", NOON, SOON)).then_nothing()
    story.when(lambda it: it.fall_back(HOP)).then_nothing()
    story.when(lambda it: it.give_up("c", "s")).then_nothing()
    story.when(lambda it: it.cancel("again")).then_nothing()


def test_a_failed_try_is_followed_by_another_after_a_wait() -> None:
    a_job.when(lambda it: it.fail("c", "s", NOON, timedelta(0))).then(
        JobFailed(1, "c", "s", NOON + timedelta(seconds=1))
    )


def test_each_wait_is_longer_than_the_last() -> None:
    a_job.given(failed(2)).when(lambda it: it.fail("c", "s", NOON, timedelta(0))).then(
        JobFailed(3, "c", "s", NOON + timedelta(seconds=16))
    )


def test_a_provider_that_says_when_is_believed() -> None:
    a_job.when(lambda it: it.fail("c", "s", NOON, timedelta(seconds=90))).then(
        JobFailed(1, "c", "s", NOON + timedelta(seconds=90))
    )


def test_a_job_that_failed_too_often_is_a_dead_letter() -> None:
    story = a_job.given(failed(FAILURES_MAX - 1))
    story.when(lambda it: it.fail("c", "s", NOON, timedelta(0))).then(
        JobDeadLettered(FAILURES_MAX, "c", "s")
    )


def test_waiting_for_a_provider_is_none_of_the_few_failures() -> None:
    story = a_job.given(deferred(FAILURES_MAX + 1))
    story.when(lambda it: it.fail("c", "s", NOON, SOON)).then(JobFailed(1, "c", "s", NOON + SOON))


def test_a_job_waits_for_a_provider_from_the_first_time_on() -> None:
    a_job.when(lambda it: it.defer("c", "s", NOON, SOON)).then(
        JobDeferred(1, "c", "s", NOON, NOON + SOON)
    )
    a_job.given(deferred(1)).when(lambda it: it.defer("c", "s", NOON + DAY, SOON)).then(
        JobDeferred(2, "c", "s", NOON, NOON + DAY + SOON)
    )


@pytest.mark.parametrize(("waits", "at"), [(WAITS_MAX, NOON), (1, NOON + PATIENCE)])
def test_no_job_waits_for_ever(waits: int, at: datetime) -> None:
    story = a_job.given(deferred(waits))
    story.when(lambda it: it.defer("c", "s", at, SOON)).then(JobDeadLettered(waits + 1, "c", "s"))


def test_a_call_is_the_turn_of_the_provider_that_it_fell_back_to() -> None:
    assert a_job.state.asks("narrate") == 1
    its: Job = a_job.given(failed(1), HOP).state
    assert (its.asks("narrate"), its.asks("moderate"), its.tries) == (2, 1, 0)
    assert its.round("narrate") == (HOP,)
    assert its.round("moderate") == ()


def test_a_chain_at_its_end_begins_anew() -> None:
    other = replace(HOP, call="moderate")
    its: Job = a_job.given(HOP, other, ROUND).state
    assert (its.asks("narrate"), its.round("narrate")) == (1, ())
    assert its.asks("moderate") == 2


def test_only_the_provider_whose_turn_it_is_is_left_and_once() -> None:
    a_job.when(lambda it: it.fall_back(HOP)).then(HOP)
    a_job.given(HOP).when(lambda it: it.fall_back(HOP)).then_nothing()


def test_a_failure_after_some_progress_is_the_first_of_a_row() -> None:
    before = a_job.given(failed(1), failed(2), failed(3), failed(4))
    (again,) = before.state.fail("c", "s", NOON, timedelta(0), progressed=True)
    assert isinstance(again, JobFailed)
    assert (again.failures, before.given(again).state.tries) == (1, 1)


def test_a_wait_after_some_progress_begins_patience_and_failures_anew() -> None:
    before = a_job.given(failed(1), deferred(WAITS_MAX))
    (again,) = before.state.defer("c", "s", NOON + DAY, timedelta(0), progressed=True)
    assert isinstance(again, JobDeferred)
    assert (again.waits, again.since) == (1, NOON + DAY)
    its = before.given(again).state
    assert (its.failures, its.tries, its.waits) == (0, 1, 1)


def test_tries_are_counted_from_one_provider_to_the_next() -> None:
    assert a_job.given(deferred(1), failed(1)).state.tries == 2
    assert a_job.given(deferred(1), HOP, deferred(2)).state.tries == 1


def test_waiting_for_a_turn_among_our_own_is_no_try_of_the_provider() -> None:
    ours = replace(deferred(1), code=OWN_PACE)
    its: Job = a_job.given(ours, deferred(2)).state
    assert (its.waits, its.tries) == (2, 1)


def test_a_job_that_can_never_work_is_given_up_at_once() -> None:
    a_job.when(lambda it: it.give_up("c", "s")).then(JobDeadLettered(1, "c", "s"))


def test_a_job_that_is_no_longer_wanted_is_cancelled() -> None:
    a_job.when(lambda it: it.cancel("edited")).then(JobCancelled("edited"))


def test_a_job_waits_until_its_next_try() -> None:
    assert a_job.given(failed(1)).state.not_before == NOON


@given(st.lists(st.sampled_from(["fail", "defer", "finish", "give up", "cancel"])))
def test_a_job_is_settled_once_and_tried_no_more_often_than_allowed(asked: list[str]) -> None:
    its: Job = a_job.state
    happened: list[Event] = []
    for what in asked:
        decide = {
            "fail": its.fail("c", "s", NOON, timedelta(0)),
            "defer": its.defer("c", "s", NOON, SOON),
            "finish": its.finish(used=True),
            "give up": its.give_up("c", "s"),
            "cancel": its.cancel("edited"),
        }[what]
        for it in decide:
            happened.append(it)
            its = job.evolve(its, it)  # type: ignore[arg-type]  # decisions of a job
    tries = [it for it in happened if isinstance(it, JobFailed)]
    waits = [it for it in happened if isinstance(it, JobDeferred)]
    assert len(happened) - len(tries) - len(waits) <= 1
    assert len(tries) < FAILURES_MAX
    assert all(it.retry_at - NOON <= BACKOFF_MAX for it in tries)
