"""Histories in a real ledger: any event on any stream, decided by nobody."""

from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import islice
from uuid import UUID, uuid5

from commands.ports import Because, Plain, Step, Steps, World
from domain.event import Decision, Event
from domain.ids import JobId, StreamId
from infra.ledger.decision import Rules
from infra.ledger.mapper import Mapper
from infra.ledger.pool import ledger_pool
from infra.ledger.postgres import PostgresLedger
from infra.ledger.reader import LedgerReader
from infra.ledger.writer import Writer
from infra.projector.process import writing
from infra.projector.runner import Runner
from infra.settings import Ledger, Projector
from projections.projection import Projection
from tests.given import ACCOUNT, NOON, YOU

ANYTHING_GOES = Rules(
    defaultdict(lambda: lambda *_: None), lambda *_: iter(()), lambda id, _: JobId(id)
)
ONE = Ledger(connections=1)
SMALL_PAGES = Projector(page_events=2, retry_s=0.001)


@dataclass(frozen=True, slots=True)
class Record(Plain):
    entries: tuple[tuple[StreamId, Event], ...]

    def steps(self, _: World) -> Steps:
        for stream, event in self.entries:
            yield Step(stream, always(event))


def always(event: Event) -> Callable[[object], Decision]:
    return lambda _: iter((event,))


async def record(
    url: str,
    history: Iterable[tuple[StreamId, Event]],
    seed: int = 0,
    together: int = 1,
    mapper: Mapper | None = None,
) -> None:
    """So many events a command, with ids that follow from `seed`."""
    writer = Writer(mapper or Mapper())
    async with ledger_pool(url, ONE) as pool:
        ledger = PostgresLedger(pool, writer, ANYTHING_GOES, lambda: World(NOON), ONE)
        for n, entries in enumerate(batched(history, together)):
            its = uuid5(UUID(int=seed), str(n))
            because = Because(YOU, ACCOUNT, its, bytes(32), its, its)
            await ledger.carry_out(Record(entries), because)


def batched(
    history: Iterable[tuple[StreamId, Event]], n: int
) -> Iterator[tuple[tuple[StreamId, Event], ...]]:
    entries = iter(history)
    while some := tuple(islice(entries, n)):
        yield some


@asynccontextmanager
async def a_runner(
    url: str, *projections: Projection, limits: Projector = SMALL_PAGES
) -> AsyncIterator[Runner]:
    async with ledger_pool(url, ONE) as pool, writing(url) as connection:
        mapper = Mapper()
        runner = Runner(connection, LedgerReader(pool, mapper), mapper, projections, limits)
        await runner.begin()
        yield runner


async def caught_up(url: str, *projections: Projection, limits: Projector = SMALL_PAGES) -> None:
    """Folds all that was recorded."""
    async with a_runner(url, *projections, limits=limits) as runner:
        while await runner.advance():
            pass
