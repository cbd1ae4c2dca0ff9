"""The crew: worker processes that make a film's missing segments side by side."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
from math import ceil

from adapters.render.faults import lost, memory_kills
from adapters.render.forking import Forks, Worker
from adapters.render.orders import Order, Reply
from processors.errors import CallError, InvalidInput, Unavailable

Heard = Callable[[Reply], None]
Turn = Callable[[], AbstractAsyncContextManager[None]]
"""What every order waits for before it is carried out."""


def at_once() -> AbstractAsyncContextManager[None]:
    """Waits for nothing."""
    return nullcontext()


async def make(
    orders: list[Order], workers: int, forks: Forks, heard: Heard, turn: Turn = at_once
) -> None:
    """Carry out every order. Done, cancelled or failed, no worker is left.

    Raises InvalidInput (a picture cannot be read), or Unavailable (`disk-full`, `render-memory`,
    `render-worker-lost`).
    """
    shares = Shares(orders, workers)
    try:
        async with asyncio.TaskGroup() as group:
            for n in range(min(workers, len(orders))):
                group.create_task(_work(shares.of(n), forks, heard, turn))
    except* CallError as faults:
        raise faults.exceptions[0] from None


class Shares:
    """Orders dealt out in runs, since neighbours share their pictures; who is done helps."""

    def __init__(self, orders: list[Order], workers: int) -> None:
        length = max(1, ceil(len(orders) / workers))
        self._runs = [
            deque(orders[start : start + length]) for start in range(0, len(orders), length)
        ]

    def of(self, worker: int) -> Iterator[Order]:
        """A worker's own run from its start, then the ends of the longest left."""
        own = self._runs[worker] if worker < len(self._runs) else deque[Order]()
        while own:
            yield own.popleft()
        while longest := max(self._runs, key=len):
            yield longest.pop()


async def _work(orders: Iterator[Order], forks: Forks, heard: Heard, turn: Turn) -> None:
    async with forks.worker() as worker:
        for order in orders:
            async with turn():
                await _carry_out(order, worker, heard)


async def _carry_out(order: Order, worker: Worker, heard: Heard) -> None:
    reply, kills = Reply(), memory_kills()
    with suppress(ConnectionError):
        worker.orders.write(order.line().encode())
        await worker.orders.drain()
    while not reply.last:
        line = b""
        with suppress(ConnectionError):
            line = await worker.answers.readline()
        if not line:
            returncode = await worker.exit_status()
            raise lost(returncode, killed_for_memory=memory_kills() > kills)
        reply = Reply.read(line)
        heard(reply)
    if reply.fault:
        kind = Unavailable if reply.passing else InvalidInput
        raise kind(reply.fault, code=reply.code)
