"""What is recorded of a call to the world: the intent, the outcome, and what it cost.

Every settling command is a report on one attempt: never refused, however late, and priced by
the time of that attempt's intent.
"""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from typing import Any

from commands import budget
from commands.budget import Counting
from commands.ports import Plain, Step, Steps, World, untouched
from domain import call
from domain.call import Call, Intent
from domain.event import Decision, Event
from domain.ids import BlobId, OpId, call_stream, period_stream
from domain.period import NONE_CLOSED, Periods
from domain.prices import Metering, PricedLine, Usage


@dataclass(frozen=True, slots=True)
class IntendCall(Plain):
    """Refused where the provider does not offer the model any more (`model-retired`), where no

    list has a price for it (`price-gap`), or where what it may cost is not left of a budget
    (`budget-exceeded`): it is set aside at once.
    """

    op_id: OpId
    attempt: int
    intent: Intent

    def steps(self, world: World) -> Steps:
        def decide(it: Call | None) -> Decision:
            its = self.intent
            world.prices.refuse_retired(its.provider, world.now.date())
            world.prices.refuse_unlisted(its.provider, its.estimate, world.now)
            return call.intend(it, self.attempt, self.intent, world.now)

        made: list[Event] = []
        yield Step(call_stream(self.op_id), noting(made, decide))
        if made:
            yield from budget.reserve(self._counting(world), self._most(world))

    def _counting(self, world: World) -> Counting:
        its, by = self.intent, (self.op_id, self.attempt)
        return Counting(its.about, by, its.provider.mode, world.now)

    def _most(self, world: World) -> Iterator[PricedLine]:
        its, month = self.intent, f"{world.now:%Y-%m}"
        return world.prices.most(its.provider, its.estimate, world.now, month)


@dataclass(frozen=True, slots=True)
class AcceptCall(Plain):
    """The provider's name for it, told before anybody waits for its answer."""

    op_id: OpId
    attempt: int
    reference: str

    def steps(self, world: World) -> Steps:  # noqa: ARG002 - every command's
        def decide(it: Call) -> Decision:
            return it.accept(self.attempt, self.reference)

        yield Step(call_stream(self.op_id), decide)


@dataclass(frozen=True, slots=True)
class SucceedCall(Plain):
    op_id: OpId
    attempt: int
    answer: BlobId
    request_id: str
    metering: Metering
    usage: tuple[Usage, ...]

    def steps(self, world: World) -> Steps:
        def decide(it: Call, lines: tuple[PricedLine, ...]) -> Decision:
            return it.succeed(self.attempt, self.answer, self.request_id, self.metering, lines)

        yield from _priced(self.op_id, self.attempt, self.usage, world, decide)


@dataclass(frozen=True, slots=True)
class FailCall(Plain):
    op_id: OpId
    attempt: int
    code: str
    sentence: str
    usage: tuple[Usage, ...]
    request_id: str = ""

    def steps(self, world: World) -> Steps:
        def decide(it: Call, lines: tuple[PricedLine, ...]) -> Decision:
            return it.fail(self.attempt, self.code, self.sentence, lines, self.request_id)

        yield from _priced(self.op_id, self.attempt, self.usage, world, decide)


@dataclass(frozen=True, slots=True)
class LoseCall(Plain):
    """Nobody knows what became of it; `usage` is an estimate, never nothing."""

    op_id: OpId
    attempt: int
    sentence: str
    usage: tuple[Usage, ...]

    def steps(self, world: World) -> Steps:
        def decide(it: Call, lines: tuple[PricedLine, ...]) -> Decision:
            return it.lose(self.attempt, self.sentence, lines)

        yield from _priced(self.op_id, self.attempt, self.usage, world, decide)


@dataclass(frozen=True, slots=True)
class ReconcileCall(Plain):
    """The look-up's word: the answer that was found, or None where it never ran."""

    op_id: OpId
    attempt: int
    answer: BlobId | None
    usage: tuple[Usage, ...]

    def steps(self, world: World) -> Steps:
        def decide(it: Call, lines: tuple[PricedLine, ...]) -> Decision:
            return it.reconcile(self.attempt, self.answer, lines)

        yield from _priced(self.op_id, self.attempt, self.usage, world, decide)


Settle = Callable[[Call, tuple[PricedLine, ...]], Decision]


def _priced(
    op_id: OpId, attempt: int, usage: tuple[Usage, ...], world: World, settle: Settle
) -> Generator[Step, Any, None]:
    """Settles a call with lines that post in the earliest open month of its account."""
    its: Call = yield Step(call_stream(op_id), untouched)
    books: Periods | None = yield Step(period_stream(its.about.account_id), untouched)
    made = its.made(attempt)
    month = (books or NONE_CLOSED).posting_month(made.intended_at.date())
    lines = tuple(world.prices.lines(made.provider, usage, made.intended_at, month))

    def decide(it: Call) -> Decision:
        return settle(it, lines)

    happened: list[Event] = []
    yield Step(call_stream(op_id), noting(happened, decide))
    counting = Counting(its.about, (op_id, attempt), made.provider.mode, made.intended_at)
    yield from budget.settle(counting, happened)


def noting(told: list[Event], decide: Callable[[Any], Decision]) -> Callable[[Any], Decision]:
    """The same decision, whose events the steps that follow may read in `told`."""

    def noted(it: Any) -> Decision:
        for happened in decide(it):
            told.append(happened)
            yield happened

    return noted
