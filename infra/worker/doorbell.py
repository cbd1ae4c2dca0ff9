"""The doorbell: FastStream hears that wake-ups were sent, so that idle workers look at once.

A ring says no more than that (ADR 17); one that nobody hears costs a worker its wait by the clock.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import structlog
from faststream.redis import RedisBroker
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as Cut
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as Late

from infra.wakes import BELL

ANSWER_S = 1.0
AWAY = (Cut, Late, OSError)
log = structlog.get_logger()


@asynccontextmanager
async def doorbell(url: str, rung: asyncio.Event, again_s: float) -> AsyncIterator[None]:
    """Meanwhile every ring sets `rung`; a Redis that is away is looked for again."""
    listening = asyncio.create_task(_listen(url, rung, again_s))
    try:
        yield
    finally:
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening


async def _listen(url: str, rung: asyncio.Event, again_s: float) -> None:
    while True:
        broker = _broker(url, rung)  # one that could not start takes itself for subscribed
        try:
            await broker.start()
            await asyncio.Event().wait()  # when cut off, it connects and subscribes by itself
        except (RedisError, OSError) as fault:
            _tell(fault)
        finally:
            with suppress(ExceptionGroup):  # it cannot take leave of a Redis that is away
                await broker.stop()
        await asyncio.sleep(again_s)


def _broker(url: str, rung: asyncio.Event) -> RedisBroker:
    again = Retry(NoBackoff(), 1)  # at once, if only cut off: FastStream itself waits 5 s
    broker = RedisBroker(url, logger=Faults(), retry=again, socket_timeout=ANSWER_S)

    @broker.subscriber(BELL)
    async def ring() -> None:
        rung.set()

    return broker


class Faults:
    """FastStream's log: of each message, start and stop nothing; of a fault one line, no trace."""

    def log(self, _level: int, _told: Any, /, *, exc_info: Any = None, **_extra: Any) -> None:
        if exc_info is not None:
            _tell(exc_info)


def _tell(fault: BaseException) -> None:
    """A Redis that is away is told of by who reads the queue."""
    if not isinstance(fault, AWAY):
        log.warning("doorbell not heard", fault=type(fault).__name__)
