"""Tables as Postgres has them: made, changed by a page's deltas without being read, filled."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import islice

from psycopg import AsyncConnection, AsyncRawCursor, sql
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg.rows import TupleRow

from infra.projector import binary
from infra.projector.binary import COPY_END, COPY_HEADER, Packed, Unfit
from infra.projector.together import Statement
from projections.table import Index, Key, Kind, Row, Table, Value

Connection = AsyncConnection[TupleRow]

COPY_ROWS = 5_000
"""Packed and sent at once."""

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

Columns = tuple[str, ...]
Changes = tuple[Columns, Columns]
"""What a delta changes: the columns that it sets, and those that it adds to."""


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
        """The table with its key, then its indexes."""
        key = sql.SQL(", PRIMARY KEY ({})").format(_names(self.table.key))
        return self._create(key), *self._indexes

    @cached_property
    def bare(self) -> sql.Composed:
        """The table without key and indexes, to be filled first."""
        return self._create(sql.Composed([]))

    @cached_property
    def finish(self) -> tuple[sql.Composed, ...]:
        """What makes a bare table, once it is filled, what `create` would have made."""
        key = sql.SQL("ALTER TABLE {} ADD PRIMARY KEY ({})")
        return key.format(self.name, _names(self.table.key)), *self._indexes

    @cached_property
    def read(self) -> bytes:
        return _statement(
            "SELECT {} FROM unnest({}) AS its ({}) JOIN {} USING ({})",
            _names(self.table.kinds),
            self._arrays(self.table.key),
            _names(self.table.key),
            self.name,
            _names(self.table.key),
        )

    @cached_property
    def remove(self) -> bytes:
        return _statement(
            "DELETE FROM {} WHERE ({}) IN (SELECT * FROM unnest({}))",
            self.name,
            _names(self.table.key),
            self._arrays(self.table.key),
        )

    @cached_property
    def copy(self) -> bytes:
        return _statement("COPY {} FROM STDIN (FORMAT binary)", self.name)

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        return self.table.kinds

    @cached_property
    def defaults(self) -> Row:
        return self.table.defaults

    @cached_property
    def sums(self) -> frozenset[str]:
        """Columns that always hold a number: what is added to them need not be read."""
        columns = self.table.columns.items()
        return frozenset(name for name, it in columns if type(it.default) is int)

    @cached_property
    def _changes(self) -> dict[Changes, bytes]:
        return {}

    def change(self, sets: Columns, adds: Columns) -> bytes:
        """Sets some columns of rows and adds to others; makes the rows that are not there.

        Takes an array a column: the key's, those of `sets`, those of `adds`.
        """
        if (sets, adds) not in self._changes:
            self._changes[sets, adds] = self._change(sets, adds)
        return self._changes[sets, adds]

    def _change(self, sets: Columns, adds: Columns) -> bytes:
        given = (*self.table.key, *sets, *adds)
        if unknown := set(given) - set(self.kinds):
            raise Unfit(f"{self.table.name} has no column {min(unknown)}")
        update = [_sql("{0} = excluded.{0}", _name(it)) for it in sets]
        update += [
            _sql("{0} = was.{0} + excluded.{0} - {1}", _name(it), self._default(it)) for it in adds
        ]
        return _statement(
            "INSERT INTO {} AS was ({}) SELECT {} FROM unnest({}) AS its ({}) "
            "ON CONFLICT ({}) DO UPDATE SET {}",
            self.name,
            _names(self.kinds),
            sql.SQL(", ").join(self._made(it, given, adds) for it in self.kinds),
            self._arrays(given),
            _names(given),
            _names(self.table.key),
            sql.SQL(", ").join(update),
        )

    def _made(self, column: str, given: Columns, adds: Columns) -> sql.Composed:
        """What a new row holds."""
        if column in adds:
            return _sql("{} + its.{}", self._default(column), _name(column))
        if column in given:
            return _sql("its.{}", _name(column))
        return self._default(column)

    def _default(self, column: str) -> sql.Composed:
        return _sql("{}::{}", sql.Literal(self.defaults[column]), _type(self.kinds[column]))

    def _arrays(self, columns: Iterable[str]) -> sql.Composed:
        """One parameter each, in this order."""
        kinds = enumerate((self.kinds[it] for it in columns), 1)
        return sql.SQL(", ").join(_sql(f"${n}::{{}}[]", _type(kind)) for n, kind in kinds)

    def _create(self, key: sql.Composed) -> sql.Composed:
        columns = [
            sql.SQL("{} {}").format(sql.Identifier(name), _type(kind) + self._null(name))
            for name, kind in self.table.kinds.items()
        ]
        return sql.SQL("CREATE TABLE {} ({}{})").format(self.name, sql.SQL(", ").join(columns), key)

    def _null(self, name: str) -> sql.SQL:
        column = self.table.columns.get(name)
        return sql.SQL("" if column is not None and column.default is None else " NOT NULL")

    @cached_property
    def _indexes(self) -> tuple[sql.Composed, ...]:
        return tuple(self._index(it) for it in self.table.indexes)

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
    n, names = len(stored.table.key), tuple(stored.table.columns)
    arrays = [Packed(it) for it in _packed(stored, tuple(stored.table.key), keys)]
    cursor = AsyncRawCursor(connection)
    cursor.adapters.register_loader("numeric", WholeNumber)
    found = await (await cursor.execute(stored.read, arrays)).fetchall()
    return {it[:n]: dict(zip(names, it[n:], strict=True)) for it in found}


def changed(stored: Stored, its: Changes, rows: Sequence[Sequence[Value]]) -> Statement:
    """Each row: the key's values, those to set, those to add. Raises Unfit."""
    columns = (*stored.table.key, *its[0], *its[1])
    return Statement(stored.change(*its), _packed(stored, columns, rows))


def removed(stored: Stored, keys: Sequence[Key]) -> Statement:
    """Raises Unfit."""
    return Statement(stored.remove, _packed(stored, tuple(stored.table.key), keys))


async def copy_rows(connection: Connection, stored: Stored, rows: Iterable[tuple[Key, Row]]) -> int:
    """Adds whole rows to a table that has none of their keys; how many. Raises Unfit.

    By binary COPY: best into a table made with `bare`, which `finish` then completes.
    """
    names, kinds = tuple(stored.table.columns), stored.kinds.values()
    whole, n = iter((*key, *(row[it] for it in names)) for key, row in rows), 0
    async with connection.cursor().copy(stored.copy) as copy:
        await copy.write(COPY_HEADER)
        while some := list(islice(whole, COPY_ROWS)):
            await copy.write(binary.rows(kinds, list(zip(*some, strict=True))))
            n += len(some)
        await copy.write(COPY_END)
    return n


def _packed(stored: Stored, columns: Columns, rows: Sequence[Sequence[Value]]) -> list[bytes]:
    values = zip(*rows, strict=True)
    return [binary.array(stored.kinds[it], its) for it, its in zip(columns, values, strict=True)]


def _statement(template: str, *parts: sql.Composable) -> bytes:
    return _sql(template, *parts).as_bytes()


def _sql(template: str, *parts: sql.Composable) -> sql.Composed:
    return sql.SQL(template).format(*parts)


def _name(name: str) -> sql.Identifier:
    return sql.Identifier(name)


def _names(names: Iterable[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))


def _type(kind: Kind) -> sql.SQL:
    return sql.SQL(SQL_TYPES[kind])
