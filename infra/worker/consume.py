"""Wake-ups from Redis: one is read when there is time for it, and never one ahead (ADR 17)."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from typing import Any

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError, ResponseError

from domain.ids import JobId
from infra.settings import Worker as Limits
from infra.wakes import GROUP, Wakes, connect, job_of, next_of, stream_of
from infra.worker.doorbell import doorbell

# The first entry of the first stream that has one; a group reads each but once.
FIRST = """
    for _, stream in ipairs(KEYS) do
        local found = redis.call(
            'XREADGROUP', 'GROUP', ARGV[1], ARGV[2], 'COUNT', 1, 'NOACK', 'STREAMS', stream, '>')
        if found then return {stream, found[1][2][1][2]} end
    end
"""
ANSWER_S = 5.0
Handle = Callable[[JobId], Awaitable[None]]
log = structlog.get_logger()


class Queue:
    """The wake-ups of some kinds of job; they are acknowledged by being read."""

    def __init__(self, redis: Redis, name: str, kinds: Iterable[str]) -> None:
        self._wakes = Wakes(redis)
        self._name = name
        self._kinds = tuple(kinds)
        self._next = deque(next_of(it) for it in self._kinds)
        self._others = [stream_of(it) for it in self._kinds]
        self._first = redis.register_script(FIRST)

    async def read(self) -> JobId | None:
        """Of every kind in turn what is next; then of the others, in the order of the kinds.

        None where nothing waits. Raises RedisError.
        """
        try:
            return await self._read()
        except ResponseError as missing:
            if "NOGROUP" not in str(missing):
                raise
            await self._wakes.ensure(self._kinds)
            return await self._read()

    async def _read(self) -> JobId | None:
        while found := await self._take():
            stream, flat = found[0].decode(), found[1]
            if stream in self._next:
                self._next.rotate(-1 - self._next.index(stream))
            if job_id := job_of(dict(zip(flat[::2], flat[1::2], strict=True))):
                return job_id
        return None

    async def _take(self) -> Any:
        return await self._first(keys=[*self._next, *self._others], args=[GROUP, self._name])


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
        rung = asyncio.Event()
        reading = asyncio.create_task(self._read(stop, rung))
        stopping = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({reading, stopping}, return_when=asyncio.FIRST_COMPLETED)
            rung.set()
            await asyncio.wait({reading}, timeout=self._limits.graceful_s)
        finally:
            for it in (reading, stopping):
                it.cancel()
            await asyncio.wait({reading, stopping})
        if not reading.cancelled():
            reading.result()

    async def _read(self, stop: asyncio.Event, rung: asyncio.Event) -> None:
        bell = doorbell(self._url, rung, self._limits.reconnect_s)
        async with connect(self._url, ANSWER_S) as redis, bell:
            queue = Queue(redis, self._name, self._kinds)
            while not stop.is_set():
                rung.clear()  # before reading: what is sent meanwhile rings again
                try:
                    job_id = await queue.read()
                except (RedisError, OSError) as away:
                    log.warning("no queue to read", fault=type(away).__name__)
                    await _until(stop, self._limits.reconnect_s)
                    continue
                if job_id is None:
                    await _until(rung, self._limits.poll_s)
                elif not stop.is_set():
                    await self._handled(job_id)

    async def _handled(self, job_id: JobId) -> None:
        """A fault here is no outcome: the job stands, and is woken for again."""
        try:
            await self._handle(job_id)
        except Exception as fault:
            log.warning("job not looked at", job_id=str(job_id), fault=type(fault).__name__)


async def _until(event: asyncio.Event, most_s: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), most_s)
