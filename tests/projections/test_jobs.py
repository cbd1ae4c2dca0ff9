from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from domain.event import Event
from domain.ids import JobId, StreamId, job_stream
from domain.job import (
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
from domain.work import Narrate, Render, WriteScript
from projections.jobs import PROJECTION
from projections.table import Row
from tests.given import ACCOUNT, NOON, SCRIPT, SOURCE, VIDEO, VIDEO_STREAM
from tests.projections.tables import rows, told

JOB = JobId(UUID(int=11))
OPENED = JobOpened(VIDEO_STREAM, ACCOUNT, Narrate(SCRIPT, "en"), None)
LATER = NOON + timedelta(seconds=4)


def job(*events: Event) -> Row:
    (row,) = rows(told(PROJECTION, job_stream(JOB), *events), "jobs").values()
    return row


def test_an_opened_job_is_open_with_all_that_the_dispatcher_asks() -> None:
    assert job(OPENED) == {
        "kind": "narrate",
        "subject": VIDEO_STREAM,
        "account_id": ACCOUNT,
        "video_id": VIDEO,
        "state": "open",
        "failures": 0,
        "not_before": None,
        "priority": 5,
        "code": "",
        "sentence": "",
        "opened_at": NOON,
        "opened_position": 1,
        "settled_at": None,
    }


def test_a_job_on_something_else_names_no_video() -> None:
    assert job(replace(OPENED, subject=StreamId("channel/1")))["video_id"] is None


def test_a_failed_try_waits_for_its_time() -> None:
    row = job(OPENED, JobFailed(1, "unavailable", "the voice is away", LATER))
    assert (row["state"], row["failures"], row["not_before"]) == ("open", 1, LATER)
    assert (row["code"], row["sentence"]) == ("unavailable", "the voice is away")


def test_a_job_that_waits_for_a_provider_is_open_with_its_time_and_reason() -> None:
    row = job(OPENED, JobDeferred(3, "rate-limited", "too much at once", NOON, LATER))
    assert (row["state"], row["failures"], row["not_before"]) == ("open", 0, LATER)
    assert (row["code"], row["sentence"]) == ("rate-limited", "too much at once")


def test_a_job_that_fell_back_says_why() -> None:
    by = Provider("voices", "one", Mode.LIVE)
    row = job(OPENED, JobFellBack("narrate", 1, 2, by, by, "no-funds", "pay first", passing=False))
    assert (row["state"], row["code"], row["sentence"]) == ("open", "no-funds", "pay first")


@pytest.mark.parametrize(
    ("event", "state"),
    [
        (JobFinished(used=True), "finished"),
        (JobFinished(used=False), "set-aside"),
        (JobCancelled("edited"), "cancelled"),
        (JobDeadLettered(5, "broken", "it never works"), "dead"),
    ],
)
def test_a_settled_job_says_how(event: Event, state: str) -> None:
    row = job(OPENED, event)
    assert (row["state"], row["settled_at"]) == (state, NOON)


def test_films_are_finished_before_others_are_begun() -> None:
    render = replace(OPENED, work=Render(SCRIPT, SCRIPT, (), None))  # type: ignore[arg-type]  # the aspect does not matter
    begin = replace(OPENED, work=WriteScript(SOURCE, "en", 45, 1))
    assert job(render)["priority"] < job(OPENED)["priority"] < job(begin)["priority"]  # type: ignore[operator]  # whole numbers
