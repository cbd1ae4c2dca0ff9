"""The projector on a real ledger: pages, checkpoints, poison, several of them, and a crash."""

from dataclasses import replace
from uuid import UUID

import pytest
from prometheus_client import REGISTRY
from psycopg import AsyncConnection
from psycopg.rows import DictRow, dict_row

from domain.ids import JobId, job_stream
from domain.job import JobFinished, JobOpened
from domain.work import Narrate
from infra.projector import builds
from infra.projector.checkpoints import Overtaken, ShapeChanged
from infra.projector.process import writing
from infra.settings import Projector
from projections import audit, jobs
from projections.table import TEXT
from tests.given import ACCOUNT, CHANNEL_STREAM, SCRIPT, VIDEO_STREAM
from tests.given import OPENED as CHANNEL_OPENED
from tests.infra.histories import a_runner, caught_up, record
from tests.infra.rebuilding import rebuilt

FIRST, SECOND = (job_stream(JobId(UUID(int=n))) for n in (11, 12))
OPENED = JobOpened(VIDEO_STREAM, ACCOUNT, Narrate(SCRIPT, "en"), None)
FINISHED = JobFinished(used=True)
BEHIND = "ytempire_events_behind"
POSITIONS = "SELECT projection, position FROM ops.checkpoints ORDER BY projection"
SERVED = "SELECT schema FROM ops.serving"


async def found(url: str, query: str) -> list[DictRow]:
    async with await AsyncConnection.connect(url, row_factory=dict_row) as connection:
        cursor = await connection.execute(query.encode())
        return await cursor.fetchall() if cursor.description else []


@pytest.mark.parametrize("page_events", [1, 2, 5_000])
async def test_a_job_is_one_row_that_follows_its_events(
    database_url: str, page_events: int
) -> None:
    await record(database_url, [(FIRST, OPENED), (SECOND, OPENED), (FIRST, FINISHED)])
    await caught_up(database_url, jobs.PROJECTION, limits=Projector(page_events=page_events))
    rows = await found(database_url, "SELECT * FROM view_jobs_2.jobs ORDER BY job_id")
    assert [(it["state"], it["opened_position"]) for it in rows] == [("finished", 1), ("open", 2)]
    assert rows[0]["settled_at"] > rows[0]["opened_at"]


async def test_a_projector_goes_on_where_the_last_one_stood(database_url: str) -> None:
    await record(database_url, [(FIRST, OPENED)])
    await caught_up(database_url, jobs.PROJECTION)
    await record(database_url, [(FIRST, FINISHED)], seed=1)
    async with a_runner(database_url, jobs.PROJECTION) as runner:
        assert [it.position for it in runner.views] == [1]
        assert [await runner.advance() for _ in range(2)] == [1, 0]
    (row,) = await found(database_url, "SELECT state FROM view_jobs_2.jobs")
    assert row["state"] == "finished"


async def test_how_far_a_view_is_behind_is_counted(database_url: str) -> None:
    await record(database_url, [(FIRST, OPENED), (SECOND, OPENED), (FIRST, FINISHED)])
    async with a_runner(database_url, jobs.PROJECTION) as runner:
        behind = []
        for _ in range(2):
            await runner.advance()
            behind.append(REGISTRY.get_sample_value(BEHIND, {"projection": "jobs"}))
    assert behind == [1, 0]


async def test_a_position_advances_over_events_that_nobody_follows(database_url: str) -> None:
    await record(database_url, [(CHANNEL_STREAM, CHANNEL_OPENED)] * 5)
    async with a_runner(database_url, jobs.PROJECTION) as runner:
        assert [await runner.advance() for _ in range(4)] == [2, 2, 1, 0]
        assert runner.views[0].position == 5


async def test_a_projection_that_is_added_later_catches_up_with_the_others(
    database_url: str,
) -> None:
    await record(database_url, [(FIRST, OPENED), (SECOND, OPENED)])
    await caught_up(database_url, jobs.PROJECTION)
    await record(database_url, [(FIRST, FINISHED)], seed=1)
    await caught_up(database_url, jobs.PROJECTION, audit.PROJECTION)
    assert await found(database_url, POSITIONS) == [
        {"projection": "audit", "position": 3},
        {"projection": "jobs", "position": 3},
    ]
    assert len(await found(database_url, "SELECT 1 FROM view_audit_2.audit_events")) == 3


async def test_whoever_moves_a_checkpoint_second_writes_nothing(database_url: str) -> None:
    await record(database_url, [(FIRST, OPENED)])
    async with (
        a_runner(database_url, jobs.PROJECTION) as one,
        a_runner(database_url, jobs.PROJECTION) as other,
    ):
        await one.advance()
        with pytest.raises(Overtaken):
            await other.advance()
    assert len(await found(database_url, "SELECT 1 FROM view_jobs_2.jobs")) == 1


async def test_a_build_that_is_dropped_between_two_pages_holds_nobody_up(database_url: str) -> None:
    await caught_up(database_url, audit.PROJECTION)
    await rebuilt(database_url, audit.PROJECTION)
    async with a_runner(database_url, audit.PROJECTION) as runner, writing(database_url) as other:
        for n in range(2):
            await record(database_url, [(FIRST, OPENED)], seed=n)
            await runner.advance()
            await builds.remove(other, "view_audit_2", 1)
        assert await runner.advance() == 1
        assert [(it.schema, it.position) for it in runner.views] == [("view_audit_2_2", 2)]


async def test_tables_of_another_shape_need_another_version(database_url: str) -> None:
    await caught_up(database_url, jobs.PROJECTION)
    wider = replace(jobs.JOBS, columns={**jobs.JOBS.columns, "more": TEXT})
    with pytest.raises(ShapeChanged, match=r"view_jobs_2 .* raise the version"):
        await caught_up(database_url, replace(jobs.PROJECTION, tables=(wider,)))


async def test_another_version_is_not_followed_before_it_was_built(database_url: str) -> None:
    await record(database_url, [(FIRST, OPENED)])
    await caught_up(database_url, jobs.PROJECTION)
    async with a_runner(database_url, replace(jobs.PROJECTION, version=3)) as runner:
        assert runner.views == []
        await rebuilt(database_url, replace(jobs.PROJECTION, version=3))
        await record(database_url, [(FIRST, FINISHED)], seed=1)
        assert await runner.advance() == 1
        assert [it.schema for it in runner.views] == ["view_jobs_3"]
    assert await found(database_url, SERVED) == [{"schema": "view_jobs_3"}]
