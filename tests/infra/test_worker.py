"""A worker's parts on real servers: leases, turns, progress, and who keeps whom from working."""

import asyncio
import json
from collections.abc import AsyncIterator
from functools import partial
from uuid import UUID

import pytest
from psycopg_pool import AsyncConnectionPool
from redis.asyncio import Redis

from commands.ports import Busy
from domain.account import AccountErased, AccountRegistered, ErasureBegun, Role
from domain.ids import (
    JobId,
    StreamId,
    account_stream,
    key_of,
)
from domain.job import Job
from domain.work import EraseAccount, Narrate
from infra.ledger.pool import Pool, ledger_pool
from infra.settings import Ledger
from infra.settings import Worker as Limits
from infra.wakes import Wakes, next_of, stream_of
from infra.worker.consume import Consumer
from infra.worker.leases import Lease, Leases
from infra.worker.progress import RedisProgress
from infra.worker.watch import LeaseLost, Watch
from processors.ports import Progress
from tests.domain.video.history import SCRIPTED
from tests.faults.loop import eventually, running
from tests.given import (
    ACCOUNT,
    JOB,
    LOGIN,
    NOON,
    OTHER_JOB,
    SCRIPT,
    VIDEO,
    VIDEO_STREAM,
    YOU,
)
from tests.memory import MemoryLedger

LIMITS = Limits(lease_s=0.3, beat_s=0.05, graceful_s=1, reconnect_s=0.05, poll_s=0.1)
ITS = Job(VIDEO_STREAM, ACCOUNT, Narrate(SCRIPT, "en"))
OTHERS = Job(StreamId("channel/1"), ACCOUNT, Narrate(SCRIPT, "en"))
KIND = "narrate"


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[Pool]:
    async with ledger_pool(database_url, Ledger(connections=2)) as opened:
        yield opened


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    async with Redis.from_url(redis_url) as client:
        yield client


@pytest.fixture
def leases(pool: Pool) -> Leases:
    return Leases(pool, "one", LIMITS.lease_s)


async def endless() -> None:
    await asyncio.sleep(60)


async def test_work_is_stopped_when_another_has_its_job(leases: Leases) -> None:
    watch = Watch(MemoryLedger(), leases, LIMITS)
    with pytest.raises(LeaseLost, match="taken this job over"):
        await watch.over(Lease(JOB, 1, 1, NOON), OTHERS, endless())


async def test_work_goes_on_while_postgres_is_away_for_less_than_a_lease() -> None:
    watch = Watch(MemoryLedger(), Leases(nowhere(), "one", 1), LIMITS)
    await watch.over(Lease(JOB, 1, 1, NOON), OTHERS, asyncio.sleep(LIMITS.lease_s * 0.6))


async def test_work_is_stopped_when_postgres_is_away_for_longer_than_a_lease() -> None:
    watch = Watch(MemoryLedger(), Leases(nowhere(), "one", 1), LIMITS)
    with pytest.raises(LeaseLost, match="nobody could be asked"):
        await watch.over(Lease(JOB, 1, 1, NOON), OTHERS, endless())


class BusyLedger(MemoryLedger):
    async def state(self, stream: StreamId) -> object:
        raise Busy(f"not now: {stream}")


async def test_a_busy_ledger_does_not_make_work_unwanted(leases: Leases) -> None:
    lease = await leases.take(JOB)
    assert lease is not None
    await Watch(BusyLedger(), leases, LIMITS).over(lease, ITS, asyncio.sleep(LIMITS.beat_s * 3))


async def test_no_work_is_done_for_an_account_that_is_being_erased(leases: Leases) -> None:
    me, registered = account_stream(ACCOUNT), AccountRegistered(LOGIN, Role.OWNER, "free", 5)
    history = [(me, registered), (me, ErasureBegun(YOU)), *((VIDEO_STREAM, it) for it in SCRIPTED)]
    watch = Watch(MemoryLedger(history), leases, LIMITS)
    assert await watch.unwanted(ITS) == "the account is being erased"
    assert await watch.unwanted(Job(me, ACCOUNT, EraseAccount())) is None


async def test_an_erasure_that_is_done_is_not_wanted_again(leases: Leases) -> None:
    me, registered = account_stream(ACCOUNT), AccountRegistered(LOGIN, Role.OWNER, "free", 5)
    watch = Watch(MemoryLedger([(me, registered), (me, AccountErased(JOB))]), leases, LIMITS)
    reason = await watch.unwanted(Job(me, ACCOUNT, EraseAccount()))
    assert reason == "the account is as it should be, and does not need this work any more"


def nowhere() -> Pool:
    """A pool that is closed: as if Postgres were away."""
    return AsyncConnectionPool("postgresql://nowhere", open=False)


async def test_workers_share_a_backlog_one_job_at_a_time(redis: Redis, redis_url: str) -> None:
    handled: dict[str, list[JobId]] = {"one": [], "two": []}

    async def handle(name: str, job_id: JobId) -> None:
        handled[name].append(job_id)
        await asyncio.sleep(0.02)

    jobs = [JobId(UUID(int=n)) for n in range(20)]
    await Wakes(redis).send([(stream_of(KIND), it) for it in jobs])
    consumers = [
        Consumer(name, partial(handle, name), [KIND], redis_url, LIMITS) for name in handled
    ]

    async def all_handled() -> bool:
        return sum(map(len, handled.values())) == len(jobs)

    async with running(*(it.run for it in consumers)):
        await eventually(all_handled)
    assert sorted(handled["one"] + handled["two"], key=str) == sorted(jobs, key=str)
    assert min(len(handled["one"]), len(handled["two"])) >= 5


async def test_a_worker_does_one_job_at_a_time_whatever_its_kind(
    redis: Redis, redis_url: str
) -> None:
    at_once, most, done = 0, 0, 0

    async def handle(_: JobId) -> None:
        nonlocal at_once, most, done
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0.02)
        at_once, done = at_once - 1, done + 1

    for kind in ("a", "b", "c"):
        await Wakes(redis).send([(next_of(kind), JOB), (stream_of(kind), OTHER_JOB)])
    consumer = Consumer("one", handle, ["a", "b", "c"], redis_url, LIMITS)

    async def all_done() -> bool:
        return done == 6

    async with running(consumer.run):
        await eventually(all_done)
    assert most == 1


async def test_a_job_that_could_not_be_looked_at_keeps_no_other_from_being(
    redis: Redis, redis_url: str
) -> None:
    seen: list[JobId] = []

    async def handle(job_id: JobId) -> None:
        seen.append(job_id)
        raise Busy("Postgres is away")

    async def both_seen() -> bool:
        return seen == [JOB, OTHER_JOB]

    await Wakes(redis).send([(stream_of(KIND), JOB), (stream_of(KIND), OTHER_JOB)])
    async with running(Consumer("one", handle, [KIND], redis_url, LIMITS).run):
        await eventually(both_seen)


async def test_a_worker_waits_for_a_redis_that_is_away(tmp_path: object) -> None:
    async def handle(job_id: JobId) -> None:
        raise AssertionError(f"nobody can have woken {job_id}")

    url = f"unix://{tmp_path}/none.sock"
    stop = asyncio.Event()
    waiting = asyncio.create_task(Consumer("one", handle, [KIND], url, LIMITS).run(stop))
    await asyncio.sleep(0.2)
    assert not waiting.done()
    stop.set()
    await asyncio.wait_for(waiting, 5)


async def test_progress_is_kept_by_video_and_told_to_its_account(redis: Redis) -> None:
    progress = RedisProgress(redis, every_s=5)
    async with redis.pubsub() as told:
        await told.subscribe(f"progress/{ACCOUNT}")
        await told.get_message(timeout=1)
        tell = progress.of(JOB, ITS)
        for done in (10, 20, 300):
            await tell(Progress(done, 300, 61.27, done // 100, 3))
        messages = [await told.get_message(timeout=1) for _ in range(2)]
    assert [json.loads((it or {})["data"])["done"] for it in messages] == [10, 300]
    kept = json.loads((await redis.hgetall(f"progress/{VIDEO}"))[str(JOB).encode()])
    assert kept == {
        "video_id": key_of(VIDEO_STREAM),
        "job_id": str(JOB),
        "kind": KIND,
        "done": 300,
        "total": 300,
        "per_second": 61.3,
        "segments_done": 3,
        "segments_total": 3,
    }
    await progress.over(JOB, ITS)
    assert await redis.hgetall(f"progress/{VIDEO}") == {}


async def test_the_progress_of_an_erased_accounts_videos_is_forgotten(redis: Redis) -> None:
    progress = RedisProgress(redis, every_s=5)
    await progress.of(JOB, ITS)(Progress(1, 300, 61.27))
    await progress.forget([VIDEO_STREAM])
    assert await redis.keys("progress/*") == []


async def test_a_redis_that_is_away_keeps_nobody_from_working(tmp_path: object) -> None:
    async with Redis.from_url(f"unix://{tmp_path}/none.sock") as away:
        progress = RedisProgress(away, every_s=0.1)
        await progress.of(JOB, ITS)(Progress(1, 2, 3.0))
        await progress.over(JOB, ITS)
        await progress.forget([VIDEO_STREAM])
