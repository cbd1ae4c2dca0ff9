"""One response of OpenAI: at once, or worked on in the background and asked for by its name.

In the background a response is named within milliseconds and kept for some ten minutes, also
where `store` is false (developers.openai.com/api/docs/guides/background, read 2026-11-21): who
recorded the name asks for the very answer that was paid, however often the line or a process
breaks meanwhile.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from openai import AsyncOpenAI, NotFoundError
from openai.types.responses import Response

from adapters.providers.endpoint import Endpoint
from adapters.providers.faults import TOO_LARGE
from adapters.providers.language_model import malformed
from adapters.providers.openai_client import asked
from domain.prices import Usage
from processors.errors import CallError, OutcomeUnknown, StillAtWork
from processors.ticket import Ticket

SOURCES: Literal["web_search_call.action.sources"] = "web_search_call.action.sources"
UNDONE = frozenset({"queued", "in_progress"})
POLL_FIRST_S, POLL_MOST_S = 0.1, 2.0
"""Waits between two questions; they double."""


@dataclass(frozen=True, slots=True)
class Responses:
    """Those of one model; in the background where there is a ticket.

    `estimate` is what an answer that came, but cannot be read, is taken to have cost.
    """

    endpoint: Endpoint
    model: str
    estimate: tuple[Usage, ...]
    ticket: Ticket | None = None

    async def one(self, create: Callable[[AsyncOpenAI], Awaitable[object]]) -> Response:
        """Raises StillAtWork where it is not done in time, or cannot be asked for just now;
        OutcomeUnknown where it is not kept any more; else as `asked` does."""
        ticket = self.ticket
        if ticket is None or not ticket.reference:
            begun = await self._created(create)
            if ticket is None or begun.status not in UNDONE:
                return begun
            await ticket.keep(begun.id)
        return await self._done(ticket.reference)

    def name_of(self, response: Response) -> str:
        """What the provider calls it: by its ticket, else the request that it answered."""
        return response.id if self.ticket else response._request_id or ""

    async def _created(self, create: Callable[[AsyncOpenAI], Awaitable[object]]) -> Response:
        async with asked(self.endpoint, self.model, self.estimate) as client:
            begun = await create(client)
        if not isinstance(begun, Response):
            raise malformed(self.endpoint.provider, self.estimate)
        return begun

    async def _done(self, reference: str) -> Response:
        """A broken question loses nothing: it is asked again, once whoever answers can."""
        name = self.endpoint.provider
        try:
            async with asked(self.endpoint, self.model, self.estimate) as client:
                return await _polled(client, reference, name)
        except (Forgotten, StillAtWork):
            raise
        except CallError as fault:
            if fault.code == TOO_LARGE:
                raise
            raise _again(name, fault) from fault


class Forgotten(OutcomeUnknown):
    """What was kept of it is gone."""


async def _polled(client: AsyncOpenAI, reference: str, name: str) -> Response:
    wait_s = POLL_FIRST_S
    while (found := await _retrieved(client, reference, name)).status in UNDONE:
        await asyncio.sleep(wait_s)
        wait_s = min(2 * wait_s, POLL_MOST_S)
    return found


async def _retrieved(client: AsyncOpenAI, reference: str, name: str) -> Response:
    try:
        found: object = await client.responses.retrieve(reference, include=[SOURCES])
    except NotFoundError as gone:
        sentence = f"{name} does not keep its answer any more; it may have been done and charged"
        raise Forgotten(sentence) from gone
    if not isinstance(found, Response):
        raise _again(name, malformed(name, ()))
    return found


def _again(name: str, fault: CallError) -> StillAtWork:
    sentence = f"{name} took it on, and has no answer to it yet ({fault.sentence})"
    return StillAtWork(sentence, after_s=getattr(fault, "after_s", None))
