"""The past of one account: what a replay stopped there comes to, and nothing of the present."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from psycopg.rows import dict_row

from commands.ports import Busy
from domain.event import Event, Recorded
from domain.ids import ChannelId, StreamId, channel_stream
from infra.history import PostgresHistory, opened_history
from infra.ledger.mapper import Mapper
from infra.ledger.pool import ledger_pool
from infra.ledger.reader import LedgerReader
from infra.ledger.writer import Writer
from infra.projector.tables import WholeNumber
from infra.settings import AsOf
from projections.catalog import PROJECTIONS
from projections.table import Key, Row, Table
from queries.ports import NOW, Past, Unanswerable
from tests.domain.video.history import PUBLIC
from tests.given import ACCOUNT, OPENED, OTHER_ACCOUNT, VIDEO_STREAM, because
from tests.infra.histories import ANYTHING_GOES, ONE, Record, caught_up, record
from tests.infra.ledgers import in_postgres
from tests.infra.test_replay import HISTORY
from tests.projections.anything import histories
from tests.projections.tables import followed, paged, rows
from tests.tally import MAPPER, A, Counted
from tests.views import VIDEO_VIEW

FEW = AsOf(page_events=3, wait_s=10, lock_s=0.2)
TABLES = [(it, table) for it in PROJECTIONS for table in it.tables]


@asynccontextmanager
async def the_past(url: str, limits: AsOf = FEW) -> AsyncIterator[PostgresHistory]:
    async with (
        ledger_pool(url, ONE) as pool,
        opened_history(url, LedgerReader(pool, Mapper()), limits) as opened,
    ):
        yield opened


async def events(url: str) -> list[Recorded]:
    async with ledger_pool(url, ONE) as pool:
        return await LedgerReader(pool, Mapper()).read_all(0, 10_000)


async def found(past: Past, table: Table) -> dict[Key, Row]:
    its = await past.rows(f"SELECT * FROM {table.name}", {})
    return {tuple(row.pop(it) for it in table.key): row for row in its}


async def assert_a_replay_stopped_there(past: Past, recorded: list[Recorded]) -> None:
    """Every table, row for row, against a fold of one event after the other in memory."""
    for projection, table in TABLES:
        pages = [[it] for it in followed(projection, recorded[: past.position])]
        assert await found(past, table) == rows(paged(projection, pages), table.name)


@pytest.mark.no_cover
@given(histories)
@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
async def test_any_position_of_any_history_is_a_replay_stopped_there(
    database_url: str, history: list[tuple[StreamId, Event]]
) -> None:
    """Each example goes on where the one before it ended."""
    before = len(await events(database_url))
    await record(database_url, history, seed=before, together=5)
    recorded = await events(database_url)
    async with the_past(database_url) as history_of:
        for position in range(before, len(recorded) + 1):
            async with history_of.as_of(ACCOUNT, position) as past:
                await assert_a_replay_stopped_there(past, recorded)


@pytest.fixture
async def url(database_url: str) -> str:
    """A database in which a whole story is served."""
    await record(database_url, HISTORY)
    await caught_up(database_url, *PROJECTIONS)
    return database_url


def live(url: str, statement: str) -> list[dict[str, Any]]:
    with psycopg.connect(url, autocommit=True, row_factory=dict_row) as connection:
        connection.adapters.register_loader("numeric", WholeNumber)
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


async def test_the_last_position_is_what_is_served(url: str) -> None:
    async with the_past(url) as history, history.as_of(ACCOUNT, len(HISTORY)) as past:
        for projection, table in TABLES:
            name = f"view_{projection.name}_{projection.version}.{table.name}"
            served = live(url, f"SELECT * FROM {name}")
            its = {tuple(row.pop(it) for it in table.key): row for row in served}
            assert await found(past, table) == its


async def test_it_reads_nothing_of_the_present(url: str) -> None:
    recorded = await events(url)
    for it in PROJECTIONS:
        live(url, f"DROP SCHEMA view_{it.name}_{it.version} CASCADE")
    async with the_past(url) as history, history.as_of(ACCOUNT, 9) as past:
        await assert_a_replay_stopped_there(past, recorded)


async def test_a_table_that_the_past_lacks_is_not_read_from_the_present(url: str) -> None:
    live(url, "CREATE TABLE view_jobs_2.extra AS SELECT 1 AS present")
    live(url, "GRANT SELECT ON view_jobs_2.extra TO ytempire_app")
    async with the_past(url) as history:
        with pytest.raises(Busy, match="being made"):
            async with history.as_of(ACCOUNT, 9) as past:
                await past.rows("SELECT * FROM extra", {})


async def test_a_time_is_the_position_that_was_reached_by_then(url: str) -> None:
    recorded = await events(url)
    async with the_past(url) as history:
        for n, it in enumerate(recorded, start=1):
            async with history.as_of(ACCOUNT, it.recorded_at) as past:
                at_once = [its for its in recorded if its.recorded_at == it.recorded_at]
                assert past.position == at_once[-1].position >= n
                await assert_a_replay_stopped_there(past, recorded)
        before = recorded[0].recorded_at - timedelta(microseconds=1)
        async with history.as_of(ACCOUNT, before) as past:
            assert past.position == 0


async def test_a_time_waits_for_who_was_writing_then(url: str) -> None:
    async with the_past(url) as history:
        with psycopg.connect(url) as writing:
            writing.execute("SELECT pg_advisory_xact_lock(1498694988)")
            with pytest.raises(Busy):
                async with history.as_of(ACCOUNT, (await events(url))[-1].recorded_at):
                    pass
            async with history.as_of(ACCOUNT, len(HISTORY)):
                pass  # a position waits for nobody


async def test_another_account_has_another_past(url: str) -> None:
    async with the_past(url) as history, history.as_of(OTHER_ACCOUNT, len(HISTORY)) as past:
        assert [it for _, table in TABLES for it in await found(past, table)] == []
        assert past.position == len(HISTORY)


async def test_two_accounts_have_a_past_each(url: str) -> None:
    others = [(channel_stream(ChannelId(UUID(int=n))), OPENED) for n in (50, 51, 52)]
    async with in_postgres(url, writer=Writer(Mapper()), rules=ANYTHING_GOES) as its:
        by_another = replace(because(5), account_id=OTHER_ACCOUNT)
        await its.ledger.carry_out(Record(tuple(others)), by_another)
    await record(url, [(VIDEO_STREAM, PUBLIC[-1])], seed=6)
    recorded = await events(url)
    async with the_past(url) as history:
        for account_id in (ACCOUNT, OTHER_ACCOUNT):
            own = [it for it in recorded if it.account_id == account_id]
            async with history.as_of(account_id, len(recorded) - 2) as past:
                until = [it for it in own if it.position <= past.position]
                for projection, table in TABLES:
                    pages = [[it] for it in followed(projection, until)]
                    assert await found(past, table) == rows(paged(projection, pages), table.name)


async def test_nothing_of_a_request_is_there_for_the_next(url: str) -> None:
    recorded = await events(url)
    async with the_past(url, AsOf(at_once=1)) as history:
        for position in (len(HISTORY), 0, 5):
            async with history.as_of(ACCOUNT, position) as past:
                await assert_a_replay_stopped_there(past, recorded)


async def test_the_clock_stands_where_the_position_is(url: str) -> None:
    recorded = await events(url)
    async with the_past(url) as history, history.as_of(ACCOUNT, 9) as past:
        assert await past.row(f"SELECT {NOW} AS now", {}) == {"now": recorded[8].recorded_at}


async def test_nothing_but_its_own_tables_can_be_written(url: str) -> None:
    async with the_past(url) as history:
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            async with history.as_of(ACCOUNT, 9) as past:
                await past.rows("DELETE FROM ops.parked RETURNING 1", {})


@pytest.mark.parametrize(
    ("asked", "code"),
    [(17, "as-of-beyond"), (datetime(2999, 1, 1, tzinfo=UTC), "as-of-future")],
)
async def test_what_has_not_happened_yet_is_refused(
    url: str, asked: int | datetime, code: str
) -> None:
    assert await refused(url, FEW, asked) == code


async def test_more_than_a_request_may_fold_is_refused(url: str) -> None:
    assert await refused(url, AsOf(events=15), 16) == "as-of-too-long"
    assert await refused(url, AsOf(fold_s=0.001), 16) == "as-of-too-long"


async def refused(url: str, limits: AsOf, asked: int | datetime) -> str:
    async with the_past(url, limits) as history:
        with pytest.raises(Unanswerable) as wrong:
            async with history.as_of(ACCOUNT, asked):
                pass
    return wrong.value.code


async def test_who_finds_no_room_is_asked_to_come_again(url: str) -> None:
    async with the_past(url, AsOf(at_once=1, wait_s=0.5)) as history:
        async with history.as_of(ACCOUNT, 9):
            with pytest.raises(Busy):
                async with history.as_of(ACCOUNT, 9):
                    pass
        async with history.as_of(ACCOUNT, 9):
            pass


async def test_what_cannot_be_folded_is_said(url: str) -> None:
    await record(url, [(A, Counted(1))], seed=7, mapper=MAPPER)
    assert await refused(url, FEW, len(HISTORY) + 1) == "as-of-unfoldable"


async def test_what_is_parked_is_left_out_then_as_it_is_now(url: str) -> None:
    its = f"SELECT '{VIDEO_VIEW}', '{VIDEO_STREAM}', 5, 'an event', 'a reason'"
    live(url, f"INSERT INTO ops.parked (schema, stream, position, event, reason) {its}")
    async with the_past(url) as history, history.as_of(ACCOUNT, 9) as past:
        assert await past.row("SELECT max(position) AS last FROM video_events", {}) == {"last": 4}


async def test_a_paused_view_stops_where_it_stands(url: str) -> None:
    stands = "SET paused = 'a sum', position = 14 WHERE projection = 'cost'"
    live(url, f"UPDATE ops.checkpoints {stands}")
    paused = "SELECT position, paused FROM served WHERE view = 'cost'"
    async with the_past(url) as history:
        async with history.as_of(ACCOUNT, 16) as past:
            assert await past.row(paused, {}) == {"position": 14, "paused": "a sum"}
        async with history.as_of(ACCOUNT, 14) as past:
            assert await past.row(paused, {}) == {"position": 14, "paused": None}
