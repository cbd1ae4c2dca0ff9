"""The tables, read: whichever version of each view is served, and fresh enough."""

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from weakref import WeakKeyDictionary

from psycopg import AsyncConnection, AsyncCursor, IsolationLevel, OperationalError
from psycopg.errors import UndefinedTable
from psycopg.rows import TupleRow, dict_row
from psycopg_pool import AsyncConnectionPool

from commands.ports import Busy
from infra.ledger.pool import ROLE
from infra.settings import Views as Limits
from infra.standing import Standing
from queries.ports import Reader, Row, Served

Connection = AsyncConnection[TupleRow]
Pool = AsyncConnectionPool[Connection]

SETTINGS = """
    SELECT set_config('role', %s, false), set_config('timezone', 'UTC', false),
           set_config('statement_timeout', %s, false),
           set_config('default_transaction_read_only', 'on', false)
"""
SERVE = "SELECT set_config('search_path', %s, false)"
WORKING_STATE = "ops"
"""Comes last: what the tables themselves do not know, such as how far they have come."""


class Asking:
    """Asks on one connection, of whatever its search path names."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def rows(self, question: str, values: Mapping[str, object]) -> list[Row]:
        cursor = self._connection.cursor(row_factory=dict_row)
        return await (await cursor.execute(question.encode(), values)).fetchall()

    async def row(self, question: str, values: Mapping[str, object]) -> Row | None:
        cursor = self._connection.cursor(row_factory=dict_row)
        return await (await cursor.execute(question.encode(), values)).fetchone()

    async def json(self, question: str, values: Mapping[str, object]) -> bytes | None:
        return _bytes(await self._connection.execute(question.encode(), values))


class PostgresReader:
    """Asks with connections of its own, each statement by itself: one moment, one round trip."""

    def __init__(self, pool: Pool, standing: Standing, limits: Limits) -> None:
        self._pool = pool
        self._standing = standing
        self._wait_s = limits.fresh_wait_s
        self._paths: WeakKeyDictionary[Connection, str] = WeakKeyDictionary()

    async def rows(self, question: str, values: Mapping[str, object]) -> list[Row]:
        async with self._asking() as its:
            return await its.rows(question, values)

    async def row(self, question: str, values: Mapping[str, object]) -> Row | None:
        async with self._asking() as its:
            return await its.row(question, values)

    async def json(self, question: str, values: Mapping[str, object]) -> bytes | None:
        async with self._asking() as its:
            return await its.json(question, values)

    async def fresh(self, position: int, *views: str) -> Served:
        return await self._standing.wait(position, views, self._wait_s)

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[Reader]:
        with answering():
            async with self._pool.connection() as connection:
                await self._serve(connection)
                await connection.set_isolation_level(IsolationLevel.REPEATABLE_READ)
                try:
                    async with connection.transaction():
                        yield Asking(connection)
                finally:
                    await connection.set_isolation_level(None)

    @asynccontextmanager
    async def _asking(self) -> AsyncIterator[Asking]:
        with answering():
            async with self._pool.connection() as connection:
                await self._serve(connection)
                yield Asking(connection)

    async def _serve(self, connection: Connection) -> None:
        """Looks where what is served lies now; it moved when a newer version took over."""
        path = ", ".join((*self._standing.schemas(), WORKING_STATE))
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


@contextmanager
def answering() -> Iterator[None]:
    """Raises Busy for whatever will pass."""
    try:
        yield
    except UndefinedTable as missing:
        raise Busy("the tables are being made; try again in a moment") from missing
    except OperationalError as away:
        raise Busy(f"the tables cannot be read now, try again: {away}") from away


def _bytes(cursor: AsyncCursor[TupleRow]) -> bytes | None:
    """The one value as it came over the wire: no text is made of it and back."""
    result = cursor.pgresult
    return None if result is None or result.ntuples == 0 else result.get_value(0, 0)
