"""The journalled call: what stands in the ledger, and when anything is sent."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from commands.ports import World
from domain.call import (
    CallFailed,
    CallIntended,
    CallOutcomeUnknown,
    CallReconciled,
    CallSucceeded,
)
from domain.event import Event
from domain.ids import BlobId, OpId
from domain.mode import Mode
from domain.prices import PriceBook, PricedLine, Provider, Usage
from domain.script import Verdict
from domain.work import Narrate
from infra.prices import price_book
from processors.call import Answered, Call, op_id
from processors.calls import BOOKED_S
from processors.errors import CallError, NotKept, OutcomeUnknown, Rejected, Unavailable
from processors.ports import Metered
from tests.given import JOB, NOON, SCRIPT
from tests.memory import MemoryLedger
from tests.processors.bench import LIVE, OFFLINE, Bench, MemoryBlobs

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


async def test_what_the_provider_may_still_be_at_work_on_is_not_sent_again() -> None:
    its, provider = bench(), StandIn([Cut()])
    call = judge(provider, LIVE, provider.look_up)
    await cut_off(its, call)
    with pytest.raises(Unavailable) as waited:
        await its.calls("1.2", NOVEMBER + timedelta(seconds=BOOKED_S - 1)).make(call)
    assert (waited.value.code, waited.value.after_s) == ("call-in-progress", 1.0)
    provider.books["judge"] = GOOD
    assert (
        await its.calls("1.3", NOVEMBER + timedelta(seconds=BOOKED_S)).make(call)
    ).answer == GOOD
    assert provider.sent == 1


async def test_a_clock_that_ran_back_makes_nobody_wait_longer() -> None:
    its, provider = bench(), StandIn([Cut()])
    call = judge(provider, LIVE, provider.look_up)
    await cut_off(its, call)
    with pytest.raises(Unavailable) as waited:
        await its.calls("1.2", NOVEMBER - timedelta(days=400)).make(call)
    assert waited.value.after_s == BOOKED_S


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


async def test_nobody_is_asked_about_unknown_outcomes_that_cost_nothing() -> None:
    its = bench()
    lost = OutcomeUnknown("no answer came")
    provider = StandIn([lost, lost, lost, GOOD])
    moderator = replace(LIVE, model="omni-moderation-latest")
    call = replace(judge(provider, moderator), estimate=(Usage("moderation", 1),))
    for fence in ("1.1", "1.2", "1.3"):
        with pytest.raises(OutcomeUnknown):
            await its.calls(fence).make(call)
    assert (await its.calls("1.4").make(call)).answer == GOOD


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


class Full(MemoryBlobs):
    """A store with no room left."""

    async def put(self, data: bytes) -> BlobId:
        raise Unavailable(f"the disk has no room for {len(data)} bytes", code="disk-full")


async def test_an_answer_that_cannot_be_kept_is_failed_with_its_cost() -> None:
    its, provider = bench(), StandIn([GOOD, OTHER])
    its.blobs = Full()
    with pytest.raises(NotKept) as caught:
        await its.calls().make(judge(provider, LIVE))
    assert (caught.value.code, caught.value.usage) == ("disk-full", USED)
    _, failed = its.happened("call")
    assert isinstance(failed, CallFailed)
    assert (failed.code, failed.request_id) == ("disk-full", "req-1")
    assert [(it.meter, it.quantity) for it in failed.lines] == [("input_token", 1_000)]
    its.blobs = MemoryBlobs()
    assert await its.calls("1.2").make(judge(provider, LIVE)) == Answered(OTHER, Mode.LIVE)


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
