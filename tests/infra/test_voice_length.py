"""What was learned of how long voices take, on a real Redis."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from redis.asyncio import Redis

from domain.mode import Mode
from domain.prices import Provider
from domain.voice_length import Voice
from infra.worker.cells import Cells
from infra.worker.voice_length import SharedVoiceLengths

VOICE = Voice(Provider("elevenlabs", "v2", Mode.SIMULATED), "default", "en")
OTHERS = (
    replace(VOICE, manner="female"),
    replace(VOICE, language="de"),
    replace(VOICE, provider=Provider("elevenlabs", "v2", Mode.LIVE)),
    replace(VOICE, provider=Provider("elevenlabs", "v3", Mode.SIMULATED)),
)


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    async with Redis.from_url(redis_url) as client:
        yield client


async def test_what_one_worker_heard_all_of_them_know(redis: Redis) -> None:
    one, two = (SharedVoiceLengths(Cells(redis)) for _ in range(2))
    assert await two.of(VOICE) == 1.0

    await one.hear(VOICE, spoken_s=36.0, usual_s=40.0)

    assert await two.of(VOICE) == 0.9
    assert [await two.of(it) for it in OTHERS] == [1.0] * len(OTHERS)


async def test_what_is_lost_is_learned_anew(redis: Redis) -> None:
    its = SharedVoiceLengths(Cells(redis))
    await its.hear(VOICE, spoken_s=36.0, usual_s=40.0)

    await redis.flushdb()

    assert await its.of(VOICE) == 1.0


async def test_without_redis_a_voice_takes_what_is_usual() -> None:
    async with Redis.from_url("redis://127.0.0.1:1") as nobody:
        its = SharedVoiceLengths(Cells(nobody))
        await its.hear(VOICE, spoken_s=36.0, usual_s=40.0)
        assert await its.of(VOICE) == 1.0
