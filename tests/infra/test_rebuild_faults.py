"""A rebuild under load, and killed: what is read stays readable, fresh, and right."""

import asyncio
import sys
from dataclasses import dataclass, field
from uuid import UUID, uuid5

import psycopg
import pytest

from commands.ports import Because, World
from domain.ids import JobId, job_stream
from infra.ledger.mapper import Mapper
from infra.ledger.pool import ledger_pool
from infra.ledger.postgres import PostgresLedger
from infra.ledger.writer import Writer
from infra.projector.replay import replay
from infra.reader import opened_reader
from infra.settings import Views
from projections import jobs
from tests.given import ACCOUNT, NOON, YOU
from tests.infra.histories import ANYTHING_GOES, ONE, SMALL_PAGES, Record, caught_up, record
from tests.infra.rebuilding import PAGES, rebuilt, rolled_back
from tests.infra.test_projector import FIRST, OPENED, SECOND, found
from tests.infra.test_projector_process import a_projector, until
from tests.infra.test_replay import change, schemas

COUNT = "SELECT count(*) AS n FROM jobs"
SERVED = "SELECT schema FROM ops.serving WHERE projection = 'jobs'"
BLOCKED = """
    SELECT count(*) AS n FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'
"""
HELD = """
    SELECT count(*) AS n FROM pg_locks JOIN pg_database AS its ON its.oid = database
    WHERE locktype = 'advisory' AND datname = current_database()
"""
PROGRAM = """
import asyncio, sys, time
from projections import jobs
from tests.infra.rebuilding import an_engine
def told(stage, *_):
    if stage == sys.argv[2]:
        print(stage, flush=True)
        time.sleep(60)
async def main():
    async with an_engine(sys.argv[1], jobs.PROJECTION, told=told) as engine:
        await engine.run()
asyncio.run(main())
"""


@dataclass
class Traffic:
    """One writer who reads what was written, again and again."""

    url: str
    written: int = 0
    stale: list[int] = field(default_factory=list)
    missed: list[int] = field(default_factory=list)
    stop: bool = False
    moved: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def comes_to(self, n: int) -> None:
        async with asyncio.timeout(20), self.moved:
            await self.moved.wait_for(lambda: self.written >= n)

    async def run(self) -> None:
        async with (
            ledger_pool(self.url, ONE) as pool,
            opened_reader(self.url, Views(connections=2)) as reader,
        ):
            ledger = PostgresLedger(pool, Writer(Mapper()), ANYTHING_GOES, lambda: World(NOON), ONE)
            while not self.stop:
                its = uuid5(UUID(int=77), str(self.written))
                command = Record(((job_stream(JobId(its)), OPENED),))
                receipt = await ledger.carry_out(
                    command, Because(YOU, ACCOUNT, its, bytes(32), its, its)
                )
                self.written += 1
                if (await reader.fresh(receipt.position, "jobs")).stale:
                    self.stale.append(self.written)
                if await reader.row(COUNT, {}) != {"n": self.written}:
                    self.missed.append(self.written)
                async with self.moved:
                    self.moved.notify_all()


async def test_under_load_no_read_fails_and_everybody_reads_what_they_wrote(
    database_url: str,
) -> None:
    traffic = Traffic(database_url)
    async with a_projector(database_url):
        await until(database_url, SERVED, [{"schema": "view_jobs_2"}])
        running = asyncio.create_task(traffic.run())
        for _ in range(3):
            before = traffic.written
            await rebuilt(database_url, jobs.PROJECTION)
            await rolled_back(database_url, "jobs")
            await rolled_back(database_url, "jobs")
            await traffic.comes_to(before + 10)
        traffic.stop = True
        await running
    assert (traffic.stale, traffic.missed) == ([], [])
    assert await found(database_url, SERVED) == [{"schema": "view_jobs_2_4"}]
    assert (await replay(database_url, SMALL_PAGES, (jobs.PROJECTION,))).equal


AHEAD = f"UPDATE ops.checkpoints SET position = {2**63 - 1} WHERE projection = 'jobs'"
THIRD = job_stream(JobId(UUID(int=13)))
POSITION = """
    SELECT its.position FROM ops.serving JOIN ops.checkpoints AS its USING (schema)
    WHERE its.projection = 'jobs'
"""


async def test_a_projector_follows_what_replaced_a_view_ahead_of_the_ledger(
    database_url: str,
) -> None:
    await record(database_url, [(FIRST, OPENED), (SECOND, OPENED)])
    async with a_projector(database_url):
        await until(database_url, POSITION, [{"position": 2}])
        change(database_url, AHEAD)
        done = await rebuilt(database_url, jobs.PROJECTION, from_zero=True)
        assert (done.report.equal, done.switched.kept) == (True, False)
        await record(database_url, [(THIRD, OPENED)], seed=1)
        await until(database_url, POSITION, [{"position": 3}])
    assert (await replay(database_url, SMALL_PAGES, (jobs.PROJECTION,))).equal


@pytest.fixture
async def url(database_url: str) -> str:
    """A database in which two jobs are read, and one more was recorded since."""
    await record(database_url, [(FIRST, OPENED), (SECOND, OPENED)])
    await caught_up(database_url, jobs.PROJECTION)
    await record(database_url, [(THIRD, OPENED)], seed=1)
    return database_url


@pytest.mark.parametrize("stage", ["folding", "writing", "proving", "catching up"])
async def test_killed_at_any_stage_it_leaves_what_is_read_and_can_be_done_again(
    url: str, stage: str
) -> None:
    program = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", PROGRAM, url, stage), stdout=asyncio.subprocess.PIPE
    )
    assert program.stdout is not None
    assert (await program.stdout.readline()).decode().strip() == stage
    program.kill()
    await program.wait()
    assert await found(url, SERVED) == [{"schema": "view_jobs_2"}]
    await done_again(url)


async def test_killed_in_the_switch_it_has_not_happened(url: str) -> None:
    with psycopg.connect(url) as blocking:
        blocking.execute("SELECT FROM ops.serving WHERE projection = 'jobs' FOR UPDATE")
        program = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", PROGRAM, url, "never")
        )
        await until(url, BLOCKED, [{"n": 1}])
        program.kill()
        await program.wait()
    await until(url, BLOCKED, [{"n": 0}])
    assert await found(url, SERVED) == [{"schema": "view_jobs_2"}]
    await done_again(url)


async def done_again(url: str) -> None:
    await until(url, HELD, [{"n": 0}])
    assert (await replay(url, PAGES, (jobs.PROJECTION,))).equal
    done = await rebuilt(url, jobs.PROJECTION)
    assert (done.report.equal, done.events) == (True, 3)
    left = {it for it in schemas(url) if it.startswith("view_")}
    assert left == {"view_jobs_2", done.switched.schema}
