"""The journalled call: what stands in the ledger, and when anything is sent."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import pytest

from commands.ports import Because, Command, Receipt, World
from domain.call import (
    CallCostCameLate,
    CallFailed,
    CallIntended,
    CallOutcomeUnknown,
    CallReconciled,
    CallSucceeded,
)
from domain.event import Event
from domain.ids import OpId, StreamId, call_stream
from domain.mode import Mode
from domain.prices import PriceBook, PricedLine, Provider, Usage
from domain.script import Verdict
from domain.work import Narrate
from infra.prices import price_book
from processors.calls import Answered, Call, op_id
from processors.errors import CallError, OutcomeUnknown, Rejected, Unavailable
from processors.ports import Metered
from tests.given import JOB, NOON, SCRIPT
from tests.memory import MemoryLedger
from tests.processors.bench import LIVE, OFFLINE, Bench

GOOD = Verdict(0.9, {"fit": 1.0}, ("It fits.",))
OTHER = Verdict(0.8, {}, ())
USED = (Usage("input_token", 1_000),)
ESTIMATE = (Usage("input_token", 4_000),)
OP: OpId = op_id(JOB, "judge", 1)
NOVEMBER = NOON.replace(month=11)


class Cut(BaseException):
    """The process dies here."""


@dataclass
class StandIn:
    """Answers in turn; what is raised in an answer's place is raised."""

    answers: list[Verdict | BaseException]
    sent: int = 0
    books: dict[str, Verdict] = field(default_factory=dict)
    looked_since: list[datetime] = field(default_factory=list)

    async def send(self) -> Metered[Verdict]:
        self.sent += 1
        answer = self.answers.pop(0)
        if isinstance(answer, BaseException):
            raise answer
        return Metered(answer, USED, request_id="req-1")

    async def look_up(self, since: datetime) -> Metered[Verdict] | None:
        self.looked_since.append(since)
        found = self.books.get("judge")
        return None if found is None else Metered(found, USED)


@dataclass
class Late:
    """A ledger whose first look was a moment too early: the stream has begun since."""

    ledger: MemoryLedger
    looked: bool = False

    async def carry_out(self, command: Command, because: Because) -> Receipt:
        return await self.ledger.carry_out(command, because)

    async def state(self, stream: StreamId) -> Any:
        early, self.looked = not self.looked, True
        return None if early else await self.ledger.state(stream)


def bench() -> Bench:
    world = World(NOVEMBER, PriceBook(price_book().prices))
    return Bench(Narrate(SCRIPT, "en"), MemoryLedger(world=lambda: world))


def judge(
    provider: StandIn,
    by: Provider = OFFLINE,
    look_up: Callable[[datetime], Awaitable[Metered[Verdict] | None]] | None = None,
) -> Call[Verdict]:
    return Call("judge", 1, "a draft", Verdict, by, provider.send, ESTIMATE, look_up)


def nanos(events: list[Event]) -> int:
    """What the lines of these events come to, less what they take back."""
    lines: list[PricedLine] = [line for it in events for line in getattr(it, "lines", ())]
    back: list[PricedLine] = [line for it in events for line in getattr(it, "replaced", ())]
    return sum(it.amount_nanos for it in lines) - sum(it.amount_nanos for it in back)


def intended(its: Bench) -> CallIntended:
    first = its.happened("call")[0]
    assert isinstance(first, CallIntended)
    return first


async def cut_off(its: Bench, call: Call[Verdict]) -> None:
    with pytest.raises(Cut):
        await its.calls("1.1").make(call)


async def test_an_intent_is_recorded_before_anything_is_sent() -> None:
    its, seen = bench(), []

    async def send() -> Metered[Verdict]:
        seen.extend(its.happened("call"))
        return Metered(GOOD, USED)

    await its.calls().make(replace(judge(StandIn([])), send=send))
    (intended,) = seen
    assert isinstance(intended, CallIntended)
    assert (intended.name, intended.attempt, intended.provider) == ("judge", 1, OFFLINE)


async def test_an_answer_settles_its_call_with_what_it_cost() -> None:
    its = bench()
    assert (await its.calls().make(judge(StandIn([GOOD]), LIVE))).answer == GOOD
    settled = its.happened("call")[-1]
    assert isinstance(settled, CallSucceeded)
    assert settled.request_id == "req-1"
    assert nanos([settled]) == 1_000_000


async def test_another_worker_gets_the_stored_answer_and_sends_nothing() -> None:
    its, provider = bench(), StandIn([GOOD, OTHER])
    await its.calls("1.1").make(judge(provider))
    assert (await its.calls("1.2").make(judge(provider))).answer == GOOD
    assert provider.sent == 1


async def test_a_stored_answer_is_as_real_as_the_call_that_gave_it() -> None:
    its, provider = bench(), StandIn([GOOD])
    await its.calls("1.1").make(judge(provider, LIVE))
    assert await its.calls("1.2").make(judge(provider, OFFLINE)) == Answered(GOOD, Mode.LIVE)


async def test_offline_work_that_was_cut_off_never_ran_and_is_done_again() -> None:
    its, provider = bench(), StandIn([Cut(), GOOD])
    await cut_off(its, judge(provider))
    assert (await its.calls("1.2").make(judge(provider))).answer == GOOD
    kinds = [type(it) for it in its.happened("call")]
    assert kinds == [CallIntended, CallReconciled, CallIntended, CallSucceeded]


async def test_what_the_provider_did_before_the_crash_is_found_and_not_paid_twice() -> None:
    its, provider = bench(), StandIn([Cut()])
    call = judge(provider, LIVE, provider.look_up)
    await cut_off(its, call)
    provider.books["judge"] = GOOD
    assert (await its.calls("1.2").make(call)).answer == GOOD
    assert provider.sent == 1
    assert provider.looked_since == [intended(its).intended_at]
    assert nanos(its.happened("call")) == 1_000_000


async def test_what_the_provider_knows_nothing_of_is_sent_again() -> None:
    its, provider = bench(), StandIn([Cut(), GOOD])
    call = judge(provider, LIVE, provider.look_up)
    await cut_off(its, call)
    assert (await its.calls("1.2").make(call)).answer == GOOD
    assert nanos(its.happened("call")) == 1_000_000


async def test_paid_work_that_nobody_can_look_up_stands_as_an_estimate_and_is_sent_once_more() -> (
    None
):
    its, provider = bench(), StandIn([Cut(), GOOD])
    call = judge(provider, LIVE)
    await cut_off(its, call)
    with pytest.raises(OutcomeUnknown, match="estimate"):
        await its.calls("1.2").make(call)
    assert nanos(its.happened("call")) == 4_000_000
    assert (await its.calls("1.3").make(call)).answer == GOOD
    assert nanos(its.happened("call")) == 5_000_000


async def test_after_two_unknown_outcomes_a_person_has_to_look() -> None:
    its = bench()
    lost = OutcomeUnknown("no answer came")
    provider = StandIn([lost, lost])
    call = judge(provider, LIVE)
    for fence in ("1.1", "1.2"):
        with pytest.raises(OutcomeUnknown):
            await its.calls(fence).make(call)
    with pytest.raises(Rejected, match="look at the account of openai"):
        await its.calls("1.3").make(call)
    assert provider.sent == 2
    assert nanos(its.happened("call")) == 8_000_000


async def test_a_lost_answer_is_recorded_with_what_was_metered() -> None:
    its = bench()
    lost = OutcomeUnknown("no answer came", usage=USED)
    with pytest.raises(OutcomeUnknown):
        await its.calls().make(judge(StandIn([lost]), LIVE))
    assert isinstance(its.happened("call")[-1], CallOutcomeUnknown)
    assert nanos(its.happened("call")) == 1_000_000


async def test_an_intent_says_what_it_may_cost() -> None:
    its = bench()
    await its.calls().make(judge(StandIn([GOOD]), LIVE))
    told = its.happened("call")[0]
    assert isinstance(told, CallIntended)
    assert told.estimate == ESTIMATE


async def test_a_failed_call_keeps_the_name_that_the_provider_gave_its_answer() -> None:
    its, away = bench(), Unavailable("it is away")
    away.request_id = "req-9"
    with pytest.raises(Unavailable):
        await its.calls().make(judge(StandIn([away]), LIVE))
    failed = its.happened("call")[-1]
    assert isinstance(failed, CallFailed)
    assert failed.request_id == "req-9"


async def test_a_malformed_answer_that_cost_money_is_failed_with_its_cost() -> None:
    its = bench()
    garbled = Unavailable("the answer is no JSON", code="malformed-answer", usage=USED)
    provider = StandIn([garbled, GOOD])
    with pytest.raises(Unavailable):
        await its.calls("1.1").make(judge(provider, LIVE))
    failed = its.happened("call")[-1]
    assert isinstance(failed, CallFailed)
    assert (failed.code, nanos([failed])) == ("malformed-answer", 1_000_000)
    await its.calls("1.2").make(judge(provider, LIVE))
    assert nanos(its.happened("call")) == 2_000_000


@dataclass
class Slow:
    """Asked, and silent until it is let go on."""

    its: StandIn
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    may_go_on: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self) -> Metered[Verdict]:
        self.asked.set()
        await self.may_go_on.wait()
        return await self.its.send()


@pytest.mark.parametrize("by", [OFFLINE, LIVE])
async def test_a_worker_back_from_the_dead_is_charged_once_and_answers_as_the_others(
    by: Provider,
) -> None:
    its, provider = bench(), StandIn([GOOD, OTHER])
    slow = Slow(provider)
    dead = replace(judge(provider, by, provider.look_up), send=slow.send)
    zombie = asyncio.create_task(its.calls("1.1").make(dead))
    await slow.asked.wait()
    assert (await its.calls("1.2").make(judge(provider, by, provider.look_up))).answer == GOOD
    slow.may_go_on.set()
    assert (await zombie).answer == GOOD
    late = its.happened("call")[-1]
    assert isinstance(late, CallCostCameLate)
    assert (late.attempt, sum(it.quantity for it in late.lines)) == (1, 1_000)


async def test_a_late_answer_does_not_stand_in_for_that_of_the_attempt_under_way() -> None:
    its, provider = bench(), StandIn([GOOD, OTHER])
    first, second = Slow(provider), Slow(provider)
    one, two = (replace(judge(provider), send=it.send) for it in (first, second))
    zombie = asyncio.create_task(its.calls("1.1").make(one))
    await first.asked.wait()
    living = asyncio.create_task(its.calls("1.2").make(two))
    await second.asked.wait()
    first.may_go_on.set()
    with pytest.raises(Unavailable, match="another worker"):
        await zombie
    second.may_go_on.set()
    assert (await living).answer == OTHER
    kinds = [type(it) for it in its.happened("call")]
    again = [CallIntended, CallCostCameLate, CallSucceeded]
    assert kinds == [CallIntended, CallReconciled, *again]


async def test_two_leases_that_begin_at_once_send_once() -> None:
    its, provider, sending = bench(), StandIn([GOOD, OTHER]), asyncio.Event()

    async def slowly() -> Metered[Verdict]:
        sending.set()
        await asyncio.sleep(0.05)
        return await provider.send()

    call = replace(judge(provider, LIVE), send=slowly)
    first = asyncio.create_task(its.calls("1.1").make(call))
    await sending.wait()
    late = replace(
        its.calls("1.2"), recording=replace(its.recording("1.2"), ledger=Late(its.ledger))
    )
    with pytest.raises(Unavailable, match="another worker"):
        await late.make(call)
    assert (await first).answer == GOOD
    assert provider.sent == 1


async def test_a_request_that_changed_keeps_its_op_and_shows_another_fingerprint() -> None:
    its, provider = bench(), StandIn([Unavailable("later"), GOOD])
    with pytest.raises(Unavailable):
        await its.calls("1.1").make(judge(provider))
    await its.calls("1.2").make(replace(judge(provider), request="another draft"))
    prints = [it.fingerprint for it in its.happened("call") if isinstance(it, CallIntended)]
    assert len(set(prints)) == 2
    assert {it for it, _ in its.ledger.log if it.startswith("call/")} == {call_stream(OP)}


CHANGED = "another draft"


async def test_an_answer_that_was_paid_for_is_kept_though_the_request_changed() -> None:
    its, provider = bench(), StandIn([GOOD, OTHER])
    await its.calls("1.1").make(judge(provider, LIVE))
    changed = replace(judge(provider, LIVE), request=CHANGED)
    assert (await its.calls("1.2").make(changed)).answer == GOOD
    assert provider.sent == 1


async def test_what_a_look_up_misses_of_a_changed_request_may_have_been_charged() -> None:
    its, provider = bench(), StandIn([Cut(), OTHER])
    await cut_off(its, judge(provider, LIVE, provider.look_up))
    changed = replace(judge(provider, LIVE, provider.look_up), request=CHANGED)
    with pytest.raises(OutcomeUnknown, match="estimate"):
        await its.calls("1.2").make(changed)
    assert (await its.calls("1.3").make(changed)).answer == OTHER
    assert nanos(its.happened("call")) == 5_000_000


async def test_what_a_look_up_finds_counts_though_the_request_changed() -> None:
    its, provider = bench(), StandIn([Cut()])
    await cut_off(its, judge(provider, LIVE, provider.look_up))
    provider.books["judge"] = GOOD
    changed = replace(judge(provider, LIVE, provider.look_up), request=CHANGED)
    assert (await its.calls("1.2").make(changed)).answer == GOOD
    assert provider.sent == 1


async def test_no_provider_is_asked_what_became_of_another_ones_call() -> None:
    its, provider, other = bench(), StandIn([Cut()]), StandIn([OTHER], books={"judge": GOOD})
    await cut_off(its, judge(provider, LIVE, provider.look_up))
    elsewhere = Provider("anthropic", "claude-haiku-5-5", Mode.LIVE)
    moved = judge(other, elsewhere, other.look_up)
    with pytest.raises(OutcomeUnknown):
        await its.calls("1.2").make(moved)
    assert (await its.calls("1.3").make(moved)).answer == OTHER


async def test_failures_that_are_certain_leave_room_for_an_unknown_outcome() -> None:
    its, away = bench(), Unavailable("it is away")
    provider = StandIn([away, away, OutcomeUnknown("no answer came"), GOOD])
    for n in range(3):
        with pytest.raises(CallError):
            await its.calls(f"1.{n}").make(judge(provider, LIVE))
    assert (await its.calls("1.9").make(judge(provider, LIVE))).answer == GOOD


async def test_a_sentence_too_long_for_an_event_is_cut() -> None:
    its = bench()
    with pytest.raises(Rejected):
        await its.calls().make(judge(StandIn([Rejected("x" * 20_000)])))
    failed = its.happened("call")[-1]
    assert isinstance(failed, CallFailed)
    assert len(failed.sentence) == 1_000
