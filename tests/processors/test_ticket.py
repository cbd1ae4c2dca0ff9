"""What a provider took on under a name: asked for by it after a crash, and paid once."""

from dataclasses import dataclass, field

import pytest

from commands.ports import World
from domain.call import (
    CallAccepted,
    CallFailed,
    CallIntended,
    CallOutcomeUnknown,
    CallReconciled,
    CallSucceeded,
)
from domain.event import Event
from domain.prices import PriceBook, Provider, Usage
from domain.script import Verdict
from domain.work import Narrate
from infra.prices import price_book
from processors.call import Call
from processors.errors import CallError, ContentRefused, OutcomeUnknown, StillAtWork, Unavailable
from processors.fallback import chain
from processors.ports import Metered
from processors.ticket import Ticket, ticketed
from tests.given import NOON, SCRIPT
from tests.memory import MemoryLedger
from tests.processors.bench import LIVE, Bench

GOOD = Verdict(0.9, {"fit": 1.0}, ("It fits.",))
USED = (Usage("input_token", 1_000),)
ESTIMATE = (Usage("input_token", 4_000),)


class Cut(BaseException):
    """The process dies here."""


@dataclass
class Provided:
    """Takes work on under names; `then` is what it answers to each question for it, in turn."""

    then: list[Verdict | BaseException]
    begun: list[str] = field(default_factory=list)
    ticket: Ticket | None = None
    provider: Provider = LIVE

    def under(self, ticket: Ticket) -> "Provided":
        return Provided(self.then, self.begun, ticket)

    async def judge(self) -> Metered[Verdict]:
        assert self.ticket is not None
        if not self.ticket.reference:
            self.begun.append(f"resp_{len(self.begun) + 1}")
            await self.ticket.keep(self.begun[-1])
        answer = self.then.pop(0)
        if isinstance(answer, BaseException):
            raise answer
        return Metered(answer, USED, request_id=self.ticket.reference)


def bench() -> Bench:
    world = World(NOON.replace(month=11), PriceBook(price_book().prices))
    return Bench(Narrate(SCRIPT, "en"), MemoryLedger(world=lambda: world))


def judging(it: Provided) -> Call[Verdict]:
    (call,) = chain(
        "judge", (it,), request="a draft", answer=Verdict, send=Provided.judge, estimate=ESTIMATE
    )
    return call


def kinds(its: Bench) -> list[type[Event]]:
    return [type(it) for it in its.happened("call")]


async def test_the_name_stands_before_the_answer_is_waited_for() -> None:
    its, it = bench(), Provided([Cut()])
    with pytest.raises(Cut):
        await its.calls().make(judging(it))
    accepted = its.happened("call")[-1]
    assert isinstance(accepted, CallAccepted)
    assert (accepted.attempt, accepted.reference) == (1, "resp_1")


async def test_after_a_crash_the_same_work_is_asked_for_and_paid_once() -> None:
    its, it = bench(), Provided([Cut(), GOOD])
    with pytest.raises(Cut):
        await its.calls("1.1").make(judging(it))
    assert (await its.calls("1.2").make(judging(it))).answer == GOOD
    assert it.begun == ["resp_1"]
    assert kinds(its) == [CallIntended, CallAccepted, CallSucceeded]


async def test_what_is_not_done_yet_stays_open_and_is_waited_for() -> None:
    its, it = bench(), Provided([StillAtWork("wait"), StillAtWork("wait"), GOOD])
    for fence in ("1.1", "1.2"):
        with pytest.raises(StillAtWork):
            await its.calls(fence).make(judging(it))
    assert kinds(its) == [CallIntended, CallAccepted]
    assert (await its.calls("1.3").make(judging(it))).answer == GOOD
    assert it.begun == ["resp_1"]


async def test_what_is_not_kept_any_more_stands_as_an_estimate() -> None:
    its, it = bench(), Provided([Cut(), OutcomeUnknown("gone"), OutcomeUnknown("gone"), GOOD])
    with pytest.raises(Cut):
        await its.calls("1.1").make(judging(it))
    with pytest.raises(OutcomeUnknown, match="estimate"):
        await its.calls("1.2").make(judging(it))
    assert (await its.calls("1.3").make(judging(it))).answer == GOOD
    assert it.begun == ["resp_1", "resp_2"]
    settled = [CallIntended, CallAccepted, CallOutcomeUnknown, CallReconciled]
    assert kinds(its) == [*settled, CallIntended, CallAccepted, CallSucceeded]


@pytest.mark.parametrize(
    "fault", [ContentRefused("no", usage=USED), Unavailable("it began and failed", usage=USED)]
)
async def test_work_that_failed_meanwhile_has_failed_with_its_cost(fault: CallError) -> None:
    its, it = bench(), Provided([Cut(), fault])
    with pytest.raises(Cut):
        await its.calls("1.1").make(judging(it))
    with pytest.raises(type(fault)):
        await its.calls("1.2").make(judging(it))
    failed = its.happened("call")[-1]
    assert isinstance(failed, CallFailed)
    assert [(line.meter, line.quantity) for line in failed.lines] == [("input_token", 1_000)]


async def test_another_provider_is_not_asked_for_what_this_one_took_on() -> None:
    its, it = bench(), Provided([Cut()])
    with pytest.raises(Cut):
        await its.calls("1.1").make(judging(it))
    other = Provided([GOOD], provider=Provider("anthropic", "one", LIVE.mode))
    with pytest.raises(OutcomeUnknown):
        await its.calls("1.2").make(judging(other))
    assert other.begun == []


async def test_who_names_nothing_is_asked_as_ever() -> None:
    async def nowhere(reference: str) -> None:
        raise AssertionError(reference)

    assert ticketed("no port", Ticket(nowhere)) == "no port"
