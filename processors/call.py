"""A call to the world as a processor describes it, and how a processor makes it. A port."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Generic, Protocol, TypeVar
from uuid import uuid5

from pydantic_core import to_json

from domain.ids import JobId, OpId
from domain.mode import Mode
from domain.prices import Provider, Usage
from processors.ports import Metered
from processors.ticket import Ticket

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Call(Generic[Answer]):
    """One call to the world: which of its job's, what is sent, by whom, and how.

    `request` is any value that can be written as JSON; its digest, with that of the `prompt`
    that goes with it, is kept as fingerprint. `answer` is the type of the answer, which is kept
    as a JSON document. `estimate` is the most it may be charged where its outcome stays unknown.
    `look_up` asks the provider itself what was done since then. `under` sends it to one that
    names what it takes on, and asks for it again by that name.
    """

    name: str
    n: int
    request: object
    answer: type[Answer]
    provider: Provider
    send: Callable[[], Awaitable[Metered[Answer]]]
    estimate: tuple[Usage, ...] = ()
    look_up: Callable[[datetime], Awaitable[Metered[Answer] | None]] | None = None
    prompt: str = ""
    under: Callable[[Ticket], Awaitable[Metered[Answer]]] | None = None

    async def sent(self, ticket: Ticket) -> Metered[Answer]:
        """Its answer, however it is sent."""
        return await (self.send() if self.under is None else self.under(ticket))

    @property
    def fingerprint(self) -> str:
        sent = (self.prompt, self.request) if self.prompt else self.request
        return sha256(to_json(sent)).hexdigest()


@dataclass(frozen=True)
class Answered(Generic[Answer]):
    """The answer that counts, and how real the call was that gave it."""

    answer: Answer
    mode: Mode


@dataclass(frozen=True)
class Run(Generic[Answer]):
    """One provider's way to an answer, by any number of calls; `calls` gets its turn, their `n`."""

    provider: Provider
    calls: Callable[[int], Awaitable[Answer]]


class Calls(Protocol):
    """How a processor reaches the world."""

    async def make(self, call: Call[Answer]) -> Answered[Answer]:
        """The answer, sent for at most once that anybody pays for; raises CallError."""
        ...

    async def first(self, chain: Sequence[Call[Answer]]) -> Answered[Answer]:
        """The same of a call that several providers could do, the first choice first."""
        ...

    async def first_run(self, name: str, chain: Sequence[Run[Answer]]) -> Answer:
        """The same of work that takes several calls, all of them by one provider."""
        ...


def op_id(job_id: JobId, name: str, n: int) -> OpId:
    return OpId(uuid5(job_id, f"{name} {n}"))
