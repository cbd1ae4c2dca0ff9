"""In which order a worker reads its wake-ups, on a real Redis: nothing is read ahead."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest
from redis.asyncio import Redis

from domain.ids import JobId
from infra.wakes import FIELD, GROUP, Wakes, next_of, stream_of
from infra.worker.consume import Queue

A, B, C, D, E = (JobId(UUID(int=n)) for n in range(1, 6))


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    async with Redis.from_url(redis_url) as client:
        await Wakes(client).ensure(["render", "narrate"])
        yield client


@pytest.fixture
def queue(redis: Redis) -> Queue:
    return Queue(redis, "one", ["render", "narrate"])


async def read(queue: Queue, count: int) -> list[JobId | None]:
    return [await queue.read() for _ in range(count)]


async def test_what_is_next_of_any_kind_is_read_before_all_others(
    queue: Queue, redis: Redis
) -> None:
    others = [(stream_of("render"), A), (stream_of("narrate"), B)]
    await Wakes(redis).send([*others, (next_of("narrate"), C)])
    assert await read(queue, 4) == [C, A, B, None]


async def test_kinds_take_turns_in_what_is_next(queue: Queue, redis: Redis) -> None:
    many = [(next_of("render"), it) for it in (A, B, C)]
    await Wakes(redis).send([*many, (next_of("narrate"), D)])
    assert await read(queue, 4) == [A, D, B, C]


async def test_others_are_read_in_the_order_of_the_kinds(queue: Queue, redis: Redis) -> None:
    await Wakes(redis).send([(stream_of("narrate"), A), (stream_of("render"), B)])
    assert await read(queue, 2) == [B, A]


async def test_one_is_read_at_a_time_so_that_others_find_the_rest(
    queue: Queue, redis: Redis
) -> None:
    await Wakes(redis).send([(next_of("render"), A), (next_of("narrate"), B)])
    assert await queue.read() == A
    assert await Queue(redis, "two", ["render", "narrate"]).read() == B


async def test_what_is_read_is_acknowledged(queue: Queue, redis: Redis) -> None:
    await Wakes(redis).send([(next_of("render"), A), (stream_of("render"), B)])
    await read(queue, 2)
    for stream in (next_of("render"), stream_of("render")):
        assert (await redis.xpending(stream, GROUP))["pending"] == 0


async def test_what_names_no_job_is_passed_over(queue: Queue, redis: Redis) -> None:
    await redis.xadd(next_of("render"), {FIELD: "nonsense"})
    await redis.xadd(next_of("render"), {"other": "field"})
    await Wakes(redis).send([(next_of("render"), A)])
    assert await read(queue, 2) == [A, None]


async def test_groups_that_are_gone_are_made_again(queue: Queue, redis: Redis) -> None:
    await redis.flushdb()
    await Wakes(redis).send([(stream_of("render"), A)])
    assert await queue.read() == A
