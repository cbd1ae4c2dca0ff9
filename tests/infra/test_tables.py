"""What a page's deltas become in Postgres is what they become in memory, whatever the values."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import sql

from infra.projector.process import writing
from infra.projector.tables import Connection, Stored, copy_rows, read_rows
from infra.projector.view import Poisoned, View
from projections.change import Add, Append, Change, Put, Remove, fold
from projections.projection import Projection
from projections.table import (
    AMOUNT,
    BY_POSITION,
    FLAG,
    NO_DAY,
    NO_ID,
    NO_INSTANT,
    NO_REAL,
    NO_TEXT,
    NO_WHOLE,
    TEXT,
    WHOLE,
    Column,
    Index,
    Key,
    Kind,
    Row,
    Table,
    Value,
)

COLUMNS = {
    "text": TEXT,
    "no_text": NO_TEXT,
    "whole": WHOLE,
    "whole_from_7": Column(Kind.WHOLE, 7),
    "no_whole": NO_WHOLE,
    "amount": AMOUNT,
    "real": NO_REAL,
    "flag": FLAG,
    "instant": NO_INSTANT,
    "day": NO_DAY,
    "id": NO_ID,
}
KEY = {"a": Kind.ID, "b": Kind.TEXT, "c": Kind.DAY}
THINGS = Table("things", KEY, COLUMNS, (Index(("whole",), only=("flag", True)),))
LINES = Table("lines", BY_POSITION, COLUMNS)
TABLES = (THINGS, LINES)
PROJECTION = Projection("things", 1, frozenset(), TABLES, lambda _: iter(()))
LARGEST = 10**38 - 1

values: dict[str, st.SearchStrategy[Value]] = {
    "text": st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=9),
    "whole": st.integers(-(2**40), 2**40),
    "amount": st.integers(-LARGEST // 10**4, LARGEST // 10**4),
    "real": st.floats(allow_nan=False),
    "flag": st.booleans(),
    "instant": st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - the zone is drawn
    "day": st.dates(date(1900, 1, 1), date(2200, 1, 1)),
    "id": st.uuids(),
}
values |= {"whole_from_7": values["whole"], "no_whole": values["whole"] | st.none()}
values |= {"no_text": values["text"] | st.none()}
for it in ("real", "instant", "day", "id"):
    values[it] |= st.none()

rows = st.fixed_dictionaries({}, optional=values)
keys = st.tuples(
    st.sampled_from([UUID(int=1), UUID(int=2)]),
    st.sampled_from(["", "é"]),
    st.just(date(2026, 1, 2)),
)
sums = st.dictionaries(
    st.sampled_from(["whole", "whole_from_7", "amount"]), st.integers(-(2**40), 2**40)
)
changes: st.SearchStrategy[list[Change]] = st.lists(
    st.one_of(
        st.builds(lambda key, it: Put("things", key, it), keys, rows),
        st.builds(lambda key, it: Add("things", key, it), keys, sums),
        st.builds(lambda key: Remove("things", key), keys),
        st.builds(lambda n, it: Append("lines", 1, n, it), st.integers(0, 3), rows),
    ),
    max_size=30,
)
Tables = dict[str, dict[Key, Row]]


def in_memory(history: list[Change]) -> Tables:
    """One by one, as the algebra of changes says it."""
    tables: Tables = {it.name: {} for it in TABLES}
    for change in history:
        for (name, key), delta in fold([change]).items():
            defaults = THINGS.defaults
            row = delta.apply(tables[name].pop(key, None), defaults)
            tables[name] |= {} if row is None else {key: row}
    return tables


@asynccontextmanager
async def a_view(url: str) -> AsyncIterator[tuple[Connection, View]]:
    """With its tables, empty."""
    async with writing(url) as connection, connection.transaction(force_rollback=True):
        await connection.execute("CREATE SCHEMA things")
        view = View(PROJECTION, "things")
        for stored in view.stored.values():
            for statement in stored.create:
                await connection.execute(statement)
        yield connection, view


async def in_postgres(connection: Connection, stored: Stored) -> dict[Key, Row]:
    names = sql.SQL(", ").join(map(sql.Identifier, stored.table.key))
    question = sql.SQL("SELECT {} FROM {}").format(names, stored.name)
    found = await (await connection.execute(question)).fetchall()
    return await read_rows(connection, stored, found) if found else {}


@pytest.mark.no_cover
@given(changes, st.lists(st.integers(0, 30), max_size=4))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_pages_written_without_reading_give_what_one_by_one_gives(
    database_url: str, history: list[Change], cuts: list[int]
) -> None:
    async with a_view(database_url) as (connection, view):
        for start, end in pairwise([0, *sorted(cuts), len(history)]):
            await view.write(connection, fold(history[start:end]))
        found = {name: await in_postgres(connection, it) for name, it in view.stored.items()}
    assert found == in_memory(history)


@given(changes)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_copied_tables_are_what_written_ones_are(
    database_url: str, history: list[Change]
) -> None:
    expected = in_memory(history)
    async with writing(database_url) as connection, connection.transaction(force_rollback=True):
        await connection.execute("CREATE SCHEMA copied")
        for stored in (Stored("copied", it) for it in TABLES):
            await connection.execute(stored.bare)
            n = await copy_rows(connection, stored, expected[stored.table.name].items())
            for statement in stored.finish:
                await connection.execute(statement)
            assert n == len(expected[stored.table.name])
            assert await in_postgres(connection, stored) == expected[stored.table.name]


DEFINITIONS = """
    SELECT replace(pg_get_indexdef(indexrelid), %(schema)s, 'its') FROM pg_index
    JOIN pg_class ON oid = indrelid WHERE relnamespace = %(schema)s::regnamespace ORDER BY 1
"""


async def test_a_table_that_was_filled_first_is_indexed_like_any_other(database_url: str) -> None:
    made, filled = Stored("made", THINGS), Stored("filled", THINGS)
    async with writing(database_url) as connection:
        for statement in ("CREATE SCHEMA made", "CREATE SCHEMA filled"):
            await connection.execute(statement.encode())
        for composed in (*made.create, filled.bare, *filled.finish):
            await connection.execute(composed)
        found = [
            await (await connection.execute(DEFINITIONS, {"schema": it})).fetchall()
            for it in ("made", "filled")
        ]
    assert found[0] == found[1] != []


@pytest.mark.parametrize("amount", [LARGEST, -LARGEST, 2**64, -(2**63) - 1, 10_000, -9_999, 0])
async def test_amounts_of_38_digits_are_kept_to_the_last(database_url: str, amount: int) -> None:
    key = (UUID(int=1), "", date(2026, 1, 1))
    async with a_view(database_url) as (connection, view):
        await view.write(connection, fold([Put("things", key, {"amount": amount})]))
        await view.write(connection, fold([Add("things", key, {"amount": -amount})]))
        await view.write(connection, fold([Add("things", key, {"amount": amount})]))
        found = await in_postgres(connection, view.stored["things"])
    assert found[key]["amount"] == amount


IT = (UUID(int=1), "", date(2026, 1, 1))


@pytest.mark.parametrize(
    "change",
    [
        Put("things", IT, {"text": "\0"}),
        Put("things", IT, {"text": 5}),
        Put("things", IT, {"text": "\ud800"}),
        Put("things", IT, {"whole": 2**63}),
        Put("things", IT, {"whole": None}),
        Put("things", IT, {"amount": LARGEST + 1}),
        Put("things", IT, {"instant": datetime(2026, 1, 1)}),  # noqa: DTZ001 - that it has no zone
        Put("things", IT, {"id": "1"}),
        Put("things", IT, {"flag": "yes"}),
        Put("things", IT, {"elsewhere": 1}),
        Put("things", (None, "", date(2026, 1, 1)), {"whole": 1}),  # type: ignore[arg-type] # that
        Add("things", IT, {"text": 1}),
        Add("things", IT, {"flag": 1}),
        Add("things", IT, {"no_whole": 1}),
        Append("lines", 1, 0, {"whole": "5"}),
    ],
    ids=repr,
)
async def test_what_no_column_holds_is_poison(database_url: str, change: Change) -> None:
    async with a_view(database_url) as (connection, view):
        with pytest.raises(Poisoned):
            await view.write(connection, fold([change]))


async def test_a_sum_on_a_column_that_may_hold_nothing_is_read_first(database_url: str) -> None:
    async with a_view(database_url) as (connection, view):
        await view.write(connection, fold([Put("things", IT, {"no_whole": 5, "text": "it"})]))
        await view.write(connection, fold([Add("things", IT, {"no_whole": 2, "whole": 1})]))
        found = await in_postgres(connection, view.stored["things"])
    assert [found[IT][it] for it in ("no_whole", "whole", "text")] == [7, 1, "it"]
