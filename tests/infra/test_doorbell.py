"""The doorbell on a real Redis: who waits is called at once, and a bell that is cut off mends."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis
from structlog.testing import capture_logs

from domain.ids import JobId
from infra.settings import Worker as Limits
from infra.wakes import BELL, Wakes, next_of
from infra.worker.consume import Consumer
from infra.worker.doorbell import doorbell
from tests.faults.loop import eventually, running
from tests.given import JOB

KIND = "render"
AGAIN_S = 0.05
WITHIN_S = 4.0  # FastStream waits 5 s where it finds no Redis
PATIENT = Limits(poll_s=600, graceful_s=1, reconnect_s=AGAIN_S)


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    async with Redis.from_url(redis_url) as client:
        yield client


async def heard_by(redis: Redis, listeners: int = 1) -> None:
    async def all_listen() -> bool:
        return (await redis.pubsub_numsub(BELL))[0][1] >= listeners

    await eventually(all_listen)


async def ring(redis: Redis) -> None:
    await Wakes(redis).send([(next_of(KIND), JOB)])


async def test_who_sends_wake_ups_rings(redis: Redis, redis_url: str) -> None:
    rung = asyncio.Event()
    async with doorbell(redis_url, rung, AGAIN_S):
        await heard_by(redis)
        await ring(redis)
        await asyncio.wait_for(rung.wait(), WITHIN_S)


async def test_who_sends_wake_ups_while_it_looks_rings_too(redis: Redis, redis_url: str) -> None:
    rung = asyncio.Event()
    async with doorbell(redis_url, rung, AGAIN_S):
        await heard_by(redis)
        await Wakes(redis).standing([KIND], [(next_of(KIND), JOB)])
        await asyncio.wait_for(rung.wait(), WITHIN_S)


async def test_nothing_sent_is_no_ring(redis: Redis) -> None:
    async with redis.pubsub() as listener:
        await listener.subscribe(BELL)
        await listener.get_message(timeout=1)
        await Wakes(redis).standing([KIND])
        assert await listener.get_message(timeout=0.1) is None


async def test_a_bell_that_was_cut_off_is_heard_again(redis: Redis, redis_url: str) -> None:
    rung = asyncio.Event()
    async with doorbell(redis_url, rung, AGAIN_S):
        await heard_by(redis)
        await redis.client_kill_filter(_type="pubsub")
        await heard_by(redis)
        await ring(redis)
        await asyncio.wait_for(rung.wait(), WITHIN_S)


async def test_an_idle_worker_is_called_long_before_its_clock(redis: Redis, redis_url: str) -> None:
    seen: list[JobId] = []

    async def handle(job_id: JobId) -> None:
        seen.append(job_id)

    async def is_seen() -> bool:
        return seen == [JOB]

    async with running(Consumer("one", handle, [KIND], redis_url, PATIENT).run):
        await heard_by(redis)
        await asyncio.sleep(0.1)  # it has looked, and waits
        await ring(redis)
        await eventually(is_seen, WITHIN_S)


async def test_an_idle_worker_stops_at_once(redis: Redis, redis_url: str) -> None:
    async def handle(_: JobId) -> None: ...

    stop = asyncio.Event()
    worker = asyncio.create_task(Consumer("one", handle, [KIND], redis_url, PATIENT).run(stop))
    await heard_by(redis)
    stop.set()
    await asyncio.wait_for(worker, PATIENT.graceful_s / 2)
    assert len(asyncio.all_tasks()) == 1


async def test_a_bell_without_a_redis_is_silent_and_closes_at_once(tmp_path: object) -> None:
    with capture_logs() as lines:
        async with asyncio.timeout(1), doorbell(f"unix://{tmp_path}/none", asyncio.Event(), 0.01):
            await asyncio.sleep(0.2)
    assert lines == []
    assert len(asyncio.all_tasks()) == 1


async def test_a_bell_that_may_not_be_heard_is_told_of_in_one_line(
    redis: Redis, redis_url: str
) -> None:
    await redis.acl_setuser(
        "deaf", enabled=True, nopass=True, commands=["+@all", "-subscribe"], reset=True
    )
    try:
        with capture_logs() as lines:
            async with doorbell(_as("deaf", redis_url), asyncio.Event(), AGAIN_S):

                async def is_told() -> bool:
                    return bool(lines)

                await eventually(is_told)
    finally:
        await redis.acl_deluser("deaf")
    assert [(it["event"], it["fault"]) for it in lines] == [
        ("doorbell not heard", "NoPermissionError")
    ]


def _as(user: str, url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{user}:none@{rest}"
