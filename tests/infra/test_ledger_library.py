"""The event-sourcing library reads our table as its own, and can write nothing into it."""

from collections.abc import Iterator
from typing import Any

import pytest
from eventsourcing.persistence import Notification, StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg.conninfo import conninfo_to_dict

from tests.infra.ledgers import in_postgres
from tests.tally import A, B, Count, because


@pytest.fixture
def recorder(database_url: str) -> Iterator[PostgresApplicationRecorder]:
    at: dict[str, Any] = conninfo_to_dict(database_url)
    with PostgresDatastore(
        dbname=at["dbname"],
        host=at["host"],
        port=at.get("port", 5432),
        user=at["user"],
        password=at.get("password", ""),
        schema="ledger",
        originator_id_type="text",
    ) as datastore:
        yield PostgresApplicationRecorder(datastore, events_table_name="events")


async def test_the_library_reads_streams_and_the_log(
    database_url: str, recorder: PostgresApplicationRecorder
) -> None:
    async with in_postgres(database_url) as bench:
        await bench.ledger.carry_out(Count((A, B), 3), because(1))
        await bench.ledger.carry_out(Count((A,), 4), because(2))
    first, second = b'{"n":3,"note":""}', b'{"n":4,"note":""}'
    assert recorder.select_events(A) == [
        StoredEvent(A, 1, "tally.counted", first),
        StoredEvent(A, 2, "tally.counted", second),
    ]
    assert recorder.select_notifications(2, 10) == [
        Notification(B, 1, "tally.counted", first, id=2),
        Notification(A, 2, "tally.counted", second, id=3),
    ]
    assert recorder.select_notifications(1, 10, topics=["job.opened"]) == []
    assert recorder.max_notification_id() == 3


def test_the_library_cannot_write_around_the_one_function(
    recorder: PostgresApplicationRecorder,
) -> None:
    with pytest.raises(Exception, match="stored_event_text"):
        recorder.insert_events([StoredEvent(A, 1, "tally.counted", b"{}")])
    assert recorder.max_notification_id() is None
