"""The life of whoever sends mail: lead or wait, look, and begin again when cut off."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import psycopg
import structlog
from psycopg import AsyncConnection

from commands.ports import Busy
from infra.ledger.mapper import MapperError
from infra.ledger.pool import ROLE
from infra.mail.outbox import Connection, Outbox
from infra.mail.post import Parts, Post
from infra.settings import Mail as Limits

LEADER = int.from_bytes(b"YTML", "big")
LEAD = "SELECT pg_try_advisory_lock(%s)"
SETTINGS = "SELECT set_config('role', %s, false), set_config('timezone', 'UTC', false)"
log = structlog.get_logger()


async def run_post(database_url: str, parts: Parts, limits: Limits, stop: asyncio.Event) -> None:
    """Sends what is due until told to stop; of several, one leads and the others wait.

    One connection to Postgres, which holds the lead: who loses it sends no more.
    """
    while not stop.is_set():
        try:
            async with leading(database_url, limits, stop) as outbox:
                if outbox is not None:
                    await _live(Post(outbox, parts), limits, stop)
        except (psycopg.Error, OSError, Busy, MapperError) as away:
            log.warning("mail cut off", fault=type(away).__name__)
        await _passed(stop, limits.poll_s)


@asynccontextmanager
async def leading(
    database_url: str, limits: Limits, stop: asyncio.Event
) -> AsyncIterator[Outbox | None]:
    """The outbox, once nobody else leads; None where it is told to stop before."""
    connection = await AsyncConnection.connect(database_url, autocommit=True, prepare_threshold=0)
    async with connection:
        await connection.execute(SETTINGS, (ROLE,))
        if not await _lead(connection, limits, stop):
            yield None
            return
        outbox = Outbox(connection, limits)
        await outbox.begin()
        yield outbox


async def _live(post: Post, limits: Limits, stop: asyncio.Event) -> None:
    await post.begin()
    while not stop.is_set():
        await post.run(lambda: not stop.is_set())
        await _passed(stop, limits.poll_s)


async def _lead(connection: Connection, limits: Limits, stop: asyncio.Event) -> bool:
    while not stop.is_set():
        found = await (await connection.execute(LEAD, (LEADER,))).fetchone()
        if found is not None and found[0]:
            return True
        await _passed(stop, limits.poll_s)
    return False


async def _passed(stop: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
