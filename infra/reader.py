"""The tables, read: whichever version of each view is served, and fresh enough."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from weakref import WeakKeyDictionary

from psycopg import AsyncConnection, AsyncCursor, OperationalError
from psycopg.errors import UndefinedTable
from psycopg.rows import TupleRow, dict_row
from psycopg_pool import AsyncConnectionPool

from commands.ports import Busy
from infra.ledger.pool import ROLE
from infra.settings import Views as Limits
from infra.standing import Standing
from queries.ports import Row, Served

Connection = AsyncConnection[TupleRow]
Pool = AsyncConnectionPool[Connection]

SETTINGS = """
    SELECT set_config('role', %s, false), set_config('timezone', 'UTC', false),
           set_config('statement_timeout', %s, false),
           set_config('default_transaction_read_only', 'on', false)
"""
SERVE = "SELECT set_config('search_path', %s, false)"


class PostgresReader:
    """Asks with connections of its own, each statement by itself: one moment, one round trip."""

    def __init__(self, pool: Pool, standing: Standing, limits: Limits) -> None:
        self._pool = pool
        self._standing = standing
        self._wait_s = limits.fresh_wait_s
        self._paths: WeakKeyDictionary[Connection, str] = WeakKeyDictionary()

    async def rows(self, question: str, values: Mapping[str, object]) -> list[Row]:
        async with self._connection() as connection:
            cursor = connection.cursor(row_factory=dict_row)
            return await (await cursor.execute(question.encode(), values)).fetchall()

    async def row(self, question: str, values: Mapping[str, object]) -> Row | None:
        async with self._connection() as connection:
            cursor = connection.cursor(row_factory=dict_row)
            return await (await cursor.execute(question.encode(), values)).fetchone()

    async def json(self, question: str, values: Mapping[str, object]) -> bytes | None:
        async with self._connection() as connection:
            return _bytes(await connection.execute(question.encode(), values))

    async def fresh(self, position: int, *views: str) -> Served:
        return await self._standing.wait(position, views, self._wait_s)

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Connection]:
        try:
            async with self._pool.connection() as connection:
                await self._serve(connection)
                yield connection
        except UndefinedTable as missing:
            raise Busy("the tables are being made; try again in a moment") from missing
        except OperationalError as away:
            raise Busy(f"the tables cannot be read now, try again: {away}") from away

    async def _serve(self, connection: Connection) -> None:
        """Looks where what is served lies now; it moved when a newer version took over."""
        path = ", ".join(self._standing.schemas())
        if self._paths.get(connection) != path:
            await connection.execute(SERVE, (path,))
            self._paths[connection] = path


@asynccontextmanager
async def opened_reader(database_url: str, limits: Limits) -> AsyncIterator[PostgresReader]:
    """A reader with a pool, and one more connection that listens. Raises OperationalError."""

    async def configure(connection: Connection) -> None:
        await connection.execute(SETTINGS, (ROLE, f"{round(limits.statement_s * 1000)}ms"))

    pool: Pool = AsyncConnectionPool(
        database_url,
        min_size=1,
        max_size=limits.connections,
        timeout=limits.connection_wait_s,
        kwargs={"autocommit": True, "prepare_threshold": 0},
        configure=configure,
        open=False,
    )
    async with pool, Standing(database_url) as standing:
        yield PostgresReader(pool, standing, limits)


def _bytes(cursor: AsyncCursor[TupleRow]) -> bytes | None:
    """The one value as it came over the wire: no text is made of it and back."""
    result = cursor.pgresult
    return None if result is None or result.ntuples == 0 else result.get_value(0, 0)
