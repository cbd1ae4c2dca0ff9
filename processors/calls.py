"""The journalled call: the only way out into the world.

An intent is committed before a byte leaves; the answer, kept as a blob, settles it with what it
cost. Whatever a crash left open is reconciled before anything is sent again:

named            the provider took it on under a name, and is asked for it until it is done
looked up        the provider knows what it did: what it found counts; that it found nothing, only
                 where this very request was sent, to this provider, and so long ago that it
                 cannot be at work on it any more
offline          nothing was paid and nobody saw it: it never ran
paid, unknown    its cost stands as an estimate; it is sent once more, then a person decides;
                 what is listed at nothing is sent as often as any call that fails

A request may have changed since, by a new version of the program: an answer that was kept is used
all the same, and an open intent is settled before the new request is sent.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from uuid import uuid5

from commands.call import AcceptCall, FailCall, IntendCall, LoseCall, ReconcileCall, SucceedCall
from commands.ports import Command, Receipt
from domain import call as journal
from domain.call import About, CallStatus, Intent
from domain.event import Refused
from domain.ids import BlobId, OpId, call_stream
from domain.mode import Mode
from processors import documents
from processors.call import Answer, Answered, Call, op_id
from processors.errors import (
    IN_PROGRESS,
    CallError,
    ModelGone,
    NotKept,
    OutcomeUnknown,
    Rejected,
    StillAtWork,
    Unavailable,
)
from processors.gate import OPEN, Ask, Gate, Turn
from processors.ports import Blobs, Metered
from processors.recording import Recording, tellable
from processors.ticket import Ticket

BLIND_MAX = 2
"""So often the outcome of a paid call may stay unknown."""

OF_MODELS = frozenset({"model-retired", "price-gap"})
"""Refusals of a model, and of nothing else."""

BOOKED_S = 120.0
"""So long after its intent a call may be missing in its provider's books, and still be done."""


@dataclass(slots=True)
class Answers:
    """How many calls were answered in one try of a job: work that no later try does again."""

    count: int = 0


@dataclass(frozen=True, slots=True)
class JournalledCalls:
    """Makes a job's calls and keeps their answers, whichever worker asks again."""

    recording: Recording
    blobs: Blobs
    about: About
    now: Callable[[], datetime]
    gate: Gate = OPEN
    answers: Answers = field(default_factory=Answers)

    async def make(self, call: Call[Answer]) -> Answered[Answer]:
        try:
            return await self._make(call)
        except CallError as fault:
            fault.by = fault.by or call.provider
            raise

    async def _make(self, call: Call[Answer]) -> Answered[Answer]:
        op = op_id(self.about.job_id, call.name, call.n)
        its = await self._state(op)
        if its is not None and its.open:
            await self._reconcile(op, its, call)
            its = await self._state(op)
        if its is not None and its.answer is not None:
            return await self._kept(its.answer, its, call)
        ask = Ask(call.provider, self.recording.job.work.kind, call.estimate)
        async with self.gate.turn(ask) as turn:
            attempt = await self._intend(op, its, call)
            return await self._send(op, attempt, call, turn)

    async def _intend(self, op: OpId, its: journal.Call | None, call: Call[Answer]) -> int:
        attempt = 1 if its is None else its.attempt + 1
        intent = Intent(
            *(self.about, call.name, call.n, call.provider, call.fingerprint, call.estimate),
            prompt=call.prompt,
        )
        try:
            receipt = await self._record(op, attempt, IntendCall(op, attempt, intent))
        except Refused as refused:
            raise _not_begun(refused) from refused
        if receipt.code != "recorded":
            raise _in_progress(call.name)
        return attempt

    async def _send(
        self, op: OpId, attempt: int, call: Call[Answer], turn: Turn
    ) -> Answered[Answer]:
        ticket = Ticket(partial(self._accept, op, attempt))
        try:
            metered = await turn.of(lambda: call.sent(ticket))
        except StillAtWork:
            raise
        except OutcomeUnknown as lost:
            its = LoseCall(op, attempt, tellable(lost.sentence), lost.usage or call.estimate)
            await self._record(op, attempt, its)
            raise
        except CallError as failed:
            await self._fail(op, attempt, failed)
            raise
        await self._succeed(op, attempt, call, metered)
        return await self._settled(op, call)

    async def _accept(self, op: OpId, attempt: int, reference: str) -> None:
        await self._record(op, attempt, AcceptCall(op, attempt, reference))

    async def _succeed(
        self, op: OpId, attempt: int, call: Call[Answer], metered: Metered[Answer]
    ) -> None:
        try:
            answer = await self._keep(call, metered)
        except NotKept as full:
            await self._fail(op, attempt, full)
            raise
        what = (metered.request_id, metered.metering, metered.usage)
        await self._record(op, attempt, SucceedCall(op, attempt, answer, *what))
        self.answers.count += 1

    async def _fail(self, op: OpId, attempt: int, failed: CallError) -> None:
        what = (failed.code, tellable(failed.sentence), failed.usage, failed.request_id)
        await self._record(op, attempt, FailCall(op, attempt, *what))

    async def _settled(self, op: OpId, call: Call[Answer]) -> Answered[Answer]:
        """The answer that counts: an attempt that was given up meanwhile has none."""
        its = await self._state(op)
        if its is None or its.answer is None:
            raise _in_progress(call.name)
        return await self._kept(its.answer, its, call)

    async def _kept(
        self, answer: BlobId, its: journal.Call, call: Call[Answer]
    ) -> Answered[Answer]:
        """As it was kept: another worker may have made the call, with another provider."""
        kept = await documents.load(self.blobs, answer, call.answer)
        return Answered(kept, its.provider.mode)

    async def _reconcile(self, op: OpId, its: journal.Call, call: Call[Answer]) -> None:
        """What became of an open intent.

        Raises OutcomeUnknown, Unavailable while it may be under way, or Rejected to ask a person;
        of work that has a name also whatever that failed by.
        """
        if await self._asked_again(op, its, call):
            return
        found = await self._look_up(its, call)
        if found is not None:
            answer = await self._keep(call, found)
            known = ReconcileCall(op, its.attempt, answer, found.usage)
            self.answers.count += 1
        elif _never_ran(its, call):
            self._refuse_early(its, call)
            known = ReconcileCall(op, its.attempt, None, ())
        elif its.status is CallStatus.INTENDED:
            sentence = f"the call {call.name} was cut off; its cost stands as an estimate"
            lost = LoseCall(op, its.attempt, sentence, its.most or call.estimate)
            await self._record(op, its.attempt, lost)
            raise OutcomeUnknown(sentence)
        elif not its.is_free and (times := _times_lost(its)) >= BLIND_MAX:
            raise Rejected(
                f"nobody knows whether {call.name} was done and charged, {times} times;"
                f" look at the account of {its.provider.name}, then try again",
                code="outcome-unknown",
            )
        else:
            known = ReconcileCall(op, its.attempt, None, its.most or call.estimate)
        await self._record(op, its.attempt, known)

    async def _asked_again(self, op: OpId, its: journal.Call, call: Call[Answer]) -> bool:
        """Whether its provider still knows the work by its name, and what became of it."""
        if call.under is None or not its.reference or its.provider.name != call.provider.name:
            return False
        ticket = Ticket(partial(self._accept, op, its.attempt), its.reference)
        try:
            metered = await call.under(ticket)
        except StillAtWork:
            raise
        except OutcomeUnknown:
            return False
        except CallError as failed:
            await self._fail(op, its.attempt, failed)
            raise
        await self._succeed(op, its.attempt, call, metered)
        return True

    def _refuse_early(self, its: journal.Call, call: Call[Answer]) -> None:
        """A provider that is still at work has nothing in its books; a clock may have run back."""
        passed_s = max(0.0, (self.now() - its.intended_at).total_seconds())
        if its.provider.mode is not Mode.OFFLINE and passed_s < BOOKED_S:
            raise Unavailable(
                f"{its.provider.name} may still be at work on {call.name}; it is waited for",
                code=IN_PROGRESS,
                after_s=BOOKED_S - passed_s,
            )

    async def _look_up(self, its: journal.Call, call: Call[Answer]) -> Metered[Answer] | None:
        if call.look_up is None or its.provider.name != call.provider.name:
            return None
        return await call.look_up(its.intended_at)

    async def _keep(self, call: Call[Answer], metered: Metered[Answer]) -> BlobId:
        """Raises NotKept: no other provider would help."""
        try:
            return await documents.store(self.blobs, metered.answer, call.answer)
        except Unavailable as full:
            unkept = NotKept(full.sentence, code=full.code, usage=metered.usage)
            unkept.request_id = metered.request_id
            raise unkept from full

    async def _state(self, op: OpId) -> journal.Call | None:
        its: journal.Call | None = await self.recording.state(call_stream(op))
        return its

    async def _record(self, op: OpId, attempt: int, command: Command) -> Receipt:
        key = f"{type(command).__name__} {attempt} {self.recording.fence}"
        return await self.recording.record(command, uuid5(op, key))


def _not_begun(refused: Refused) -> Rejected:
    """Why nothing may be sent; another provider may be asked where the model is at fault."""
    gone = refused.code in OF_MODELS
    return (ModelGone if gone else Rejected)(refused.sentence, code=refused.code)


def _never_ran(its: journal.Call, call: Call[Answer]) -> bool:
    """Whether an open intent came to nothing, when a look-up, if there is one, found nothing."""
    same = its.provider.name == call.provider.name and its.fingerprint == call.fingerprint
    return its.provider.mode is Mode.OFFLINE or (call.look_up is not None and same)


def _times_lost(its: journal.Call) -> int:
    return 1 + sum(it.lost for it in its.given_up)


def _in_progress(name: str) -> Unavailable:
    return Unavailable(
        f"another worker is making the call {name}; its outcome is awaited",
        code=IN_PROGRESS,
    )
