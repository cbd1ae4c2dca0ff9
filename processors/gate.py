"""Who may be asked now: what all workers together keep to. A port, like those of the world."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Protocol, TypeVar

from domain.prices import Provider, Usage
from processors.errors import CallError
from processors.ports import Metered


@dataclass(frozen=True, slots=True)
class Ask:
    """Whom a call is for, for which kind of work, and the most that it may use."""

    by: Provider
    work: str
    most: tuple[Usage, ...] = ()


Answer = TypeVar("Answer")


def _nothing(_: CallError) -> None:
    """Adds nothing."""


@dataclass(slots=True)
class Turn:
    """What became of a call: what its answer used, or its fault; neither, if it was not sent.

    `advise` may say in a fault's sentence what can be done about it, before anybody hears of it.
    """

    used: tuple[Usage, ...] | None = None
    fault: CallError | None = None
    advise: Callable[[CallError], None] = _nothing

    async def of(self, send: Callable[[], Awaitable[Metered[Answer]]]) -> Metered[Answer]:
        """Sends it, and remembers what came of it."""
        try:
            metered = await send()
        except CallError as fault:
            self.fault = fault
            self.advise(fault)
            raise
        self.used = metered.usage
        return metered


class Gate(Protocol):
    def turn(self, ask: Ask) -> AbstractAsyncContextManager[Turn]:
        """Holds a call's turn while it is made; nothing is intended before.

        Raises BreakerOpen, RateLimited, or NotConfigured where a person has to act first.
        """
        ...


class OpenGate:
    """Keeps nobody from asking."""

    @asynccontextmanager
    async def turn(self, ask: Ask) -> AsyncIterator[Turn]:  # noqa: ARG002 - the port's
        yield Turn()


OPEN = OpenGate()
