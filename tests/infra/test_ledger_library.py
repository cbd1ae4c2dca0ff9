"""The event-sourcing library reads our table as its own, and writes it through our function."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from typing import Any

import pytest
from eventsourcing.persistence import (
    InfrastructureFactory,
    IntegrityError,
    Notification,
    ProgrammingError,
    StoredEvent,
)
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from eventsourcing.tests.persistence import ApplicationRecorderTestCase
from psycopg.conninfo import conninfo_to_dict

from infra.ledger.entry_hash import entry_hash
from infra.ledger.recorder import LedgerRecorder, LedgerSubscription
from tests.infra.ledgers import in_postgres
from tests.tally import A, B, Count, because


def datastore(url: str, **more: Any) -> PostgresDatastore:
    at: dict[str, Any] = conninfo_to_dict(url)
    its: dict[str, Any] = {"schema": "ledger", "originator_id_type": "text", "pool_size": 10}
    its |= more
    return PostgresDatastore(at["dbname"], at["host"], at.get("port", 5432), at["user"], "", **its)


@pytest.fixture
def recorder(database_url: str) -> Iterator[LedgerRecorder]:
    with datastore(database_url) as its:
        yield LedgerRecorder(its)


@pytest.fixture
def around(database_url: str) -> Iterator[PostgresApplicationRecorder]:
    """The library's own recorder, on our table."""
    with datastore(database_url) as its:
        yield PostgresApplicationRecorder(its, events_table_name="events")


class Case(ApplicationRecorderTestCase[LedgerRecorder]):
    """The library's test cases for application recorders, with texts as ids."""

    __test__ = False  # run case by case below
    ids = count(1)

    def __init__(self, recorder: LedgerRecorder) -> None:
        super().__init__("test_insert_select")
        self.recorder = recorder

    def create_recorder(self) -> LedgerRecorder:
        return self.recorder

    def new_originator_id(self) -> str:
        return f"text-{next(self.ids)}"


CASES = sorted(it for it in dir(ApplicationRecorderTestCase) if "test_" in it and it[0] != "_")


@pytest.mark.parametrize("case", CASES)
def test_the_librarys_own_test_cases_pass(recorder: LedgerRecorder, case: str) -> None:
    getattr(Case(recorder), case)()


def test_the_librarys_own_test_cases_are_there() -> None:
    assert {"test_insert_select", "test_concurrent_no_conflicts"} < set(CASES)
    assert "optional_test_insert_subscribe" in CASES


async def test_the_library_reads_streams_and_the_log(
    database_url: str, around: PostgresApplicationRecorder
) -> None:
    async with in_postgres(database_url) as bench:
        await bench.ledger.carry_out(Count((A, B), 3), because(1))
        await bench.ledger.carry_out(Count((A,), 4), because(2))
    first, second = b'{"n":3,"note":""}', b'{"n":4,"note":""}'
    assert around.select_events(A) == [
        StoredEvent(A, 1, "tally.counted", first),
        StoredEvent(A, 2, "tally.counted", second),
    ]
    assert around.select_notifications(2, 10) == [
        Notification(B, 1, "tally.counted", first, id=2),
        Notification(A, 2, "tally.counted", second, id=3),
    ]
    assert around.select_notifications(1, 10, topics=["job.opened"]) == []
    assert around.max_notification_id() == 3


async def test_its_subscription_follows_what_commands_record(
    database_url: str, recorder: LedgerRecorder
) -> None:
    async with in_postgres(database_url) as bench:
        await bench.ledger.carry_out(Count((A,)), because(1))
        with recorder.subscribe(gt=0) as subscription:
            assert next(subscription).id == 1
            await bench.ledger.carry_out(Count((B,)), because(2))
            assert next(subscription).originator_id == B


async def test_what_is_recorded_before_it_listens_is_not_left_waiting(
    database_url: str, recorder: LedgerRecorder
) -> None:
    listens = threading.Event()

    class Late(LedgerSubscription):
        def _listen(self) -> None:
            listens.wait()
            super()._listen()

    async with in_postgres(database_url) as bench:
        await bench.ledger.carry_out(Count((A,)), because(1))
        with Late(recorder, gt=0) as subscription:
            assert next(subscription).id == 1
            await bench.ledger.carry_out(Count((B,)), because(2))
            listens.set()
            second = asyncio.create_task(asyncio.to_thread(next, subscription, None))
            await asyncio.wait({second}, timeout=10)
            subscription.stop()
            found = await second
            assert found is not None
            assert found.originator_id == B


async def test_both_write_one_stream_in_turn(database_url: str, recorder: LedgerRecorder) -> None:
    state = b'{"n":3,"note":""}'
    assert recorder.insert_events([StoredEvent(A, 1, "tally.counted", state)]) == [1]
    async with in_postgres(database_url) as bench:
        await bench.ledger.carry_out(Count(n=4), because(1))
        assert await bench.sums(A) == [7]
        with pytest.raises(IntegrityError, match="stream tally/a has moved on"):
            recorder.insert_events([StoredEvent(A, 2, "tally.counted", state)])
        for row in await bench.reader.rows_after(0, 10):
            assert entry_hash(row) == row.entry_hash


def test_versions_have_to_follow_each_other(recorder: LedgerRecorder) -> None:
    with pytest.raises(IntegrityError, match=r"do not follow each other: \[1, 3\]"):
        recorder.insert_events([StoredEvent(A, it, "a", b"") for it in (1, 3)])


def test_the_library_makes_it_from_its_environment(database_url: str) -> None:
    at = conninfo_to_dict(database_url)
    env = {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "APPLICATION_RECORDER_TOPIC": "infra.ledger.recorder:LedgerRecorder",
        "ORIGINATOR_ID_TYPE": "text",
        "POSTGRES_DBNAME": str(at["dbname"]),
        "POSTGRES_HOST": str(at["host"]),
        "POSTGRES_USER": str(at["user"]),
        "POSTGRES_PASSWORD": "",
    }
    with closing(InfrastructureFactory.construct(env)) as factory:
        recorder = factory.application_recorder()
        assert recorder.insert_events([StoredEvent("a", 1, "topic", b"")]) == [1]
        assert recorder.max_notification_id() == 1


@pytest.mark.parametrize("wrong", [{"originator_id_type": "uuid"}, {"enable_db_functions": True}])
def test_what_would_lose_events_is_refused(database_url: str, wrong: dict[str, Any]) -> None:
    with (
        datastore(database_url, **wrong) as its,
        pytest.raises(
            ProgrammingError, match=r"ORIGINATOR_ID_TYPE=text|POSTGRES_ENABLE_DB_FUNCTIONS"
        ),
    ):
        LedgerRecorder(its)


def test_the_librarys_own_recorder_cannot_write_around_the_one_function(
    around: PostgresApplicationRecorder,
) -> None:
    with pytest.raises(Exception, match="stored_event_text"):
        around.insert_events([StoredEvent(A, 1, "tally.counted", b"{}")])
    assert around.max_notification_id() is None
