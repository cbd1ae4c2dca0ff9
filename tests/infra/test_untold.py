"""What becomes of a breaker while Postgres is away is told when it is back: once, in its order."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from redis.asyncio import Redis
from structlog.testing import capture_logs

from commands.ports import Because, Busy, Command, Receipt
from domain.event import Event
from domain.provider import BreakerClosed, BreakerOpened, BreakerProbed, Circuit
from infra.worker.untold import KEPT, Telling
from tests.given import NOON
from tests.memory import MemoryLedger

CIRCUIT = Circuit("narrate", "key-1")
OPENED = BreakerOpened(CIRCUIT, "provider-unavailable", "it is away", 1, NOON)
PROBED, CLOSED = BreakerProbed(CIRCUIT), BreakerClosed(CIRCUIT, "system/breaker")
SHUT = BreakerOpened(CIRCUIT, "no-funds", "no credit", 2, None)


@dataclass
class Ledger:
    """One that is away for a while; what it says it did not do, it may have done."""

    is_away: bool = False
    loses_answers: bool = False
    its: MemoryLedger = field(default_factory=MemoryLedger)

    async def carry_out(self, command: Command, because: Because) -> Receipt:
        if self.is_away:
            raise Busy("Postgres is away")
        receipt = await self.its.carry_out(command, because)
        if self.loses_answers:
            raise Busy("the answer was lost")
        return receipt

    async def state(self, stream: Any) -> Any:
        return await self.its.state(stream)

    @property
    def told(self) -> list[Event]:
        return [it for _, it in self.its.log]


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    async with Redis.from_url(redis_url) as client:
        yield client


async def test_what_is_told_at_once_is_not_kept(redis: Redis) -> None:
    ledger = Ledger()
    await Telling(ledger, redis)("elevenlabs", OPENED)
    assert ledger.told == [OPENED]
    assert await redis.exists(KEPT) == 0


async def test_what_happened_while_postgres_was_away_is_told_in_its_order(redis: Redis) -> None:
    ledger = Ledger(is_away=True)
    tell = Telling(ledger, redis)
    for happened in (OPENED, PROBED, CLOSED):
        await tell("elevenlabs", happened)
    assert ledger.told == []
    ledger.is_away = False
    await tell("elevenlabs", SHUT)
    assert ledger.told == [OPENED, PROBED, CLOSED, SHUT]
    assert await redis.exists(KEPT) == 0


async def test_any_worker_tells_what_another_left_untold_and_twice_is_once(redis: Redis) -> None:
    ledger = Ledger(is_away=True)
    await Telling(ledger, redis)("elevenlabs", OPENED)
    ledger.is_away = False
    await asyncio.gather(*(Telling(ledger, redis).catch_up() for _ in range(5)))
    assert ledger.told == [OPENED]


async def test_what_was_told_and_not_answered_is_told_again_under_its_key(redis: Redis) -> None:
    ledger = Ledger(loses_answers=True)
    tell = Telling(ledger, redis)
    await tell("elevenlabs", OPENED)
    ledger.loses_answers = False
    await tell.catch_up()
    assert ledger.told == [OPENED]


async def test_a_worker_without_calls_tells_it_too(redis: Redis) -> None:
    ledger, stop = Ledger(is_away=True), asyncio.Event()
    tell = Telling(ledger, redis)
    await tell("elevenlabs", OPENED)
    ledger.is_away = False
    asyncio.get_running_loop().call_later(0.2, stop.set)
    await tell.until(stop)
    assert ledger.told == [OPENED]


async def test_only_where_both_are_away_it_is_lost_and_the_log_says_so(tmp_path: object) -> None:
    async with Redis.from_url(f"unix://{tmp_path}/none.sock") as away:
        tell = Telling(Ledger(is_away=True), away)
        with capture_logs() as logs:
            await tell("elevenlabs", OPENED)
        assert "breaker not told of" in {it["event"] for it in logs}
        ledger = Ledger()
        await Telling(ledger, away)("elevenlabs", OPENED)
        assert ledger.told == [OPENED]
