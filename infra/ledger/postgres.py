"""The ledger in Postgres: a command is carried out in one transaction."""

from collections.abc import Callable, Generator
from functools import reduce
from typing import Any

from psycopg import OperationalError
from psycopg.errors import LockNotAvailable, QueryCanceled, ReadOnlySqlTransaction
from psycopg_pool import PoolTimeout

from commands.ports import Because, Command, Receipt, World
from domain.event import Refused
from domain.ids import StreamId
from infra.ledger.decision import Deciding, Folded, Rules
from infra.ledger.folds import Folds
from infra.ledger.pool import Connection, Pool, busy, connected
from infra.ledger.reader import STREAM, rows
from infra.ledger.writer import Overtaken, Writer
from infra.settings import Ledger as Limits

NOT_NOW = (PoolTimeout, LockNotAvailable, QueryCanceled, ReadOnlySqlTransaction)
"""Nothing was recorded, and trying again at once would not help."""


class PostgresLedger:
    """Carries out commands; folds streams, and remembers those used last.

    A first try reads, decides and appends without a lock; the versions of all streams that it
    read are checked as it appends. One that was overtaken, or whose connection broke, tries
    again under the writers' lock, where its key is looked up first: what broke may have been
    committed.
    """

    def __init__(
        self,
        pool: Pool,
        writer: Writer,
        rules: Rules,
        world: Callable[[], World],
        limits: Limits,
    ) -> None:
        self._pool = pool
        self._writer = writer
        self._rules = rules
        self._world = world
        self._tries_max = limits.tries
        self._folds = Folds(limits.streams_held)

    async def carry_out(self, command: Command, because: Because) -> Receipt:
        """Raises Refused (a decision declined), Reused (same key, other request), Busy (later)."""
        why: Exception | None = None
        for tries in range(self._tries_max):
            try:
                return await self._try(command, because, locked=tries > 0)
            except NOT_NOW as error:
                raise busy(error) from error
            except Overtaken as error:
                why = error
            except OperationalError as error:
                why = error
                await self._pool.check()
        raise busy(why) from why

    async def state(self, stream: StreamId) -> Any:
        """The stream's folded state now; None where it has not begun. Raises Busy."""
        async with connected(self._pool) as connection:
            return (await self._folded(connection, stream)).state

    async def _try(self, command: Command, because: Because, *, locked: bool) -> Receipt:
        deciding = Deciding(self._rules, because)
        async with self._pool.connection() as connection:
            if locked:
                async with connection.transaction():
                    await self._writer.lock(connection)
                    receipt = await self._decided(connection, command, deciding)
            else:
                receipt = await self._decided(connection, command, deciding)
        for stream, folded in deciding.streams.items():
            self._folds.keep(stream, folded)
        return receipt

    async def _decided(
        self, connection: Connection, command: Command, deciding: Deciding
    ) -> Receipt:
        if known := await self._writer.answer(connection, deciding.because):
            return known
        try:
            await self._drive(connection, deciding.run(command, self._world()))
        except Refused:
            # The same key, recorded meanwhile, is refused by what it did itself.
            if known := await self._writer.answer(connection, deciding.because):
                return known
            # Streams are read one after the other: only if none moved did all of it hold at once.
            if await self._writer.moved(connection, deciding):
                raise Overtaken("a stream has moved on") from None
            raise
        return await self._writer.append(connection, deciding, command.ids)

    async def _drive(self, connection: Connection, run: Generator[StreamId, Folded, None]) -> None:
        try:
            stream = next(run)
            while True:
                stream = run.send(await self._folded(connection, stream))
        except StopIteration:
            return

    async def _folded(self, connection: Connection, stream: StreamId) -> Folded:
        before = self._folds.get(stream)
        new = await rows(connection, STREAM, stream, before.version)
        load = self._writer.mapper.event
        events = [load(it.topic, it.event_version, it.state) for it in new]

        def fold(state: Any, event: Any) -> Any:
            return self._rules.fold(stream, state, event)

        folded = Folded(before.version + len(new), reduce(fold, events, before.state))
        self._folds.keep(stream, folded)
        return folded
