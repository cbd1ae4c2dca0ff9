"""A call to the world: intended before a byte leaves, settled once, priced as it is settled."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.event import Decision, Event, event
from domain.ids import AccountId, BlobId, ChannelId, JobId, VideoId
from domain.prices import Metering, PricedLine, Provider


@dataclass(frozen=True, slots=True)
class About:
    """Whom a call is for: what readers key its costs by."""

    account_id: AccountId
    channel_id: ChannelId | None
    video_id: VideoId | None
    job_id: JobId


@event("call.intended")
class CallIntended(Event):
    """A call is about to be made; if no outcome follows, it has to be reconciled."""

    about: About
    name: str
    n: int
    attempt: int
    provider: Provider
    fingerprint: str
    intended_at: datetime


@event("call.succeeded")
class CallSucceeded(Event):
    """The provider answered; the answer is kept, and what it cost stands."""

    about: About
    attempt: int
    answer: BlobId
    request_id: str
    metering: Metering
    lines: tuple[PricedLine, ...]


@event("call.failed")
class CallFailed(Event):
    """The provider refused or broke; whatever it charged stands."""

    about: About
    attempt: int
    code: str
    sentence: str
    lines: tuple[PricedLine, ...]


@event("call.outcome-unknown")
class CallOutcomeUnknown(Event):
    """Nobody knows whether the provider did the work; its cost stands as an estimate."""

    about: About
    attempt: int
    sentence: str
    lines: tuple[PricedLine, ...]


@event("call.reconciled")
class CallReconciled(Event):
    """The provider's own look-up said what became of a call; `answer` is None: it never ran.

    `lines` are what it really cost; `replaced` are the estimate of an unknown outcome, taken
    back here so that sums can be corrected without looking anything up.
    """

    about: About
    attempt: int
    answer: BlobId | None
    lines: tuple[PricedLine, ...]
    replaced: tuple[PricedLine, ...]


CallEvent = CallIntended | CallSucceeded | CallFailed | CallOutcomeUnknown | CallReconciled


class CallStatus(StrEnum):
    INTENDED = "intended"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Call:
    """What the next attempt has to know of those before it."""

    about: About
    provider: Provider
    fingerprint: str
    intended_at: datetime
    attempt: int = 1
    status: CallStatus = CallStatus.INTENDED
    answer: BlobId | None = None
    estimate: tuple[PricedLine, ...] = ()

    @property
    def open(self) -> bool:
        """An intent without an outcome: it may have been done."""
        return self.status in (CallStatus.INTENDED, CallStatus.UNKNOWN)

    def succeed(
        self, answer: BlobId, request_id: str, metering: Metering, lines: Iterable[PricedLine]
    ) -> Decision:
        if self.status is CallStatus.INTENDED:
            yield CallSucceeded(
                self.about, self.attempt, answer, request_id, metering, tuple(lines)
            )

    def fail(self, code: str, sentence: str, lines: Iterable[PricedLine]) -> Decision:
        if self.status is CallStatus.INTENDED:
            yield CallFailed(self.about, self.attempt, code, sentence, tuple(lines))

    def lose(self, sentence: str, lines: Iterable[PricedLine]) -> Decision:
        if self.status is CallStatus.INTENDED:
            yield CallOutcomeUnknown(self.about, self.attempt, sentence, tuple(lines))

    def reconcile(self, answer: BlobId | None, lines: Iterable[PricedLine]) -> Decision:
        if self.open:
            yield CallReconciled(self.about, self.attempt, answer, tuple(lines), self.estimate)


@dataclass(frozen=True, slots=True)
class Intent:
    """What a call is about to do: whom for, which one, by whom, and exactly what is sent."""

    about: About
    name: str
    n: int
    provider: Provider
    fingerprint: str


def intend(call: Call | None, intent: Intent, now: datetime) -> Decision:
    """A first attempt, or the next after one that surely came to nothing."""
    if call is not None and call.status is not CallStatus.FAILED:
        return
    attempt = 1 if call is None else call.attempt + 1
    yield CallIntended(
        intent.about,
        intent.name,
        intent.n,
        attempt,
        intent.provider,
        intent.fingerprint,
        now,
    )


def evolve(call: Call | None, happened: CallEvent) -> Call:
    if isinstance(happened, CallIntended):
        return _intended(happened)
    assert call is not None, "a call begins with call.intended"
    match happened:
        case CallSucceeded(answer=answer):
            return replace(call, status=CallStatus.SUCCEEDED, answer=answer)
        case CallFailed():
            return replace(call, status=CallStatus.FAILED)
        case CallOutcomeUnknown(lines=estimate):
            return replace(call, status=CallStatus.UNKNOWN, estimate=estimate)
        case CallReconciled(answer=None):
            return replace(call, status=CallStatus.FAILED)
        case CallReconciled(answer=answer):
            return replace(call, status=CallStatus.SUCCEEDED, answer=answer)


def _intended(it: CallIntended) -> Call:
    return Call(it.about, it.provider, it.fingerprint, it.intended_at, it.attempt)
