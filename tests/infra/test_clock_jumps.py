"""A clock that is set, forwards by a day or back by an hour: what goes by it, and what is told."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from psycopg import AsyncConnection

from domain.event import Event
from domain.ids import job_stream
from domain.job import JobDeferred, JobOpened
from domain.work import Narrate
from infra.clock import Jumps, steady_s
from infra.ledger.pool import Pool, ledger_pool
from infra.settings import Ledger
from infra.settings import Worker as Limits
from infra.worker.leases import Leases
from infra.worker.verdict import refuse_jumped
from infra.worker.watch import Watch
from infra.worker.worker import Worker
from processors.errors import ClockJumped
from processors.gate import OPEN
from processors.policy import Policy, moves_on
from tests.domain.video.history import SCRIPTED
from tests.given import ACCOUNT, DAY, HOUR, JOB, NOON, SCRIPT, VIDEO_STREAM
from tests.infra.test_worker_settling import Broken, Made, Unwatched
from tests.memory import MemoryLedger
from tests.processors.bench import MemoryBlobs

SECOND = timedelta(seconds=1)
JUMPS = (DAY, -HOUR)


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[Pool]:
    async with ledger_pool(database_url, Ledger(connections=2)) as opened:
        yield opened


class Clock:
    """One that somebody may set, beside one that nobody can."""

    def __init__(self) -> None:
        self.now, self.s = NOON, 0.0

    def passes(self, by: timedelta, set_by: timedelta = timedelta(0)) -> None:
        self.now += by + set_by
        self.s += by.total_seconds()

    def jumps(self) -> Jumps:
        return Jumps(lambda: self.now, lambda: self.s)


@pytest.mark.parametrize("jump", JUMPS)
def test_a_jump_is_told_once_with_its_direction(jump: timedelta) -> None:
    clock = Clock()
    jumps = clock.jumps()
    clock.passes(HOUR)
    assert jumps.since() == timedelta(0)
    clock.passes(HOUR, set_by=jump)
    assert [jumps.since(), jumps.since()] == [jump, timedelta(0)]


def test_time_that_passes_is_no_jump() -> None:
    assert abs(Jumps().since()) < SECOND
    assert steady_s() <= steady_s()


def test_a_clock_that_is_kept_right_is_not_told_of() -> None:
    refuse_jumped(timedelta(seconds=59))
    with pytest.raises(ClockJumped, match=r"jumped forwards by 24 h 0 min; see that it is right"):
        refuse_jumped(DAY)
    with pytest.raises(ClockJumped, match=r"jumped back by 1 h 0 min;"):
        refuse_jumped(-HOUR)


def test_nobody_else_is_asked_because_our_clock_jumped() -> None:
    assert not moves_on(ClockJumped("it jumped"), 9)


async def handled(pool: Pool, clock: Clock, not_before: datetime | None = None) -> list[Event]:
    """What a worker records of a job that it is woken for, the clock having jumped meanwhile."""
    opened = JobOpened(VIDEO_STREAM, ACCOUNT, Narrate(SCRIPT, "en"), not_before)
    history = [*((VIDEO_STREAM, it) for it in SCRIPTED), (job_stream(JOB), opened)]
    ledger, leases = MemoryLedger(history), Leases(pool, "one", 1)
    limits = Limits(lease_s=0.3, beat_s=0.05, graceful_s=1, reconnect_s=0.05, poll_s=0.1)
    made: dict[str, Any] = {"narrate": Broken(ClockJumped("never begun"))}
    its = (MemoryBlobs(), made, Unwatched(), Policy(lambda: 0.5), Made(ledger), OPEN)
    worker = Worker(
        ledger, leases, Watch(ledger, leases, limits), *its, lambda: clock.now, clock.jumps()
    )
    clock.passes(SECOND, set_by=DAY)
    await worker.handle(JOB)
    return [it for _, it in ledger.log[len(history) :]]


async def test_a_job_waits_a_moment_and_says_why_when_the_clock_jumped(pool: Pool) -> None:
    (deferred,) = await handled(pool, Clock())
    assert isinstance(deferred, JobDeferred)
    assert deferred.code == "clock-jumped"
    assert "the clock of this machine jumped forwards by 24 h 0 min" in deferred.sentence
    assert deferred.retry_at - NOON <= SECOND


async def test_a_job_is_due_by_the_clock_of_postgres_alone(pool: Pool) -> None:
    """This machine's stands years before the time that the job waits for."""
    async with pool.connection() as connection:
        row = await (await connection.execute("SELECT clock_timestamp()")).fetchone()
    assert row is not None
    assert await handled(pool, Clock(), row[0] + HOUR) == []
    assert len(await handled(pool, Clock(), row[0] - HOUR)) == 1


async def set_back(database_url: str, by: timedelta) -> None:
    """As leases look after the clock of Postgres was set back."""
    async with await AsyncConnection.connect(database_url, autocommit=True) as owner:
        await owner.execute(
            "UPDATE ops.leases SET taken_at = taken_at + %(by)s, expires_at = expires_at + %(by)s",
            {"by": by},
        )


@pytest.mark.parametrize("jump", [HOUR, -DAY])
async def test_a_lease_from_before_the_jump_holds_nobody_up(
    pool: Pool, database_url: str, jump: timedelta
) -> None:
    before = await Leases(pool, "one", 15).take(JOB)
    assert before is not None
    await set_back(database_url, jump)
    after = await Leases(pool, "two", 15).take(JOB)
    assert after is not None
    assert after.fence != before.fence
    assert not await Leases(pool, "one", 15).renew(before)


async def test_a_lease_that_another_worker_holds_longer_than_ours_is_believed(pool: Pool) -> None:
    take = partial(Leases(pool, "two", 0.5).take, JOB)
    assert await Leases(pool, "one", 60).take(JOB) is not None
    assert await take() is None
