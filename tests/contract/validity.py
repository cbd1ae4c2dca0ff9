"""Whether a request, or an answer, is what the provider's published interface says.

    for asked in it.requests:
        assert request_faults("openai", asked.method, asked.path, asked.json()) == []

A fault is one sentence: where, and why. Unknown keys are faults even where a schema would let
them pass. `path` is what the provider's host answers: `/v1/...` of OpenAI's too.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import anthropic.types
from anthropic.types.message_create_params import MessageCreateParamsNonStreaming
from jsonschema import Draft202012Validator, ValidationError

from tests.contract import newer, published
from tests.contract.typed import by_discovery, by_type
from tests.standins.messages import Request

DOCUMENTS = {"openai": "openai", "compatible": "openai", "elevenlabs": "elevenlabs"}
"""Whose document holds; local servers speak OpenAI's dialect."""

SPEECH, VOICES = "text:synthesize", "voices"
GOOGLE_ANSWERS = {SPEECH: "SynthesizeSpeechResponse", VOICES: "ListVoicesResponse"}
REFUSED, UNPROCESSABLE = 400, 422


def logged_faults(provider: str, asked: Request) -> list[str]:
    """The same of a request in a stand-in's log."""
    body = asked.json() if asked.body else None
    return request_faults(provider, asked.method, asked.path, body, asked.query)


def request_faults(
    provider: str,
    method: str,
    path: str,
    body: Any,
    query: Mapping[str, str] | None = None,
) -> list[str]:
    """What of it the provider did not publish; an operation that it never did is a fault."""
    match provider, method, path.rpartition("/")[2]:
        case "google", "POST", str(name) if name == SPEECH:
            return faults(by_discovery(_version(path), "SynthesizeSpeechRequest"), body)
        case "anthropic", "POST", "messages":
            return faults(by_type(MessageCreateParamsNonStreaming), body)
        case "google" | "anthropic", "GET", "voices" | "models":
            return []
    found = _operation(provider, method, path)
    if found is None:
        return [f"{method} {path}: nothing is published of it"]
    name, its = found
    document, more = DOCUMENTS[provider], newer.KEYS.get(name, frozenset())
    return [
        *_query_faults(document, its, query or {}, more),
        *_body_faults(document, its, body, more),
    ]


def answer_faults(provider: str, method: str, path: str, status: int, body: Any) -> list[str]:
    """What of a JSON answer is not as published, refusals included."""
    if status >= REFUSED:
        return faults(_refusal(provider, status), body)
    if provider == "google":
        name = GOOGLE_ANSWERS[path.rpartition("/")[2]]
        return faults(by_discovery(_version(path), name), body)
    kind = newer.ANSWERS.get((provider, f"{method} {path}"))
    if kind is not None:
        return faults(by_type(kind), body)
    found = _operation(provider, method, path)
    schema = published.answer_schema(found[1], status) if found else None
    if schema is None:
        return [f"{method} {path} {status}: nothing is published of it"]
    return faults(published.validator(DOCUMENTS[provider], schema), body)


def faults(by: Draft202012Validator, value: Any) -> list[str]:
    """One sentence each, the innermost reason of what has alternatives."""
    return [_said(it) for it in by.iter_errors(value)]


def _said(error: ValidationError) -> str:
    deepest = error
    while deepest.context:
        deepest = max(deepest.context, key=lambda it: len(it.absolute_path))
    return f"{deepest.json_path}: {deepest.message[:300]}"


def _operation(provider: str, method: str, path: str) -> tuple[str, dict[str, Any]] | None:
    """OpenAI's document begins after the version."""
    document = DOCUMENTS.get(provider)
    if document is None:
        return None
    within = path.removeprefix("/v1") if document == "openai" else path
    return published.operation(document, method, within)


def _body_faults(
    document: str, its: Mapping[str, Any], body: Any, more: frozenset[str]
) -> Iterator[str]:
    schema = published.request_schema(its)
    if schema is None:
        if body:
            yield "$: a body is sent where none is published"
        return
    yield from faults(published.validator(document, schema), body)
    known = {*published.known_keys(document, schema), *more}
    yield from (f"$.{it}: no such key is published" for it in body or () if it not in known)


def _query_faults(
    document: str, its: Mapping[str, Any], query: Mapping[str, str], more: frozenset[str]
) -> Iterator[str]:
    schemas = published.query_schemas(document, its)
    for name, value in query.items():
        plain = name.partition("[")[0]
        if plain in schemas and plain == name:
            by = published.validator(document, schemas[plain])
            yield from _value_faults(by, name, value)
        elif plain not in schemas and plain not in more:
            yield f"?{name}: no such parameter is published"


def _value_faults(by: Draft202012Validator, name: str, value: str) -> Iterable[str]:
    """A query's values are texts: one may stand for a number."""
    number = int(value) if value.lstrip("-").isdecimal() else value
    if any(by.is_valid(it) for it in (value, number)):
        return []
    return [f"?{name}: {value} is no value that is published"]


def _version(path: str) -> str:
    return path.split("/")[1]


def _refusal(provider: str, status: int) -> Draft202012Validator:
    match DOCUMENTS.get(provider, provider), status:
        case "openai", _:
            reference = {"$ref": "#/components/schemas/ErrorResponse"}
            return published.validator("openai", reference)
        case "anthropic", _:
            return by_type(anthropic.types.ErrorResponse)
        case "elevenlabs", code if code == UNPROCESSABLE:
            reference = {"$ref": "#/components/schemas/HTTPValidationError"}
            return published.validator("elevenlabs", reference)
    return Draft202012Validator(REFUSALS[provider])


TEXT = {"type": "string"}
REFUSALS: Mapping[str, Mapping[str, Any]] = {
    "elevenlabs": {
        "type": "object",
        "required": ["detail"],
        "properties": {"detail": {"required": ["status", "message"], "additionalProperties": TEXT}},
    },
    "google": {
        "type": "object",
        "required": ["error"],
        "properties": {
            "error": {
                "required": ["code", "message", "status"],
                "properties": {"code": {"type": "integer"}, "message": TEXT, "status": TEXT},
            }
        },
    },
}
"""Refusals of which only examples are published; these are what all examples have."""
