"""The proof that two builds say the same: row counts and sums over the rows, in one snapshot.

A sum does not mind the order in which rows lie. Only where sums differ are rows held against
each other, to say which.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from psycopg import sql

from infra.projector.tables import Connection
from projections.projection import Projection
from projections.table import Table

EXAMPLES_MAX = 20
"""Differing rows shown of each table; all are counted."""

COLUMNS = """
    SELECT attname FROM pg_attribute
    WHERE attrelid = to_regclass(format('%%I.%%I', %s::text, %s::text))
      AND attnum > 0 AND NOT attisdropped
"""
SUM = """
    SELECT count(*), coalesce(sum(hashtextextended(its, 0)), 0),
           coalesce(sum(hashtextextended(its, 1)), 0)
    FROM (SELECT ROW({columns})::text FROM {table}) AS rows (its)
"""
COUNT = """
    SELECT count(*) FILTER (WHERE new.there IS NULL),
           count(*) FILTER (WHERE old.there IS NULL),
           count(*) FILTER (WHERE old.there AND new.there)
    {unlike}
"""
SHOW = "SELECT to_jsonb(old) - 'there', to_jsonb(new) - 'there' {unlike} LIMIT {most}"
UNLIKE = """
    FROM (SELECT true AS there, {columns} FROM {old}) AS old
    FULL JOIN (SELECT true AS there, {columns} FROM {new}) AS new USING ({key})
    WHERE ROW({olds}) IS DISTINCT FROM ROW({news})
"""


@dataclass(frozen=True, slots=True)
class Example:
    """A row as it is read now, and as it would be; None where there is no such row."""

    table: str
    served: dict[str, Any] | None
    built: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Compared:
    """A table of both builds. `gone`, `new` and `changed` count rows, where sums differ."""

    table: str
    rows_served: int
    rows_built: int
    gone: int = 0
    new: int = 0
    changed: int = 0
    equal: bool = True


@dataclass(slots=True)
class Report:
    """What a comparison found at `position`; only columns that both builds have are compared."""

    served: str
    built: str
    position: int
    tables: list[Compared] = field(default_factory=list)
    examples: list[Example] = field(default_factory=list)

    @property
    def equal(self) -> bool:
        return all(it.equal for it in self.tables)

    def as_json(self) -> dict[str, Any]:
        return {"equal": self.equal} | asdict(self)


async def compare(
    connection: Connection, projection: Projection, served: str, built: str, position: int
) -> Report:
    """Both builds as they are in this transaction's snapshot."""
    report = Report(served, built, position)
    for table in projection.tables:
        its = _Both(connection, table, served, built)
        columns = await its.columns()
        if set(table.key) <= set(columns):
            report.tables.append(await its.compared(columns, report.examples))
    return report


@dataclass(frozen=True, slots=True)
class _Both:
    connection: Connection
    table: Table
    served: str
    built: str

    async def columns(self) -> list[str]:
        """Those that both have; none where the table is new."""
        cursor = await self.connection.execute(COLUMNS, (self.served, self.table.name))
        there = {name for (name,) in await cursor.fetchall()}
        return [it for it in self.table.kinds if it in there]

    async def compared(self, columns: Sequence[str], examples: list[Example]) -> Compared:
        name = self.table.name
        old, new = await self._sum(self.served, columns), await self._sum(self.built, columns)
        if old == new:
            return Compared(name, old[0], new[0])
        unlike = self._unlike(columns)
        cursor = await self.connection.execute(sql.SQL(COUNT).format(unlike=unlike))
        gone, fresh, changed = (await cursor.fetchone()) or (0, 0, 0)
        show = sql.SQL(SHOW).format(unlike=unlike, most=sql.Literal(EXAMPLES_MAX))
        rows = await (await self.connection.execute(show)).fetchall()
        examples += [Example(name, *it) for it in rows]
        return Compared(name, old[0], new[0], gone, fresh, changed, equal=False)

    async def _sum(self, schema: str, columns: Sequence[str]) -> tuple[int, ...]:
        names = sql.SQL(", ").join(map(sql.Identifier, columns))
        table = sql.Identifier(schema, self.table.name)
        found = await self.connection.execute(sql.SQL(SUM).format(columns=names, table=table))
        return tuple((await found.fetchone()) or ())

    def _unlike(self, columns: Sequence[str]) -> sql.Composed:
        def of(side: str) -> sql.Composed:
            return sql.SQL(", ").join(sql.Identifier(side, it) for it in columns)

        return sql.SQL(UNLIKE).format(
            columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
            key=sql.SQL(", ").join(map(sql.Identifier, self.table.key)),
            old=sql.Identifier(self.served, self.table.name),
            new=sql.Identifier(self.built, self.table.name),
            olds=of("old"),
            news=of("new"),
        )
