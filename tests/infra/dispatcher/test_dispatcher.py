"""Who is woken, and who first: on a real table and a real queue."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from redis.asyncio import Redis

from domain.ids import JobId
from infra.dispatcher.dispatcher import Dispatcher
from infra.settings import Dispatcher as Limits
from infra.wakes import FIELD, GROUP, Wakes, lanes
from infra.worker.consume import Queue
from tests.infra.dispatcher.table import Table

LIMITS = Limits(next_max=2, rewake_s=2)
NEXT, REST = lanes("render")


@dataclass
class Clock:
    now_s: float = 100.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def dispatcher(table: Table, redis: Redis, clock: Clock) -> Dispatcher:
    return Dispatcher(table.due(9_999), Wakes(redis), LIMITS, clock)


async def waiting(redis: Redis, stream: str = NEXT) -> list[JobId]:
    wakes = Wakes(redis)
    its = (await wakes.standing(["render"]))[0][stream]
    return [job_id for job_id, _ in await wakes.unread(stream, its.read, 99_999)]


async def read_all(redis: Redis, stream: str = NEXT) -> None:
    await redis.xreadgroup(GROUP, "one", {stream: ">"}, noack=True)


async def test_a_due_job_is_woken_once_however_often_it_is_looked_at(
    dispatcher: Dispatcher, table: Table, redis: Redis, clock: Clock
) -> None:
    job = await table.open(1)
    for _ in range(3):
        await dispatcher.look()
        clock.now_s += 10
    assert await waiting(redis) == [job]


async def test_all_are_woken_in_one_look_and_an_accounts_first_are_next(
    dispatcher: Dispatcher, table: Table, redis: Redis
) -> None:
    jobs = [await table.open(n) for n in range(1, 6)]
    await dispatcher.look()
    assert await waiting(redis) == jobs[:2]
    assert await waiting(redis, REST) == jobs[2:]


async def test_one_job_of_another_account_stands_before_all_but_two_of_a_thousand(
    dispatcher: Dispatcher, table: Table, redis: Redis
) -> None:
    await table.open_many(1_000)
    await dispatcher.look()
    other = await table.open(1_001, account=2)
    await dispatcher.look()
    assert (await waiting(redis))[2:] == [other]


async def test_whoever_comes_last_with_one_job_starts_next(table: Table, redis: Redis) -> None:
    await table.open_many(1_000)
    dispatcher = Dispatcher(table.due(9_999), Wakes(redis), Limits())
    await dispatcher.look()
    worker = Queue(redis, "one", ["render"])
    assert await worker.read() == JobId(UUID(int=1))
    other = await table.open(1_001, account=2)
    await dispatcher.look()
    assert await worker.read() == other


async def test_as_the_first_are_read_others_of_the_account_move_up(
    dispatcher: Dispatcher, table: Table, redis: Redis
) -> None:
    jobs = [await table.open(n) for n in range(1, 6)]
    await dispatcher.look()
    await read_all(redis)
    await dispatcher.look()
    assert await waiting(redis) == jobs[2:4]
    assert await waiting(redis, REST) == jobs[4:]


async def test_ten_thousand_jobs_opened_at_once_are_woken_in_one_look(
    table: Table, redis: Redis
) -> None:
    await table.open_many(10_000)
    limits = Limits()
    await Dispatcher(table.due(limits.waiting_max), Wakes(redis), limits).look()
    woken = await waiting(redis) + await waiting(redis, REST)
    assert len(woken) == len(set(woken)) == 10_000


async def test_a_wake_up_is_taken_back_when_its_job_is_done(
    dispatcher: Dispatcher, table: Table, redis: Redis
) -> None:
    jobs = [await table.open(n) for n in range(1, 5)]
    await dispatcher.look()
    await table.finish(jobs[3])
    await dispatcher.look()
    assert await waiting(redis, REST) == [jobs[2]]


async def test_a_job_that_was_read_and_not_taken_is_woken_again_after_a_while(
    dispatcher: Dispatcher, table: Table, redis: Redis, clock: Clock
) -> None:
    job = await table.open(1)
    await dispatcher.look()
    await read_all(redis)
    await dispatcher.look()
    assert await waiting(redis) == []
    clock.now_s += LIMITS.rewake_s
    await dispatcher.look()
    assert await waiting(redis) == [job]


async def test_a_lease_that_ran_out_is_followed_at_once(
    dispatcher: Dispatcher, table: Table, redis: Redis
) -> None:
    job = await table.open(1)
    await dispatcher.look()
    await read_all(redis)
    await table.hold(job)
    await dispatcher.look()
    await table.connection.execute("DELETE FROM ops.leases")
    await dispatcher.look()
    assert await waiting(redis) == [job]


async def test_everything_due_is_woken_again_at_once_in_an_emptied_redis(
    dispatcher: Dispatcher, table: Table, redis: Redis
) -> None:
    jobs = [await table.open(n) for n in range(1, 5)]
    await dispatcher.look()
    await redis.flushdb()
    await dispatcher.look()
    assert await waiting(redis) + await waiting(redis, REST) == jobs


async def test_a_redis_that_lost_its_last_second_gets_that_again(
    dispatcher: Dispatcher, table: Table, redis: Redis
) -> None:
    first = await table.open(1)
    await dispatcher.look()
    kept: Any = await redis.dump(NEXT)
    second = await table.open(2)
    await dispatcher.look()
    await redis.restore(NEXT, 0, kept, replace=True)
    await dispatcher.look()
    assert await waiting(redis) == [first, second]


async def test_a_new_dispatcher_wakes_what_waits_already_only_if_nobody_did(
    dispatcher: Dispatcher, table: Table, redis: Redis
) -> None:
    jobs = [await table.open(n) for n in range(1, 5)]
    await dispatcher.look()
    await Dispatcher(table.due(), Wakes(redis), LIMITS).look()
    assert await waiting(redis) + await waiting(redis, REST) == jobs


async def test_what_is_no_wake_up_disturbs_nobody(
    dispatcher: Dispatcher, table: Table, redis: Redis
) -> None:
    await redis.xadd(REST, {FIELD: "nonsense"})
    job = await table.open(1)
    await dispatcher.look()
    assert await waiting(redis) == [job]


async def test_read_wake_ups_are_cleared_away_in_time(
    dispatcher: Dispatcher, table: Table, redis: Redis, clock: Clock
) -> None:
    job = await table.open(1)
    await dispatcher.look()
    await read_all(redis)
    await table.finish(job)
    clock.now_s += LIMITS.tidy_s
    await dispatcher.look()
    assert await redis.xlen(NEXT) == 0
