"""The life of a dispatcher: lead or wait, look, and begin again when cut off."""

import asyncio
import time
from contextlib import suppress

import structlog
from psycopg import AsyncConnection, OperationalError
from psycopg.errors import UndefinedTable
from redis.exceptions import RedisError

from infra.dispatcher.dispatcher import Dispatcher
from infra.dispatcher.due import Connection, DueJobs
from infra.ledger.pool import ROLE
from infra.settings import Dispatcher as Limits
from infra.wakes import Wakes, connect

LEADER = int.from_bytes(b"YTDI", "big")
LEAD = "SELECT pg_try_advisory_lock(%s)"
BEGIN = "SELECT set_config('role', %s, false), set_config('timezone', 'UTC', false)"
LISTEN = "LISTEN views"
LONG_S = 0.05
log = structlog.get_logger()


async def run_dispatcher(
    database_url: str, redis_url: str, limits: Limits, stop: asyncio.Event
) -> None:
    """Wakes workers until told to stop; one dispatcher leads, others wait to take over.

    One connection to Postgres, which listens, reads and holds the lead.
    """
    while not stop.is_set():
        try:
            await _live(database_url, redis_url, limits, stop)
        except (OperationalError, UndefinedTable, RedisError, OSError) as away:
            log.warning("dispatcher cut off", fault=type(away).__name__)
        await _passed(stop, limits.reconnect_s)


async def _live(database_url: str, redis_url: str, limits: Limits, stop: asyncio.Event) -> None:
    connection = await AsyncConnection.connect(database_url, autocommit=True, prepare_threshold=0)
    async with connection, connect(redis_url, limits.answer_s) as redis:
        await connection.execute(BEGIN, (ROLE,))
        if not await _lead(connection, limits, stop):
            return
        await connection.execute(LISTEN)
        jobs = DueJobs(connection, limits.waiting_max)
        dispatcher = Dispatcher(jobs, Wakes(redis), limits)
        while not stop.is_set():
            begun_s = time.monotonic()
            wait_s = await dispatcher.look()
            took_s = time.monotonic() - begun_s
            if took_s > LONG_S:  # with 100,000 open jobs: half of the time Postgres is left alone
                await _passed(stop, min(took_s, limits.poll_s))
            await _told(connection, wait_s, stop)


async def _lead(connection: Connection, limits: Limits, stop: asyncio.Event) -> bool:
    """Waits until nobody else leads; False where it is told to stop before."""
    while not stop.is_set():
        found = await (await connection.execute(LEAD, (LEADER,))).fetchone()
        if found is not None and found[0]:
            return True
        await _passed(stop, limits.lead_s)
    return False


async def _told(connection: Connection, wait_s: float, stop: asyncio.Event) -> None:
    """Until views moved, the time is over, or it is told to stop."""

    async def views_moved() -> None:
        async for _ in connection.notifies(timeout=wait_s, stop_after=1):
            pass

    waits = [asyncio.create_task(it) for it in (views_moved(), _stopped(stop))]
    done, late = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    for it in late:
        it.cancel()
    await asyncio.gather(*late, return_exceptions=True)
    for it in done:
        it.result()


async def _stopped(stop: asyncio.Event) -> None:
    await stop.wait()


async def _passed(stop: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
