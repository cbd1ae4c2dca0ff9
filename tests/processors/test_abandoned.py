"""Calls of a job that ended: an estimate stands for what may have been charged, once."""

from dataclasses import replace

import pytest

from commands.ports import World
from domain.call import CallIntended, CallOutcomeUnknown, CallReconciled, CallSucceeded
from domain.prices import PriceBook, Provider, Usage
from domain.script import Verdict
from domain.work import JudgeScript
from infra.prices import price_book
from processors.abandoned import abandon
from processors.call import Call, op_id
from processors.ports import Metered
from tests.given import JOB, NOON, SCRIPT, SOURCE
from tests.memory import MemoryLedger
from tests.processors.bench import LIVE, OFFLINE, Bench

GOOD = Verdict(0.9, {}, ("It fits.",))
ESTIMATE = (Usage("input_token", 4_000),)
OP, NEVER = op_id(JOB, "judge", 2), op_id(JOB, "judge", 1)
WORK = JudgeScript(SOURCE, "en", 45, 1, SCRIPT)


class Cut(BaseException):
    """The process dies here."""


def bench() -> Bench:
    world = World(NOON.replace(month=11), PriceBook(price_book().prices))
    return Bench(WORK, MemoryLedger(world=lambda: world))


def judge(by: Provider) -> Call[Verdict]:
    async def dies() -> Metered[Verdict]:
        raise Cut

    return Call("judge", 2, "a draft", Verdict, by, dies, ESTIMATE)


async def begun(its: Bench, by: Provider) -> None:
    with pytest.raises(Cut):
        await its.calls("1.1").make(judge(by))


async def test_what_may_have_been_charged_stands_as_an_estimate() -> None:
    its = bench()
    await begun(its, LIVE)
    await abandon(its.recording("1.2"), [OP])
    lost = its.happened("call")[-1]
    assert isinstance(lost, CallOutcomeUnknown)
    assert sum(it.amount_nanos for it in lost.lines) == 4_000_000


async def test_what_nobody_is_paid_for_never_ran() -> None:
    its = bench()
    await begun(its, OFFLINE)
    await abandon(its.recording("1.2"), [OP])
    assert [type(it) for it in its.happened("call")] == [CallIntended, CallReconciled]


async def test_it_is_said_once_by_whichever_worker() -> None:
    its = bench()
    await begun(its, LIVE)
    for fence in ("1.2", "1.2", "1.3"):
        await abandon(its.recording(fence), [OP, NEVER])
    assert [type(it) for it in its.happened("call")] == [CallIntended, CallOutcomeUnknown]


async def test_a_call_that_was_answered_stands_as_it_is() -> None:
    its = bench()

    async def answers() -> Metered[Verdict]:
        return Metered(GOOD, ESTIMATE)

    await its.calls("1.1").make(replace(judge(LIVE), send=answers))
    await abandon(its.recording("1.2"), [OP])
    assert [type(it) for it in its.happened("call")] == [CallIntended, CallSucceeded]


async def test_an_answer_that_comes_after_all_takes_the_estimate_back() -> None:
    its = bench()

    async def slowly() -> Metered[Verdict]:
        await abandon(its.recording("1.2"), [OP])
        return Metered(GOOD, (Usage("input_token", 1_000),))

    await its.calls("1.1").make(replace(judge(LIVE), send=slowly))
    found = its.happened("call")[-1]
    assert isinstance(found, CallReconciled)
    assert sum(it.amount_nanos for it in found.replaced) == 4_000_000
    assert sum(it.amount_nanos for it in found.lines) == 1_000_000
