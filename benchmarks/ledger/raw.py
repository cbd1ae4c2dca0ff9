"""Postgres by itself: psycopg in threads, prepared; one row and one commit a statement.

The table has the library's five columns and its two indexes, and no more: narrower than ours,
so a harder mark. Nothing is hashed, locked or told.
"""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psycopg
from pydantic_core import to_json

from benchmarks.ledger.events import spent, stream_of
from benchmarks.ledger.figures import Timed, prepared

CREATE = """
    CREATE TABLE IF NOT EXISTS raw_events (
        notification_id    bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
        originator_id      text   NOT NULL,
        originator_version bigint NOT NULL,
        topic              text   NOT NULL,
        state              bytea  NOT NULL,
        PRIMARY KEY (originator_id, originator_version)
    )
"""
INSERT = """
    INSERT INTO raw_events (originator_id, originator_version, topic, state)
    VALUES (%s, %s, %s, %s)
"""
PAGE = 5_000
FIVE = "notification_id, originator_id, originator_version, topic, state"

RawRow = tuple[str, int, str, bytes]


def rows(run: object, count: int) -> list[RawRow]:
    """What ours is asked to record, as this table takes it."""
    streams = [stream_of(run, n) for n in range(count)]
    return [(it, 1, "bench.spent", to_json(spent(it, n))) for n, it in enumerate(streams)]


def insert_on(connection: psycopg.Connection, rows: Sequence[RawRow]) -> list[float]:
    """Row by row; how long each took, in seconds."""
    took = []
    with connection.cursor() as cursor:
        for row in rows:
            begun = time.perf_counter()
            cursor.execute(INSERT, row, prepare=True)
            took.append(time.perf_counter() - begun)
    return took


def inserted(url: str, rows: Sequence[RawRow], connections: int) -> Timed:
    """Each connection inserts its share, in a thread of its own; they begin together."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(CREATE)
    begin = Barrier(connections + 1)
    timed = Timed()

    def insert(mine: Sequence[RawRow]) -> list[float]:
        with psycopg.connect(url, autocommit=True) as connection:
            begin.wait()
            return insert_on(connection, mine)

    with prepared(), ThreadPoolExecutor(connections) as threads:
        shares = [threads.submit(insert, rows[n::connections]) for n in range(connections)]
        begin.wait()
        begun = time.perf_counter()
        timed.latencies_s = [it for share in shares for it in share.result()]
        timed.seconds = time.perf_counter() - begun
    return timed


def selected(url: str, columns: str, table: str = "ledger.events") -> Timed:
    """Every row by its key, a page at a time, as binary tuples on one connection."""
    query = (
        f"SELECT {columns} FROM {table} WHERE notification_id > %s "  # noqa: S608 - constants
        f"ORDER BY notification_id LIMIT {PAGE}"
    ).encode()
    timed, after = Timed(), 0
    with psycopg.connect(url, autocommit=True) as connection, prepared():
        cursor = connection.cursor(binary=True)
        begun = time.perf_counter()
        while page := cursor.execute(query, (after,), prepare=True).fetchall():
            after = page[-1][0]
            timed.done += len(page)
        timed.seconds = time.perf_counter() - begun
    return timed
