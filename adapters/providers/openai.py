"""OpenAI by its own SDK: a client for one call, what its faults mean, and the Responses dialect.

Its retries are off: it sends no idempotency key, so a lost answer would be paid twice. Nothing
is stored there, since Responses can be found again by their id alone, which a lost answer took
with it: what became of a call nobody knows, and its cost stands as an estimate.
"""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from openai import APIConnectionError, APIStatusError, AsyncOpenAI, OpenAIError
from openai.types.responses import Response, ResponseTextConfigParam

from adapters.providers.asking import Raises, named
from adapters.providers.endpoint import LOCAL, Endpoint
from adapters.providers.faults import SERVER, Faults, word
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
from adapters.providers.transport import http_client
from domain.prices import Provider, Usage
from processors.errors import CallError, ContentRefused, NotConfigured, Unavailable
from processors.ports import Metered

TEXT_MAX_BYTES = 4_000_000
"""Far more than the longest answer in text has."""

USUAL_TIER: Literal["default"] = "default"
"""At the usual prices; unsaid, a project's own setting may make a call cost twice as much."""

NO_KEY = "none"
"""What a server of one's own is sent, which asks for no key."""

NO_FUNDS = frozenset(
    {
        "insufficient_quota",
        "credit_balance_exhausted",
        "project_spend_limit_exceeded",
        "organization_spend_limit_exceeded",
        "organization_usage_limit_exceeded",
        "billing_hard_limit_reached",
        "billing_not_active",
    }
)
REFUSED_CONTENT = re.compile(r"content_policy|content_filter|moderation_blocked|_policy(_|$)")
GONE = frozenset({"model_not_found", "model_not_available", "model_deprecated", "invalid_model"})
NOTHING: Mapping[str, int] = MappingProxyType({})


@asynccontextmanager
async def asked(
    endpoint: Endpoint,
    model: str,
    estimate: tuple[Usage, ...],
    answer_max_bytes: int = TEXT_MAX_BYTES,
) -> AsyncIterator[AsyncOpenAI]:
    """A client for one request; what goes wrong leaves it as `processors/errors.py` names it.

    `estimate` is what an answer that came, but cannot be read, is taken to have cost.
    """
    its = Faults(endpoint.provider, model, estimate)
    async with named(its, endpoint.timeout_s, RAISES), _client(endpoint, answer_max_bytes) as it:
        yield it


def _client(endpoint: Endpoint, answer_max_bytes: int) -> AsyncOpenAI:
    key = endpoint.key().strip() or (NO_KEY if endpoint.provider == LOCAL else "")
    if not key:
        raise NotConfigured(f"{endpoint.provider} has no key; give it one")
    return AsyncOpenAI(
        api_key=key,
        base_url=endpoint.base_url,
        max_retries=0,
        timeout=endpoint.timeout_s,
        http_client=http_client(endpoint.timeout_s, answer_max_bytes),
    )


def _status(its: Faults, refused: APIStatusError) -> CallError:
    """By OpenAI's own codes first: one status means several things."""
    code, status = refused.code or "", refused.status_code
    if {code, refused.type or ""} & NO_FUNDS:
        return its.no_funds()
    if status < SERVER and REFUSED_CONTENT.search(code):
        return ContentRefused(f"{its.name} refuses this content ({word(code)})")
    if status < SERVER and code in GONE:
        return its.gone()
    said = (it for it in (refused.code, refused.type, refused.param) if it)
    return its.status(status, refused.response.headers, said)


RAISES = Raises(APIStatusError, APIConnectionError, OpenAIError, _status)


@dataclass(frozen=True, slots=True)
class OpenAIModel:
    """Any model behind the Responses API, answering by a strict JSON schema."""

    endpoint: Endpoint
    model: str

    @property
    def provider(self) -> Provider:
        return Provider(self.endpoint.provider, self.model, self.endpoint.mode)

    async def answer(self, ask: Ask, shape: type[T]) -> Metered[T]:
        async with asked(self.endpoint, self.model, ask.estimate) as client:
            response: object = await client.responses.create(
                model=self.model,
                instructions=ask.prompt.text,
                input=[{"role": "user", "content": ask.document}],
                text=shaped(shape),
                max_output_tokens=ask.output_tokens_max,
                metadata={"prompt": ask.prompt.label, "ask": ask.digest},
                store=False,
                service_tier=USUAL_TIER,
            )
        if not isinstance(response, Response):
            raise malformed(self.provider.name, ask.estimate)
        metered = used_of(ask, response)
        answer = read(text_of(response, metered), shape, metered, self.provider.name)
        request_id = response._request_id or ""
        return Metered(answer, metered.usage, metered.metering, request_id)


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
