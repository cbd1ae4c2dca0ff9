"""What the next attempt at a call has to know of those before it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.call.events import (
    About,
    CallAccepted,
    CallCostCameLate,
    CallFailed,
    CallHappened,
    CallIntended,
    CallOutcomeUnknown,
    CallReconciled,
    CallSucceeded,
)
from domain.event import Decision
from domain.ids import BlobId
from domain.prices import LineKind, Metering, PricedLine, Provider, Usage

Settling = CallSucceeded | CallFailed | CallOutcomeUnknown | CallReconciled | CallCostCameLate

ANSWERED_LATE = "an answer came after the attempt was given up; it is not used"
FOUND_LATE = "the provider found the attempt after it was given up; its answer is not used"


class CallStatus(StrEnum):
    INTENDED = "intended"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class GivenUp:
    """An attempt that is said never to have run, until whoever made it says otherwise.

    `estimate` is what stands for it; `lost`: that nobody knows its cost was said before.
    """

    attempt: int
    provider: Provider
    intended_at: datetime
    estimate: tuple[PricedLine, ...]
    lost: bool


@dataclass(frozen=True, slots=True)
class Call:
    """What the next attempt has to know of those before it.

    Every report names the attempt that it speaks of. The first certain word on an attempt
    settles its cost; an estimate gives way to it. `reference` is what the provider calls the
    latest attempt, empty where it has no name for it.
    """

    about: About
    provider: Provider
    fingerprint: str
    intended_at: datetime
    attempt: int = 1
    status: CallStatus = CallStatus.INTENDED
    answer: BlobId | None = None
    estimate: tuple[PricedLine, ...] = ()
    given_up: tuple[GivenUp, ...] = ()
    most: tuple[Usage, ...] = ()
    reference: str = ""

    @property
    def open(self) -> bool:
        """An intent without an outcome: it may have been done."""
        return self.status in (CallStatus.INTENDED, CallStatus.UNKNOWN)

    @property
    def is_free(self) -> bool:
        """Whether all that it may have cost is listed at nothing: nobody pays for it twice."""
        priced = all(it.kind is not LineKind.UNPRICED for it in self.estimate)
        return priced and bool(self.estimate) and not any(it.amount_nanos for it in self.estimate)

    def made(self, attempt: int) -> "Call | GivenUp":
        """By whom and when an attempt was intended: what its cost is priced by."""
        return self._given_up(attempt) or self

    def accept(self, attempt: int, reference: str) -> Decision:
        """Once: of an attempt that is over nobody asks any more."""
        if self._awaits(attempt) and not self.reference:
            yield CallAccepted(self.about, attempt, reference)

    def succeed(
        self,
        attempt: int,
        answer: BlobId,
        request_id: str,
        metering: Metering,
        lines: Iterable[PricedLine],
    ) -> Decision:
        cost = tuple(lines)
        if not self._awaits(attempt):
            yield from self._late(attempt, ANSWERED_LATE, metering, cost)
        elif self.status is CallStatus.INTENDED:
            yield CallSucceeded(self.about, attempt, answer, request_id, metering, cost)
        else:
            yield CallReconciled(self.about, attempt, answer, cost, self.estimate)

    def fail(
        self,
        attempt: int,
        code: str,
        sentence: str,
        lines: Iterable[PricedLine],
        request_id: str = "",
    ) -> Decision:
        cost = tuple(lines)
        if not self._awaits(attempt):
            yield from self._late(attempt, sentence, Metering.EXACT, cost)
        elif self.status is CallStatus.INTENDED:
            yield CallFailed(self.about, attempt, code, sentence, cost, request_id)
        else:
            given_up = CallReconciled(self.about, attempt, None, (), self.estimate)
            yield given_up
            yield from evolve(self, given_up)._late(attempt, sentence, Metering.EXACT, cost)

    def lose(self, attempt: int, sentence: str, lines: Iterable[PricedLine]) -> Decision:
        given_up = self._given_up(attempt)
        if given_up is not None and not given_up.lost:
            yield from self._late(attempt, sentence, Metering.ESTIMATED, tuple(lines))
        elif self._awaits(attempt) and self.status is CallStatus.INTENDED:
            yield CallOutcomeUnknown(self.about, attempt, sentence, tuple(lines))

    def reconcile(
        self, attempt: int, answer: BlobId | None, lines: Iterable[PricedLine]
    ) -> Decision:
        cost = tuple(lines)
        if self._awaits(attempt):
            yield CallReconciled(self.about, attempt, answer, cost, self.estimate)
        elif answer is not None:
            yield from self._late(attempt, FOUND_LATE, Metering.EXACT, cost)

    def _awaits(self, attempt: int) -> bool:
        return self.open and attempt == self.attempt

    def _given_up(self, attempt: int) -> GivenUp | None:
        return next((it for it in self.given_up if it.attempt == attempt), None)

    def _late(
        self, attempt: int, sentence: str, metering: Metering, cost: tuple[PricedLine, ...]
    ) -> Decision:
        """Silent where the cost is certain already, or stands as it is."""
        given_up = self._given_up(attempt)
        if given_up is not None and cost != given_up.estimate:
            was = given_up.estimate
            yield CallCostCameLate(self.about, attempt, sentence, metering, cost, was)


@dataclass(frozen=True, slots=True)
class Intent:
    """What a call is about to do: whom for, which one, by whom, and exactly what is sent."""

    about: About
    name: str
    n: int
    provider: Provider
    fingerprint: str
    estimate: tuple[Usage, ...] = ()
    prompt: str = ""


def intend(call: Call | None, attempt: int, intent: Intent, now: datetime) -> Decision:
    """A first attempt, or the next after one that surely came to nothing; no other one."""
    if call is not None and call.status is not CallStatus.FAILED:
        return
    if attempt != (1 if call is None else call.attempt + 1):
        return
    yield CallIntended(
        intent.about,
        intent.name,
        intent.n,
        attempt,
        intent.provider,
        intent.fingerprint,
        now,
        intent.estimate,
        intent.prompt,
    )


def evolve(call: Call | None, happened: CallHappened) -> Call:
    if isinstance(happened, CallIntended):
        return _intended(happened, () if call is None else call.given_up)
    assert call is not None, "a call begins with call.intended"
    if isinstance(happened, CallAccepted):
        return replace(call, reference=happened.reference)
    return _settled(call, happened)


def _settled(call: Call, happened: Settling) -> Call:
    match happened:
        case CallSucceeded(answer=answer):
            return replace(call, status=CallStatus.SUCCEEDED, answer=answer)
        case CallFailed():
            return replace(call, status=CallStatus.FAILED)
        case CallOutcomeUnknown(lines=estimate):
            return replace(call, status=CallStatus.UNKNOWN, estimate=estimate)
        case CallReconciled(answer=None, lines=estimate):
            return _gave_up(call, estimate)
        case CallReconciled(answer=answer):
            return replace(call, status=CallStatus.SUCCEEDED, answer=answer)
        case CallCostCameLate():
            return replace(call, given_up=tuple(_after(call.given_up, happened)))


def _intended(it: CallIntended, given_up: tuple[GivenUp, ...]) -> Call:
    return Call(
        it.about,
        it.provider,
        it.fingerprint,
        it.intended_at,
        it.attempt,
        given_up=given_up,
        most=it.estimate,
    )


def _gave_up(call: Call, estimate: tuple[PricedLine, ...]) -> Call:
    lost = call.status is CallStatus.UNKNOWN
    its = GivenUp(call.attempt, call.provider, call.intended_at, estimate, lost)
    return replace(call, status=CallStatus.FAILED, given_up=(*call.given_up, its))


def _after(given_up: Iterable[GivenUp], late: CallCostCameLate) -> Iterator[GivenUp]:
    """Of an attempt whose cost is certain nothing more is awaited."""
    for it in given_up:
        if it.attempt != late.attempt:
            yield it
        elif late.metering is Metering.ESTIMATED:
            yield replace(it, estimate=late.lines, lost=True)
