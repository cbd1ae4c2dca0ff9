"""OpenAI by its own SDK: a client for one request, and what its faults mean.

Its retries are off: it sends no idempotency key, so a lost answer would be paid twice.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from openai import APIConnectionError, APIStatusError, AsyncOpenAI, OpenAIError

from adapters.providers.asking import Raises, named
from adapters.providers.endpoint import LOCAL, Endpoint
from adapters.providers.faults import SERVER, Faults, word
from adapters.providers.transport import http_client
from domain.prices import Usage
from processors.errors import CallError, ContentRefused, NotConfigured

TEXT_MAX_BYTES = 4_000_000
"""Far more than the longest answer in text has."""

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
