"""A ledger that is sealed and anchored, for whoever wants to tamper with it."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from adapters.anchors.folder import FolderAnchors
from domain.event import Event
from domain.ids import StreamId
from infra.audit.run import sealing
from infra.audit.verify import Asked, Verdict, verify
from infra.ledger.row import Row
from infra.settings import Audit
from processors.anchors import Anchors
from tests.infra.histories import record
from tests.tally import MAPPER, Counted

SMALL = Audit(seal_events=4)
TABLES = {
    "ledger.events": "kept_events",
    "ledger.commands": "kept_commands",
    "audit.seals": "kept_seals",
}
EVERYTHING = Asked()
HASH_AGAIN = f"""
    UPDATE ledger.events SET entry_hash = ledger.entry_hash({", ".join(Row._fields[:-1])})
"""
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

    def hashed_again(self) -> None:
        """Every row gets the hash that it should have, as whoever rewrites rows would do it."""
        self.as_owner(HASH_AGAIN)

    async def sealed_again(self) -> None:
        """All seals, signatures and own anchors are made anew, with the installation's key."""
        self.as_owner("DELETE FROM audit.seals")
        shutil.rmtree(self.place)
        await self.seal()

    def keep(self) -> None:
        """Remembers all rows as they are."""
        for name, kept in TABLES.items():
            self.as_owner(f"CREATE TABLE {kept} AS TABLE {name}")

    def restore(self) -> None:
        """Every row as it was kept."""
        for name, kept in TABLES.items():
            self.as_owner(f"TRUNCATE {name}", f"INSERT INTO {name} TABLE {kept}")

    def auditors_copy(self) -> FolderAnchors:
        """The anchors as they are now, out of the operator's reach."""
        copy = self.home.parent / f"{self.home.name}-auditor"
        shutil.copytree(self.place, copy)
        return FolderAnchors(copy)

    async def verdict(self, anchors: Anchors | None = None, asked: Asked = EVERYTHING) -> Verdict:
        return await verify(self.url, anchors or self.anchors, asked, lambda *_: None)

    async def first_bad(self, anchors: Anchors | None = None) -> tuple[int, str]:
        found = (await self.verdict(anchors)).first_bad
        assert found is not None, "something is wrong"
        return found.position, found.kind

    def as_owner(self, *statements: str) -> list[Any]:
        """What an operator can do who owns the database; the rows of the last statement."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute("SET session_replication_role = replica")  # no triggers
            for it in statements:
                cursor = connection.execute(it.encode())
            return cursor.fetchall() if cursor.description else []


def history(events: int) -> Iterable[tuple[StreamId, Event]]:
    return [((A, B)[n % 2], Counted(n, note=f"the {n}th")) for n in range(events)]
