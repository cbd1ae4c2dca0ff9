"""What operators do about providers."""

from uuid import uuid4

from redis.asyncio import Redis

from commands.ports import Because
from commands.provider import ResetProvider
from infra.bootstrap.foundation import foundation
from infra.settings import Settings
from infra.worker.breaker import Breakers
from infra.worker.cells import Cells
from infra.worker.untold import Telling
from processors.recording import digest

OPERATOR = "system/operator"


async def reset(its: Settings, provider: str) -> int:
    """Has it asked again at once; how many breakers were forgotten. Raises Away, Busy."""
    command, key = ResetProvider(provider, OPERATOR), uuid4()
    async with foundation(its) as parts, Redis.from_url(parts.places.redis_url) as redis:
        tell = Telling(parts.ledger, redis)
        forgotten = await Breakers(Cells(redis), tell).reset(provider)
        await tell.catch_up()
        because = Because(OPERATOR, None, key, digest(command), key, key)
        await parts.ledger.carry_out(command, because)
    return forgotten
