"""Ledgers to put to the test: the one in memory, and the real one."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from commands.ports import Because, Command, Ledger, World
from domain.event import Recorded
from domain.ids import StreamId
from infra.ledger.decision import Rules
from infra.ledger.mapper import Mapper
from infra.ledger.pool import ledger_pool
from infra.ledger.postgres import PostgresLedger
from infra.ledger.reader import LedgerReader
from infra.ledger.row import Row
from infra.ledger.writer import Writer
from infra.settings import Ledger as Limits
from tests.given import NOON
from tests.memory import MemoryLedger
from tests.tally import MAPPER, RULES

LIMITS = Limits(connections=4, lock_s=5)
WRITER = Writer(MAPPER)


class Reader(Protocol):
    """What either ledger can be asked afterwards."""

    async def rows_after(self, position: int, limit: int) -> list[Row]: ...
    async def read_all(self, after: int, limit: int) -> list[Recorded]: ...
    async def read_stream(self, stream: StreamId, after_version: int = 0) -> list[Recorded]: ...
    async def head(self) -> int: ...
    async def position_at(self, at: datetime) -> int: ...


@dataclass(frozen=True)
class Bench:
    """A ledger, its reader, and somebody else who writes to the same one."""

    ledger: Ledger
    reader: Reader
    opens: Callable[[], AbstractAsyncContextManager["Bench"]]

    def elsewhere(self, command: Command, because: Because) -> None:
        """Carries a command out in another thread, with connections of its own."""

        async def there() -> None:
            async with self.opens() as other:
                await other.ledger.carry_out(command, because)

        thread = threading.Thread(target=lambda: asyncio.run(there()))
        thread.start()
        thread.join()

    async def sums(self, *streams: StreamId) -> list[Any]:
        return [await self.ledger.state(it) for it in streams]


def in_memory(rules: Rules = RULES, mapper: Mapper = MAPPER) -> Bench:
    ledger = MemoryLedger(rules=rules, mapper=mapper)

    @asynccontextmanager
    async def again() -> AsyncIterator[Bench]:
        yield bench

    bench = Bench(ledger, ledger, again)
    return bench


@asynccontextmanager
async def in_postgres(
    url: str, limits: Limits = LIMITS, writer: Writer = WRITER, rules: Rules = RULES
) -> AsyncIterator[Bench]:
    async with ledger_pool(url, limits) as pool:
        ledger = PostgresLedger(pool, writer, rules, lambda: World(NOON), limits)
        reader = LedgerReader(pool, writer.mapper)
        yield Bench(ledger, reader, lambda: in_postgres(url, limits, writer, rules))
