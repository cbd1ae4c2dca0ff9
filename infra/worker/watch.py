"""What ends work before its time.

Interrupted
├── LeaseLost     another worker has the job: this one stops, and says nothing
├── Unwanted      the video was edited, cancelled or failed, or its account is being erased
└── TooLate       it took longer than its kind of job may
"""

import asyncio
import time
from collections.abc import Coroutine
from typing import Any, NoReturn

from psycopg import OperationalError
from psycopg_pool import PoolTimeout

from commands.ports import Busy, Ledger
from domain.account import Account, Erasure
from domain.ids import account_stream, kind_of
from domain.job import Job
from domain.pipeline import wanted
from domain.video import Video
from infra.settings import Worker as Limits
from infra.worker.leases import Lease, Leases

WANTING = ("video", "account")
"""Kinds of streams that say what work they want."""


class Interrupted(Exception):
    """The work was stopped; the message is the reason."""


class LeaseLost(Interrupted): ...


class Unwanted(Interrupted): ...


class TooLate(Interrupted): ...


class Watch:
    """Keeps a lease alive while its job runs, and looks whether the job is still wanted."""

    def __init__(self, ledger: Ledger, leases: Leases, limits: Limits) -> None:
        self._ledger = ledger
        self._leases = leases
        self._limits = limits

    async def over(self, lease: Lease, job: Job, work: Coroutine[Any, Any, None]) -> None:
        """Runs the work to its end. Raises what it raises, or Interrupted."""
        running = asyncio.create_task(work)
        watching = asyncio.create_task(self._watch(lease, job))
        deadline_s = self._limits.deadlines_s.get(job.work.kind, self._limits.deadline_s)
        try:
            done, _ = await asyncio.wait(
                {running, watching}, timeout=deadline_s, return_when=asyncio.FIRST_COMPLETED
            )
            if not done:
                raise TooLate(f"{job.work.kind} took longer than {deadline_s:g} s and was stopped")
            (running if running in done else watching).result()
        finally:
            running.cancel()
            watching.cancel()
            await asyncio.gather(running, watching, return_exceptions=True)

    async def unwanted(self, job: Job) -> str | None:
        """Why the work is not wanted any more; None where it is. Raises Busy."""
        kind = kind_of(job.subject)
        if kind not in WANTING:
            return None
        erasing, its = await asyncio.gather(self._erasing(job), self._ledger.state(job.subject))
        if kind != "account" and erasing:
            return "the account is being erased"
        if job.work in tuple(wanted(its, job.subject)):
            return None
        stands = its.stage if isinstance(its, Video) else "as it should be"
        return f"the {kind} is {stands}, and does not need this work any more"

    async def _erasing(self, job: Job) -> bool:
        its: Account | None = await self._ledger.state(account_stream(job.account_id))
        return its is not None and its.erasure is not Erasure.NONE

    async def _watch(self, lease: Lease, job: Job) -> NoReturn:
        renewed_s = time.monotonic()
        while True:
            await asyncio.sleep(self._limits.beat_s)
            if await self._renewed(lease):
                renewed_s = time.monotonic()
            elif time.monotonic() - renewed_s > self._limits.lease_s:
                raise LeaseLost("nobody could be asked for longer than the lease lasts")
            await self._must_be_wanted(job)

    async def _renewed(self, lease: Lease) -> bool:
        try:
            if not await self._leases.renew(lease):
                raise LeaseLost("another worker has taken this job over")
        except (OperationalError, PoolTimeout):
            return False
        return True

    async def _must_be_wanted(self, job: Job) -> None:
        try:
            reason = await self.unwanted(job)
        except Busy:
            return
        if reason is not None:
            raise Unwanted(reason)
