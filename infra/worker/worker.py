"""A wake-up becomes work: lease, look, do, settle. Whatever happens, the job is settled once."""

import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

import structlog

from commands.ports import Busy, Command, Ledger
from domain.call import About
from domain.ids import JobId, VideoId, job_stream, key_of, kind_of
from domain.job import Job
from domain.video import Video
from infra.clock import Jumps
from infra.worker import metrics
from infra.worker.leases import Lease, Leases
from infra.worker.made import CallsMade
from infra.worker.progress import Progresses
from infra.worker.verdict import INTERNAL, refuse_jumped, verdict_on
from infra.worker.watch import LeaseLost, Unwanted, Watch
from processors.abandoned import abandon
from processors.calls import Answers, JournalledCalls
from processors.errors import CallError
from processors.fallback import ChainedCalls
from processors.gate import Gate
from processors.job import AccountJob, LeasedJob, Processor
from processors.licences import refuse_unlicensed
from processors.policy import Policy
from processors.ports import Blobs
from processors.recording import Recording, Report, tellable

log = structlog.get_logger()


class Unreported(Exception):
    """A processor ended without an outcome: a mistake in it."""


@dataclass(frozen=True, slots=True)
class Worker:
    """Does what it is woken for. Processors are found by their kind of job."""

    ledger: Ledger
    leases: Leases
    watch: Watch
    blobs: Blobs
    processors: Mapping[str, Processor]
    progress: Progresses
    policy: Policy
    made: CallsMade
    gate: Gate
    now: Callable[[], datetime]
    jumps: Jumps

    async def handle(self, job_id: JobId) -> None:
        """Raises Busy, or psycopg's errors, where Postgres is away: a later wake-up does it."""
        lease = await self.leases.take(job_id)
        if lease is None:
            return
        try:
            job = await self.ledger.state(job_stream(job_id))
            if job is not None and _due(job, lease):
                await self._attempt(lease, job)
        finally:
            await self.leases.release(lease)

    async def _attempt(self, lease: Lease, job: Job) -> None:
        recording = Recording(self.ledger, lease.job_id, job, lease.fence)
        with metrics.SECONDS.labels(job.work.kind).time():
            ending = await self._ending(lease, job, recording)
        metrics.ATTEMPTS.labels(job.work.kind, ending).inc()

    async def _ending(self, lease: Lease, job: Job, recording: Recording) -> str:
        """How it ended: `done`, or the code of what went wrong; recorded unless the lease went."""
        answers = Answers()
        told = log.bind(job_id=str(lease.job_id), kind=job.work.kind, fence=lease.fence)
        try:
            if reason := await self.watch.unwanted(job):
                raise Unwanted(reason)
            refuse_jumped(self.jumps.since())
            await self.watch.over(lease, job, self._work(lease, job, recording, answers))
        except Busy:
            raise
        except LeaseLost as lost:
            metrics.LEASES_LOST.inc()
            told.warning("lease lost", why=str(lost))
            return "lease-lost"
        except Exception as fault:
            if not isinstance(fault, CallError):  # those settled their call themselves
                await abandon(recording, await self.made.of(lease.job_id, job.account_id))
            its = (fault, lease.job_id, job.waits + 1, self.policy)
            verdict, code = verdict_on(*its, progressed=answers.count > 0)
            key = uuid5(lease.job_id, f"verdict {lease.fence}")
            receipt = await recording.record(verdict, key)
            if isinstance(fault, Unwanted) and receipt.code != "recorded":
                return "done"  # what is reported is not wanted any more
            told.warning("job not done", code=code, **_told(fault, code))
            return code
        return "done"

    async def _work(self, lease: Lease, job: Job, recording: Recording, answers: Answers) -> None:
        reported = False

        async def report(command: Command) -> object:
            nonlocal reported
            receipt = await recording.report(command)
            reported = True
            return receipt

        leased = await self._leased(lease.job_id, job, recording, report, answers)
        try:
            await self.processors[job.work.kind].run(leased)
        finally:
            await self.progress.over(lease.job_id, job)
        if not reported:
            raise Unreported(f"{job.work.kind} ended without an outcome")

    async def _leased(
        self, job_id: JobId, job: Job, recording: Recording, report: Report, answers: Answers
    ) -> LeasedJob[Any] | AccountJob:
        if kind_of(job.subject) == "account":
            return AccountJob(job_id, job.account_id, recording, report)
        video: Video = await self.ledger.state(job.subject)
        video_id = VideoId(UUID(key_of(job.subject)))
        about = About(job.account_id, video.request.channel_id, video_id, job_id)
        return LeasedJob(
            job_id=job_id,
            video_id=video_id,
            work=job.work,
            blobs=self.blobs,
            calls=ChainedCalls(
                JournalledCalls(recording, self.blobs, about, self.now, self.gate, answers)
            ),
            report=report,
            tell=self.progress.of(job_id, job),
            licensed=lambda: refuse_unlicensed(self.ledger, video_id, self.now().date()),
        )


def _due(job: Job, lease: Lease) -> bool:
    """By the clock that the dispatcher goes by too, whatever this machine's says."""
    return not job.settled and (job.not_before is None or job.not_before <= lease.taken_at)


def _told(fault: Exception, code: str) -> dict[str, str]:
    """What the log may hold: of the unforeseen its place alone, since a message may quote keys."""
    if code != INTERNAL:
        return {"why": tellable(str(fault))}
    places = "".join(traceback.format_tb(fault.__traceback__))
    return {"fault": type(fault).__name__, "at": places}
