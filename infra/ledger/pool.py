"""Connections to the ledger, as the role that may append and change nothing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from psycopg import AsyncConnection, OperationalError
from psycopg.rows import TupleRow
from psycopg_pool import AsyncConnectionPool

from commands.ports import Busy
from infra.settings import Ledger as Limits

ROLE = "ytempire_app"
SETTINGS = """
    SELECT set_config('role', %s, false), set_config('timezone', 'UTC', false),
           set_config('lock_timeout', %s, false), set_config('statement_timeout', %s, false)
"""

Connection = AsyncConnection[TupleRow]
Pool = AsyncConnectionPool[Connection]


def ledger_pool(database_url: str, limits: Limits) -> Pool:
    """A closed pool; open it with `async with`."""

    async def configure(connection: Connection) -> None:
        times = (_ms(limits.lock_s), _ms(limits.statement_s))
        await connection.execute(SETTINGS, (ROLE, *times))

    return AsyncConnectionPool(
        database_url,
        min_size=1,
        max_size=limits.connections,
        timeout=limits.connection_wait_s,
        kwargs={"autocommit": True, "prepare_threshold": 0},
        configure=configure,
        open=False,
    )


@asynccontextmanager
async def connected(pool: Pool) -> AsyncIterator[Connection]:
    """A connection for reading; raises Busy where Postgres cannot answer."""
    try:
        async with pool.connection() as connection:
            yield connection
    except OperationalError as away:
        raise busy(away) from away


def busy(why: Exception | None) -> Busy:
    """Says why in a line; a Postgres error may have several."""
    return Busy(
        f"the ledger cannot answer now, try again: {str(why).strip().partition(chr(10))[0]}"
    )


def _ms(seconds: float) -> str:
    return f"{round(seconds * 1000)}ms"
