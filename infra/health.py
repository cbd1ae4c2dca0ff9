"""Whether what the API needs works: asked afresh each time, each part for a bounded time."""

import asyncio
from collections.abc import Awaitable, Mapping

from redis.asyncio import Redis
from redis.exceptions import RedisError

from commands.ports import Busy
from infra.ledger.reader import LedgerReader
from queries.ports import Tables

ASK_S = 2.0
LAG_EVENTS_MAX = 10_000


class Health:
    def __init__(self, events: LedgerReader, reader: Tables, redis: Redis) -> None:
        self._events = events
        self._reader = reader
        self._redis = redis

    async def parts(self) -> Mapping[str, bool]:
        """`ledger`, `queue` (Redis) and `tables` (made, not far behind nor ahead)."""
        ledger, queue, tables = await asyncio.gather(
            _works(self._events.head()), _works(self._redis.ping()), _works(self._near())
        )
        return {"ledger": ledger, "queue": queue, "tables": tables}

    async def _near(self) -> None:
        head = await self._events.head()
        served = await self._reader.fresh(max(head - LAG_EVENTS_MAX, 0))
        await self._reader.rows("SELECT 1 FROM videos LIMIT 1", {})  # Busy until they are made
        if served.stale:
            raise Busy("the tables are far behind the ledger")
        head = await self._events.head()
        if any(position > head for _, position in (await self._reader.fresh(0)).views):
            raise Busy("a table is ahead of the ledger")


async def _works(asked: Awaitable[object]) -> bool:
    try:
        async with asyncio.timeout(ASK_S):
            await asked
    except (Busy, RedisError, OSError, TimeoutError):
        return False
    return True
