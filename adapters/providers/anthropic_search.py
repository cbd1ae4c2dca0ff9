"""Anthropic's own web search, by the Messages dialect.

The answer comes as the call of a tool of ours: its citations, which come with every search, and
a JSON schema for what is written do not go together. A search that fails is not billed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from anthropic.types import Message
from pydantic import ValidationError

from adapters.providers.anthropic import asked, count, refuse_unfinished, used_of
from adapters.providers.endpoint import Endpoint
from adapters.providers.faults import Faults
from adapters.providers.language_model import Ask, T, Used, cut_off, malformed
from adapters.providers.web_search import Searched, Searches, kind, listed, pages_of
from domain.prices import Provider
from processors.ports import Metered

ANSWER = "answer"
FORM = (
    "\n# The form of the answer\n"
    f"Search first. Then call the tool `{ANSWER}` once, with the whole answer, and write nothing"
    " besides.\n"
)
PAUSED = "pause_turn"
"""A turn of very many searches; so few are allowed that it should never come to that."""


@dataclass(frozen=True, slots=True)
class AnthropicSearch:
    """Any model behind the Messages API that has the server's tool `web_search`."""

    endpoint: Endpoint
    model: str

    @property
    def provider(self) -> Provider:
        return Provider(self.endpoint.provider, self.model, self.endpoint.mode)

    async def search(self, ask: Ask, shape: type[T]) -> Metered[Searched[T]]:
        """The basic tool: every result comes back whole, and runs no code of the model's."""
        name = self.endpoint.provider
        async with asked(self.endpoint, Faults(name, self.model, ask.estimate)) as client:
            message: object = await client.messages.create(
                model=self.model,
                max_tokens=ask.output_tokens_max,
                system=ask.prompt.text + FORM,
                messages=[{"role": "user", "content": ask.document}],
                tools=[
                    {
                        "type": "web_search_20250305",
                        "name": "web_search",
                        "max_uses": ask.searches_max,
                    },
                    {"name": ANSWER, "input_schema": shape.model_json_schema(), "strict": True},
                ],
            )
        if not isinstance(message, Message):
            raise malformed(name, ask.estimate)
        found = _searches(message)
        metered = found.metered(used_of(ask, message, found.meter))
        answer = _answer(message, shape, metered)
        found.refuse_failed(name, metered.usage)
        searched = Searched(answer, found.pages)
        return Metered(searched, metered.usage, metered.metering, message._request_id or "")


def _answer(message: Message, shape: type[T], its: Used) -> T:
    """What our tool was called with. Raises as LanguageModel says, or ContentRefused."""
    refuse_unfinished(message, its)
    if message.stop_reason == PAUSED:
        raise cut_off("anthropic", its.usage)
    calls = (it for it in listed(message, "content") if kind(it) == "tool_use")
    given = next((getattr(it, "input", None) for it in calls if _name(it) == ANSWER), None)
    try:
        return shape.model_validate(given, strict=True)
    except ValidationError as wrong:
        raise malformed("anthropic", its.usage) from wrong


def _searches(message: Message) -> Searches:
    """Any part may be missing, or be something else, whatever its type says."""
    blocks = listed(message, "content")
    results = [it for it in blocks if kind(it) == "web_search_tool_result"]
    found = [it for it in results if isinstance(getattr(it, "content", None), list)]
    billed = getattr(message.usage, "server_tool_use", None)
    pages = pages_of((*_named(found, "content"), *_named(blocks, "citations")))
    return Searches(len(found), count(billed, "web_search_requests"), pages)


def _named(holders: list[Any], name: str) -> Iterator[tuple[object, object]]:
    for holder in holders:
        for it in listed(holder, name):
            yield getattr(it, "url", None), getattr(it, "title", None)


def _name(it: object) -> object:
    return getattr(it, "name", None)
