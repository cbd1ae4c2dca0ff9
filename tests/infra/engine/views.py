"""Views of the tallies, and what they come to: folded in Python, and summed up by SQL alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from domain.event import Recorded
from projections.change import Add, Append, Change, Put, Remove, fold
from projections.projection import Poison, Projection
from projections.table import AMOUNT, BY_POSITION, TEXT, WHOLE, Kind, Row, Table
from tests.infra.engine.domain import BAD
from tests.tally import Counted

TALLIES = Table(
    "tallies",
    key={"stream": Kind.TEXT},
    columns={"total": AMOUNT, "events": WHOLE, "last": WHOLE},
)
RISING = Table("rising", key={"stream": Kind.TEXT}, columns={"total": AMOUNT})
ENTRIES = Table("entries", key=BY_POSITION, columns={"stream": TEXT, "amount": AMOUNT})


def tally(it: Recorded) -> Iterator[Change]:
    """A sum a stream; and one since it last fell."""
    if isinstance(it.event, Counted):
        key, n = (it.stream,), it.event.n
        yield Add(TALLIES.name, key, {"total": n, "events": 1})
        yield Put(TALLIES.name, key, {"last": it.position})
        yield Remove(RISING.name, key) if n < 0 else Add(RISING.name, key, {"total": n})


def enter(it: Recorded) -> Iterator[Change]:
    """A line an event; one that says so cannot be taken in."""
    if isinstance(it.event, Counted):
        if it.event.note == BAD:
            raise ValueError(BAD)
        row: Row = {"stream": it.stream, "amount": it.event.n}
        yield Append(ENTRIES.name, it.position, 0, row)


SUMS = Projection("sums", 1, None, (TALLIES, RISING), tally, Poison.PAUSE)
LINES = Projection("lines", 1, None, (ENTRIES,), enter, Poison.PARK)
BOTH = SUMS, LINES

COUNTED = """
    WITH every AS (
        SELECT notification_id AS position, originator_id AS stream,
               (convert_from(state, 'UTF8')::json->>'n')::bigint AS n,
               convert_from(state, 'UTF8')::json->>'note' = 'cannot be folded' AS bad
        FROM ledger.events
        WHERE topic = 'tally.counted' AND notification_id <= %(position)s
          AND notification_id <> ALL (%(skips)s::bigint[])
    )
"""
BY_SQL = {
    TALLIES.name: "SELECT stream, sum(n), count(*), max(position) FROM every GROUP BY stream",
    RISING.name: """
        SELECT stream, sum(n) FROM every WHERE position > coalesce((
            SELECT max(fell.position) FROM every AS fell
            WHERE fell.stream = every.stream AND fell.n < 0), 0)
        GROUP BY stream
    """,
    ENTRIES.name: """
        SELECT position, 0, stream, n FROM every WHERE NOT EXISTS (
            SELECT FROM every AS bad
            WHERE bad.bad AND bad.stream = every.stream AND bad.position <= every.position)
    """,
}
BUILDS = """
    SELECT its.projection, its.schema, its.position, its.skips, its.paused,
           serving.schema IS NOT NULL, (
               SELECT coalesce(json_object_agg(stream, parked.position), '{}')
               FROM ops.parked WHERE parked.schema = its.schema)
    FROM ops.checkpoints AS its LEFT JOIN ops.serving AS serving USING (schema)
    WHERE its.state = 'following'
"""
Rows = set[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Folded:
    """What a view should hold, and which streams it had to park where."""

    tables: dict[str, Rows]
    parked: dict[str, int]


def folded(projection: Projection, events: Sequence[Recorded], skips: Sequence[int]) -> Folded:
    """One event after the other, by the plain rules."""
    changes: list[Change] = []
    parked: dict[str, int] = {}
    for it in events:
        if it.position not in skips and it.stream not in parked:
            try:
                changes += tuple(projection.project(it))
            except ValueError:
                parked[it.stream] = it.position
    tables: dict[str, Rows] = {it.name: set() for it in projection.tables}
    defaults = {it.name: it.defaults for it in projection.tables}
    for (table, key), delta in fold(changes).items():
        if (row := delta.apply(None, defaults[table])) is not None:
            tables[table].add((*key, *row.values()))
    return Folded(tables, parked)


def check(connection: psycopg.Connection, events: Sequence[Recorded]) -> dict[str, int]:
    """Every build that is followed is what its events come to; how far the ones read are."""
    positions = {}
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        for name, schema, position, skips, paused, is_read, parked in connection.execute(BUILDS):
            projection = next(it for it in BOTH if it.name == name)
            again = folded(projection, events[:position], skips)
            its = {"position": position, "skips": skips}
            assert (parked, paused) == (again.parked, None), schema
            for table in projection.tables:
                kept = _rows(connection, f"{schema}.{table.name}")
                assert kept == again.tables[table.name], f"{schema}.{table.name} at {position}"
                by_sql = connection.execute((COUNTED + BY_SQL[table.name]).encode(), its)
                assert kept == set(by_sql), f"SQL has another {schema}.{table.name}"
            if is_read:
                positions[name] = position
    return positions


def _rows(connection: psycopg.Connection, name: str) -> Rows:
    table = sql.Identifier(*name.split("."))
    return set(connection.execute(sql.SQL("SELECT * FROM {}").format(table)))
