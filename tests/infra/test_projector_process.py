"""The projector as a program: it leads or waits, wakes at once, and may die at any moment."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import psycopg

from infra.projector.process import run_projector
from infra.projector.replay import replay
from infra.settings import Projector
from projections.catalog import PROJECTIONS
from tests.given import CHANNEL_STREAM
from tests.given import OPENED as CHANNEL_OPENED
from tests.infra.histories import SMALL_PAGES, caught_up, record
from tests.infra.test_projector import FIRST, OPENED, SECOND, found

LIMITS = Projector(poll_s=30, lead_s=0.05, retry_s=0.01)
"""Only a notification is soon enough."""

JOBS = "SELECT state FROM view_jobs_2.jobs"
WORKING = "SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database()"
BLOCKED = f"{WORKING} AND wait_event_type = 'Lock'"
PROGRAM = """
import asyncio, sys
from infra.projector.process import run_projector
from infra.settings import Projector
asyncio.run(run_projector(sys.argv[1], Projector(), asyncio.Event()))
"""

STANDING = "SELECT min(position) AS least, max(position) AS most FROM ops.checkpoints"


@asynccontextmanager
async def a_projector(url: str, limits: Projector = LIMITS) -> AsyncIterator[None]:
    stop = asyncio.Event()
    running = asyncio.create_task(run_projector(url, limits, stop))
    try:
        yield
    finally:
        stop.set()
        await found(url, "NOTIFY ledger")  # wakes it, so that it sees that it is to stop
        await asyncio.wait_for(running, 10)


async def until(url: str, query: str, expected: object) -> None:
    async with asyncio.timeout(20):
        while True:
            try:
                if await found(url, query) == expected:
                    return
            except psycopg.errors.UndefinedTable:
                pass  # it is still making them
            await asyncio.sleep(0.02)


async def test_what_is_recorded_is_served_without_waiting_for_the_clock(database_url: str) -> None:
    async with a_projector(database_url):
        await until(database_url, JOBS, [])
        await record(database_url, [(FIRST, OPENED)])
        await until(database_url, JOBS, [{"state": "open"}])


async def test_it_takes_three_connections_in_all(database_url: str) -> None:
    async with a_projector(database_url):
        await until(database_url, JOBS, [])
        await until(database_url, WORKING, [{"n": 3 + 1}])  # and the one that looks


def threads_of(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/task").iterdir()))


async def test_all_projections_take_four_connections_and_four_threads_at_most(
    database_url: str,
) -> None:
    argv = (sys.executable, "-c", PROGRAM, database_url)
    program = await asyncio.create_subprocess_exec(*argv)
    try:
        await until(database_url, JOBS, [])
        most = [0, 0]
        for n in range(20):
            history = [(FIRST, OPENED), (CHANNEL_STREAM, CHANNEL_OPENED), (SECOND, OPENED)]
            await record(database_url, history, seed=n)
            (working,) = await found(database_url, WORKING)
            now = (working["n"] - 1, threads_of(program.pid))  # 1: this test
            most = [max(its) for its in zip(most, now, strict=True)]
        await until(database_url, "SELECT min(position) FROM ops.checkpoints", [{"min": 60}])
    finally:
        program.kill()
        await program.wait()
    assert 3 <= most[0] <= 4
    assert 2 <= most[1] <= 4


async def test_of_two_one_leads_and_the_other_takes_over(database_url: str) -> None:
    async with a_projector(database_url):
        async with a_projector(database_url):
            await record(database_url, [(FIRST, OPENED)])
            await until(database_url, JOBS, [{"state": "open"}])
        await record(database_url, [(SECOND, OPENED)], seed=1)
        await until(database_url, JOBS, [{"state": "open"}] * 2)
    assert (await replay(database_url, SMALL_PAGES)).equal


async def test_it_goes_on_after_its_connections_were_cut(database_url: str) -> None:
    async with a_projector(database_url, Projector(poll_s=0.05, retry_s=0.01)):
        await until(database_url, JOBS, [])
        await found(
            database_url,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )
        await record(database_url, [(FIRST, OPENED)])
        await until(database_url, JOBS, [{"state": "open"}])


async def test_killed_in_the_middle_it_leaves_nothing_half_done(database_url: str) -> None:
    """What was sent whole, Postgres may finish alone: then all views have it."""
    await caught_up(database_url, *PROJECTIONS)
    await record(database_url, [(FIRST, OPENED), (SECOND, OPENED)])
    with psycopg.connect(database_url) as blocking:
        blocking.execute("LOCK TABLE view_jobs_2.jobs IN EXCLUSIVE MODE")
        argv = (sys.executable, "-c", PROGRAM, database_url)
        program = await asyncio.create_subprocess_exec(*argv)
        await until(database_url, BLOCKED, [{"n": 1}])  # audit is written, jobs are not
        program.kill()
        await program.wait()
    await until(database_url, WORKING, [{"n": 1}])
    written = len(await found(database_url, "SELECT 1 FROM view_audit_2.audit_events"))
    assert await found(database_url, STANDING) == [{"least": written, "most": written}]
    await caught_up(database_url, *PROJECTIONS)
    proof = await replay(database_url, SMALL_PAGES)
    assert (proof.equal, proof.position, proof.tables["jobs"]) == (True, 2, 2)
