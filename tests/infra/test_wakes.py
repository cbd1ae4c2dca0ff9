"""Wake-ups in a real Redis: heard from the first on, counted, taken back, cleared away."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest
from redis.asyncio import Redis

from domain.ids import JobId
from infra.wakes import BEGIN, GROUP, Entry, Standing, Wakes, next_of, stream_of

A, B, C = (JobId(UUID(int=n)) for n in (1, 2, 3))
STREAM = stream_of("render")


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    async with Redis.from_url(redis_url) as client:
        yield client


@pytest.fixture
async def wakes(redis: Redis) -> Wakes:
    return Wakes(redis)


async def woken(wakes: Wakes, *jobs: JobId) -> list[Entry]:
    return await wakes.send([(STREAM, it) for it in jobs])


async def read(redis: Redis, count: int = 1, group: str = GROUP) -> list[bytes]:
    """Reads as one that never acknowledges; the ids of the entries."""
    found: Any = await redis.xreadgroup(group, "one", {STREAM: ">"}, count=count)
    return [id for _, entries in found for id, _ in entries]


async def unread(wakes: Wakes) -> list[JobId]:
    its = (await wakes.standing(["render"]))[0][STREAM]
    return [job_id for job_id, _ in await wakes.unread(STREAM, its.read, 9)]


async def test_wake_ups_sent_before_there_was_a_group_are_delivered(
    wakes: Wakes, redis: Redis
) -> None:
    await woken(wakes, A)
    await wakes.ensure(["render"])
    assert len(await read(redis)) == 1


async def test_making_a_group_again_changes_nothing(wakes: Wakes, redis: Redis) -> None:
    await wakes.ensure(["render"])
    await woken(wakes, A)
    await read(redis)
    await wakes.ensure(["render"])
    assert await read(redis) == []


async def test_what_no_worker_has_read_is_unread(wakes: Wakes, redis: Redis) -> None:
    await woken(wakes, A, B, C)
    assert await unread(wakes) == [A, B, C]
    await read(redis, 2)
    assert await unread(wakes) == [C]


async def test_a_wake_up_waits_until_it_is_read(wakes: Wakes, redis: Redis) -> None:
    first, second = await woken(wakes, A, B)
    await wakes.ensure(["render"])
    await read(redis)
    its = (await wakes.standing(["render"]))[0][STREAM]
    assert (its.was_read(first), its.waits(first)) == (True, False)
    assert (its.was_read(second), its.waits(second)) == (False, True)


async def test_who_is_woken_while_it_is_asked_is_counted_already(
    wakes: Wakes, redis: Redis
) -> None:
    await wakes.ensure(["render"])
    standing, (entry,) = await wakes.standing(["render"], [(STREAM, A)])
    assert standing[STREAM].waits(entry)
    assert len(await read(redis)) == 1


async def test_what_is_taken_back_is_read_by_nobody(wakes: Wakes) -> None:
    first, _ = await woken(wakes, A, B)
    (moved,) = await wakes.send([(next_of("render"), A)], drop=[first])
    assert moved.stream == next_of("render")
    assert await unread(wakes) == [B]


async def test_an_emptied_redis_has_read_nothing_and_has_a_group_again(
    wakes: Wakes, redis: Redis
) -> None:
    (entry,) = await woken(wakes, A)
    await redis.flushdb()
    its = (await wakes.standing(["render"]))[0][STREAM]
    assert its == Standing(BEGIN, BEGIN)
    assert not its.waits(entry)
    assert not its.was_read(entry)
    assert (await redis.xinfo_groups(STREAM))[0]["name"] == GROUP.encode()


async def test_what_names_no_job_is_passed_over(wakes: Wakes, redis: Redis) -> None:
    await redis.xadd(STREAM, {"job": "nonsense"})
    await redis.xadd(STREAM, {"other": "field"})
    await woken(wakes, A)
    assert await unread(wakes) == [A]


async def test_what_was_acknowledged_is_dropped_and_what_waits_is_kept(
    wakes: Wakes, redis: Redis
) -> None:
    await wakes.ensure(["render"])
    await woken(wakes, A, B)
    await redis.xack(STREAM, GROUP, *(await read(redis)))
    assert await wakes.tidy(STREAM, 60_000) == 1
    assert await unread(wakes) == [B]


async def test_what_is_pending_is_never_dropped(wakes: Wakes, redis: Redis) -> None:
    await wakes.ensure(["render"])
    await woken(wakes, A, B, C)
    _, second = await read(redis, 2)
    await redis.xack(STREAM, GROUP, second)
    assert await wakes.tidy(STREAM, 60_000) == 0
    assert await redis.xlen(STREAM) == 3


async def test_nothing_is_dropped_that_another_group_has_not_read(
    wakes: Wakes, redis: Redis
) -> None:
    await wakes.ensure(["render"])
    await redis.xgroup_create(STREAM, "watchers", id="0")
    await woken(wakes, A, B, C)
    await redis.xack(STREAM, GROUP, *(await read(redis, 3)))
    assert await wakes.tidy(STREAM, 0) == 0
    await redis.xack(STREAM, "watchers", *(await read(redis, 2, "watchers")))
    assert await wakes.tidy(STREAM, 0) == 2


async def test_what_another_group_has_pending_is_never_given_up(wakes: Wakes, redis: Redis) -> None:
    await wakes.ensure(["render"])
    await redis.xgroup_create(STREAM, "watchers", id="0")
    await woken(wakes, A, B)
    await redis.xack(STREAM, GROUP, *(await read(redis, 2)))
    _, second = await read(redis, 2, "watchers")
    await redis.xack(STREAM, "watchers", second)
    assert await wakes.tidy(STREAM, 0) == 0
    assert (await redis.xpending(STREAM, "watchers"))["pending"] == 1


async def test_what_a_dead_worker_had_read_is_given_up_and_dropped(
    wakes: Wakes, redis: Redis
) -> None:
    await wakes.ensure(["render"])
    await woken(wakes, A)
    await read(redis)
    await asyncio.sleep(0.02)
    assert await wakes.tidy(STREAM, 10) == 1
    assert (await redis.xpending(STREAM, GROUP))["pending"] == 0
