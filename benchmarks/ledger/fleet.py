"""As many idle workers as there are wake-ups: each is read, its lease taken, nothing done."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection
from redis.asyncio import Redis

from infra.wakes import FIELD, GROUP, Wakes, lanes

AT_ONCE, BLOCK_MS = 1_000, 20
TAKE = """
    INSERT INTO ops.leases (job_id, worker, epoch, number, taken_at, expires_at)
    SELECT job_id, 'fleet', epoch, nextval('ops.lease_numbers'), now, now + interval '10 min'
    FROM unnest(%s::uuid[]) AS its (job_id), ops.lease_epoch, clock_timestamp() AS now
    ON CONFLICT (job_id) DO NOTHING
"""


@dataclass
class Fleet:
    taken: set[UUID] = field(default_factory=set)

    def has(self, count: int) -> Callable[[], Awaitable[bool]]:
        async def has_so_many() -> bool:
            return len(self.taken) >= count

        return has_so_many


@asynccontextmanager
async def reading(url: str, redis_url: str, kind: str) -> AsyncIterator[Fleet]:
    fleet = Fleet()
    connection = await AsyncConnection.connect(url, autocommit=True)
    async with connection, Redis.from_url(redis_url) as redis:
        await Wakes(redis).ensure([kind])

        async def read() -> None:
            streams: list[Any] = [*lanes(kind)]
            while True:
                found: Any = await redis.xreadgroup(
                    GROUP, "fleet", dict.fromkeys(streams, ">"), count=AT_ONCE, block=BLOCK_MS
                )
                for stream, entries in found:
                    jobs = [UUID(its[FIELD.encode()].decode()) for _, its in entries]
                    await connection.execute(TAKE, (jobs,))
                    await redis.xack(stream, GROUP, *(id for id, _ in entries))
                    fleet.taken |= set(jobs)

        task = asyncio.create_task(read())
        try:
            yield fleet
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
