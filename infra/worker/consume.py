"""Wake-ups from Redis, through FastStream: read one at a time, always acknowledged.

What FastStream leaves to its user is done here (each measured on 0.7.8): groups are made at 0
before anything reads; `max_records` is 1, or one consumer takes the whole backlog; a subscriber
whose group is gone (an emptied Redis) stops for good, and is started again; every subscriber
tells of a Redis that is away with a trace of its own.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from uuid import UUID

import structlog
from faststream import AckPolicy
from faststream.redis import RedisBroker, StreamSub
from redis.asyncio import Redis
from redis.exceptions import RedisError

from domain.ids import JobId
from infra.settings import Worker as Limits
from infra.wakes import GROUP, Wakes, stream_of

QUIET_S = 1.0
Handle = Callable[[JobId], Awaitable[None]]
log = structlog.get_logger()


class OneLine(logging.Filter):
    """Lets one line a second pass, with a fault as its name instead of its trace."""

    def __init__(self) -> None:
        super().__init__()
        self._again_s = 0.0

    def filter(self, record: logging.LogRecord) -> bool:
        if record.created < self._again_s:
            return False
        self._again_s = record.created + QUIET_S
        if record.exc_info and record.exc_info[1] is not None:
            fault = record.exc_info[1]
            record.msg, record.args = f"{record.getMessage()}: {type(fault).__name__}", None
            record.exc_info = None
        return True


class Consumer:
    """Reads the wake-ups of some kinds of job; handles one at a time, whatever its kind."""

    def __init__(
        self, name: str, handle: Handle, kinds: Iterable[str], redis_url: str, limits: Limits
    ) -> None:
        self._name = name
        self._handle = handle
        self._kinds = tuple(kinds)
        self._url = redis_url
        self._limits = limits

    async def run(self, stop: asyncio.Event) -> None:
        """Until told to stop; the job in hand may then finish in its time of grace."""
        async with Redis.from_url(self._url) as redis:
            wakes = Wakes(redis)
            while not stop.is_set():
                with suppress(RedisError, OSError):
                    await self._read(wakes, stop)
                await _passed(stop, self._limits.reconnect_s)

    async def _read(self, wakes: Wakes, stop: asyncio.Event) -> None:
        broker = self._broker(stop)
        await wakes.ensure(self._kinds)
        try:
            await broker.start()
            while not await _passed(stop, self._limits.reconnect_s):
                with suppress(RedisError, OSError):
                    await self._revive(broker, wakes)
        finally:
            await broker.stop()

    async def _revive(self, broker: RedisBroker, wakes: Wakes) -> None:
        gone = [it for it in broker.subscribers if not it.running]
        if gone:
            log.warning("the queue was emptied; reading it again", streams=len(gone))
            await wakes.ensure(self._kinds)
            for subscriber in gone:
                await subscriber.start()

    def _broker(self, stop: asyncio.Event) -> RedisBroker:
        told = logging.getLogger("wakes")  # "faststream" has a handler of its own
        told.setLevel(logging.WARNING)  # below, it tells of every message and of every stop
        told.filters[:] = [OneLine()]
        broker = RedisBroker(
            self._url,
            graceful_timeout=self._limits.graceful_s,
            logger=told,
            log_level=logging.DEBUG,
        )
        turn = asyncio.Lock()

        async def woken(job_id: UUID) -> None:
            async with turn:
                if not stop.is_set():
                    await self._handled(JobId(job_id))

        for kind in self._kinds:
            broker.subscriber(stream=self._stream(kind), ack_policy=AckPolicy.ACK)(woken)
        return broker

    def _stream(self, kind: str) -> StreamSub:
        return StreamSub(
            stream_of(kind),
            group=GROUP,
            consumer=self._name,
            max_records=1,
            polling_interval=round(self._limits.poll_s * 1000),
        )

    async def _handled(self, job_id: JobId) -> None:
        """A fault here is no outcome: the job stands, and is woken for again."""
        try:
            await self._handle(job_id)
        except Exception as fault:
            log.warning("job not looked at", job_id=str(job_id), fault=type(fault).__name__)


async def _passed(stop: asyncio.Event, seconds: float) -> bool:
    """Waits; True as soon as it is told to stop."""
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
    return stop.is_set()
