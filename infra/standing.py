"""How far every served view has come: known in this process, told by the projector."""

import asyncio
import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Self

from psycopg import AsyncConnection, OperationalError
from psycopg.rows import TupleRow

from infra.clock import utc_now
from infra.projector.checkpoints import STANDING
from queries.ports import Served

LISTEN = "LISTEN views"
RECONNECT_S = 0.5
Positions = dict[str, tuple[str, int]]
"""Of each served view: the schema that it lies in, and its position."""
NOT_MADE = ("", 0)


class Standing:
    """Listens on one connection for as long as it is open (`async with`).

    Opening it raises OperationalError where there is no database; later it connects again.
    """

    def __init__(self, database_url: str) -> None:
        self._url = database_url
        self._positions: Positions = {}
        self._moved = asyncio.Condition()
        self._listening: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        connection = await self._connected()
        self._listening = asyncio.create_task(self._listen(connection))
        return self

    async def __aexit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        assert self._listening is not None
        self._listening.cancel()
        with suppress(asyncio.CancelledError):
            await self._listening

    def schemas(self) -> list[str]:
        """Where the tables of every view lie that is read now."""
        return [schema for schema, _ in self._positions.values()]

    async def wait(self, position: int, views: Sequence[str], timeout_s: float) -> Served:
        """Until these views (all, if none is named) are as far; or time is over: stale."""
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout_s), self._moved:
                await self._moved.wait_for(lambda: self._least(views) >= position)
        least = self._least(views)
        return Served(least, least < position, tuple(self._standing(views)), utc_now().date())

    def _least(self, views: Sequence[str]) -> int:
        return min((position for _, position in self._standing(views)), default=0)

    def _standing(self, views: Sequence[str]) -> Iterator[tuple[str, int]]:
        for name in views or sorted(self._positions):
            yield self._positions.get(name, NOT_MADE)

    async def _listen(self, connection: AsyncConnection[TupleRow] | None) -> None:
        while True:
            try:
                connection = connection or await self._connected()
                async with connection:
                    async for note in connection.notifies():
                        await self._take(json.loads(note.payload))
            except (OperationalError, ValueError):  # ValueError: not the projector's words
                await asyncio.sleep(RECONNECT_S)
            connection = None

    async def _connected(self) -> AsyncConnection[TupleRow]:
        """Listening first, then read: nothing can fall between."""
        connection = await AsyncConnection.connect(self._url, autocommit=True)
        await connection.execute(LISTEN)
        found = await (await connection.execute(STANDING)).fetchone()
        await self._take((found and found[0]) or {})
        return connection

    async def _take(self, told: dict[str, tuple[str, int]]) -> None:
        async with self._moved:
            self._positions = {name: (schema, at) for name, (schema, at) in told.items()}
            self._moved.notify_all()
