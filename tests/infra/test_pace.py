"""Paces on a real Redis, kept by many workers together."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from domain.job import OWN_PACE
from domain.mode import Mode
from domain.pace import Pace, Traffic
from domain.prices import Provider, Usage
from infra.settings import Paces as Settings
from infra.worker.breaker import Breakers
from infra.worker.cells import Cells
from infra.worker.gate import SharedGate
from infra.worker.pace import ITS, Learned, Paces, tokens_of
from infra.worker.run import Parts, gate
from processors.errors import CallError, RateLimited, Unavailable
from processors.gate import Ask
from processors.ports import Metered
from tests.memory import MemoryLedger
from tests.processors.bench import MemoryBlobs

OPENAI = Provider("openai", "gpt-6.1-terra", Mode.SIMULATED)
MOST = (Usage("input_token", 600), Usage("output_token", 400), Usage("image", 7))
USED = (Usage("input_token", 10), Usage("cached_input_token", 20), Usage("output_token", 30))
ASK = Ask(OPENAI, "write-script", MOST)


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    async with Redis.from_url(redis_url) as client:
        yield client


async def nothing(*_: object) -> None:
    """Tells nobody."""


def worker(
    redis: Redis, pace: Pace, learned: Learned | None = None, short_s: float = 1
) -> SharedGate:
    cells = Cells(redis)
    paces = Paces(cells, {"openai": pace}, learned or Learned(), short_s)
    return SharedGate(Breakers(cells, nothing), paces, lambda _: "key-1")


async def call(its: SharedGate, ask: Ask = ASK, lasts_s: float = 0) -> float:
    """How long it was told to wait; 0: it went."""
    try:
        async with its.turn(ask) as turn:
            await turn.of(lambda: asyncio.sleep(lasts_s, Metered(None, USED)))
    except RateLimited as limited:
        return limited.after_s or -1 if limited.code == OWN_PACE else -2
    return 0


async def test_all_workers_together_send_no_more_than_the_limit(redis: Redis) -> None:
    pace = Pace(requests_a_minute=7)
    waits = await asyncio.gather(*(call(worker(redis, pace)) for _ in range(20)))
    assert waits.count(0) == 7
    assert all(50 < it <= 60 for it in waits if it)


async def test_tokens_are_set_aside_before_the_call_and_given_back_after_it(redis: Redis) -> None:
    pace = Pace(tokens_a_minute=2_000)
    waits = await asyncio.gather(*(call(worker(redis, pace), lasts_s=0.5) for _ in range(3)))
    assert sorted(waits)[:2] == [0, 0]
    assert max(waits) > 50
    assert [await call(worker(redis, pace)) for _ in range(9)] == [0] * 9


async def test_a_call_that_failed_keeps_its_tokens(redis: Redis) -> None:
    its = worker(redis, Pace(tokens_a_minute=1_500))
    with pytest.raises(CallError):
        async with its.turn(ASK) as turn:
            await turn.of(failing)
    assert await call(its) > 50


async def failing() -> Metered[None]:
    raise Unavailable("it is away")


async def test_a_worker_waits_a_short_while_for_its_turn(redis: Redis) -> None:
    its = worker(redis, Pace(at_once=1), short_s=3)
    waits = await asyncio.gather(*(call(its, lasts_s=0.1) for _ in range(2)))
    assert waits == [0, 0]


async def test_a_provider_says_itself_how_many_at_once_it_takes(redis: Redis) -> None:
    learned = Learned()
    learned.hears("openai")(2)
    assert await call(worker(redis, Pace(), learned)) == 0
    its = worker(redis, Pace(at_once=9), short_s=0.1)
    waits = await asyncio.gather(*(call(its, lasts_s=0.5) for _ in range(3)))
    assert sorted(waits) == [0, 0, 0.5]


async def test_another_key_has_a_pace_of_its_own(redis: Redis) -> None:
    its = worker(redis, Pace(requests_a_minute=1))
    other = SharedGate(its.breakers, its.paces, lambda _: "key-2")
    assert [await call(its), await call(other)] == [0, 0]
    assert await call(other) > 0


async def test_losing_redis_keeps_nobody_from_asking(tmp_path: object) -> None:
    async with Redis.from_url(f"unix://{tmp_path}/none.sock") as away:
        its = worker(away, Pace(requests_a_minute=1))
        assert [await call(its) for _ in range(3)] == [0, 0, 0]


async def test_a_worker_that_dies_gives_its_place_back_when_its_time_is_over(redis: Redis) -> None:
    its = worker(redis, Pace(at_once=1), short_s=0.1)
    seconds, _ = await redis.time()
    long_ago = Traffic().take("dead", 0, (int(seconds) - 301) * 1_000)
    await redis.set("pace:openai:key-1", ITS.dump_json(long_ago))
    assert await call(its) == 0


async def test_a_worker_keeps_to_the_paces_of_the_settings(redis: Redis, redis_url: str) -> None:
    parts = Parts(MemoryLedger(), None, MemoryBlobs(), {}, redis_url, Settings())  # type: ignore[arg-type]  # no pool is asked
    its = gate(redis, parts, nothing)
    assert its.paces.by_provider["openai"] == Pace(100, 10_000)
    assert its.paces.by_provider["elevenlabs"] == Pace(at_once=2)
    assert its.paces.short_s == 2


def test_tokens_are_those_of_every_meter_of_tokens() -> None:
    assert tokens_of(MOST) == 1_000
    assert tokens_of(USED) == 60


async def test_what_a_provider_said_of_itself_is_known_a_day_later_still(redis: Redis) -> None:
    learned = Learned()
    learned.hears("openai")(4)
    await call(worker(redis, Pace(at_once=2), learned))
    assert await redis.ttl("pace:openai:key-1") > 80_000
