"""Tables as Postgres has them: made, read by key, written whole."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from psycopg import AsyncConnection, sql
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg.rows import TupleRow

from projections.table import Index, Key, Kind, Row, Table, Value

Connection = AsyncConnection[TupleRow]

SQL_TYPES = {
    Kind.TEXT: "text",
    Kind.WHOLE: "bigint",
    Kind.AMOUNT: "numeric(38,0)",
    Kind.REAL: "double precision",
    Kind.FLAG: "boolean",
    Kind.INSTANT: "timestamptz",
    Kind.DAY: "date",
    Kind.ID: "uuid",
}


class WholeNumber(Loader):
    """An amount comes back as the int that it was."""

    def load(self, data: Buffer) -> int:
        return int(bytes(data))


@dataclass(frozen=True)
class Stored:
    """A table in a schema, and the statements that it takes."""

    schema: str
    table: Table

    @cached_property
    def name(self) -> sql.Identifier:
        return sql.Identifier(self.schema, self.table.name)

    @cached_property
    def create(self) -> tuple[sql.Composed, ...]:
        columns = [
            sql.SQL("{} {}").format(sql.Identifier(name), _type(kind) + self._null(name))
            for name, kind in self.table.kinds.items()
        ]
        table = sql.SQL("CREATE TABLE {} ({}, PRIMARY KEY ({}))").format(
            self.name, sql.SQL(", ").join(columns), _names(self.table.key)
        )
        return table, *(self._index(it) for it in self.table.indexes)

    @cached_property
    def bare(self) -> sql.Composed:
        """The table without its key and its indexes: `finish` makes these."""
        columns = [
            sql.SQL("{} {} NOT NULL" if name in self.table.key else "{} {}").format(
                _name(name), _type(kind) + self._null(name)
            )
            for name, kind in self.table.kinds.items()
        ]
        return sql.SQL("CREATE TABLE {} ({})").format(self.name, sql.SQL(", ").join(columns))

    @cached_property
    def finish(self) -> tuple[sql.Composed, ...]:
        key = sql.SQL("ALTER TABLE {} ADD PRIMARY KEY ({})").format(
            self.name, _names(self.table.key)
        )
        return key, *(self._index(it) for it in self.table.indexes)

    @cached_property
    def read(self) -> sql.Composed:
        return sql.SQL("SELECT {} FROM unnest({}) AS its ({}) JOIN {} USING ({})").format(
            _names(self.table.kinds),
            _arrays(self.table.key.values()),
            _names(self.table.key),
            self.name,
            _names(self.table.key),
        )

    @cached_property
    def write(self) -> sql.Composed:
        updates = [sql.SQL("{0} = excluded.{0}").format(_name(it)) for it in self.table.columns]
        return sql.SQL(
            "INSERT INTO {} ({}) SELECT * FROM unnest({}) ON CONFLICT ({}) DO UPDATE SET {}"
        ).format(
            self.name,
            _names(self.table.kinds),
            _arrays(self.table.kinds.values()),
            _names(self.table.key),
            sql.SQL(", ").join(updates),
        )

    @cached_property
    def remove(self) -> sql.Composed:
        return sql.SQL("DELETE FROM {} WHERE ({}) IN (SELECT * FROM unnest({}))").format(
            self.name, _names(self.table.key), _arrays(self.table.key.values())
        )

    def _null(self, name: str) -> sql.SQL:
        column = self.table.columns.get(name)
        return sql.SQL("" if column is not None and column.default is None else " NOT NULL")

    def _index(self, index: Index) -> sql.Composed:
        made = sql.SQL("CREATE INDEX ON {} ({})").format(self.name, _names(index.columns))
        if index.only is None:
            return made
        column, value = index.only
        return made + sql.SQL(" WHERE {} = {}").format(_name(column), sql.Literal(value))


def shape(tables: Iterable[Table]) -> str:
    """A digest of what tables look like: another shape has to be another version."""
    statements = [it.as_string() for table in tables for it in Stored("", table).create]
    return sha256("\n".join(statements).encode()).hexdigest()


async def read_rows(connection: Connection, stored: Stored, keys: Sequence[Key]) -> dict[Key, Row]:
    """The rows that there are, without their keys."""
    table = stored.table
    found = await (await connection.execute(stored.read, _columns(keys))).fetchall()
    n = len(table.key)
    return {it[:n]: dict(zip(table.columns, it[n:], strict=True)) for it in found}


async def write_rows(
    connection: Connection, stored: Stored, rows: Sequence[tuple[Key, Row]]
) -> None:
    names = tuple(stored.table.columns)
    whole = [(*key, *(row[it] for it in names)) for key, row in rows]
    await connection.execute(stored.write, _columns(whole))


async def remove_rows(connection: Connection, stored: Stored, keys: Sequence[Key]) -> None:
    await connection.execute(stored.remove, _columns(keys))


def _columns(rows: Sequence[Sequence[Value]]) -> list[list[Value]]:
    return [list(it) for it in zip(*rows, strict=True)]


def _name(name: str) -> sql.Identifier:
    return sql.Identifier(name)


def _names(names: Iterable[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))


def _type(kind: Kind) -> sql.SQL:
    return sql.SQL(SQL_TYPES[kind])


def _arrays(kinds: Collection[Kind]) -> sql.Composed:
    return sql.SQL(", ").join(sql.SQL("%s::") + _type(it) + sql.SQL("[]") for it in kinds)
