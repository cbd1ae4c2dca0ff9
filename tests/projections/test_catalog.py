"""What holds for every projection there is."""

from collections import Counter
from datetime import date, datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.event import Event
from domain.ids import StreamId
from projections.catalog import PROJECTIONS
from projections.projection import Projection
from projections.sentences import TEMPLATES, sentence
from projections.table import Kind, Row, Table, Value
from tests.projections.anything import OURS, entry_of, histories
from tests.projections.tables import cut, followed, history, paged

NAMES = {it.name: it for it in PROJECTIONS}
TYPES: dict[Kind, type] = {
    Kind.TEXT: str,
    Kind.WHOLE: int,
    Kind.AMOUNT: int,
    Kind.REAL: float,
    Kind.FLAG: bool,
    Kind.INSTANT: datetime,
    Kind.DAY: date,
    Kind.ID: UUID,
}
few = settings(max_examples=10)
every = pytest.mark.parametrize("projection", PROJECTIONS, ids=NAMES)


@pytest.mark.no_cover
@every
@given(histories, st.lists(st.integers(0, 25)))
def test_any_paging_gives_what_one_by_one_gives(
    projection: Projection, entries: list[tuple[StreamId, Event]], cuts: list[int]
) -> None:
    events = followed(projection, history(entries))
    assert paged(projection, cut(events, cuts)) == paged(projection, [[it] for it in events])


@pytest.mark.parametrize("event", OURS, ids=lambda it: it.__name__)
@few
@given(st.data())
def test_an_event_folds_wherever_it_is_followed(event: type[Event], data: st.DataObject) -> None:
    events = history([data.draw(entry_of(event))])
    for projection in PROJECTIONS:
        tables = {it.name: it for it in projection.tables}
        for (name, key), row in paged(projection, [followed(projection, events)]).items():
            assert misfits(tables[name], row | dict(zip(tables[name].key, key, strict=True))) == {}


@pytest.mark.parametrize("event", OURS, ids=lambda it: it.__name__)
@few
@given(st.data())
def test_every_event_is_told_in_a_sentence(event: type[Event], data: st.DataObject) -> None:
    _, happened = data.draw(entry_of(event))
    assert sentence(happened)[0].isupper()


def test_no_sentence_is_of_an_event_that_was_forgotten() -> None:
    assert set(TEMPLATES) == set(OURS)


def test_names_of_tables_and_projections_are_unique() -> None:
    tables = Counter(it.name for projection in PROJECTIONS for it in projection.tables)
    assert {name: n for name, n in tables.items() if n > 1} == {}
    assert len(NAMES) == len(PROJECTIONS)


def test_indexes_are_of_columns_that_there_are() -> None:
    for table in (it for projection in PROJECTIONS for it in projection.tables):
        named = {it for index in table.indexes for it in index.columns}
        assert named <= table.kinds.keys()


def misfits(table: Table, row: Row) -> dict[str, Value]:
    """Columns whose value is missing, unknown, or not exactly of the declared type."""
    assert row.keys() == table.kinds.keys()
    return {name: it for name, it in row.items() if not fits(table, name, it)}


def fits(table: Table, name: str, value: Value) -> bool:
    if value is None:
        return name in table.columns and table.columns[name].default is None
    return type(value) is TYPES[table.kinds[name]]
