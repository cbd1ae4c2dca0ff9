"""The ledger as it is: carried out by so many tasks of one process."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from benchmarks.ledger.events import NOON, RULES, Asked
from benchmarks.ledger.figures import Timed, prepared
from commands.ports import Ledger, Receipt, World
from infra.ledger.mapper import Mapper
from infra.ledger.pool import Pool, ledger_pool
from infra.ledger.postgres import PostgresLedger
from infra.ledger.reader import LedgerReader
from infra.ledger.writer import Writer
from infra.settings import Ledger as Limits

LIMITS = Limits()
"""As shipped."""


@dataclass(frozen=True)
class Ours:
    pool: Pool
    mapper: Mapper
    ledger: PostgresLedger
    reader: LedgerReader


@asynccontextmanager
async def opened(
    url: str, limits: Limits = LIMITS, writer: Callable[[Mapper], Writer] = Writer
) -> AsyncIterator[Ours]:
    mapper = Mapper()
    async with ledger_pool(url, limits) as pool:
        ledger = PostgresLedger(pool, writer(mapper), RULES, lambda: World(NOON), limits)
        yield Ours(pool, mapper, ledger, LedgerReader(pool, mapper))


async def carried(ledger: Ledger, asked: Sequence[Asked], tasks: int) -> Timed:
    """Each task takes the next command that none has taken, until there is none."""
    timed, waiting = Timed(), iter(asked)

    async def task() -> None:
        for command, because in waiting:
            begun = time.perf_counter()
            await ledger.carry_out(command, because)
            timed.latencies_s.append(time.perf_counter() - begun)

    with prepared():
        begun = time.perf_counter()
        await asyncio.gather(*(task() for _ in range(tasks)))
        timed.seconds = time.perf_counter() - begun
    return timed


async def answered(ledger: Ledger, asked: Sequence[Asked]) -> list[Receipt]:
    """All at once; what each was answered."""
    return await asyncio.gather(*(ledger.carry_out(*it) for it in asked))
