"""The life of a sealer: lead or wait, seal what is due, and begin again when cut off."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import psycopg
import structlog
from psycopg import AsyncConnection

from infra.audit import metrics
from infra.audit.rows import Connection
from infra.audit.sealer import NotAsSealed, Sealer
from infra.clock import utc_now
from infra.ledger.pool import ROLE
from infra.security.keys import BadKey
from infra.settings import Audit as Limits
from processors.anchors import Anchors
from processors.errors import CallError

LEADER = int.from_bytes(b"YTSL", "big")
LEAD = "SELECT pg_try_advisory_lock(%s)"
STRAIGHT = """
    SELECT set_config('enable_bitmapscan', 'off', false),
           set_config('enable_seqscan', 'off', false),
           set_config('max_parallel_workers_per_gather', '0', false)
"""
"""Plans made while the ledger is small serve it when it is large: half the time of others."""
BEGIN = "SELECT set_config('role', %s, false), set_config('timezone', 'UTC', false)"
log = structlog.get_logger()


async def run_sealer(
    database_url: str, anchors: Anchors, home: Path, limits: Limits, stop: asyncio.Event
) -> None:
    """Seals until told to stop; of several sealers one leads, the others wait to take over.

    One connection to Postgres. What keeps it from sealing is told, and tried again.
    """
    while not stop.is_set():
        try:
            async with sealing(database_url, anchors, home, limits) as sealer:
                await _live(sealer, limits, stop)
        except (psycopg.Error, OSError) as away:
            metrics.FAULT.set(1)
            log.warning("sealer cut off", fault=type(away).__name__)
        await _passed(stop, limits.poll_s)


@asynccontextmanager
async def sealing(
    database_url: str, anchors: Anchors, home: Path, limits: Limits
) -> AsyncIterator[Sealer]:
    """A sealer with a connection of its own; raises psycopg.OperationalError."""
    async with connected(database_url) as connection:
        await connection.execute(STRAIGHT)
        yield Sealer(connection, anchors, home, limits, utc_now)


@asynccontextmanager
async def connected(database_url: str) -> AsyncIterator[Connection]:
    """One connection, as the role that changes nothing; raises psycopg.OperationalError."""
    connection = await AsyncConnection.connect(database_url, autocommit=True)
    async with connection:
        await connection.execute(BEGIN, (ROLE,))
        yield connection


async def leads(connection: Connection) -> bool:
    """Whether this connection is the one that seals, from now on until it is closed."""
    found = await (await connection.execute(LEAD, (LEADER,))).fetchone()
    return found is not None and bool(found[0])


async def _live(sealer: Sealer, limits: Limits, stop: asyncio.Event) -> None:
    while not stop.is_set() and not await leads(sealer.connection):
        await _passed(stop, limits.poll_s)
    told = None
    while not stop.is_set():
        fault = await _fault(sealer)
        if fault is not None and fault != told:
            log.error("sealing cannot go on", why=fault)
        told = fault
        metrics.FAULT.set(fault is not None)
        await _measure(sealer)
        await _passed(stop, limits.poll_s)


async def _fault(sealer: Sealer) -> str | None:
    """What keeps it from sealing or anchoring now; a person may have to act."""
    try:
        await sealer.run()
    except (BadKey, NotAsSealed, CallError) as fault:
        return str(fault)
    return None


async def _measure(sealer: Sealer) -> None:
    its = await sealer.lag()
    metrics.UNSEALED.set(its.unsealed_events)
    metrics.UNANCHORED.set(its.unanchored_seals)
    if its.sealed_at is not None:
        metrics.SEALED_AT.set(its.sealed_at.timestamp())


async def _passed(stop: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
