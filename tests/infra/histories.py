"""Histories in a real ledger: any event on any stream, decided by nobody."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid5

from commands.ports import Because, Plain, Step, Steps, World
from domain.event import Event
from domain.ids import JobId, StreamId
from infra.ledger.decision import Rules
from infra.ledger.mapper import Mapper
from infra.ledger.pool import ledger_pool
from infra.ledger.postgres import PostgresLedger
from infra.ledger.writer import Writer
from infra.settings import Ledger
from tests.given import ACCOUNT, NOON

ANYTHING_GOES = Rules(
    defaultdict(lambda: lambda *_: None), lambda *_: iter(()), lambda id, _: JobId(id)
)
ONE = Ledger(connections=1)


@dataclass(frozen=True, slots=True)
class Record(Plain):
    stream: StreamId
    event: Event

    def steps(self, _: World) -> Steps:
        yield Step(self.stream, lambda _: iter((self.event,)))


async def record(url: str, history: Iterable[tuple[StreamId, Event]], seed: int = 0) -> None:
    """One command an event, with ids that follow from `seed`."""
    async with ledger_pool(url, ONE) as pool:
        ledger = PostgresLedger(pool, Writer(Mapper()), ANYTHING_GOES, lambda: World(NOON), ONE)
        for n, (stream, event) in enumerate(history):
            its = uuid5(UUID(int=seed), str(n))
            because = Because("person/9", ACCOUNT, its, bytes(32), its, its)
            await ledger.carry_out(Record(stream, event), because)
