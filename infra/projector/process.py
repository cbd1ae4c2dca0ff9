"""The life of a projector: lead or wait, follow the ledger, begin again when cut off."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

from psycopg import AsyncConnection, OperationalError

from commands.ports import Busy
from infra.ledger.arrivals import Arrivals
from infra.ledger.mapper import Mapper
from infra.ledger.pool import ledger_pool
from infra.ledger.reader import LedgerReader
from infra.projector.builds import LEADER
from infra.projector.checkpoints import Overtaken
from infra.projector.runner import Runner
from infra.projector.tables import Connection, WholeNumber
from infra.projector.upkeep import Upkeep
from infra.settings import Ledger, Projector
from projections.catalog import PROJECTIONS
from projections.projection import Projection

LEAD = "SELECT pg_try_advisory_lock(%s)"
UTC = "SET timezone TO 'UTC'"
AT_EASE = "SET synchronous_commit TO off"
"""A page lost with a crash is lost with its checkpoint, and taken again: events are not lost."""
ONE_AT_A_TIME = Ledger(connections=1)


async def run_projector(
    database_url: str,
    limits: Projector,
    stop: asyncio.Event,
    projections: Sequence[Projection] = PROJECTIONS,
) -> None:
    """Follows the ledger until told to stop; one projector of a database leads, others wait.

    Three connections: one listens, one reads, one writes and holds the lead; a fourth while a
    newer version is built. The ledger's owner is needed, since views are made here. Raises
    ShapeChanged.
    """
    while not stop.is_set():
        with suppress(OperationalError, Overtaken, Busy):
            await _live(database_url, limits, stop, projections)
        if not stop.is_set():
            await asyncio.sleep(limits.retry_s)


async def _live(
    url: str, limits: Projector, stop: asyncio.Event, projections: Sequence[Projection]
) -> None:
    async with writing(url) as connection:
        if not await _lead(connection, limits, stop):
            return
        await connection.execute(AT_EASE)
        async with ledger_pool(url, ONE_AT_A_TIME) as pool, Arrivals(url) as arrivals:
            mapper = Mapper()
            reader = LedgerReader(pool, mapper)
            runner = Runner(connection, reader, mapper, projections, limits)
            await runner.begin()
            async with _beside(Upkeep(lambda: writing(url), reader, mapper, projections, limits)):
                while not stop.is_set():
                    if await runner.advance() < limits.page_events:
                        await arrivals.wait(limits.poll_s)


@asynccontextmanager
async def _beside(upkeep: Upkeep) -> AsyncIterator[None]:
    running = asyncio.create_task(upkeep.run())
    try:
        yield
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def _lead(connection: Connection, limits: Projector, stop: asyncio.Event) -> bool:
    """Waits until nobody else leads; False where it is told to stop before."""
    while not stop.is_set():
        found = await (await connection.execute(LEAD, (LEADER,))).fetchone()
        if found is not None and found[0]:
            return True
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), limits.lead_s)
    return False


@asynccontextmanager
async def writing(database_url: str) -> AsyncIterator[Connection]:
    """A connection as the views' owner; amounts come back as whole numbers."""
    connection = await AsyncConnection.connect(database_url, autocommit=True, prepare_threshold=0)
    async with connection:
        connection.adapters.register_loader("numeric", WholeNumber)
        await connection.execute(UTC)
        yield connection
