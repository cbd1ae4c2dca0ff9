"""The proof: every projection folded again from the first event, compared row for row.

It happens in one snapshot and in one transaction, which is rolled back: nobody else sees the
fresh tables, and nothing of them remains, however this ends.
"""

from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import asdict, dataclass, field
from typing import Any

from psycopg import IsolationLevel, sql

from infra.ledger.mapper import Mapper
from infra.ledger.scan import Scan
from infra.projector import checkpoints
from infra.projector.process import writing
from infra.projector.tables import Connection
from infra.projector.view import View, followed
from infra.settings import Projector as Limits
from projections.catalog import PROJECTIONS
from projections.projection import Projection
from projections.table import Table

DIFFERENCES_MAX = 20
"""Kept of each table; one is enough to be unequal."""

SERVED = """
    SELECT its.projection, its.version, its.schema, its.position, its.skips
    FROM ops.serving JOIN ops.checkpoints AS its USING (schema)
"""
COUNT = "SELECT count(*) FROM {}"
COMPARE = """
    SELECT to_jsonb(served), to_jsonb(folded)
    FROM {} AS served FULL JOIN {} AS folded USING ({})
    WHERE ROW(served.*) IS DISTINCT FROM ROW(folded.*)
    LIMIT {}
"""


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is not what the events come to; None where there is no such row."""

    table: str
    served: dict[str, Any] | None
    folded: dict[str, Any] | None


@dataclass(slots=True)
class Replay:
    """What was found at `position`; `tables` counts the rows that are served.

    `parked` streams were left out on both sides. A view in `unserved` could not be compared:
    nothing of it is read yet, or another version than this program's.
    """

    position: int
    events: int = 0
    parked: int = 0
    tables: dict[str, int] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)
    unserved: list[str] = field(default_factory=list)

    @property
    def equal(self) -> bool:
        return not self.differences and not self.unserved

    def as_json(self) -> dict[str, Any]:
        return {"equal": self.equal} | asdict(self)


@dataclass(frozen=True, slots=True)
class Proof:
    """A view folded again, as far as the one that is served stands, and where that one lies."""

    again: View
    served: str
    position: int


async def replay(
    database_url: str, limits: Limits, projections: Sequence[Projection] = PROJECTIONS
) -> Replay:
    """Folds again as far as each served view stands, and compares.

    Raises Poisoned where an event cannot be folded that the served view has folded.
    """
    async with writing(database_url) as connection:
        await connection.set_isolation_level(IsolationLevel.REPEATABLE_READ)
        async with connection.transaction(force_rollback=True):
            proofs = await _begun(connection, projections)
            found = Replay(max((it.position for it in proofs), default=0))
            found.parked = sum(len(it.again.parked) for it in proofs)
            proven = {it.again.projection.name for it in proofs}
            found.unserved = [it.name for it in projections if it.name not in proven]
            found.events = await _fold(connection, proofs, found.position, limits.page_events)
            for proof in proofs:
                await _compare(connection, proof, found)
    return found


async def _begun(connection: Connection, projections: Sequence[Projection]) -> list[Proof]:
    """Empty tables for every view that is served as this program knows it."""
    found = await (await connection.execute(SERVED)).fetchall()
    known = {(it.name, it.version): it for it in projections}
    proofs = []
    for name, version, served, position, skips in found:
        if (its := known.get((name, version))) is not None:
            schema = f"replay_{name}_{version}"
            await checkpoints.make(connection, schema, its)
            parked = await checkpoints.parked(connection, served)
            again = View(its, schema, parked=parked, skips=frozenset(skips))
            proofs.append(Proof(again, served, position))
    return proofs


async def _fold(
    connection: Connection, proofs: Sequence[Proof], until: int, page_events: int
) -> int:
    """Folds every event up to `until`; how many there were."""
    position = 0
    scan = Scan(Mapper(), *followed([it.again.projection for it in proofs]))
    async with aclosing(scan.pages(connection, position, page_events, until)) as pages:
        async for page in pages:
            for proof in proofs:
                known = [it for it in page.events if it.position <= proof.position]
                await proof.again.write(connection, proof.again.fold(known))
            position = page.last
    return position


async def _compare(connection: Connection, proof: Proof, found: Replay) -> None:
    for table in proof.again.projection.tables:
        its = sql.Identifier(proof.served, table.name)
        counted = await (await connection.execute(sql.SQL(COUNT).format(its))).fetchone()
        found.tables[table.name] = counted[0] if counted else 0
        unlike = await connection.execute(_comparison(proof.served, proof.again.schema, table))
        found.differences += [Difference(table.name, *it) for it in await unlike.fetchall()]


def _comparison(served: str, folded: str, table: Table) -> sql.Composed:
    return sql.SQL(COMPARE).format(
        sql.Identifier(served, table.name),
        sql.Identifier(folded, table.name),
        sql.SQL(", ").join(map(sql.Identifier, table.key)),
        sql.Literal(DIFFERENCES_MAX),
    )
