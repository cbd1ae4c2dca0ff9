"""One writer of a process: what gathers while a commit runs goes into the next, in order.

Idle, it writes at once. A first try decides on streams as remembered, and checks them as it
appends. What another process overtook, or what was cut off, tries again under the writers'
lock, where nothing can move; and so does everything for a while after a conflict.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from contextvars import copy_context
from time import perf_counter

import structlog
from psycopg import DataError, IntegrityError, OperationalError
from psycopg.errors import (
    InvalidSqlStatementName,
    LockNotAvailable,
    QueryCanceled,
    ReadOnlySqlTransaction,
    UniqueViolation,
)
from psycopg_pool import PoolTimeout

from commands.ports import Because, Busy, Command, Receipt, World
from domain.ids import StreamId
from infra.ledger import metrics
from infra.ledger.batch import Asked, Batch, Held
from infra.ledger.decision import Folded, Rules, check_digest
from infra.ledger.folds import Folds
from infra.ledger.mapper import Payload
from infra.ledger.pool import Connection, Pool, busy
from infra.ledger.waiting import Waiting
from infra.ledger.writer import Answered, Conflict, Moved, Writer
from infra.settings import Ledger as Limits

NOT_NOW = (PoolTimeout, LockNotAvailable, QueryCanceled, ReadOnlySqlTransaction)
"""Nothing was recorded, and trying again at once would not help."""
UNFIT = (DataError, IntegrityError)
"""Some event of the batch is none that the table takes."""
log = structlog.get_logger()


class Appender:
    """Whoever asks while nothing runs starts it; it ends when nothing waits any more."""

    def __init__(
        self,
        pool: Pool,
        writer: Writer,
        rules: Rules,
        world: Callable[[], World],
        limits: Limits,
    ) -> None:
        self._pool, self._writer, self._rules, self._world = pool, writer, rules, world
        self._limits = limits
        self._folds = Folds(limits.streams_held)
        self._waiting = Waiting(limits)
        self._untold: list[tuple[Batch, int]] = []
        self._ahead: Batch | None = None
        self._runner: asyncio.Task[None] | None = None
        self._wary_until = 0.0
        self._context = copy_context()  # of the program, not of whoever asks first

    async def carry_out(self, command: Command, because: Because) -> Receipt:
        """Raises Refused, Reused, Busy, and ValueError where the digest is no SHA-256."""
        check_digest(because)
        loop = asyncio.get_running_loop()
        if self._runner is None or self._runner.done() or self._runner.get_loop() is not loop:
            # What a loop that is gone left behind has nobody to be told.
            self._waiting, self._untold, self._ahead = Waiting(self._limits), [], None
            self._runner = loop.create_task(self._run(), context=self._context.copy())
        asked = Asked(command, because, command.ids, loop.create_future())
        self._waiting.add(asked)
        return await asked.answer

    async def folded(
        self, connection: Connection, streams: Iterable[StreamId]
    ) -> dict[StreamId, Folded]:
        """These streams as they are now. Raises psycopg's errors."""
        found = {it: self._folds.get(it) for it in streams}
        past = {stream: it.version for stream, it in found.items()}
        for stream, newer in (await self._writer.newer(connection, past)).items():
            if newer:
                found[stream] = self._with(stream, found[stream], newer)
                self._folds.keep(stream, found[stream])
        return found

    def _with(self, stream: StreamId, before: Folded, newer: Sequence[Payload]) -> Folded:
        load, fold = self._writer.mapper.event, self._rules.fold
        state = before.state
        for it in newer:
            state = fold(stream, state, load(*it))
        return Folded(before.version + len(newer), state)

    async def _run(self) -> None:
        try:
            while self._waiting:
                await self._with_a_connection()
        finally:  # also where it is cancelled: nobody waits for ever
            self._waiting.give_up(Busy("the program is stopping; try again"))

    async def _with_a_connection(self) -> None:
        """Until nothing waits any more, or the connection breaks."""
        try:
            async with self._pool.connection() as connection:
                await self._writer.prepare(connection)
                while self._waiting or self._ahead:
                    await self._turn(connection)
                    if not self._waiting and not self._ahead:
                        self._tell()
                        await asyncio.sleep(0)  # who was told may ask again at once
        except NOT_NOW as error:
            self._waiting.fail(self._waiting.in_hand(), busy(error))
        except OperationalError as error:
            await self._lost(error)
        except Exception as error:  # whatever it is, those who wait have to be told
            self._waiting.fail(self._waiting.in_hand(), error)
        finally:
            self._tell()

    async def _lost(self, error: OperationalError) -> None:
        """What was under way may have been committed: that is looked up, under the lock."""
        metrics.LOST.inc()
        log.warning("connection to the ledger lost", why=str(error).strip())
        self._waiting.again(self._waiting.in_hand(), busy(error), doubtful=True)
        with suppress(OperationalError):  # it is closed, or no better yet
            await self._pool.check()

    async def _turn(self, connection: Connection) -> None:
        batch, self._ahead = self._ahead, None
        if batch is not None:
            return await self._at_once(connection, batch)
        taken = self._waiting.take() if self._wary else self._waiting.half()
        if self._wary or any(it.tries for it in taken):
            return await self._under_lock(connection, taken)
        batch = self._batch(self._folds.find)
        await self._decide(connection, batch, taken)
        await self._at_once(connection, batch)

    async def _at_once(self, connection: Connection, batch: Batch) -> None:
        for asked, why in batch.failed:  # what it was decided on may be old
            self._waiting.again([asked], why)
        await self._commit(connection, batch, ahead=True)

    async def _under_lock(self, connection: Connection, taken: Sequence[Asked]) -> None:
        async with self._writer.locked(connection):
            await self._give_known(connection, [it for it in taken if it.doubtful])
            batch = self._batch(None)
            await self._decide(connection, batch, [it for it in taken if not it.answer.done()])
            await self._commit(connection, batch, ahead=False)
        for asked, why in batch.failed:
            self._waiting.fail([asked], why)

    async def _commit(self, connection: Connection, batch: Batch, *, ahead: bool) -> None:
        """What of the batch can go in goes in; the rest waits again."""
        while batch.decided:
            try:
                head = await self._append(connection, batch, ahead=ahead)
            except Conflict as conflict:
                await self._drop(connection, batch, conflict)
            except UNFIT as unfit:
                if (overtaken := await self._overtaken(connection, batch, unfit)) is None:
                    return self._apart(batch, unfit)
                await self._drop(connection, batch, overtaken)
            except InvalidSqlStatementName:  # the driver drops what was prepared after a rollback
                self._writer.prepared.pop(connection, None)
                await self._writer.prepare(connection)
            else:
                return self._done(batch, head)

    async def _overtaken(
        self, connection: Connection, batch: Batch, unfit: Exception
    ) -> Conflict | None:
        if not isinstance(unfit, UniqueViolation):
            return None
        return await self._writer.overtaken(connection, batch)

    def _batch(self, held: Held | None) -> Batch:
        its = self._rules, self._writer.mapper, self._world()
        return Batch(*its, held, self._limits.batch_events)

    async def _decide(self, connection: Connection, batch: Batch, taken: Sequence[Asked]) -> None:
        batch.take(taken)
        while wanted := batch.advance():
            self._tell()
            before = {it: self._folds.get(it).version for it in wanted}
            found = await self.folded(connection, wanted)
            if any(0 < version < found[it].version for it, version in before.items()):
                self._be_wary()
            batch.read(found)
        self._waiting.back(batch.left)

    async def _append(self, connection: Connection, batch: Batch, *, ahead: bool) -> int:
        start = perf_counter()
        self._writer.send(connection, batch)
        try:
            if self._untold:
                self._tell()  # while the server is at work
                await asyncio.sleep(0)  # who was told may ask again at once
            if ahead and self._waiting.are_new and not self._wary:
                self._ahead = self._decided_after(batch)
            head = await self._writer.sent(connection)
        except BaseException:  # what was decided on this batch is to be decided again
            if self._ahead is not None:
                self._waiting.back(self._ahead.asked)
                self._ahead = None
            raise
        metrics.COMMIT_S.observe(perf_counter() - start)
        metrics.COMMANDS.observe(len(batch.decided))
        return head

    def _decided_after(self, batch: Batch) -> Batch:
        """What waits, decided as if the batch were committed, where nothing has to be read."""
        after = self._batch(lambda it: batch.streams.get(it) or self._folds.find(it))
        after.take(self._waiting.take())
        after.advance()
        after.put_off()
        self._waiting.back(after.left)
        return after

    def _done(self, batch: Batch, head: int) -> None:
        for stream, folded in batch.streams.items():
            self._folds.keep(stream, folded)
        self._untold.append((batch, head))

    def _tell(self) -> None:
        """Answers what was committed, and refuses what was refused on it."""
        untold, self._untold = self._untold, []
        for batch, head in untold:
            at = head
            for it in batch.decided:
                if it.refusal is not None:
                    self._waiting.fail([it.asked], it.refusal)
                    continue
                at += len(it.payloads)
                self._waiting.give(it.asked, Receipt(at, it.asked.ids, it.deciding.code))

    async def _drop(self, connection: Connection, batch: Batch, conflict: Conflict) -> None:
        """Leaves in the batch what does not rest on what was in conflict."""
        if isinstance(conflict, Moved):
            metrics.CONFLICTS.inc()
            self._be_wary()
            for stream, version in conflict.now.items():
                self._folds.forget_past(stream, version)
            dropped = batch.without(conflict.now, ())
        elif isinstance(conflict, Answered):
            keys = conflict.keys
            dropped = batch.without((), keys)
            await self._give_known(connection, [i for i in dropped if i.because.command_id in keys])
        self._waiting.again([it for it in dropped if not it.answer.done()], busy(conflict))

    async def _give_known(self, connection: Connection, asked: Sequence[Asked]) -> None:
        """Answers those whose keys are recorded as they were answered then."""
        keys = [it.because.command_id for it in asked]
        known = await self._writer.answers(connection, keys) if keys else {}
        for it in asked:
            if it.because.command_id in known:
                self._waiting.give_stored(it, known[it.because.command_id])

    def _apart(self, batch: Batch, unfit: Exception) -> None:
        """One of them cannot be stored; each by itself, it is told and the others go in."""
        asked = [it.asked for it in batch.decided]
        if len(asked) == 1:
            self._waiting.fail(asked, unfit)
            return
        for it in asked:
            it.alone = True
        self._waiting.back(asked)

    @property
    def _wary(self) -> bool:
        return asyncio.get_running_loop().time() < self._wary_until

    def _be_wary(self) -> None:
        """Another process writes to the same streams: for a while, decide under the lock."""
        self._wary_until = asyncio.get_running_loop().time() + self._limits.wary_s
