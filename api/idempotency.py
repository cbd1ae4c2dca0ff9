"""Every command has a key of the caller's; the same key is carried out once."""

import re
from hashlib import sha256
from typing import Annotated
from uuid import uuid5

import orjson
from fastapi import Header, Request

from api.errors import Problem
from api.permissions import person
from commands.ports import Because

KEY_CHARACTERS_MAX = 255
KEY = r"^[!-~]+$"
JSON = re.compile(r"application/([\w.-]+\+)?json\s*(;|$)", re.IGNORECASE)
TRACEPARENT = re.compile(r"00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")

Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=KEY_CHARACTERS_MAX,
        pattern=KEY,
        description="Chosen by the caller; the same key with the same request is carried out once.",
    ),
]


async def because(request: Request, idempotency_key: Key) -> Because:
    """Who asks, under which key, with which digest of the plain request."""
    who = person(request)
    command_id = uuid5(who.account_id, idempotency_key)
    traceparent = request.headers.get("traceparent", "")
    return Because(
        actor=who.actor,
        account_id=who.account_id,
        command_id=command_id,
        request_digest=digest(request, await _canonical(request)),
        correlation_id=command_id,
        causation_id=command_id,
        traceparent=traceparent if TRACEPARENT.fullmatch(traceparent) else None,
    )


def digest(request: Request, body: bytes) -> bytes:
    return sha256(f"{request.method}\n{request.url.path}\n".encode() + body).digest()


async def _canonical(request: Request) -> bytes:
    """The JSON body with its keys sorted and nothing padded; a form has a digest of its own."""
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        return b""
    body = await request.body()
    if body and not JSON.match(request.headers.get("content-type", "")):
        sentence = "Send the body as JSON, and say so: Content-Type: application/json."
        raise Problem("media-type-unknown", sentence, param="Content-Type")
    try:
        return orjson.dumps(orjson.loads(body), option=orjson.OPT_SORT_KEYS) if body else b""
    except orjson.JSONDecodeError as wrong:
        raise Problem("body-unreadable", f"The body is not JSON: {wrong.msg}.") from wrong
