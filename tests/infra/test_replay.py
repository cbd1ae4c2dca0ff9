"""The proof that what is served is what the events come to, and that it would tell otherwise."""

from collections.abc import Iterator

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings

from domain.event import Event
from domain.ids import StreamId, call_stream
from infra.projector.replay import replay
from infra.settings import Projector
from projections import audit, jobs
from projections.catalog import PROJECTIONS
from tests.domain.video.history import PUBLIC
from tests.given import CHANNEL_STREAM, OP, OPENED, VIDEO_STREAM
from tests.infra.histories import a_runner, caught_up, record
from tests.projections.anything import histories
from tests.projections.test_cost import FOUND, INTENDED, LOST
from tests.views import CHANNEL_VIEW, COST_VIEW, VIDEO_VIEW

PAGES = Projector(page_events=3)
HISTORY: list[tuple[StreamId, Event]] = [
    (CHANNEL_STREAM, OPENED),
    *((VIDEO_STREAM, it) for it in PUBLIC),
    *((call_stream(OP), it) for it in (INTENDED, LOST, FOUND)),
]


@pytest.fixture
async def url(database_url: str) -> str:
    """A database in which a whole story is served."""
    await record(database_url, HISTORY)
    await caught_up(database_url, *PROJECTIONS)
    return database_url


def change(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode())


def schemas(url: str) -> Iterator[str]:
    with psycopg.connect(url) as connection:
        yield from (it for (it,) in connection.execute("SELECT nspname FROM pg_namespace"))


def head(url: str) -> int:
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT coalesce(max(notification_id), 0) FROM ledger.events")
        return int(next(iter(found))[0])


async def test_what_is_served_is_what_the_events_come_to(url: str) -> None:
    found = (await replay(url, PAGES)).as_json()
    assert found["equal"] is True
    assert (found["position"], found["events"], found["parked"]) == (16, 16, 0)
    assert (found["tables"]["videos"], found["tables"]["audit_events"]) == (1, 16)
    assert found["differences"] == found["unserved"] == []


async def test_nothing_of_it_remains(url: str) -> None:
    await replay(url, PAGES)
    assert [it for it in schemas(url) if it.startswith("replay")] == []


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        (f"UPDATE {COST_VIEW}.cost_totals SET amount_nanos = amount_nanos + 1", "cost_totals"),
        (f"DELETE FROM {VIDEO_VIEW}.video_events WHERE position = 5", "video_events"),
        (
            f"INSERT INTO {CHANNEL_VIEW}.channels SELECT (jsonb_populate_record(one,"
            " jsonb_build_object('channel_id', gen_random_uuid()))).*"
            f" FROM {CHANNEL_VIEW}.channels AS one",
            "channels",
        ),
    ],
)
async def test_a_row_that_no_event_accounts_for_is_named(
    url: str, statement: str, table: str
) -> None:
    change(url, statement)
    found = await replay(url, PAGES)
    assert not found.equal
    assert {it.table for it in found.differences} == {table}


async def test_a_changed_row_is_shown_as_it_is_and_as_it_should_be(url: str) -> None:
    change(url, f"UPDATE {CHANNEL_VIEW}.channels SET name = 'Shallow Time'")
    (difference,) = (await replay(url, PAGES)).differences
    assert difference.served is not None
    assert difference.folded is not None
    assert (difference.served["name"], difference.folded["name"]) == ("Shallow Time", "Deep Time")


async def test_events_that_are_not_served_yet_make_no_difference(url: str) -> None:
    await record(url, [(VIDEO_STREAM, PUBLIC[1])], seed=1)
    found = await replay(url, PAGES)
    assert (found.equal, found.position) == (True, 16)


async def test_views_that_stand_apart_are_compared_where_each_stands(url: str) -> None:
    await record(url, [(VIDEO_STREAM, PUBLIC[1])], seed=1)
    await caught_up(url, audit.PROJECTION)
    found = await replay(url, PAGES)
    assert (found.equal, found.position, found.tables["audit_events"]) == (True, 17, 17)


async def test_a_view_that_nobody_can_read_is_not_called_equal(database_url: str) -> None:
    async with a_runner(database_url, jobs.PROJECTION):
        found = await replay(database_url, PAGES)
    assert (found.equal, found.position, found.tables) == (False, 0, {"jobs": 0})
    assert "video" in found.unserved


@pytest.mark.no_cover
@given(histories)
@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
async def test_any_history_replays_equal(
    database_url: str, history: list[tuple[StreamId, Event]]
) -> None:
    """Each example goes on where the one before it ended."""
    await record(database_url, history, seed=head(database_url), together=5)
    await caught_up(database_url, *PROJECTIONS)
    assert (await replay(database_url, PAGES)).differences == []
