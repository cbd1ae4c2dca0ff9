"""Reading what is served: the right version, fresh enough, and no more than reading."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import psycopg
import pytest

from commands.ports import Busy
from infra.reader import PostgresReader, opened_reader
from infra.settings import Views
from projections import audit, jobs
from queries.ports import Served
from tests.infra.histories import a_runner, caught_up, record
from tests.infra.rebuilding import rebuilt
from tests.infra.test_projector import FINISHED, FIRST, OPENED, SECOND

COUNT = "SELECT count(*) AS n FROM jobs WHERE state = %(state)s"
OPEN = {"state": "open"}


@pytest.fixture
async def reader(database_url: str) -> AsyncIterator[PostgresReader]:
    await record(database_url, [(FIRST, OPENED)])
    await caught_up(database_url, jobs.PROJECTION)
    async with opened_reader(database_url, Views(connections=2, fresh_wait_s=5)) as opened:
        yield opened


async def until_none_is_open(reader: PostgresReader) -> None:
    async with asyncio.timeout(5):
        while True:
            if await reader.row(COUNT, OPEN) == {"n": 0}:
                return
            await asyncio.sleep(0.01)


async def test_rows_one_row_and_json_come_from_what_is_served(reader: PostgresReader) -> None:
    assert await reader.rows(COUNT, OPEN) == [{"n": 1}]
    assert await reader.row(COUNT, OPEN) == {"n": 1}
    assert await reader.row("SELECT 1 FROM jobs WHERE state = %(state)s", {"state": ""}) is None
    assert await reader.json("SELECT to_json(state) FROM jobs", {}) == b'"open"'
    assert await reader.json("SELECT to_json(state) FROM jobs WHERE false", {}) is None


async def test_a_fresh_read_does_not_wait(reader: PostgresReader) -> None:
    assert await reader.fresh(1) == Served(1, stale=False)


async def test_a_read_waits_until_what_was_recorded_is_served(
    reader: PostgresReader, database_url: str
) -> None:
    await record(database_url, [(SECOND, OPENED)], seed=1)
    waiting = asyncio.create_task(reader.fresh(2, "jobs"))
    await asyncio.sleep(0.05)
    assert not waiting.done()
    await caught_up(database_url, jobs.PROJECTION)
    assert await waiting == Served(2, stale=False)
    assert await reader.row(COUNT, OPEN) == {"n": 2}


async def test_a_read_that_waited_long_enough_says_that_it_is_stale(database_url: str) -> None:
    await caught_up(database_url, jobs.PROJECTION)
    async with opened_reader(database_url, Views(fresh_wait_s=0.05)) as reader:
        assert await reader.fresh(7) == Served(0, stale=True)


async def test_only_the_views_that_are_read_have_to_be_fresh(
    reader: PostgresReader, database_url: str
) -> None:
    await record(database_url, [(SECOND, OPENED)], seed=1)
    async with a_runner(database_url, jobs.PROJECTION, audit.PROJECTION) as runner:
        await runner.advance()  # the audit view begins at the first event
        assert (await reader.fresh(1, "audit", "jobs")).stale is False
    await caught_up(database_url, jobs.PROJECTION)
    assert await reader.fresh(2, "jobs") == Served(2, stale=False)


async def test_a_version_that_takes_over_is_read_at_once(
    reader: PostgresReader, database_url: str
) -> None:
    await reader.row(COUNT, OPEN)
    await rebuilt(database_url, replace(jobs.PROJECTION, version=3))
    with psycopg.connect(database_url) as connection:
        connection.execute("DELETE FROM view_jobs_3.jobs")
    await until_none_is_open(reader)


async def test_what_is_served_says_whose_tables_these_are_and_how_far(database_url: str) -> None:
    await record(database_url, [(FIRST, OPENED)])
    await caught_up(database_url, jobs.PROJECTION)
    async with opened_reader(database_url, Views(fresh_wait_s=0.05)) as reader:
        assert (await reader.fresh(1, "jobs", "video")).views == (("view_jobs_2", 1), ("", 0))
        await rebuilt(database_url, replace(jobs.PROJECTION, version=3))
        await record(database_url, [(SECOND, OPENED)], seed=1)
        await caught_up(database_url, replace(jobs.PROJECTION, version=3))
        assert (await reader.fresh(2)).views == (("view_jobs_3", 2),)


async def test_a_snapshot_is_of_one_moment(reader: PostgresReader, database_url: str) -> None:
    async with reader.snapshot() as its:
        assert await its.row(COUNT, OPEN) == {"n": 1}
        await record(database_url, [(FIRST, FINISHED)], seed=1)
        await caught_up(database_url, jobs.PROJECTION)
        assert await its.row(COUNT, OPEN) == {"n": 1}
    assert await reader.row(COUNT, OPEN) == {"n": 0}


async def test_nothing_can_be_written(reader: PostgresReader) -> None:
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        await reader.rows("DELETE FROM jobs RETURNING 1", {})
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        await reader.rows("SELECT wrapped FROM vault.data_keys, pg_authid", {})


async def test_before_there_are_tables_it_says_try_again(database_url: str) -> None:
    async with opened_reader(database_url, Views(fresh_wait_s=0.01)) as reader:
        assert await reader.fresh(0) == Served(0, stale=False)
        with pytest.raises(Busy, match="the tables are being made"):
            await reader.rows(COUNT, OPEN)


async def test_it_listens_again_after_its_connections_were_cut(
    reader: PostgresReader, database_url: str
) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    await record(database_url, [(FIRST, FINISHED)], seed=1)
    await caught_up(database_url, jobs.PROJECTION)
    assert await reader.fresh(2) == Served(2, stale=False)


async def test_words_that_are_not_the_projectors_do_no_harm(
    reader: PostgresReader, database_url: str
) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("NOTIFY views, 'nonsense'")
    await record(database_url, [(FIRST, FINISHED)], seed=1)
    await caught_up(database_url, jobs.PROJECTION)
    assert await reader.fresh(2) == Served(2, stale=False)
