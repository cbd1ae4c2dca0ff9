"""Two programs, two hundred calls at once, one budget: never above its cap."""

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from itertools import accumulate
from random import Random
from uuid import UUID

import pytest

from commands.budget import DecideCap
from commands.call import FailCall, IntendCall, SucceedCall
from commands.ports import Because, Command, World
from domain import budget
from domain.event import Recorded, Refused
from domain.ids import OpId, StreamId, budget_stream
from domain.prices import Metering, Usage
from infra.ledger.decision import RULES
from infra.ledger.mapper import Mapper
from infra.ledger.pool import ledger_pool
from infra.ledger.postgres import PostgresLedger
from infra.ledger.reader import LedgerReader
from infra.ledger.writer import Writer
from infra.settings import Ledger
from tests.commands.test_budget import BOOK, DAY_CAP, MOST, VIDEO_CAP
from tests.domain.test_call import ANSWER
from tests.given import ACCOUNT, NOON, VIDEO, YOU, because

GENERATIONS, CAP = 200, 4_000
LIMITS = Ledger(connections=2)
DAY = budget_stream("live", "USD", f"account-day:{ACCOUNT}", "2026-01-01")
OF_VIDEO = budget_stream("live", "USD", f"video:{VIDEO}", "all")


async def generated(ledger: PostgresLedger, n: int) -> bool:
    """Whether one call was begun; it costs at most what was set aside for it, or fails."""
    chance, op = Random(n), OpId(UUID(int=10_000 + n))  # noqa: S311 - no secret
    characters = chance.randrange(1, 20)
    intent = replace(MOST, estimate=(Usage("character", characters),))
    try:
        await ledger.carry_out(IntendCall(op, 1, intent), key(n, 0))
    except Refused as refused:
        if refused.code != "budget-exceeded":
            raise
        return False
    used = (Usage("character", chance.randrange(characters + 1)),)
    done: Command = SucceedCall(op, 1, ANSWER, "r", Metering.EXACT, used)
    if chance.random() < 0.3:
        done = FailCall(op, 1, "provider-unavailable", "it is away", used)
    await ledger.carry_out(done, key(n, 1))
    return True


def key(n: int, step: int) -> Because:
    return because(100_000 + 10 * n + step)


def taken(events: Iterable[Recorded], stream: StreamId) -> list[int]:
    """What was spent and reserved of a budget after each of its events."""
    its = [it.event for it in events if it.stream == stream]
    states = accumulate(its, budget.evolve, initial=budget.EMPTY)  # type: ignore[arg-type]  # its own events
    return [it.taken_nanos for it in states]


@pytest.mark.slow
async def test_two_hundred_generations_at_once_never_take_more_than_the_cap(
    database_url: str,
) -> None:
    writer, world = Writer(Mapper()), World(NOON, BOOK)
    async with ledger_pool(database_url, LIMITS) as one, ledger_pool(database_url, LIMITS) as other:
        ledgers = [PostgresLedger(it, writer, RULES, lambda: world, LIMITS) for it in (one, other)]
        for n, cap in enumerate((VIDEO_CAP, DAY_CAP)):
            await ledgers[0].carry_out(DecideCap(ACCOUNT, YOU, cap, CAP), because(n + 1))
        begun = await asyncio.gather(*(generated(ledgers[n % 2], n) for n in range(GENERATIONS)))
        events = await LedgerReader(one, Mapper()).read_all(0, 10_000)
        its = [await it.state(stream) for it in ledgers for stream in (DAY, OF_VIDEO)]
    assert max(map(max, (taken(events, it) for it in (DAY, OF_VIDEO)))) <= CAP
    assert 0 < sum(begun) < GENERATIONS
    assert {it.reserved_nanos for it in its} == {0}
    assert 0 < max(it.spent_nanos for it in its) <= CAP
    assert len({it.spent_nanos for it in its}) == 1
