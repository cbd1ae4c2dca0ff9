"""The Responses dialect of OpenAI: what a language model is asked, and what it answered."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from openai.types.responses import Response, ResponseTextConfigParam

from adapters.providers.endpoint import Endpoint
from adapters.providers.language_model import (
    NAME_MAX,
    Ask,
    Shape,
    T,
    Used,
    cut_off,
    malformed,
    read,
    used,
)
from adapters.providers.openai_responses import Responses
from domain.prices import Provider
from processors.errors import CallError, ContentRefused, Unavailable
from processors.ports import Metered
from processors.ticket import Ticket

USUAL_TIER: Literal["default"] = "default"
"""At the usual prices; unsaid, a project's own setting may make a call cost twice as much."""

NOTHING: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class OpenAIModel:
    """Any model behind the Responses API, answering by a strict JSON schema.

    `background`: what has a ticket is worked on there, under a name.
    """

    endpoint: Endpoint
    model: str
    background: bool = False
    ticket: Ticket | None = None

    @property
    def provider(self) -> Provider:
        return Provider(self.endpoint.provider, self.model, self.endpoint.mode)

    def under(self, ticket: Ticket) -> "OpenAIModel":
        return replace(self, ticket=ticket) if self.background else self

    async def answer(self, ask: Ask, shape: type[T]) -> Metered[T]:
        its = Responses(self.endpoint, self.model, ask.estimate, self.ticket)
        response = await its.one(
            lambda client: client.responses.create(
                model=self.model,
                instructions=ask.prompt.text,
                input=[{"role": "user", "content": ask.document}],
                text=shaped(shape),
                max_output_tokens=ask.output_tokens_max,
                metadata={"prompt": ask.prompt.label, "ask": ask.digest},
                store=False,
                background=self.ticket is not None,
                service_tier=USUAL_TIER,
            )
        )
        metered = used_of(ask, response)
        answer = read(text_of(response, metered), shape, metered, self.provider.name)
        return Metered(answer, metered.usage, metered.metering, its.name_of(response))


def shaped(shape: type[Shape]) -> ResponseTextConfigParam:
    """The form of an answer."""
    return {
        "format": {
            "type": "json_schema",
            "name": shape.__name__[:NAME_MAX],
            "schema": shape.model_json_schema(),
            "strict": True,
        }
    }


def used_of(ask: Ask, response: Response, beside: Mapping[str, int] = NOTHING) -> Used:
    """Cached, and newly cached, tokens are among the input; reasoning is among the output.

    `beside` is what else was counted, by meter. The SDK checks nothing that it reads: any part
    may be missing, whatever its type says.
    """
    usage = response.usage
    details = getattr(usage, "input_tokens_details", None)
    read_all, written = (count(usage, it) for it in ("input_tokens", "output_tokens"))
    cached, kept = (count(details, it) for it in ("cached_tokens", "cache_write_tokens"))
    plain = None if read_all is None else max(0, read_all - (cached or 0) - (kept or 0))
    counts = {"input_token": plain, "cached_input_token": cached}
    counts |= {"cache_write_token": kept, "output_token": written, **beside}
    return used(ask, counts, response.model, response.service_tier)


def count(holder: object, name: str) -> int | None:
    """A figure that may be missing, whatever the SDK's types say."""
    count = getattr(holder, name, None)
    return count if isinstance(count, int) and count >= 0 else None


def text_of(response: Response, its: Used) -> str:
    """What the model wrote at last. Raises as LanguageModel says, or ContentRefused."""
    if response.status == "incomplete":
        raise _incomplete(response, its)
    try:
        told = [it.content for it in response.output if it.type == "message"]
        if any(part.type == "refusal" for parts in told for part in parts):
            raise ContentRefused("openai refuses this content (refusal)", usage=its.usage)
        last = told[-1] if told else ()
        text = "".join(part.text for part in last if part.type == "output_text")
    except (AttributeError, TypeError) as wrong:
        raise malformed("openai", its.usage) from wrong
    if response.status == "failed":
        raise Unavailable("openai began to answer and failed", usage=its.usage)
    return text


def _incomplete(response: Response, its: Used) -> CallError:
    reason = getattr(response.incomplete_details, "reason", None)
    if reason == "content_filter":
        return ContentRefused("openai refuses this content (content_filter)", usage=its.usage)
    return cut_off("openai", its.usage)
