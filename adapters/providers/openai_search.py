"""OpenAI's own web search, by the Responses dialect.

What was read is told by the searches' sources, by the pages that were opened, and by citations.
Searches are billed each; opening a page that was found is not.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from openai.types.responses import Response

from adapters.providers.endpoint import Endpoint
from adapters.providers.language_model import Ask, T, read
from adapters.providers.openai import USUAL_TIER, count, shaped, text_of, used_of
from adapters.providers.openai_responses import SOURCES, Responses
from adapters.providers.web_search import Searched, Searches, kind, listed, pages_of
from domain.prices import Provider
from processors.ports import Metered
from processors.ticket import Ticket

ACTIONS_A_SEARCH = 2
"""A page may be opened for each search."""


@dataclass(frozen=True, slots=True)
class OpenAISearch:
    """Any model behind the Responses API that has the tool `web_search`."""

    endpoint: Endpoint
    model: str
    background: bool = False
    ticket: Ticket | None = None

    @property
    def provider(self) -> Provider:
        return Provider(self.endpoint.provider, self.model, self.endpoint.mode)

    def under(self, ticket: Ticket) -> "OpenAISearch":
        return replace(self, ticket=ticket) if self.background else self

    async def search(self, ask: Ask, shape: type[T]) -> Metered[Searched[T]]:
        """Nothing is told of where we are: without a place it would be the United States."""
        name = self.endpoint.provider
        its = Responses(self.endpoint, self.model, ask.estimate, self.ticket)
        response = await its.one(
            lambda client: client.responses.create(
                model=self.model,
                instructions=ask.prompt.text,
                input=[{"role": "user", "content": ask.document}],
                text=shaped(shape),
                tools=[{"type": "web_search", "user_location": {"type": "approximate"}}],
                tool_choice="required",
                max_tool_calls=ask.searches_max * ACTIONS_A_SEARCH,
                include=[SOURCES],
                max_output_tokens=ask.output_tokens_max,
                metadata={"prompt": ask.prompt.label, "ask": ask.digest},
                store=False,
                background=self.ticket is not None,
                service_tier=USUAL_TIER,
            )
        )
        found = _searches(response)
        metered = found.metered(used_of(ask, response, found.meter))
        answer = read(text_of(response, metered), shape, metered, name)
        found.refuse_failed(name, metered.usage)
        searched = Searched(answer, found.pages)
        return Metered(searched, metered.usage, metered.metering, its.name_of(response))


def _searches(response: Response) -> Searches:
    """Any part may be missing, or be something else, whatever its type says."""
    calls = [it for it in listed(response, "output") if kind(it) == "web_search_call"]
    actions = [getattr(it, "action", None) for it in calls if _is_done(it)]
    done = sum(kind(it) == "search" for it in actions)
    billed = getattr(getattr(response, "tool_usage", None), "web_search", None)
    pages = pages_of((*_read(actions), *_cited(response)))
    return Searches(done, count(billed, "num_requests"), pages)


def _read(actions: list[Any]) -> Iterator[tuple[object, object]]:
    for action in actions:
        yield getattr(action, "url", None), ""
        for it in listed(action, "sources"):
            yield getattr(it, "url", None), ""


def _cited(response: Response) -> Iterator[tuple[object, object]]:
    for item in listed(response, "output"):
        for part in listed(item, "content"):
            for it in listed(part, "annotations"):
                if kind(it) == "url_citation":
                    yield getattr(it, "url", None), getattr(it, "title", None)


def _is_done(call: object) -> bool:
    return getattr(call, "status", None) == "completed"
