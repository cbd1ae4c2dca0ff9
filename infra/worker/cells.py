"""Values in Redis that all workers change together: read, decided in memory, set if unchanged."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from redis.asyncio import Redis
from redis.exceptions import RedisError, WatchError

TRIES_MAX = 100
ANSWER_S = 5.0
MS_PER_S = 1_000
US_PER_MS = 1_000

Told = TypeVar("Told")
Decide = Callable[[bytes | None, int], tuple[bytes | None, int, Told]]
"""Given a value (None: there is none) and the time: the new one (None: as it is), how many
milliseconds it is kept, and what the caller is told. It may be asked again.
"""


class Away(Exception):
    """Redis does not answer, or others were always first."""


@dataclass(frozen=True, slots=True)
class Cells:
    """Times are those of Redis, in milliseconds: one clock for all machines."""

    redis: Redis

    async def change(self, key: str, decide: Decide[Told]) -> Told:
        """Raises Away."""
        try:
            async with asyncio.timeout(ANSWER_S), self.redis.pipeline() as pipeline:
                for _ in range(TRIES_MAX):
                    try:
                        return await _change(pipeline, key, decide)
                    except WatchError:
                        continue
        except (RedisError, OSError, TimeoutError) as fault:
            raise Away(type(fault).__name__) from fault
        raise Away("others were always first")

    async def drop(self, pattern: str) -> int:
        """How many keys are gone. Raises Away."""
        try:
            keys = [it async for it in self.redis.scan_iter(pattern)]
            return int(await self.redis.delete(*keys)) if keys else 0
        except (RedisError, OSError) as fault:
            raise Away(type(fault).__name__) from fault


async def _change(pipeline: Any, key: str, decide: Decide[Told]) -> Told:
    await pipeline.watch(key)
    seconds, us = await pipeline.time()
    before = await pipeline.get(key)
    value, kept_ms, told = decide(before, seconds * MS_PER_S + us // US_PER_MS)
    if value is None:
        await pipeline.unwatch()
        return told
    pipeline.multi()
    pipeline.set(key, value, px=kept_ms)
    await pipeline.execute()
    return told
