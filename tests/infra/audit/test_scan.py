"""The fast scan and the plain implementation come to the same hashes."""

from contextlib import closing
from datetime import UTC, datetime
from uuid import UUID

import psycopg
import pytest

from infra.audit.scan import Scan
from infra.ledger.entry_hash import entry_hash
from infra.ledger.row import Row
from tests.history.samples import load, stored
from tests.infra.audit.books import TABLES, Books
from tests.infra.test_entry_hash import VECTORS

INSERT = f"INSERT INTO ledger.events VALUES ({', '.join(['%s'] * len(Row._fields))})"
TIMES = [
    datetime(1970, 1, 1, tzinfo=UTC),
    datetime(1999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
    datetime(2107, 6, 5, 4, 3, 2, 1, tzinfo=UTC),
    datetime(2999, 1, 1, 0, 0, 0, 999_999, tzinfo=UTC),
]


def every_shape() -> list[Row]:
    """Of every event ever stored, the vectors with their nulls and letters, and far-off times."""
    vectors = [load(it) for it in VECTORS]
    shapes = [*vectors, *stored(), *(vectors[1]._replace(recorded_at=it) for it in TIMES)]
    rows = (
        it._replace(notification_id=n, originator_version=n, event_id=UUID(int=n))
        for n, it in enumerate(shapes, 1)
    )
    return [it._replace(entry_hash=entry_hash(it)) for it in rows]


@pytest.fixture
def rows(books: Books) -> list[Row]:
    books.as_owner(*(f"TRUNCATE {it}" for it in TABLES))
    found = every_shape()
    with psycopg.connect(books.url, autocommit=True) as connection:
        connection.cursor().executemany(INSERT, found)
    return found


@pytest.mark.parametrize("count", [1, 7, 5_000])
def test_both_come_to_the_same_hashes(books: Books, rows: list[Row], count: int) -> None:
    with closing(psycopg.connect(books.url)) as connection:
        scan = Scan(connection, 1, len(rows))
        pages = [scan.take(count) for _ in range(0, len(rows), count)]
        assert scan.take(1).count == 0
    hashes = [it.entry_hash for it in rows]
    assert [it for page in pages for it in page.computed] == hashes
    assert b"".join(page.stored for page in pages) == b"".join(hashes)
    assert pages[0].positions == (1, min(count, len(rows)))
    assert pages[0].holds(1, min(count, len(rows)))


def test_a_part_that_holds_nothing_is_empty(books: Books, rows: list[Row]) -> None:
    with closing(psycopg.connect(books.url)) as connection:
        assert Scan(connection, len(rows) + 1, len(rows) + 9).take(5).count == 0


def test_a_table_that_is_not_there_is_said(books: Books) -> None:
    with closing(psycopg.connect(books.url)) as connection:
        connection.execute("ALTER TABLE ledger.events RENAME TO gone")
        with pytest.raises(psycopg.errors.UndefinedTable):
            Scan(connection, 1, 2)
