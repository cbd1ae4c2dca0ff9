from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import job
from domain.event import Event
from domain.job import (
    BACKOFF_MAX,
    FAILURES_MAX,
    Job,
    JobCancelled,
    JobDeadLettered,
    JobFailed,
    JobFinished,
    JobOpened,
)
from domain.work import Narrate
from tests.given import ACCOUNT, NOON, SCRIPT, VIDEO_STREAM
from tests.story import Story

OPENED = JobOpened(VIDEO_STREAM, ACCOUNT, Narrate(SCRIPT, "en"), None)
a_job = Story(job.evolve).given(OPENED)
SETTLED = [JobFinished(used=True), JobCancelled("edited"), JobDeadLettered(1, "c", "s")]


def failed(failures: int) -> JobFailed:
    return JobFailed(failures, "provider-unavailable", "it is away", NOON)


def test_a_job_knows_its_kind_by_its_work() -> None:
    assert OPENED.kind == "narrate"


def test_a_job_is_finished_once() -> None:
    a_job.when(lambda it: it.finish(used=True)).then(JobFinished(used=True))


@pytest.mark.parametrize("settled", SETTLED)
def test_nothing_more_is_said_of_a_settled_job(settled: Event) -> None:
    story = a_job.given(settled)
    story.when(lambda it: it.finish(used=False)).then_nothing()
    story.when(lambda it: it.fail("c", "s", NOON, timedelta(0))).then_nothing()
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


def test_a_job_that_can_never_work_is_given_up_at_once() -> None:
    a_job.when(lambda it: it.give_up("c", "s")).then(JobDeadLettered(1, "c", "s"))


def test_a_job_that_is_no_longer_wanted_is_cancelled() -> None:
    a_job.when(lambda it: it.cancel("edited")).then(JobCancelled("edited"))


def test_a_job_waits_until_its_next_try() -> None:
    assert a_job.given(failed(1)).state.not_before == NOON


@given(st.lists(st.sampled_from(["fail", "finish", "give up", "cancel"])))
def test_a_job_is_settled_once_and_tried_no_more_often_than_allowed(asked: list[str]) -> None:
    its: Job = a_job.state
    happened: list[Event] = []
    for what in asked:
        decide = {
            "fail": its.fail("c", "s", NOON, timedelta(0)),
            "finish": its.finish(used=True),
            "give up": its.give_up("c", "s"),
            "cancel": its.cancel("edited"),
        }[what]
        for it in decide:
            happened.append(it)
            its = job.evolve(its, it)  # type: ignore[arg-type]  # decisions of a job
    tries = [it for it in happened if isinstance(it, JobFailed)]
    assert len(happened) - len(tries) <= 1
    assert len(tries) < FAILURES_MAX
    assert all(it.retry_at - NOON <= BACKOFF_MAX for it in tries)
