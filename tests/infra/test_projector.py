"""The projector on a real ledger: pages, checkpoints, poison, several of them, and a crash."""

from uuid import UUID

import pytest
from psycopg import AsyncConnection
from psycopg.rows import DictRow, dict_row

from domain.ids import JobId, job_stream
from domain.job import JobFinished, JobOpened
from domain.work import Narrate
from infra.settings import Projector
from projections import jobs
from tests.given import ACCOUNT, SCRIPT, VIDEO_STREAM
from tests.infra.histories import a_runner, caught_up, record

FIRST, SECOND = (job_stream(JobId(UUID(int=n))) for n in (11, 12))
OPENED = JobOpened(VIDEO_STREAM, ACCOUNT, Narrate(SCRIPT, "en"), None)
FINISHED = JobFinished(used=True)


async def found(url: str, query: str) -> list[DictRow]:
    async with await AsyncConnection.connect(url, row_factory=dict_row) as connection:
        return await (await connection.execute(query.encode())).fetchall()


@pytest.mark.parametrize("page_events", [1, 2, 5_000])
async def test_a_job_is_one_row_that_follows_its_events(
    database_url: str, page_events: int
) -> None:
    await record(database_url, [(FIRST, OPENED), (SECOND, OPENED), (FIRST, FINISHED)])
    await caught_up(database_url, jobs.PROJECTION, limits=Projector(page_events=page_events))
    rows = await found(database_url, "SELECT * FROM view_jobs_1.jobs ORDER BY job_id")
    assert [(it["state"], it["opened_position"]) for it in rows] == [("finished", 1), ("open", 2)]
    assert rows[0]["settled_at"] > rows[0]["opened_at"]


async def test_a_projector_goes_on_where_the_last_one_stood(database_url: str) -> None:
    await record(database_url, [(FIRST, OPENED)])
    await caught_up(database_url, jobs.PROJECTION)
    await record(database_url, [(FIRST, FINISHED)], seed=1)
    async with a_runner(database_url, jobs.PROJECTION) as runner:
        assert [it.position for it in runner.views] == [1]
        assert [await runner.advance() for _ in range(2)] == [1, 0]
    (row,) = await found(database_url, "SELECT state FROM view_jobs_1.jobs")
    assert row["state"] == "finished"
