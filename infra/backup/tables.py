"""The originals' tables: found in the database itself, copied out of one snapshot, and in again."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from graphlib import TopologicalSorter

import psycopg
from psycopg import IsolationLevel, sql

from domain.ids import BlobId
from infra.audit.signing import key_id
from infra.backup.manifest import MigrationEntry, TableEntry

ORIGINALS = ["ledger", "vault", "audit"]
"""Schemas that nothing else can bring back; the rest is made from them."""

UTC = "SET timezone TO 'UTC'"
COLUMNS = """
    SELECT space.nspname || '.' || its.relname, array_agg(field.attname ORDER BY field.attnum)
    FROM pg_class AS its
    JOIN pg_namespace AS space ON space.oid = its.relnamespace
    JOIN pg_attribute AS field ON field.attrelid = its.oid
    WHERE space.nspname = ANY(%s) AND its.relkind = 'r'
      AND field.attnum > 0 AND NOT field.attisdropped AND field.attgenerated = ''
    GROUP BY 1 ORDER BY 1
"""
REFERENCES = """
    SELECT DISTINCT its.relnamespace::regnamespace || '.' || its.relname,
                    far.relnamespace::regnamespace || '.' || far.relname
    FROM pg_constraint AS rule
    JOIN pg_class AS its ON its.oid = rule.conrelid
    JOIN pg_class AS far ON far.oid = rule.confrelid
    WHERE rule.contype = 'f' AND its.oid <> far.oid
      AND its.relnamespace::regnamespace::text = ANY(%s)
"""
SIZE = """
    SELECT coalesce(sum(pg_total_relation_size(its.oid)), 0)::bigint FROM pg_class AS its
    WHERE its.relkind = 'r' AND its.relnamespace::regnamespace::text = ANY(%s)
"""
HEAD = "SELECT coalesce(max(notification_id), 0) FROM ledger.events"
APPLIED = "SELECT name, sha256 FROM ops.migrations ORDER BY name"
BLOBS = """
    SELECT DISTINCT (regexp_matches(convert_from(state, 'UTF8'), 'sha256:[0-9a-f]{64}', 'g'))[1]
    FROM ledger.events
"""

KEKS = """
    SELECT DISTINCT encode(substring(wrapped FROM 3 FOR 8), 'hex') FROM vault.data_keys
    WHERE wrapped IS NOT NULL ORDER BY 1
"""
LAST_SEAL = "SELECT n, public_key FROM audit.seals ORDER BY n DESC LIMIT 1"


@contextmanager
def snapshot(database_url: str) -> Iterator[psycopg.Connection]:
    """Everything as at one position, whoever writes meanwhile; nothing can be changed."""
    with psycopg.connect(database_url) as connection:
        connection.execute(UTC)
        connection.commit()
        connection.isolation_level = IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        yield connection


def head(connection: psycopg.Connection) -> int:
    """The last position; 0 where nothing was recorded."""
    return _number(connection, HEAD)


def size_bytes(connection: psycopg.Connection) -> int:
    return _number(connection, SIZE, ORIGINALS)


def applied(connection: psycopg.Connection) -> tuple[MigrationEntry, ...]:
    found = connection.execute(APPLIED).fetchall()
    return tuple(MigrationEntry(name=name, sha256=digest) for name, digest in found)


def blobs(connection: psycopg.Connection) -> set[BlobId]:
    """Every blob that an event names."""
    return {BlobId(name) for (name,) in connection.execute(BLOBS)}


def keks(connection: psycopg.Connection) -> tuple[str, ...]:
    """Names of the key-encryption keys that the vault is under: two amid a rotation."""
    return tuple(name for (name,) in connection.execute(KEKS))


def last_seal(connection: psycopg.Connection) -> tuple[int, str | None]:
    """Its number, and the name of the key that signed it; 0 and None before the first."""
    found = connection.execute(LAST_SEAL).fetchone()
    return (0, None) if found is None else (found[0], key_id(found[1]))


def columns(connection: psycopg.Connection) -> dict[str, tuple[str, ...]]:
    """Of every table of the originals; those that the database computes are left out."""
    found = connection.execute(COLUMNS, [ORIGINALS]).fetchall()
    return {name: tuple(its) for name, its in found}


def in_order(connection: psycopg.Connection, tables: Iterable[TableEntry]) -> list[TableEntry]:
    """Referenced tables before those that refer to them."""
    by_name = {it.name: it for it in tables}
    order = TopologicalSorter[str]({name: set() for name in by_name})
    for name, far in connection.execute(REFERENCES, [ORIGINALS]):
        order.add(name, far)
    return [by_name[it] for it in order.static_order() if it in by_name]


def copy_out(connection: psycopg.Connection, name: str, fields: tuple[str, ...]) -> Iterator[bytes]:
    """The table's rows in PostgreSQL's binary format."""
    statement = sql.SQL("COPY {} ({}) TO STDOUT (FORMAT binary)")
    with connection.cursor() as cursor, cursor.copy(_of(statement, name, fields)) as copy:
        for piece in copy:
            yield bytes(piece)


def copy_in(connection: psycopg.Connection, table: TableEntry, data: Iterable[bytes]) -> int:
    """All rows or none; how many."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT binary)")
    with connection.cursor() as cursor:
        with cursor.copy(_of(statement, table.name, table.columns)) as copy:
            for piece in data:
                copy.write(piece)
        return cursor.rowcount


def count(connection: psycopg.Connection, name: str) -> int:
    return _number(connection, _of(sql.SQL("SELECT count(*) FROM {}"), name, ()))


def _of(statement: sql.SQL, name: str, fields: tuple[str, ...]) -> sql.Composed:
    table = sql.Identifier(*name.split("."))
    return statement.format(table, sql.SQL(", ").join(map(sql.Identifier, fields)))


def _number(connection: psycopg.Connection, query: str | sql.Composed, *values: object) -> int:
    asked = query.encode() if isinstance(query, str) else query
    found = connection.execute(asked, values).fetchone()
    assert found is not None
    return int(found[0])
