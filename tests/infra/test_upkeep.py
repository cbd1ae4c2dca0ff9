"""Beside the projector: newer versions are built and switched to, old builds go in time."""

import asyncio
from dataclasses import replace

import pytest

from infra.projector.builds import StillRead
from infra.projector.process import run_projector, writing
from infra.projector.switch import drop, drop_left_over
from infra.settings import Projector, Rebuild
from projections import channel, jobs
from tests.infra.histories import caught_up, record
from tests.infra.rebuilding import Fault, an_engine, failing_at, rebuilt
from tests.infra.test_poison import HISTORY
from tests.infra.test_projector import FINISHED, FIRST, OPENED, SECOND, found
from tests.infra.test_projector_process import until
from tests.infra.test_rebuild import LOUDER
from tests.infra.test_replay import schemas
from tests.views import CHANNEL_VIEW

NEWER = replace(jobs.PROJECTION, version=3, same_as=2)
SERVED = "SELECT schema FROM ops.serving"
ROWS = "SELECT state FROM view_jobs_3.jobs ORDER BY opened_position"
AT_ONCE = Rebuild(keep_s=0.001, grace_s=0.001)


@pytest.fixture
async def url(database_url: str) -> str:
    """A database in which two jobs are read."""
    await record(database_url, [(FIRST, OPENED), (SECOND, OPENED)])
    await caught_up(database_url, jobs.PROJECTION)
    return database_url


async def test_a_newer_version_is_built_read_and_followed_by_the_running_projector(
    url: str,
) -> None:
    stop = asyncio.Event()
    running = asyncio.create_task(run_projector(url, Projector(), stop, (NEWER,)))
    await until(url, SERVED, [{"schema": "view_jobs_3"}])
    await record(url, [(FIRST, FINISHED)], seed=1)
    await until(url, ROWS, [{"state": "finished"}, {"state": "open"}])
    stop.set()
    await running
    (proof,) = await found(url, "SELECT equal, against FROM ops.proofs")
    assert proof == {"equal": True, "against": "view_jobs_2"}


async def test_a_version_that_is_not_what_it_claims_is_not_read(database_url: str) -> None:
    await record(database_url, HISTORY)
    await caught_up(database_url, channel.PROJECTION)
    stop = asyncio.Event()
    claims = replace(LOUDER, same_as=channel.PROJECTION.version)
    running = asyncio.create_task(run_projector(database_url, Projector(), stop, (claims,)))
    await until(database_url, "SELECT equal FROM ops.proofs", [{"equal": False}])
    stop.set()
    await running
    assert await found(database_url, SERVED) == [{"schema": CHANNEL_VIEW}]


async def test_what_was_kept_for_long_enough_is_dropped(url: str) -> None:
    await rebuilt(url, jobs.PROJECTION)
    async with writing(url) as connection:
        assert await drop_left_over(connection, Rebuild()) == []
        assert await drop_left_over(connection, AT_ONCE) == ["view_jobs_2"]
    assert [it for it in schemas(url) if it.startswith("view_")] == ["view_jobs_2_2"]
    assert await found(url, "SELECT schema, kept FROM ops.serving") == [
        {"schema": "view_jobs_2_2", "kept": None}
    ]


async def test_what_was_abandoned_is_dropped_unless_somebody_is_at_it(url: str) -> None:
    async with an_engine(url, jobs.PROJECTION, told=failing_at("folding")) as engine:
        with pytest.raises(Fault):
            await engine.run()
    lock = "SELECT pg_advisory_lock(hashtextextended('ytempire.rebuild/jobs', 0))"
    async with writing(url) as connection, writing(url) as builder:
        await builder.execute(lock)
        assert await drop_left_over(connection, Rebuild()) == []
        await builder.execute("SELECT pg_advisory_unlock_all()")
        assert await drop_left_over(connection, Rebuild()) == ["view_jobs_2_2"]


async def test_a_build_that_is_read_or_kept_or_in_use_is_not_dropped(url: str) -> None:
    await rebuilt(url, jobs.PROJECTION)
    limits = Rebuild(grace_s=0.001, lock_s=0.05)
    async with writing(url) as connection, writing(url) as reading:
        with pytest.raises(StillRead, match="is what is read"):
            await drop(connection, "jobs", (2, 2), limits, kept=True)
        with pytest.raises(StillRead, match="kept for a rollback"):
            await drop(connection, "jobs", (2, 1), limits, kept=False)
        with pytest.raises(StillRead, match="until just now"):
            await drop(connection, "jobs", (2, 1), Rebuild(), kept=True)
        async with reading.transaction():
            await reading.execute("SELECT FROM view_jobs_2.jobs")
            with pytest.raises(StillRead, match="in use"):
                await drop(connection, "jobs", (2, 1), limits, kept=True)
        assert await drop(connection, "jobs", (2, 1), limits, kept=True) == "view_jobs_2"


async def test_the_projector_goes_on_when_a_build_that_it_follows_is_dropped(url: str) -> None:
    await rebuilt(url, jobs.PROJECTION)
    stop = asyncio.Event()
    running = asyncio.create_task(run_projector(url, Projector(), stop, (jobs.PROJECTION,)))
    async with writing(url) as connection:
        await drop(connection, "jobs", (2, 1), AT_ONCE, kept=True)
    await record(url, [(FIRST, FINISHED)], seed=1)
    rows = "SELECT state FROM view_jobs_2_2.jobs ORDER BY opened_position"
    await until(url, rows, [{"state": "finished"}, {"state": "open"}])
    stop.set()
    await running
