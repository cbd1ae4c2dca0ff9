"""Wake-ups: one Redis stream a kind of job, read by one group of workers. Hints, never the truth.

A wake-up may be lost or doubled, and Redis may be emptied: the jobs stand in Postgres. Entries
that nobody has read yet are looked up, not remembered.
"""

from collections.abc import Iterable
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import ResponseError

from domain.ids import JobId

GROUP = "workers"
FIELD = "__data__"  # where FastStream expects a message


def stream_of(kind: str) -> str:
    return f"jobs.{kind}"


class Wakes:
    """Every method raises RedisError where Redis cannot answer."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def ensure(self, kinds: Iterable[str]) -> None:
        """Streams and groups, made where missing; at 0, so that nothing sent before is missed."""
        for kind in kinds:
            try:
                await self._redis.xgroup_create(stream_of(kind), GROUP, id="0", mkstream=True)
            except ResponseError as known:
                if "BUSYGROUP" not in str(known):
                    raise

    async def wake(self, kind: str, jobs: Iterable[JobId]) -> None:
        async with self._redis.pipeline(transaction=False) as pipeline:
            for job_id in jobs:
                pipeline.xadd(stream_of(kind), {FIELD: str(job_id)})
            await pipeline.execute()

    async def unread(self, kind: str, limit: int) -> list[str]:
        """The jobs of at most `limit` entries that no worker has read yet."""
        try:
            after = await self._last_read(kind)
        except ResponseError:  # no such stream
            await self.ensure([kind])
            return []
        entries = await self._redis.xrange(stream_of(kind), min=f"({after}", count=limit)
        return [_job(fields) for _, fields in entries or ()]

    async def tidy(self, kind: str, stale_ms: int) -> int:
        """Drops what workers have read; entries that a dead worker left are given up first.

        Nothing pending is ever trimmed: Redis 6.2 would keep its ghost for good. Returns how many
        entries were dropped.
        """
        stream = stream_of(kind)
        await self.ensure([kind])
        stale = await self._redis.xpending_range(
            stream, GROUP, min="-", max="+", count=1000, idle=stale_ms
        )
        if stale:
            await self._redis.xack(stream, GROUP, *(it["message_id"] for it in stale))
        pending = await self._redis.xpending(stream, GROUP)
        if pending["pending"]:
            keep_from = pending["min"].decode()
        else:
            keep_from = _after(await self._last_read(kind))
        return int(await self._redis.xtrim(stream, minid=keep_from, approximate=False))

    async def _last_read(self, kind: str) -> str:
        groups = await self._redis.xinfo_groups(stream_of(kind))
        found = [it["last-delivered-id"] for it in groups if it["name"] == GROUP.encode()]
        if not found:
            await self.ensure([kind])
            return "0-0"
        return str(found[0].decode())


def _job(fields: Any) -> str:
    return str(fields[FIELD.encode()], "ascii")


def _after(id: str) -> str:
    milliseconds, _, number = id.partition("-")
    return f"{milliseconds}-{int(number) + 1}"
