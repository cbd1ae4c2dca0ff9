"""What a provider calls a piece of work that it took on: by its name it is asked for until done."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol, Self, TypeVar, cast, runtime_checkable


@dataclass(slots=True)
class Ticket:
    """`reference` is the provider's name for a call, empty before it has one.

    `record` commits it: whoever goes on after a crash asks for the same work again.
    """

    record: Callable[[str], Awaitable[None]]
    reference: str = ""

    async def keep(self, reference: str) -> None:
        """Before anybody waits for the answer."""
        await self.record(reference)
        self.reference = reference


@runtime_checkable
class Ticketed(Protocol):
    """A port whose provider may name what it takes on."""

    def under(self, ticket: Ticket) -> Self:
        """The same, for the one call that this ticket is of."""
        ...


Port = TypeVar("Port")


def ticketed(port: Port, ticket: Ticket) -> Port:
    """The port for this one call; unchanged where its provider names nothing."""
    named: object = port
    return cast(Port, named.under(ticket)) if isinstance(named, Ticketed) else port
