"""The past, answered: one account's tables as of a position, folded for one request."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import UUID

from psycopg import sql
from psycopg_pool import AsyncConnectionPool

from infra.ledger.mapper import Mapper
from infra.ledger.pool import ROLE
from infra.ledger.reader import LedgerReader
from infra.projector import as_of
from infra.projector.tables import WholeNumber
from infra.projector.view import Poisoned
from infra.reader import Asking, Connection, Pool, answering
from infra.settings import AsOf as Limits
from queries.ports import Past, Unanswerable

SETTINGS = """
    SELECT set_config('role', %s, false), set_config('timezone', 'UTC', false),
           set_config('statement_timeout', %s, false), set_config('lock_timeout', %s, false),
           set_config('search_path', %s, false)
"""
READ_ONLY = "SET default_transaction_read_only TO on"
EVENTS = """
    SELECT count(*) FROM (
        SELECT FROM ledger.events WHERE account_id = %s AND notification_id <= %s LIMIT %s
    ) AS its
"""
THAT_TIME = """
    SELECT set_config('ytempire.as_of', coalesce((
        SELECT recorded_at::text FROM ledger.events WHERE notification_id = %s), 'epoch'), true)
"""


class Then(Asking):
    """The tables as they were, on one connection, until it is given back."""

    def __init__(self, connection: Connection, position: int) -> None:
        super().__init__(connection)
        self.position = position


class PostgresHistory:
    """Folds on connections of its own, few of them: whoever finds none free is asked to wait."""

    def __init__(self, pool: Pool, events: LedgerReader, limits: Limits) -> None:
        self._pool = pool
        self._events = events
        self._limits = limits
        self._mapper = Mapper()

    async def head(self) -> int:
        return await self._events.head()

    @asynccontextmanager
    async def as_of(self, account_id: UUID, asked: datetime | int) -> AsyncIterator[Past]:
        with answering():
            async with self._pool.connection() as connection:
                position = await as_of.position_of(connection, asked)
                await self._refuse_too_many(connection, account_id, position)
                async with connection.transaction():
                    await self._fold(connection, account_id, position)
                    yield Then(connection, position)

    async def _refuse_too_many(self, connection: Connection, its: UUID, position: int) -> None:
        most = self._limits.events
        found = await (await connection.execute(EVENTS, (its, position, most + 1))).fetchone()
        if found is not None and found[0] > most:
            raise too_long(f"more than {most:,} events of this account lie before {position}")

    async def _fold(self, connection: Connection, account_id: UUID, position: int) -> None:
        await connection.execute(THAT_TIME, (position,))
        limit = self._limits.page_events
        pages = as_of.of_account(connection, self._mapper, account_id, position, limit)
        try:
            async with asyncio.timeout(self._limits.fold_s):
                thens = await as_of.begun(connection, as_of.TEMPORARY, position)
                await as_of.fold(connection, thens, pages)
        except TimeoutError:
            raise too_long(f"folding took longer than {self._limits.fold_s:g} s") from None
        except Poisoned as broken:
            sentence = f"What was recorded before {position} cannot be folded again: {broken}"
            raise Unanswerable("as-of-unfoldable", sentence) from broken


def too_long(why: str) -> Unanswerable:
    sentence = (
        f"This is too much history for a request: {why};"
        " `ytempire as-of` folds any amount, without a limit."
    )
    return Unanswerable("as-of-too-long", sentence)


@asynccontextmanager
async def opened_history(
    database_url: str, events: LedgerReader, limits: Limits
) -> AsyncIterator[PostgresHistory]:
    """Its connections are made when they are first needed, each with a whole set of tables."""

    async def configure(connection: Connection) -> None:
        statement_ms, lock_ms = (
            f"{round(it * 1000)}ms" for it in (limits.statement_s, limits.lock_s)
        )
        connection.adapters.register_loader("numeric", WholeNumber)
        its = (ROLE, statement_ms, lock_ms, as_of.TEMPORARY)
        await connection.execute(SETTINGS, its)
        await as_of.make_temporary(connection)
        await connection.execute(sql.SQL(READ_ONLY))

    pool: Pool = AsyncConnectionPool(
        database_url,
        min_size=0,
        max_size=limits.at_once,
        timeout=limits.wait_s,
        kwargs={"autocommit": True, "prepare_threshold": 0},
        configure=configure,
        open=False,
    )
    async with pool:
        yield PostgresHistory(pool, events, limits)
