"""A ledger that is sealed and anchored, for whoever wants to tamper with it."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from adapters.anchors.folder import FolderAnchors
from domain.event import Event
from domain.ids import StreamId
from infra.audit.run import sealing
from infra.settings import Audit
from tests.infra.histories import record
from tests.tally import MAPPER, Counted

SMALL = Audit(seal_events=4)
A, B = StreamId("tally/a"), StreamId("tally/b")


@dataclass(frozen=True)
class Books:
    """One installation's ledger, its home, and its own anchors."""

    url: str
    home: Path
    limits: Audit = SMALL

    @property
    def place(self) -> Path:
        return self.home / "anchors"

    @property
    def anchors(self) -> FolderAnchors:
        return FolderAnchors(self.place)

    async def record(self, events: int, seed: int = 0, together: int = 1) -> None:
        """Turn by turn on two streams, so that neighbours are of different ones."""
        await record(self.url, history(events), seed, together, MAPPER)

    async def seal(self, *, at_once: bool = True) -> int:
        async with sealing(self.url, self.anchors, self.home, self.limits) as sealer:
            return await sealer.run(at_once=at_once)

    def as_owner(self, *statements: str) -> list[Any]:
        """What an operator can do who owns the database; the rows of the last statement."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute("SET session_replication_role = replica")  # no triggers
            for it in statements:
                cursor = connection.execute(it.encode())
            return cursor.fetchall() if cursor.description else []


def history(events: int) -> Iterable[tuple[StreamId, Event]]:
    return [((A, B)[n % 2], Counted(n, note=f"the {n}th")) for n in range(events)]


@asynccontextmanager
async def sealed(url: str, folder: Path, events: int = 10) -> AsyncIterator[Books]:
    """Ten events: two full seals, and one over the two that are left."""
    books = Books(url, folder)
    await books.record(events)
    await books.seal()
    yield books
