"""A job: opened with the event that called for it, settled exactly once."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.event import Decision, Event, event
from domain.ids import AccountId, StreamId
from domain.prices import Provider
from domain.work import Work

FAILURES_MAX = 5
"""A job that failed so often, and came no further between, is a dead letter; a person decides."""

WAITS_MAX = 500
PATIENCE = timedelta(days=2)
"""A job that waited so often, or so long, for the world to be ready is a dead letter too."""

OWN_PACE = "own-pace"
"""A job that waits for its turn among our own: the provider has not been tried."""

BACKOFF_FIRST = timedelta(seconds=1)
BACKOFF_MAX = timedelta(minutes=10)


@event("job.opened", version=8)
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


@event("job.deferred")
class JobDeferred(Event):
    """A provider was not ready, at no fault of the work; it is asked again at a set time."""

    waits: int
    code: str
    sentence: str
    since: datetime
    retry_at: datetime


@event("job.fell-back")
class JobFellBack(Event):
    """A provider could not do a call now: another of its chain is asked, or the round is over.

    `n` and `to` count the chain's providers from 1. `to` 1 ends a round: the last one could not
    do it either, and the chain begins anew after a wait, or the job ends. `passing`: the provider
    may be able to do it later.
    """

    call: str
    n: int
    to: int
    left: Provider
    asked: Provider
    code: str
    sentence: str
    passing: bool

    @property
    def way(self) -> str:
        """Who asks whom next; after the last of a chain nobody is asked at once."""
        left = f"{self.left.name} {self.left.model}"
        if self.to == 1:
            return f"{left} was the last of the chain, which begins anew later, or ends"
        return f"From {left} to {self.asked.name} {self.asked.model}"


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


JobEvent = (
    JobOpened | JobFailed | JobDeferred | JobFellBack | JobDeadLettered | JobFinished | JobCancelled
)


@dataclass(frozen=True, slots=True)
class Job:
    subject: StreamId
    account_id: AccountId
    work: Work
    not_before: datetime | None = None
    failures: int = 0
    settled: bool = False
    waits: int = 0
    waiting_since: datetime | None = None
    tries: int = 0
    hops: tuple[JobFellBack, ...] = ()

    def asks(self, call: str) -> int:
        """Which provider of a call's chain it is the turn of, from 1."""
        return next((it.to for it in reversed(self.hops) if it.call == call), 1)

    def round(self, call: str) -> tuple[JobFellBack, ...]:
        """Who could not do the call since its chain was begun last."""
        return tuple(it for it in self.hops if it.call == call)

    def out_of_patience(self, now: datetime) -> bool:
        since = self.waiting_since or now
        return self.waits >= WAITS_MAX or now - since >= PATIENCE

    def finish(self, *, used: bool) -> Decision:
        if not self.settled:
            yield JobFinished(used)

    def in_a_row(self, *, progressed: bool) -> int:
        """Its failures with one more; `progressed`: the try that failed brought it on before."""
        return 1 if progressed else self.failures + 1

    def fail(
        self,
        code: str,
        sentence: str,
        now: datetime,
        after: timedelta,
        *,
        progressed: bool = False,
    ) -> Decision:
        """Tries again after a doubling wait (or `after`, where that is longer), or gives up."""
        if self.settled:
            return
        failures = self.in_a_row(progressed=progressed)
        if failures >= FAILURES_MAX:
            yield JobDeadLettered(failures, code, sentence)
        else:
            retry_at = now + max(after, _backoff(failures))
            yield JobFailed(failures, code, sentence, retry_at)

    def defer(
        self,
        code: str,
        sentence: str,
        now: datetime,
        after: timedelta,
        *,
        progressed: bool = False,
    ) -> Decision:
        """Waits for a provider that is not ready: no failure, though not for ever either."""
        if self.settled:
            return
        if progressed:
            yield JobDeferred(1, code, sentence, now, now + after)
        elif self.out_of_patience(now):
            yield JobDeadLettered(self.failures + self.waits + 1, code, sentence)
        else:
            since = self.waiting_since or now
            yield JobDeferred(self.waits + 1, code, sentence, since, now + after)

    def fall_back(self, hop: JobFellBack) -> Decision:
        """From the provider whose turn it is, once."""
        if not self.settled and self.asks(hop.call) == hop.n:
            yield hop

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
            tries = job.tries if failures > job.failures else 0
            return replace(job, failures=failures, not_before=retry_at, tries=tries + 1)
        case JobDeferred():
            return _deferred(job, happened)
        case JobFellBack():
            return replace(job, hops=_hops(job, happened), tries=0)
        case JobDeadLettered(failures=failures):
            return replace(job, failures=failures, settled=True)
        case JobFinished() | JobCancelled():
            return replace(job, settled=True)


def _deferred(job: Job, it: JobDeferred) -> Job:
    """What begins a new row of waits came after some progress: failures and tries begin anew."""
    anew = it.waits <= job.waits
    tries = 0 if anew else job.tries
    return replace(
        job,
        failures=0 if anew else job.failures,
        waits=it.waits,
        waiting_since=it.since,
        not_before=it.retry_at,
        tries=tries + (it.code != OWN_PACE),
    )


def _hops(job: Job, hop: JobFellBack) -> tuple[JobFellBack, ...]:
    """Those of a chain that begins anew are over."""
    others = tuple(it for it in job.hops if it.call != hop.call)
    return others if hop.to == 1 else (*job.hops, hop)


def _backoff(failures: int) -> timedelta:
    return min(BACKOFF_MAX, BACKOFF_FIRST * int(4 ** (failures - 1)))
