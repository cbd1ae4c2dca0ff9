"""A job: opened with the event that called for it, settled exactly once."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.event import Decision, Event, event
from domain.ids import AccountId, StreamId
from domain.work import Work

FAILURES_MAX = 5
"""A job that failed so often is a dead letter; a person decides what follows."""

BACKOFF_FIRST = timedelta(seconds=1)
BACKOFF_MAX = timedelta(minutes=10)


@event("job.opened", version=3)
class JobOpened(Event):
    """An event called for work; a recorded fact, so that no replay opens it again."""

    subject: StreamId
    account_id: AccountId
    work: Work
    not_before: datetime | None

    @property
    def kind(self) -> str:
        return self.work.kind


@event("job.failed")
class JobFailed(Event):
    """A try failed in a way that may pass; the next one comes at a set time."""

    failures: int
    code: str
    sentence: str
    retry_at: datetime


@event("job.dead-lettered")
class JobDeadLettered(Event):
    """No further try will be made; a person has to look."""

    failures: int
    code: str
    sentence: str


@event("job.finished")
class JobFinished(Event):
    """The work was reported; its outcome was used, or came too late and was set aside."""

    used: bool


@event("job.cancelled")
class JobCancelled(Event):
    """The work is no longer wanted and will not be tried again."""

    reason: str


JobEvent = JobOpened | JobFailed | JobDeadLettered | JobFinished | JobCancelled


@dataclass(frozen=True, slots=True)
class Job:
    subject: StreamId
    account_id: AccountId
    work: Work
    not_before: datetime | None = None
    failures: int = 0
    settled: bool = False

    def finish(self, *, used: bool) -> Decision:
        if not self.settled:
            yield JobFinished(used)

    def fail(self, code: str, sentence: str, now: datetime, after: timedelta) -> Decision:
        """Tries again after a doubling wait (or `after`, where that is longer), or gives up."""
        if self.settled:
            return
        failures = self.failures + 1
        if failures >= FAILURES_MAX:
            yield JobDeadLettered(failures, code, sentence)
        else:
            retry_at = now + max(after, _backoff(failures))
            yield JobFailed(failures, code, sentence, retry_at)

    def give_up(self, code: str, sentence: str) -> Decision:
        if not self.settled:
            yield JobDeadLettered(self.failures + 1, code, sentence)

    def cancel(self, reason: str) -> Decision:
        if not self.settled:
            yield JobCancelled(reason)


def evolve(job: Job | None, happened: JobEvent) -> Job:
    if isinstance(happened, JobOpened):
        return Job(happened.subject, happened.account_id, happened.work, happened.not_before)
    assert job is not None, "a job begins with job.opened"
    match happened:
        case JobFailed(failures=failures, retry_at=retry_at):
            return replace(job, failures=failures, not_before=retry_at)
        case JobDeadLettered(failures=failures):
            return replace(job, failures=failures, settled=True)
        case JobFinished() | JobCancelled():
            return replace(job, settled=True)


def _backoff(failures: int) -> timedelta:
    return min(BACKOFF_MAX, BACKOFF_FIRST * int(4 ** (failures - 1)))
