"""Anthropic by its own SDK: the Messages dialect, and what its faults mean.

Its retries are off: it sends no idempotency key, and would wait as long as it is told to. What
became of a call whose answer was lost nobody can look up; its cost stands as an estimate.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from types import MappingProxyType

from anthropic import AnthropicError, APIConnectionError, APIStatusError, AsyncAnthropic
from anthropic.types import Message

from adapters.providers.asking import Raises, named
from adapters.providers.endpoint import Endpoint
from adapters.providers.faults import Faults
from adapters.providers.language_model import Ask, T, Used, cut_off, malformed, read, used
from adapters.providers.transport import http_client
from domain.prices import Provider
from processors.errors import CallError, ContentRefused, NotConfigured
from processors.ports import Metered

TEXT_MAX_BYTES = 4_000_000
NOT_FOUND = 404
NO_FUNDS = frozenset(
    {
        "billing_error",
        "contract_spend_limit_reached",
        "enforced_spend_limit_reached",
        "linked_organization_billing_unavailable",
        "linked_organization_spend_limit_reached",
    }
)
CUT_OFF = frozenset({"max_tokens", "model_context_window_exceeded"})
NOTHING: Mapping[str, int] = MappingProxyType({})
NO_CREDIT = "credit balance is too low"
"""That comes as a bad request of no code of its own: its wording is all there is."""


@asynccontextmanager
async def asked(endpoint: Endpoint, its: Faults) -> AsyncIterator[AsyncAnthropic]:
    """A client for one request; what goes wrong leaves it as `processors/errors.py` names it."""
    async with named(its, endpoint.timeout_s, RAISES), _client(endpoint) as client:
        yield client


def _client(endpoint: Endpoint) -> AsyncAnthropic:
    key = endpoint.key().strip()
    if not key:
        raise NotConfigured(f"{endpoint.provider} has no key; give it one")
    return AsyncAnthropic(
        api_key=key,
        base_url=endpoint.base_url,
        max_retries=0,
        timeout=endpoint.timeout_s,
        http_client=http_client(endpoint.timeout_s, TEXT_MAX_BYTES),
    )


def _status(its: Faults, refused: APIStatusError) -> CallError:
    said = [it for it in (refused.error_code, refused.type) if isinstance(it, str)]
    if NO_FUNDS.intersection(said) or NO_CREDIT in str(refused.api_message):
        return its.no_funds()
    if refused.status_code == NOT_FOUND:
        return its.gone()
    return its.status(refused.status_code, refused.response.headers, said)


RAISES = Raises(APIStatusError, APIConnectionError, AnthropicError, _status)


@dataclass(frozen=True, slots=True)
class AnthropicModel:
    """Any model behind the Messages API, answering by a JSON schema."""

    endpoint: Endpoint
    model: str

    @property
    def provider(self) -> Provider:
        return Provider(self.endpoint.provider, self.model, self.endpoint.mode)

    async def answer(self, ask: Ask, shape: type[T]) -> Metered[T]:
        name = self.endpoint.provider
        async with asked(self.endpoint, Faults(name, self.model, ask.estimate)) as client:
            message: object = await client.messages.create(
                model=self.model,
                max_tokens=ask.output_tokens_max,
                system=ask.prompt.text,
                messages=[{"role": "user", "content": ask.document}],
                output_config={
                    "format": {"type": "json_schema", "schema": shape.model_json_schema()}
                },
            )
        if not isinstance(message, Message):
            raise malformed(name, ask.estimate)
        metered = used_of(ask, message)
        answer = read(_text(message, metered), shape, metered, name)
        return Metered(answer, metered.usage, metered.metering, message._request_id or "")


def used_of(ask: Ask, message: Message, beside: Mapping[str, int] = NOTHING) -> Used:
    """What is read from a cache, or written to it, is not among `input_tokens`.

    `beside` is what else was counted, by meter.
    """
    usage: object = message.usage
    meters = {
        "input_token": "input_tokens",
        "cached_input_token": "cache_read_input_tokens",
        "cache_write_token": "cache_creation_input_tokens",
        "output_token": "output_tokens",
    }
    counts = {meter: count(usage, name) for meter, name in meters.items()}
    return used(ask, {**counts, **beside}, message.model, getattr(usage, "service_tier", ""))


def count(holder: object, name: str) -> int | None:
    """A figure that may be missing, whatever the SDK's types say."""
    found = getattr(holder, name, None)
    return found if isinstance(found, int) and found >= 0 else None


def refuse_unfinished(message: Message, its: Used) -> None:
    """Raises ContentRefused, or Unavailable (`answer-cut-off`), each with what it cost."""
    if message.stop_reason == "refusal":
        raise ContentRefused("anthropic refuses this content (refusal)", usage=its.usage)
    if message.stop_reason in CUT_OFF:
        raise cut_off("anthropic", its.usage)


def _text(message: Message, its: Used) -> str:
    """All that the model wrote. Raises as LanguageModel says, or ContentRefused."""
    refuse_unfinished(message, its)
    try:
        return "".join(it.text for it in message.content if it.type == "text")
    except (AttributeError, TypeError) as wrong:
        raise malformed("anthropic", its.usage) from wrong
