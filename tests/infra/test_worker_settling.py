"""How a worker settles a job that ends without an outcome, and the calls that it left open."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

from domain.call import CallOutcomeUnknown
from domain.ids import (
    AccountId,
    JobId,
    OpId,
    id_of,
    job_stream,
    kind_of,
)
from domain.job import Job, JobCancelled, JobOpened
from domain.prices import Usage
from domain.script import Verdict
from domain.video.events import VideoCancelled
from domain.work import Narrate
from infra.clock import Jumps
from infra.ledger.pool import Pool, ledger_pool
from infra.settings import Ledger
from infra.settings import Worker as Limits
from infra.worker.leases import Leases
from infra.worker.watch import Watch
from infra.worker.worker import Worker
from processors.call import Call
from processors.errors import Rejected
from processors.gate import OPEN
from processors.job import LeasedJob
from processors.policy import Policy
from processors.ports import Metered, Tell
from tests.domain.video.history import SCRIPTED
from tests.given import (
    ACCOUNT,
    CHANNEL,
    JOB,
    NOON,
    SCRIPT,
    VIDEO_STREAM,
    YOU,
    because,
)
from tests.happen import Happen
from tests.memory import MemoryLedger
from tests.processors.bench import LIVE, MemoryBlobs

LIMITS = Limits(lease_s=0.3, beat_s=0.05, graceful_s=1, reconnect_s=0.05, poll_s=0.1)
ITS = Job(VIDEO_STREAM, ACCOUNT, Narrate(SCRIPT, "en"))
KIND = "narrate"


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[Pool]:
    async with ledger_pool(database_url, Ledger(connections=2)) as opened:
        yield opened


@pytest.fixture
def leases(pool: Pool) -> Leases:
    return Leases(pool, "one", LIMITS.lease_s)


@dataclass(frozen=True)
class Broken:
    """A processor that fails as nobody foresaw."""

    fault: Exception

    async def run(self, job: LeasedJob[Any]) -> None:
        assert job.job_id == JOB
        raise self.fault


class Unwatched:
    def of(self, job_id: JobId, job: Job) -> Tell:
        assert (job_id, job.work.kind) == (JOB, KIND)
        return partial(asyncio.sleep, 0)

    async def over(self, job_id: JobId, job: Job) -> None:
        assert (job_id, job.work.kind) == (JOB, KIND)


@dataclass(frozen=True)
class Made:
    """Every call of a ledger in memory: it has those of one job alone."""

    ledger: MemoryLedger

    async def of(self, job_id: JobId, account_id: AccountId) -> list[OpId]:
        assert (job_id, account_id) == (JOB, ACCOUNT)
        return [OpId(id_of(it)) for it, _ in self.ledger.log if kind_of(it) == "call"]


@dataclass(frozen=True)
class Edited:
    """A processor that calls a paid provider, and whose video is edited before it answers."""

    ledger: MemoryLedger

    async def run(self, job: LeasedJob[Any]) -> None:
        call = Call("narrate", 1, "words", Verdict, LIVE, self.send, (Usage("character", 9),))
        await job.calls.make(call)

    async def send(self) -> Metered[Verdict]:
        await self.ledger.carry_out(
            Happen(VIDEO_STREAM, VideoCancelled(CHANNEL, YOU, "no")), because(1)
        )
        await asyncio.sleep(60)
        raise AssertionError("work that is not wanted is stopped")


async def test_a_call_that_is_open_when_its_job_is_cancelled_stands_as_an_estimate(
    leases: Leases,
) -> None:
    opened = (job_stream(JOB), JobOpened(VIDEO_STREAM, ACCOUNT, ITS.work, None))
    ledger = MemoryLedger([(VIDEO_STREAM, it) for it in SCRIPTED] + [opened])
    watch = Watch(ledger, leases, LIMITS)
    policy, edited = Policy(lambda: 0.5), {KIND: Edited(ledger)}
    its = (MemoryBlobs(), edited, Unwatched(), policy, Made(ledger), OPEN)
    await Worker(ledger, leases, watch, *its, lambda: NOON, Jumps()).handle(JOB)
    lost, cancelled = ledger.log[-2][1], ledger.log[-1][1]
    assert isinstance(lost, CallOutcomeUnknown)
    assert [(it.meter, it.quantity) for it in lost.lines] == [("character", 9)]
    assert isinstance(cancelled, JobCancelled)


SECRETS = "/srv/ada/keys/kek: sk-live-0123456789abcdef"


@pytest.mark.parametrize(
    "fault",
    [
        OSError(2, "No such file or directory", "/srv/ada/keys/kek"),
        ValueError(SECRETS),
        ExceptionGroup(SECRETS, [ValueError(SECRETS)]),
        Rejected(f"the provider said: {SECRETS}"),
    ],
)
async def test_what_a_fault_quotes_of_places_and_keys_is_never_recorded(
    leases: Leases, fault: Exception
) -> None:
    opened = (job_stream(JOB), JobOpened(VIDEO_STREAM, ACCOUNT, ITS.work, None))
    ledger = MemoryLedger([(VIDEO_STREAM, it) for it in SCRIPTED] + [opened])
    before = len(ledger.rows)
    watch = Watch(ledger, leases, LIMITS)
    processors = {KIND: Broken(fault)}
    its = (MemoryBlobs(), processors, Unwatched(), Policy(lambda: 0.5), Made(ledger), OPEN)
    worker = Worker(ledger, leases, watch, *its, lambda: NOON, Jumps())
    await worker.handle(JOB)
    recorded = b"".join(it.state for it in ledger.rows[before:])
    assert b"sentence" in recorded
    assert b"ada" not in recorded
    assert b"0123456789abcdef" not in recorded
