"""Commands that share a transaction: decided on each other, yet each with an answer of its own."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from itertools import count, islice
from typing import Any
from weakref import WeakSet

import psycopg
import pytest
from prometheus_client import REGISTRY
from psycopg import AsyncConnection

from commands.ports import Busy, Receipt, Reused
from domain.ids import StreamId
from infra.ledger.batch import Batch
from infra.ledger.pool import Connection
from infra.ledger.writer import LOCK, Writer
from infra.settings import Ledger as Limits
from tests.infra.ledgers import in_postgres
from tests.tally import LIMIT, MAPPER, A, B, Count, because

C, D = StreamId("tally/c"), StreamId("tally/d")


@dataclass(frozen=True, slots=True)
class Watched(Writer):
    """Notes how many commands each batch has; something may happen before the first is sent."""

    batches: list[int] = field(default_factory=list)
    meanwhile: list[Callable[[], Any]] = field(default_factory=list)

    def send(self, connection: Connection, batch: Batch) -> None:
        self.batches.append(len(batch.decided))
        while self.meanwhile:
            self.meanwhile.pop()()
        Writer.send(self, connection, batch)


@dataclass
class Decisions:
    """How often each of several commands was decided."""

    counts: dict[str, int] = field(default_factory=dict)

    def of(self, name: str) -> Callable[[], None]:
        def decided() -> None:
            self.counts[name] = self.counts.get(name, 0) + 1

        return decided


async def outcomes(*asked: Coroutine[Any, Any, Receipt]) -> list[Any]:
    """Receipts, or the names of what was raised."""
    answers = await asyncio.gather(*asked, return_exceptions=True)
    return [it if isinstance(it, Receipt) else type(it) for it in answers]


async def test_a_thousand_at_once_on_one_stream_take_a_few_commits(database_url: str) -> None:
    writer = Watched(MAPPER)
    async with in_postgres(database_url, writer=writer) as bench:
        asked = (bench.ledger.carry_out(Count(), because(n)) for n in range(1, LIMIT + 1))
        receipts = await asyncio.gather(*asked)
        assert len(writer.batches) <= 10
        assert await bench.sums(A) == [LIMIT]
        assert len({it.position for it in receipts}) == LIMIT


async def test_a_batch_keeps_the_order_in_which_commands_came(database_url: str) -> None:
    async with in_postgres(database_url) as bench:
        commands = (bench.ledger.carry_out(Count((it,)), because(n)) for n, it in enumerate(FOUR))
        receipts = await asyncio.gather(*commands)
        assert [it.stream for it in await bench.reader.read_all(0, 10)] == list(FOUR)
        assert [it.position for it in receipts] == [1, 2, 3, 4]


FOUR = (C, A, D, B)


async def test_a_batch_has_no_more_events_than_the_limit(database_url: str) -> None:
    writer = Watched(MAPPER)
    async with in_postgres(database_url, Limits(batch_events=3), writer) as bench:
        commands = (bench.ledger.carry_out(Count((A, B)), because(n)) for n in range(1, 6))
        await asyncio.gather(*commands)
        assert writer.batches == [1] * 5


@dataclass(frozen=True, slots=True)
class Counted(Writer):
    """Notes how many batches are held whenever one is sent."""

    sent_yet: WeakSet[Batch] = field(default_factory=WeakSet)
    held: list[int] = field(default_factory=list)

    def send(self, connection: Connection, batch: Batch) -> None:
        self.sent_yet.add(batch)
        self.held.append(len(self.sent_yet))
        Writer.send(self, connection, batch)


async def test_under_lasting_load_what_was_committed_is_let_go(database_url: str) -> None:
    writer, keys = Counted(MAPPER), count(1)

    async def person() -> None:
        for key in islice(keys, 20):
            await bench.ledger.carry_out(Count((A,), 0), because(key))

    async with in_postgres(database_url, writer=writer) as bench:
        await asyncio.gather(*(person() for _ in range(40)))
        assert len(writer.held) >= 20
        assert max(writer.held) <= 4


async def test_only_what_read_a_stream_that_moved_is_decided_again(database_url: str) -> None:
    writer, decisions = Watched(MAPPER), Decisions()
    here, there = in_postgres(database_url, writer=writer), in_postgres(database_url)
    async with here as bench, there as other:
        for key, stream in enumerate((A, B, C, D), start=1):
            await bench.ledger.carry_out(Count((stream,)), because(key))
        writer.batches.clear()
        writer.meanwhile.append(lambda: other.elsewhere(Count((B,), 100), because(50)))
        await asyncio.gather(
            bench.ledger.carry_out(Count((A,), 1, (A,), decisions.of("apart")), because(11)),
            bench.ledger.carry_out(Count((C,), 1, (B,), decisions.of("read it")), because(12)),
            bench.ledger.carry_out(Count((D,), 1, (C,), decisions.of("on that")), because(13)),
        )
        assert decisions.counts == {"apart": 1, "read it": 2, "on that": 2}
        assert writer.batches == [3, 1, 2]
        assert await bench.sums(A, B, C, D) == [2, 101, 2, 2]


async def test_a_refusal_on_what_was_never_recorded_is_decided_again(database_url: str) -> None:
    unfit = replace(because(1), actor="a" * 201)
    async with in_postgres(database_url) as bench:
        answers = await outcomes(
            bench.ledger.carry_out(Count(n=LIMIT), unfit),
            bench.ledger.carry_out(Count(n=7), because(2)),
        )
        assert answers == [psycopg.errors.NotNullViolation, Receipt(1)]
        assert await bench.sums(A) == [7]


async def test_what_cannot_be_stored_fails_alone(database_url: str) -> None:
    async with in_postgres(database_url) as bench:
        answers = await outcomes(
            bench.ledger.carry_out(Count((A,)), because(1)),
            bench.ledger.carry_out(Count((B,)), replace(because(2), actor="no\0body")),
            bench.ledger.carry_out(Count((StreamId("no name"),)), because(3)),
            bench.ledger.carry_out(Count((A,)), because(4)),
        )
        assert answers == [
            Receipt(1),
            psycopg.errors.CharacterNotInRepertoire,
            ValueError,
            Receipt(2),
        ]


async def test_a_key_that_comes_twice_at_once_is_answered_as_if_one_came_later(
    database_url: str,
) -> None:
    writer = Watched(MAPPER)
    async with in_postgres(database_url, writer=writer) as bench:
        answers = await outcomes(
            bench.ledger.carry_out(Count(), because(1, "this")),
            bench.ledger.carry_out(Count(n=5), because(1, "that")),
            bench.ledger.carry_out(Count(), because(1, "this")),
        )
        assert answers == [Receipt(1), Reused, Receipt(1)]
        assert writer.batches == [1]


async def test_a_caller_who_is_cancelled_harms_nobody_else(database_url: str) -> None:
    async with in_postgres(database_url) as bench, locked(database_url) as unlock:
        asked = [
            asyncio.create_task(bench.ledger.carry_out(Count((A, B)), because(n)))
            for n in range(1, 4)
        ]
        await asyncio.sleep(0.05)
        asked[1].cancel()
        await unlock()
        first, _, third = await asyncio.gather(*asked, return_exceptions=True)
        assert isinstance(first, Receipt)
        assert isinstance(third, Receipt)
        sums = await bench.sums(A, B)
        assert sums in ([2, 2], [3, 3])


async def test_more_than_may_wait_are_told_to_come_later(database_url: str) -> None:
    before = turned_away()
    async with in_postgres(database_url, Limits(waiting=2, lock_s=5)) as bench:
        async with locked(database_url) as unlock:
            first = asyncio.create_task(bench.ledger.carry_out(Count((A,)), because(1)))
            await in_line(database_url)
            others = [bench.ledger.carry_out(Count((B,)), because(n)) for n in range(2, 7)]
            asked = asyncio.gather(*others, return_exceptions=True)
            await asyncio.sleep(0.05)
            await unlock()
            answers = [await first, *await asked]
        busy = [it for it in answers if isinstance(it, Busy)]
        assert len(busy) == 3
        assert "2 commands wait already" in str(busy[0])
        assert turned_away() - before == 3
        assert await bench.sums(A, B) == [1, 2]


def turned_away() -> float:
    return REGISTRY.get_sample_value("ytempire_ledger_refused_busy_total") or 0


async def test_when_work_is_stopped_nobody_waits_for_ever_and_the_next_is_served(
    database_url: str,
) -> None:
    async with in_postgres(database_url) as bench:
        async with locked(database_url) as unlock:
            asked = asyncio.create_task(bench.ledger.carry_out(Count(), because(1)))
            await in_line(database_url)
            for task in asyncio.all_tasks():
                if "_run" in str(task.get_coro()):
                    task.cancel()
            with pytest.raises(Busy, match="stopping"):
                await asked
            await unlock()
        assert await bench.ledger.carry_out(Count(), because(2)) == Receipt(1)


@asynccontextmanager
async def locked(url: str) -> AsyncIterator[Callable[[], Coroutine[Any, Any, None]]]:
    """Somebody else is at it, until told otherwise."""
    async with await AsyncConnection.connect(url) as other:
        await other.execute(LOCK)
        yield other.close


async def in_line(url: str) -> None:
    """Until somebody waits for the lock."""
    async with await AsyncConnection.connect(url, autocommit=True) as other:
        async with asyncio.timeout(5):
            while not await (await other.execute(QUEUED)).fetchone():  # noqa: ASYNC110 - it happens in another process
                await asyncio.sleep(0.01)


QUEUED = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
