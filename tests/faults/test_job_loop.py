"""The job loop in one process on real servers: nothing is lost, nothing is done twice."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import UUID

import psycopg
import pytest
from prometheus_client import REGISTRY
from redis.asyncio import Redis

from domain.call import CallSucceeded
from domain.ids import AccountId, job_stream, video_stream
from domain.job import JobCancelled, JobDeadLettered, JobFailed, JobFinished
from domain.video.events import VideoCancelled, VideoFailed
from domain.work import WriteScript
from infra.wakes import FIELD, GROUP, Wakes, lanes, stream_of
from processors.errors import InvalidInput, OutcomeUnknown, Unavailable
from processors.job import LeasedJob
from tests.faults.loop import (
    WITHIN_S,
    WORKER,
    Ledgers,
    Places,
    Writing,
    a_video,
    dispatcher,
    eventually,
    projector,
    running,
    system,
    worker,
)
from tests.given import CHANNEL, YOU

WRITE = "write-script"


async def test_a_job_is_woken_done_and_settled_once(its: Ledgers, places: Places) -> None:
    job = await its.ask()
    async with system(places, Writing(places), workers=2):
        await its.settled(job)
    assert places.noted() == [f"sent {job}", f"done {job}"]
    assert (await its.events(job_stream(job)))[1:] == [JobFinished(used=True)]


async def test_a_second_worker_finds_the_job_taken(its: Ledgers, places: Places) -> None:
    job = await its.ask()
    async with Redis.from_url(places.redis_url) as redis:
        await Wakes(redis).send([(stream_of(WRITE), job)] * 3)
    async with running(*[partial(worker, places, Writing(places, 0.3)) for _ in range(3)]):
        await its.settled(job)
    assert places.noted("sent") == [f"sent {job}"]


async def test_a_wake_up_before_its_time_does_nothing(its: Ledgers, places: Places) -> None:
    job = await its.ask()

    async def failed() -> bool:
        return (await its.job(job)).failures == 1

    async with Redis.from_url(places.redis_url) as redis:
        writing = Writing(places, faults=[Unavailable("the stand-in is away")])
        async with running(partial(worker, places, writing)):
            await Wakes(redis).send([(stream_of(WRITE), job)])
            await eventually(failed)
            await Wakes(redis).send([(stream_of(WRITE), job)])
            await asyncio.sleep(0.2)
    assert places.noted() == [f"sent {job}"]


async def test_a_wake_up_sent_before_any_worker_ever_ran_is_heard(
    its: Ledgers, places: Places
) -> None:
    job = await its.ask()
    async with Redis.from_url(places.redis_url) as redis:
        await Wakes(redis).send([(stream_of(WRITE), job)])
    async with running(partial(worker, places, Writing(places))):
        await its.settled(job)


async def test_an_emptied_redis_loses_no_job_and_stops_none(its: Ledgers, places: Places) -> None:
    jobs = [await its.ask(n) for n in range(3)]
    async with system(places, Writing(places, 0.4)), Redis.from_url(places.redis_url) as redis:
        await eventually(lambda: noted(places, "sent", 1))
        await redis.flushdb()
        await its.settled(*jobs)
        await redis.flushdb()
        await its.settled(await its.ask(3))
    assert len(places.noted("sent")) == 4


async def test_a_group_that_is_gone_is_made_again(its: Ledgers, places: Places) -> None:
    async with system(places, Writing(places)), Redis.from_url(places.redis_url) as redis:
        await its.settled(await its.ask(1))
        await redis.xgroup_destroy(stream_of(WRITE), GROUP)
        await its.settled(await its.ask(2))


async def test_cut_connections_to_postgres_lose_nothing(its: Ledgers, places: Places) -> None:
    jobs = [await its.ask(n) for n in range(2)]
    async with system(places, Writing(places, 0.4)):
        await eventually(lambda: noted(places, "sent", 1))
        with psycopg.connect(places.database_url, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        await its.settled(*jobs)
    assert [type(it) for it in await its.call(jobs[1])][-1] is CallSucceeded


async def test_what_fails_in_passing_is_tried_again_after_a_wait(
    its: Ledgers, places: Places
) -> None:
    job = await its.ask()
    away = Unavailable("the stand-in is away", code="stand-in-away")
    async with system(places, Writing(places, faults=[away])):
        await its.settled(job)
    failed, finished = [it.event for it in (await its.reader.read_stream(job_stream(job)))[1:]]
    assert isinstance(failed, JobFailed)
    assert (failed.failures, failed.code) == (1, "stand-in-away")
    assert finished == JobFinished(used=True)
    _, tried, done = await its.reader.read_stream(job_stream(job))
    assert done.recorded_at - tried.recorded_at >= timedelta(seconds=1)


async def test_what_never_will_work_is_told_to_the_video(its: Ledgers, places: Places) -> None:
    job = await its.ask()
    bad = InvalidInput("the source says nothing; give a text", code="source-empty")
    async with system(places, Writing(places, faults=[bad])):
        await its.settled(job)
    letter = (await its.events(job_stream(job)))[-1]
    assert letter == JobDeadLettered(1, "source-empty", "the source says nothing; give a text")
    told = (await its.events(video_stream(a_video(0))))[-1]
    assert isinstance(told, VideoFailed)
    assert (told.code, told.job_id) == ("source-empty", job)


@pytest.mark.parametrize("fault", [OutcomeUnknown("no answer"), ValueError("a key: sk-1")])
async def test_other_faults_count_as_passing_and_quote_nothing(
    its: Ledgers, places: Places, fault: Exception
) -> None:
    job = await its.ask()
    async with system(places, Writing(places, faults=[fault])):
        await its.settled(job)
    failed = (await its.events(job_stream(job)))[1]
    assert isinstance(failed, JobFailed)
    assert failed.code == ("internal" if isinstance(fault, ValueError) else "outcome-unknown")
    assert "sk-1" not in failed.sentence


async def test_work_that_takes_too_long_is_stopped_and_tried_again(
    its: Ledgers, places: Places
) -> None:
    job = await its.ask()
    limits = WORKER.model_copy(update={"deadlines_s": {WRITE: 0.2}})

    async def failed() -> bool:
        return (await its.job(job)).failures == 1

    async with running(
        partial(projector, places),
        partial(dispatcher, places),
        partial(worker, places, Writing(places, 60), limits=limits),
    ):
        await eventually(failed)
    tried = (await its.events(job_stream(job)))[1]
    assert isinstance(tried, JobFailed)
    assert (tried.code, "longer than 0.2 s" in tried.sentence) == ("too-late", True)


async def test_work_stops_when_its_video_is_cancelled(its: Ledgers, places: Places) -> None:
    job = await its.ask()
    stream = video_stream(a_video(0))
    async with system(places, Writing(places, 60)):
        await eventually(lambda: noted(places, "sent", 1))
        await its.record("cancel", stream, VideoCancelled(CHANNEL, YOU, "no"))
        await its.settled(job)
    assert isinstance((await its.events(job_stream(job)))[-1], JobCancelled)
    assert places.noted("done") == []


async def test_work_that_nobody_wants_any_more_is_not_begun(its: Ledgers, places: Places) -> None:
    job = await its.ask()
    stream = video_stream(a_video(0))
    await its.record("cancel", stream, VideoCancelled(CHANNEL, YOU, "no"))
    async with system(places, Writing(places)):
        await its.settled(job)
    cancelled = (await its.events(job_stream(job)))[-1]
    assert cancelled == JobCancelled("the video is cancelled, and does not need this work any more")
    assert places.noted() == []


class Forgetful:
    async def run(self, job: object) -> None:
        """Ends without an outcome, which is a mistake."""


async def test_a_processor_without_an_outcome_is_a_failure(its: Ledgers, places: Places) -> None:
    job = await its.ask()

    async def failed() -> bool:
        return (await its.job(job)).failures == 1

    async with system(places, Forgetful()):
        await eventually(failed)
    tried = (await its.events(job_stream(job)))[1]
    assert isinstance(tried, JobFailed)
    assert (tried.code, "Unreported" in tried.sentence) == ("internal", True)


async def test_work_that_was_reported_is_done_whatever_is_wanted_then(
    its: Ledgers, places: Places
) -> None:
    before = [attempts(it) for it in ("done", "cancelled")]
    job = await its.ask()
    async with system(places, Lingering(places)):
        await its.settled(job)
        await eventually(lambda: noted(places, "ended", 1))
    assert [attempts(it) for it in ("done", "cancelled")] == [before[0] + 1, before[1]]
    assert (await its.events(job_stream(job)))[1:] == [JobFinished(used=True)]


async def test_one_job_of_another_account_does_not_stand_behind_a_thousand(
    its: Ledgers, places: Places
) -> None:
    await asyncio.gather(*(its.ask(n) for n in range(1_000)))
    async with system(places, Writing(places, 0.5)):
        await eventually(lambda: noted(places, "sent", 1))
        before = len(places.noted("sent"))
        last = await its.ask(1_000, AccountId(UUID(int=77)))
        await eventually(lambda: noted(places, f"sent {last}", 1))
    assert places.noted("sent").index(f"sent {last}") <= before + 2


async def test_a_message_that_is_no_job_is_passed_over(its: Ledgers, places: Places) -> None:
    async with system(places, Writing(places)), Redis.from_url(places.redis_url) as redis:
        await redis.xadd(stream_of(WRITE), {FIELD: "nonsense"})
        await redis.xadd(stream_of(WRITE), {"other": "field"})
        await its.settled(await its.ask())


async def test_queues_are_empty_when_all_is_done(its: Ledgers, places: Places) -> None:
    jobs = [await its.ask(n) for n in range(3)]
    async with system(places, Writing(places)), Redis.from_url(places.redis_url) as redis:
        await its.settled(*jobs)

        async def empty() -> bool:
            return [await redis.xlen(it) for it in lanes(WRITE)] == [0, 0]

        await eventually(empty)


async def noted(places: Places, begin: str, count: int) -> bool:
    return len(places.noted(begin)) >= count


def attempts(ending: str) -> float:
    its = {"kind": WRITE, "ending": ending}
    return REGISTRY.get_sample_value("ytempire_attempts_total", its) or 0.0


@dataclass(frozen=True)
class Lingering:
    """Reports, and is still there when its work is not wanted any more."""

    places: Places

    async def run(self, job: LeasedJob[WriteScript]) -> None:
        try:
            await Writing(self.places).run(job)
            await asyncio.sleep(WITHIN_S)
        finally:
            self.places.note("ended")
