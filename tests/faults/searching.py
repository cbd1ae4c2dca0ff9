"""Everything that an installation keeps, searched for words: files as they lie, tables as rows."""

import gzip
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import psycopg
import redis
from psycopg import sql

from tests.stack import Stack

TABLES = """
    SELECT schemaname, tablename FROM pg_tables
    WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
"""
COLUMNS = """
    SELECT column_name, data_type FROM information_schema.columns
    WHERE table_schema = %s AND table_name = %s
"""
INFLATES = (gzip.decompress, zlib.decompress)


def found(stack: Stack, words: Iterable[str]) -> dict[str, set[str]]:
    """Where each of these words stands, in whatever case; a word that is nowhere is left out."""
    places: dict[str, set[str]] = {}
    for place, data in everything(stack):
        held = data.lower()
        for word in words:
            if word.lower().encode() in held:
                places.setdefault(word, set()).add(place)
    return places


def everything(stack: Stack) -> Iterator[tuple[str, bytes]]:
    """Every file below the home and of the database, every row of every table, every key."""
    for folder in {stack.home, _data_directory(stack)}:
        for path in folder.rglob("*"):
            if path.is_file() and not path.is_symlink():
                yield from _file(path)
    yield from _rows(stack)
    yield from _keys(stack)


def _file(path: Path) -> Iterator[tuple[str, bytes]]:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return
    yield str(path), data
    for inflate in INFLATES:
        try:
            yield f"{path} inflated", inflate(data)
        except (OSError, EOFError, zlib.error):
            continue


def _data_directory(stack: Stack) -> Path:
    return Path(stack.rows("SHOW data_directory")[0][0])


def _rows(stack: Stack) -> Iterator[tuple[str, bytes]]:
    """As the server reads them: whatever it compresses is in the clear here."""
    with psycopg.connect(stack.database_url) as connection:
        for schema, table in connection.execute(TABLES).fetchall():
            columns = connection.execute(COLUMNS, (schema, table)).fetchall()
            clear = [_clear(*it) for it in columns]
            query = sql.SQL("SELECT concat_ws(' ', {}) FROM {}").format(
                sql.SQL(", ").join(clear), sql.Identifier(schema, table)
            )
            for (row,) in connection.execute(query).fetchall():
                yield f"table {schema}.{table}", row.encode()


def _clear(column: str, kind: str) -> sql.Composable:
    name = sql.Identifier(column)
    return sql.SQL("encode({}, 'escape')").format(name) if kind == "bytea" else name


def _keys(stack: Stack) -> Iterator[tuple[str, bytes]]:
    with redis.Redis.from_url(stack.redis_url) as queue:
        for key in queue.scan_iter():
            yield "redis", key + b" " + (queue.dump(key) or b"")
