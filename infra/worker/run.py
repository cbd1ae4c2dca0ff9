"""The life of a worker process: parts that only it needs, then wake-ups until told to stop."""

import asyncio
import os
import random
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field

from redis.asyncio import Redis

from commands.ports import Ledger
from domain.pace import Pace
from infra.clock import Jumps, utc_now
from infra.ledger.pool import Pool
from infra.security.provider_keys import fingerprint
from infra.settings import Paces as Limited
from infra.settings import Worker as Limits
from infra.worker.advice import Advise, silent
from infra.worker.breaker import Breakers, Tell
from infra.worker.cells import Cells
from infra.worker.consume import Consumer
from infra.worker.gate import SharedGate
from infra.worker.leases import Leases
from infra.worker.made import LedgerCalls
from infra.worker.pace import Learned, Paces
from infra.worker.progress import RedisProgress
from infra.worker.untold import Telling
from infra.worker.watch import Watch
from infra.worker.worker import Worker
from processors.job import Processor
from processors.policy import Policy
from processors.ports import Blobs
from projections.jobs import PRIORITY


@dataclass(frozen=True, slots=True)
class Parts:
    """What a worker is put together from; `processors` by their kind of job."""

    ledger: Ledger
    pool: Pool
    blobs: Blobs
    processors: Mapping[str, Processor]
    redis_url: str
    paces: Limited = Limited()  # noqa: RUF009 - a frozen value
    learned: Learned = field(default_factory=Learned)
    advise: Advise = silent


def gate(redis: Redis, its: Parts, tell: Tell) -> SharedGate:
    """What all workers keep to, whatever their jobs; `tell` hears what becomes of breakers."""
    cells, short_s = Cells(redis), its.paces.short_s
    told = its.paces.model_dump(exclude={"short_s"})
    paces = {provider: Pace(**pace) for provider, pace in told.items()}
    breakers = Breakers(cells, tell)
    kept = Paces(cells, paces, its.learned, short_s)
    return SharedGate(breakers, kept, fingerprint, its.advise)


async def run_worker(parts: Parts, limits: Limits, stop: asyncio.Event) -> None:
    """Does jobs of the kinds that it has processors for, one at a time."""
    name = f"{socket.gethostname()}-{os.getpid()}"
    leases = Leases(parts.pool, name, limits.lease_s)
    async with Redis.from_url(parts.redis_url) as redis:
        tell = Telling(parts.ledger, redis)
        worker = Worker(
            parts.ledger,
            leases,
            Watch(parts.ledger, leases, limits),
            parts.blobs,
            parts.processors,
            RedisProgress(redis, limits.progress_s),
            Policy(random.random),
            LedgerCalls(parts.pool),
            gate(redis, parts, tell),
            utc_now,
            Jumps(),
        )
        kinds = sorted(parts.processors, key=lambda it: PRIORITY.get(it, len(PRIORITY)))
        consumer = Consumer(name, worker.handle, kinds, parts.redis_url, limits)
        await asyncio.gather(consumer.run(stop), tell.until(stop))
