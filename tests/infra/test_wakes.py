"""Wake-ups in a real Redis: heard from the first on, counted, cleared away."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest
from redis.asyncio import Redis

from domain.ids import JobId
from infra.wakes import GROUP, Wakes, stream_of

A, B, C = (JobId(UUID(int=n)) for n in (1, 2, 3))
STREAM = stream_of("render")


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    async with Redis.from_url(redis_url) as client:
        yield client


async def read(redis: Redis, count: int = 1) -> list[bytes]:
    """Reads as a worker that never acknowledges; the ids of the entries."""
    found: Any = await redis.xreadgroup(GROUP, "one", {STREAM: ">"}, count=count)
    return [id for _, entries in found for id, _ in entries]


async def test_wake_ups_sent_before_there_was_a_group_are_delivered(redis: Redis) -> None:
    await Wakes(redis).wake("render", [A])
    await Wakes(redis).ensure(["render"])
    assert len(await read(redis)) == 1


async def test_making_a_group_again_changes_nothing(redis: Redis) -> None:
    wakes = Wakes(redis)
    await wakes.ensure(["render"])
    await wakes.wake("render", [A])
    await read(redis)
    await wakes.ensure(["render"])
    assert await read(redis) == []


async def test_what_no_worker_has_read_is_unread(redis: Redis) -> None:
    wakes = Wakes(redis)
    await wakes.wake("render", [A, B, C])
    assert await wakes.unread("render", 9) == [str(A), str(B), str(C)]
    await read(redis, 2)
    assert await wakes.unread("render", 9) == [str(C)]


async def test_an_emptied_redis_has_nothing_unread_and_a_group_again(redis: Redis) -> None:
    wakes = Wakes(redis)
    await wakes.wake("render", [A])
    await redis.flushdb()
    assert await wakes.unread("render", 9) == []
    assert (await redis.xinfo_groups(STREAM))[0]["name"] == GROUP.encode()


async def test_what_was_acknowledged_is_dropped_and_what_waits_is_kept(redis: Redis) -> None:
    wakes = Wakes(redis)
    await wakes.ensure(["render"])
    await wakes.wake("render", [A, B])
    await redis.xack(STREAM, GROUP, *(await read(redis)))
    assert await wakes.tidy("render", 60_000) == 1
    assert await wakes.unread("render", 9) == [str(B)]


async def test_what_is_pending_is_never_dropped(redis: Redis) -> None:
    wakes = Wakes(redis)
    await wakes.ensure(["render"])
    await wakes.wake("render", [A, B, C])
    _, second = await read(redis, 2)
    await redis.xack(STREAM, GROUP, second)
    assert await wakes.tidy("render", 60_000) == 0
    assert await redis.xlen(STREAM) == 3


async def test_what_a_dead_worker_had_read_is_given_up_and_dropped(redis: Redis) -> None:
    wakes = Wakes(redis)
    await wakes.ensure(["render"])
    await wakes.wake("render", [A])
    await read(redis)
    await asyncio.sleep(0.02)
    assert await wakes.tidy("render", 10) == 1
    assert (await redis.xpending(STREAM, GROUP))["pending"] == 0


async def test_clearing_an_emptied_redis_makes_its_group_again(redis: Redis) -> None:
    assert await Wakes(redis).tidy("render", 10) == 0
    assert await redis.exists(STREAM)
