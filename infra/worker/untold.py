"""What becomes of breakers, told to the ledger: at once, or as soon as it answers again.

The list `untold-breakers` in Redis has what the ledger was away for, the oldest first; any worker
tells it later, under the key that it was given then, so that twice is once. It is lost only where
Redis is away, or loses it, while Postgres is away too: the breaker itself is in Redis as well.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID, uuid4

import structlog
from pydantic import TypeAdapter
from redis.asyncio import Redis
from redis.exceptions import RedisError

from commands.ports import Because, Busy, Ledger
from commands.provider import TellBreaker
from domain.provider import BreakerClosed, BreakerOpened, BreakerProbed, ProviderEvent
from infra.worker.cells import ANSWER_S
from processors.recording import digest

ACTOR = "system/breaker"
KEPT = "untold-breakers"
LOOK_S = 5.0
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Untold:
    """One transition, under the key that it is told by; exactly one of the three is there."""

    key: UUID
    provider: str
    opened: BreakerOpened | None = None
    probed: BreakerProbed | None = None
    closed: BreakerClosed | None = None

    @classmethod
    def of(cls, provider: str, happened: ProviderEvent) -> "Untold":
        match happened:
            case BreakerOpened():
                return cls(uuid4(), provider, opened=happened)
            case BreakerProbed():
                return cls(uuid4(), provider, probed=happened)
            case BreakerClosed():
                return cls(uuid4(), provider, closed=happened)

    @property
    def happened(self) -> ProviderEvent:
        found = self.opened or self.probed or self.closed
        assert found is not None, "it is of one of the three"
        return found


ITS: TypeAdapter[Untold] = TypeAdapter(Untold)


@dataclass(frozen=True, slots=True)
class Telling:
    """Tells of a change; a ledger that is away keeps no call waiting, and hears of it later."""

    ledger: Ledger
    redis: Redis

    async def __call__(self, provider: str, happened: ProviderEvent) -> None:
        its = Untold.of(provider, happened)
        await self.catch_up()
        if await self._waits() or not await self._told(its):
            await self._keep(its)

    async def catch_up(self) -> None:
        """What was left untold, in its order, as far as the ledger answers."""
        with _quietly("breakers not caught up with"):
            while stored := await self._first():
                if not await self._told(ITS.validate_json(stored)):
                    return
                async with asyncio.timeout(ANSWER_S):
                    await self.redis.lrem(KEPT, 1, stored)

    async def until(self, stop: asyncio.Event) -> None:
        """Catches up every few seconds."""
        while not stop.is_set():
            await self.catch_up()
            with _quietly(""):
                await asyncio.wait_for(stop.wait(), LOOK_S)

    async def _first(self) -> str | None:
        async with asyncio.timeout(ANSWER_S):
            found = await self.redis.lindex(KEPT, 0)
            return found.decode() if isinstance(found, bytes) else found

    async def _waits(self) -> bool:
        found: str | None = None
        with _quietly("breakers not looked for"):
            found = await self._first()
        return found is not None

    async def _keep(self, its: Untold) -> None:
        with _quietly("breaker not told of"):
            async with asyncio.timeout(ANSWER_S):
                await self.redis.rpush(KEPT, ITS.dump_json(its))

    async def _told(self, its: Untold) -> bool:
        command = TellBreaker(its.provider, its.happened)
        because = Because(ACTOR, None, its.key, digest(command), its.key, its.key)
        try:
            await self.ledger.carry_out(command, because)
        except Busy:
            return False
        return True


@contextmanager
def _quietly(what: str) -> Iterator[None]:
    """A Redis that is away keeps nobody from working."""
    try:
        yield
    except (RedisError, OSError, TimeoutError) as away:
        if what:
            log.warning(what, why=type(away).__name__)
