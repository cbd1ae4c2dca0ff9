"""A chain of providers: who is asked, what is recorded of it, and where another lease goes on."""

from dataclasses import dataclass, field

import pytest

from commands.ports import World
from domain.call import CallIntended
from domain.event import Event
from domain.ids import job_stream
from domain.job import JobFailed, JobFellBack, JobOpened
from domain.mode import Mode
from domain.prices import PriceBook, Provider, Usage
from domain.script import Verdict
from domain.work import Narrate
from processors.call import Answered, Call
from processors.errors import (
    BreakerOpen,
    CallError,
    ContentRefused,
    InvalidInput,
    KeyRefused,
    NoFunds,
    OutcomeUnknown,
    RateLimited,
    Rejected,
    Unavailable,
)
from processors.fallback import ChainedCalls, chain
from processors.ports import Metered
from tests.given import ACCOUNT, JOB, NOON, SCRIPT, VIDEO_STREAM
from tests.happen import Happen
from tests.memory import MemoryLedger
from tests.processors.bench import Bench

WORK = Narrate(SCRIPT, "en")
GOOD, OTHER = Verdict(0.9, {}, ("It fits.",)), Verdict(0.8, {}, ())
AWAY = RateLimited("much too much at once", after_s=3_600)
ESTIMATE = (Usage("input_token", 4_000),)


@dataclass
class Judge:
    """Answers in turn, the last one again and again; what is raised in its place is raised."""

    name: str
    answers: list[Verdict | BaseException]
    mode: Mode = Mode.LIVE
    sent: int = 0

    @property
    def provider(self) -> Provider:
        return Provider(self.name, "one", self.mode)

    async def judge(self) -> Metered[Verdict]:
        self.sent += 1
        answer = self.answers[min(self.sent, len(self.answers)) - 1]
        if isinstance(answer, BaseException):
            raise answer
        return Metered(answer, ())


@dataclass
class Its(Bench):
    judges: tuple[Judge, ...] = field(default_factory=tuple)

    async def ask(self, fence: str = "1.1") -> Answered[Verdict]:
        return await ChainedCalls(self.calls(fence)).first(self.chain())

    def chain(self) -> tuple[Call[Verdict], ...]:
        its = {"request": "a draft", "answer": Verdict, "estimate": ESTIMATE, "asked": ("a draft",)}
        return chain("judge", self.judges, send=lambda it: it.judge(), **its)  # type: ignore[arg-type]  # by name

    def hops(self) -> list[JobFellBack]:
        return [it for it in self.happened("job") if isinstance(it, JobFellBack)]

    async def fails(self, kind: type[CallError], fence: str) -> CallError:
        with pytest.raises(kind) as failed:
            await self.ask(fence)
        return failed.value


def bench(*judges: Judge) -> Its:
    opened = (job_stream(JOB), JobOpened(VIDEO_STREAM, ACCOUNT, WORK, None))
    ledger = MemoryLedger([opened], world=lambda: World(NOON, PriceBook()))
    return Its(WORK, ledger, judges=judges)


async def test_the_first_choice_is_asked_and_nobody_else() -> None:
    its = bench(Judge("one", [GOOD]), Judge("two", [OTHER]))
    assert await its.ask() == Answered(GOOD, Mode.LIVE)
    assert (its.hops(), its.judges[1].sent) == ([], 0)


@dataclass
class Quoting(Judge):
    """Says itself what a draft may cost at most."""

    def most(self, draft: str) -> tuple[Usage, ...]:
        return (Usage("character", len(draft) * len(self.name)),)


async def test_each_provider_of_a_chain_has_its_own_most() -> None:
    its = bench(
        Quoting("one", [NoFunds("no credit")]), Quoting("second", [AWAY]), Judge("x", [GOOD])
    )
    await its.ask()
    intents = [it for it in its.happened("call") if isinstance(it, CallIntended)]
    assert [it.estimate for it in intents] == [
        (Usage("character", 21),),
        (Usage("character", 42),),
        ESTIMATE,
    ]


@pytest.mark.parametrize(
    "fault", [AWAY, BreakerOpen("it fails"), NoFunds("no credit"), KeyRefused("wrong key")]
)
async def test_who_cannot_do_it_now_hands_it_to_the_next_and_that_is_recorded(
    fault: CallError,
) -> None:
    its = bench(Judge("one", [fault]), Judge("two", [OTHER], Mode.OFFLINE))
    assert await its.ask() == Answered(OTHER, Mode.OFFLINE)
    (hop,) = its.hops()
    assert (hop.call, hop.n, hop.to, hop.left.name, hop.asked.name) == ("judge", 1, 2, "one", "two")
    assert (hop.code, hop.sentence) == (fault.code, fault.sentence)
    assert hop.passing == isinstance(fault, Unavailable)


@pytest.mark.parametrize(
    "fault",
    [
        OutcomeUnknown("no answer came"),
        InvalidInput("the draft is empty"),
        ContentRefused("not that"),
        Rejected("never"),
    ],
)
async def test_what_was_refused_or_may_have_been_done_is_asked_of_nobody_else(
    fault: CallError,
) -> None:
    its = bench(Judge("one", [fault]), Judge("two", [OTHER]))
    await its.fails(type(fault), "1.1")
    assert (its.hops(), its.judges[1].sent) == ([], 0)


async def test_a_provider_has_its_tries_before_the_next_is_asked() -> None:
    its = bench(Judge("one", [Unavailable("away")]), Judge("two", [OTHER]))
    for n in (1, 2):
        await its.fails(Unavailable, f"1.{n}")
        await happen(its, JobFailed(n, "c", "s", NOON), n)
    assert (await its.ask("1.3")).answer == OTHER
    assert its.judges[0].sent == 3


async def test_another_lease_goes_on_with_the_provider_whose_turn_it_is() -> None:
    its = bench(Judge("one", [AWAY, GOOD]), Judge("two", [Unavailable("away"), OTHER]))
    await its.fails(Unavailable, "1.1")
    assert (await its.ask("1.2")).answer == OTHER
    assert its.judges[0].sent == 1


async def test_an_answer_that_was_kept_is_given_again_whatever_became_of_the_chain() -> None:
    its = bench(Judge("one", [AWAY]), Judge("two", [OTHER]))
    await its.ask("1.1")
    assert (await its.ask("1.2")).answer == OTHER
    its.judges = (Judge("three", [GOOD]),)
    assert (await its.ask("1.3")).answer == OTHER
    assert its.judges[0].sent == 0


async def test_each_provider_is_an_op_of_its_own() -> None:
    its = bench(Judge("one", [AWAY]), Judge("two", [OTHER]))
    await its.ask()
    intents = [it for it in its.happened("call") if isinstance(it, CallIntended)]
    assert [(it.n, it.provider.name) for it in intents] == [(1, "one"), (2, "two")]


async def test_a_chain_that_is_used_up_waits_for_whoever_may_come_back() -> None:
    its = bench(Judge("one", [AWAY, GOOD]), Judge("two", [NoFunds("no credit")]))
    fault = await its.fails(Unavailable, "1.1")
    assert fault.sentence.endswith("one: much too much at once; two: no credit")
    assert (fault.code, fault.by) == (AWAY.code, its.judges[0].provider)
    assert [(it.n, it.to) for it in its.hops()] == [(1, 2), (2, 1)]
    assert (await its.ask("1.2")).answer == GOOD


async def test_a_chain_of_which_none_can_do_it_asks_a_person_with_every_reason() -> None:
    its = bench(Judge("one", [KeyRefused("wrong key")]), Judge("two", [NoFunds("no credit")]))
    fault = await its.fails(NoFunds, "1.1")
    assert fault.sentence.endswith("one: wrong key; two: no credit")


async def test_the_last_of_a_chain_is_waited_for_as_it_asked() -> None:
    its = bench(Judge("one", [KeyRefused("wrong key")]), Judge("two", [AWAY]))
    assert await its.fails(RateLimited, "1.1") is AWAY


@pytest.mark.parametrize("fault", [AWAY, NoFunds("no credit")])
async def test_a_chain_of_one_has_nobody_to_fall_back_to(fault: CallError) -> None:
    its = bench(Judge("one", [fault]))
    assert await its.fails(type(fault), "1.1") is fault
    assert its.hops() == []


async def happen(its: Its, event: Event, n: int) -> None:
    await its.recording(f"2.{n}").report(Happen(job_stream(JOB), event))
