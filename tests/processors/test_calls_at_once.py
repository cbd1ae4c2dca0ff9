"""Two leases that make the same call: one is charged, and both answer alike."""

import asyncio
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from commands.ports import Because, Command, Receipt
from domain.call import (
    CallCostCameLate,
    CallIntended,
    CallReconciled,
    CallSucceeded,
)
from domain.ids import StreamId
from domain.prices import Provider
from domain.script import Verdict
from processors.errors import Unavailable
from processors.ports import Metered
from tests.memory import MemoryLedger
from tests.processors.bench import LIVE, OFFLINE
from tests.processors.test_calls import GOOD, OTHER, StandIn, bench, judge


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
