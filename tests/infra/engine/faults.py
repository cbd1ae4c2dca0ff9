"""Faults at any await of a coroutine, and what it is for a process to die there."""

import asyncio
from collections.abc import Callable, Coroutine, Generator, Iterable
from dataclasses import dataclass
from enum import Enum
from functools import partial
from types import coroutine
from typing import Any, TypeVar

from infra.ledger.pool import Connection

T = TypeVar("T")


class What(Enum):
    """What happens to a process, or to whoever asks it."""

    LEAVE = "a caller does not wait for the answer any more"
    STOP = "its appender is cancelled, as by a program that ends"
    CUT = "the server ends its connections"
    DIE = "it is gone, as by kill -9: what it sent before is still carried out"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something happens to this process when it comes to its `at`th await."""

    what: What
    process: int
    at: int


@coroutine
def at_each_await(
    run: Coroutine[Any, Any, T], happen: Callable[[], None]
) -> Generator[Any, Any, T]:
    """Runs it to its end; `happen` is called whenever it has begun to wait."""
    inner = run.__await__()
    go: Callable[[], Any] = partial(next, inner)
    while True:
        try:
            waits_for = go()
        except StopIteration as done:
            result: T = done.value
            return result
        happen()
        try:
            go = partial(inner.send, (yield waits_for))
        except BaseException as thrown:
            go = partial(inner.throw, thrown)


async def killed_at(
    run: Coroutine[Any, Any, T], at: int, connections: Callable[[], Iterable[Connection]]
) -> T:
    """Dies at its `at`th await, and with it these connections; 0: it lives."""
    left = iter(range(at - 1, -1, -1))

    def happen() -> None:
        if next(left, None) == 0:
            die(connections())

    return await at_each_await(run, happen)


def die(connections: Iterable[Connection]) -> None:
    """Whoever runs now is gone, without a word to the server: its sockets are closed first."""
    for it in connections:
        hang_up(it)
    task = asyncio.current_task()
    assert task is not None
    task.cancel()


def hang_up(connection: Connection) -> None:
    """Its socket is closed here and now; what was sent on it, the server still has."""
    if not connection.closed:
        loop, number = asyncio.get_running_loop(), connection.pgconn.socket
        loop.remove_reader(number)
        loop.remove_writer(number)
        connection.pgconn.finish()
