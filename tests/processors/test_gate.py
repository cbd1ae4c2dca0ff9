"""A gate in front of a call: what it keeps out is never intended, and it hears how a call ended."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import pytest

from domain.call import CallIntended
from domain.prices import Usage
from domain.script import Verdict
from domain.work import Narrate
from processors.call import Call
from processors.errors import BreakerOpen, Unavailable
from processors.gate import Ask, Turn
from processors.ports import Metered
from tests.given import SCRIPT
from tests.memory import MemoryLedger
from tests.processors.bench import LIVE, Bench

GOOD = Verdict(0.9, {}, ("It fits.",))
MOST, USED = (Usage("input_token", 4_000),), (Usage("input_token", 9),)


@dataclass
class Keeper:
    """A gate that is shut, or hears what becomes of each call."""

    shut: bool = False
    asked: list[Ask] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)

    @asynccontextmanager
    async def turn(self, ask: Ask) -> AsyncIterator[Turn]:
        self.asked.append(ask)
        if self.shut:
            raise BreakerOpen("it fails", after_s=30)
        turn = Turn()
        yield turn
        self.turns.append(turn)


async def make(keeper: Keeper) -> list[object]:
    """What the ledger holds after a call through this gate."""
    its = Bench(Narrate(SCRIPT, "en"), MemoryLedger())

    async def send() -> Metered[Verdict]:
        return Metered(GOOD, USED)

    call = Call("judge", 1, "a draft", Verdict, LIVE, send, MOST)
    await replace(its.calls(), gate=keeper).make(call)
    return list(its.happened("call"))


async def test_what_is_kept_out_is_never_intended() -> None:
    its = Bench(Narrate(SCRIPT, "en"), MemoryLedger())
    never = Call("judge", 1, "a draft", Verdict, LIVE, _sent, MOST)
    with pytest.raises(BreakerOpen) as kept_out:
        await replace(its.calls(), gate=Keeper(shut=True)).make(never)
    assert kept_out.value.by == LIVE
    assert its.happened("call") == []


async def _sent() -> Metered[Verdict]:
    raise AssertionError("nothing is sent that is kept out")


async def test_a_gate_is_told_whom_for_what_and_how_much() -> None:
    keeper = Keeper()
    assert isinstance((await make(keeper))[0], CallIntended)
    assert keeper.asked == [Ask(LIVE, "narrate", MOST)]
    assert [it.used for it in keeper.turns] == [USED]


async def test_a_gate_hears_a_calls_fault() -> None:
    turn, away = Turn(), Unavailable("it is away")

    async def fails() -> Metered[Verdict]:
        raise away

    with pytest.raises(Unavailable):
        await turn.of(fails)
    assert (turn.fault, turn.used) == (away, None)
