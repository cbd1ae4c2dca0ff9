"""ElevenLabs' SDK: a client for one call, and what its faults mean.

The SDK wraps no fault of the connection, so those of its transport are told apart here.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpx
from elevenlabs.client import AsyncElevenLabs
from elevenlabs.core.api_error import ApiError
from elevenlabs.core.request_options import RequestOptions

from adapters.providers.endpoint import Endpoint
from adapters.providers.faults import word
from adapters.providers.transport_httpx import TooLarge, bounded
from adapters.providers.waiting import wait_s
from domain.prices import Usage
from processors.errors import (
    CallError,
    ContentRefused,
    InvalidInput,
    KeyRefused,
    ModelGone,
    NoFunds,
    OutcomeUnknown,
    RateLimited,
    Unavailable,
)

CONNECT_S = 5.0
ONCE: RequestOptions = {"max_retries": 0}
SPOKEN_SECONDS_MAX = 1_200
ANSWER_MAX_BYTES = SPOKEN_SECONDS_MAX * 44_100 * 2 * 4 // 3 + 2**24
"""Twenty minutes of PCM as base64, and its alignment."""

NOT_FOUND, UNPROCESSABLE, TOO_MANY, SERVER = 404, 422, 429, 500
OK = range(200, 300)

Usages = tuple[Usage, ...]


@asynccontextmanager
async def client(its: Endpoint) -> AsyncIterator[AsyncElevenLabs]:
    """Asks once, through no proxy, and no longer than `timeout_s` in all."""
    timeout = httpx.Timeout(its.timeout_s, connect=CONNECT_S)
    transport = bounded(ANSWER_MAX_BYTES)
    async with (
        asyncio.timeout(its.timeout_s),
        httpx.AsyncClient(timeout=timeout, trust_env=False, transport=transport) as http,
    ):
        yield AsyncElevenLabs(
            base_url=its.base_url, api_key=its.key(), httpx_client=http, timeout=its.timeout_s
        )


def meant(error: Exception, charged: Usages = ()) -> CallError:
    """The class of a fault; `charged` is what an answer that came, but broken, will have cost."""
    match error:
        case ApiError():
            return _answered(error, charged)
        case TooLarge():
            return Unavailable(
                f"ElevenLabs answered more than {ANSWER_MAX_BYTES} bytes; it was not read.",
                code="answer-too-large",
                usage=charged,
            )
        case httpx.ConnectError() | httpx.ConnectTimeout() | httpx.PoolTimeout():
            return Unavailable(f"ElevenLabs could not be reached ({type(error).__name__}).")
        case httpx.HTTPError() | TimeoutError():
            return OutcomeUnknown(
                f"ElevenLabs was asked and the answer was lost ({type(error).__name__})."
            )
        case _:
            return _broken(charged)


def unfound(error: Exception) -> CallError:
    """The class of a fault of a look-up, which does nothing and costs nothing."""
    fault = meant(error)
    if isinstance(fault, OutcomeUnknown):
        return Unavailable("ElevenLabs could not be asked what became of a call.")
    return fault


def _broken(charged: Usages) -> Unavailable:
    return Unavailable(
        "ElevenLabs answered nonsense; it is asked again.", code="malformed-answer", usage=charged
    )


def _answered(error: ApiError, charged: Usages) -> CallError:
    status, code = error.status_code or 0, _code(error.body)
    if status in OK:
        return _broken(charged)
    if status == TOO_MANY or status >= SERVER:
        return _later(status, code, error.headers or {})
    return _refused(status, code)


def _later(status: int, code: str, headers: Mapping[str, str]) -> CallError:
    after_s = wait_s(headers)
    said = _said(status, code)
    if status == TOO_MANY and code != "system_busy":
        return RateLimited(f"ElevenLabs is asked too often: {said}", after_s=after_s)
    return Unavailable(f"ElevenLabs fails now: {said}", after_s=after_s)


def _refused(status: int, code: str) -> CallError:
    """401 is a wrong key or a used-up plan: the body says which."""
    said = _said(status, code)
    match (status, code):
        case (402, _) | (_, "quota_exceeded"):
            return NoFunds(f"ElevenLabs has no credits left for this: {said} Add credits there.")
        case (401 | 403, _):
            return KeyRefused(f"ElevenLabs does not take the key: {said} Set another one.")
        case (_, "voice_not_found"):
            return InvalidInput(
                f"ElevenLabs does not know this voice: {said} Choose one of your account.",
                code="voice-unknown",
            )
        case (_, "model_not_found" | "model_deprecated" | "invalid_model_id"):
            return ModelGone(f"ElevenLabs does not know this model: {said} Set another one.")
        case (_, "max_character_limit_exceeded" | "text_too_long"):
            return InvalidInput(
                f"The text is too long for ElevenLabs: {said} Make its sentences shorter.",
                code="text-too-long",
            )
        case (_, "content_against_policy" | "unsafe_content"):
            return ContentRefused(f"ElevenLabs refuses this text: {said} Change it.")
        case _:
            return InvalidInput(f"ElevenLabs refuses the request: {said}")


def _code(body: Any) -> str:
    """The code of any of the bodies that are seen, or the places that a list of faults names."""
    detail = body.get("detail", body) if isinstance(body, dict) else body
    if isinstance(detail, list):
        places = [it.get("loc", ()) for it in detail if isinstance(it, dict)]
        return " ".join(".".join(map(str, it)) for it in places if isinstance(it, list))
    if isinstance(detail, dict):
        return str(detail.get("status") or detail.get("code") or "")
    return ""


def _said(status: int, code: str) -> str:
    """No message is told, which may quote texts or keys; codes are, where they are words."""
    words = ", ".join(word(it) for it in code.split())
    return f"{words} ({status})." if words else f"it answered {status}."
