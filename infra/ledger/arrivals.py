"""Who follows the ledger is told when there is more to read."""

import asyncio
from types import TracebackType
from typing import Self

from psycopg import AsyncConnection, OperationalError
from psycopg.pq.abc import PGconn
from psycopg.rows import TupleRow

CHANNEL = "LISTEN ledger"


class Arrivals:
    """Listens on one connection. A hint, never the truth: after each wait, read the ledger.

    Begin listening (`async with`) before the first read, so that nothing falls between.
    """

    def __init__(self, database_url: str) -> None:
        self._url = database_url
        self._connection: AsyncConnection[TupleRow] | None = None

    async def __aenter__(self) -> Self:
        self._connection = await self._listening()
        return self

    async def __aexit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        await self._drop()

    async def wait(self, timeout_s: float) -> None:
        """Returns when something was recorded, when the time is over, or when in doubt."""
        try:
            if self._connection is None:
                self._connection = await self._listening()
                return
            await _told(self._connection, timeout_s)
        except OperationalError:
            await self._drop()
            await asyncio.sleep(timeout_s)

    async def _listening(self) -> AsyncConnection[TupleRow]:
        connection = await AsyncConnection.connect(self._url, autocommit=True)
        await connection.execute(CHANNEL)
        return connection

    async def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()


async def _told(connection: AsyncConnection[TupleRow], timeout_s: float) -> None:
    """At once where it was told while nobody waited; whatever was told by then counts once."""
    if _heard(connection.pgconn):
        return
    loop, told = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(connection.pgconn.socket, told.set)
    over = loop.call_later(timeout_s, told.set)
    try:
        await told.wait()
    finally:
        over.cancel()
        loop.remove_reader(connection.pgconn.socket)
    _heard(connection.pgconn)


def _heard(pgconn: PGconn) -> bool:
    """Raises OperationalError where the connection is lost."""
    pgconn.consume_input()
    heard = False
    while pgconn.notifies() is not None:
        heard = True
    return heard
