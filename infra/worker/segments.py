"""Finished segments among the blobs, with their keys in Postgres, for workers on any machine."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

import structlog
from psycopg import OperationalError
from psycopg_pool import PoolTimeout

from adapters.blobs.store import BlobStore
from domain.ids import BlobId, StreamId
from infra.ledger.pool import Pool
from processors.errors import CallError

FIND = "SELECT blob FROM ops.segments WHERE key = %s"
KEEP = """
    INSERT INTO ops.segments (key, blob, made_at) VALUES (%s, %s, clock_timestamp())
    ON CONFLICT (key) DO UPDATE SET (blob, made_at) = (excluded.blob, excluded.made_at)
"""
EXPIRE = """
    DELETE FROM ops.segments WHERE made_at < clock_timestamp() - %s * interval '1 day'
    RETURNING blob
"""
FORGET = "DELETE FROM ops.segments RETURNING blob"
log = structlog.get_logger()


class BlobSegments:
    """Implements SharedSegments, and Passing: nobody knows whose one is, so all of them go."""

    def __init__(self, pool: Pool, blobs: BlobStore, kept_days: int) -> None:
        self._pool = pool
        self._blobs = blobs
        self._kept_days = kept_days

    async def find(self, key: str) -> Path | None:
        path = None
        async with _tolerant("not looked for"):
            async with self._pool.connection() as connection:
                found = await (await connection.execute(FIND, (key,))).fetchone()
            if found is not None:
                path = await self._blobs.path(BlobId(found[0]))
        return path

    async def keep(self, key: str, path: Path) -> None:
        """Those that are older than their days go with it."""
        async with _tolerant("not shared"):
            id = await self._blobs.put(await asyncio.to_thread(path.read_bytes))
            async with self._pool.connection() as connection:
                await connection.execute(KEEP, (key, id))
                gone = await (await connection.execute(EXPIRE, (self._kept_days,))).fetchall()
            await self._blobs.remove(BlobId(it) for (it,) in gone)

    async def forget(self, videos: Iterable[StreamId]) -> None:
        if any(videos):
            async with self._pool.connection() as connection:
                gone = await (await connection.execute(FORGET)).fetchall()
            await self._blobs.remove(BlobId(it) for (it,) in gone)


@asynccontextmanager
async def _tolerant(what: str) -> AsyncIterator[None]:
    """A store that is away, or a blob that is gone, costs the making of a segment."""
    try:
        yield
    except (OperationalError, PoolTimeout, CallError) as away:
        log.warning(f"segment {what}", why=type(away).__name__)
