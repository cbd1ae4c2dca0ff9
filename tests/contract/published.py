"""Published OpenAPI documents, which lie beside the repository and are never copied into it."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from tests.architecture.files import ROOT

FOLDER = ROOT.parent / "shared" / "schemas"
FILES = {"openai": "openai.openapi.json", "elevenlabs": "elevenlabs.openapi.json"}
JSON = "application/json"


@cache
def document(provider: str) -> dict[str, Any]:
    """The whole of it, as JSON Schema 2020-12 reads it. Skips the test where it is absent."""
    file = FOLDER / FILES[provider]
    if not file.is_file():
        pytest.skip(f"{FILES[provider]} is not in ../shared/schemas: nothing to judge by")
    its: dict[str, Any] = _modern(json.loads(file.read_bytes()))
    return its


def operation(provider: str, method: str, path: str) -> tuple[str, dict[str, Any]] | None:
    """`METHOD /path/{name}` and what the document says of it; None where it says nothing."""
    for template, methods in document(provider)["paths"].items():
        if _same(template, path) and method.lower() in methods:
            return f"{method} {template}", methods[method.lower()]
    return None


def request_schema(its: Mapping[str, Any]) -> Mapping[str, Any] | None:
    found: Mapping[str, Any] | None = (
        its.get("requestBody", {}).get("content", {}).get(JSON, {}).get("schema")
    )
    return found


def answer_schema(its: Mapping[str, Any], status: int) -> Mapping[str, Any] | None:
    responses = its.get("responses", {})
    found: Mapping[str, Any] | None = (
        responses.get(str(status), {}).get("content", {}).get(JSON, {}).get("schema")
    )
    return found


def query_schemas(provider: str, its: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The parameters of a query, by name."""
    given = (resolved(provider, it) for it in its.get("parameters", ()))
    return {it["name"]: it.get("schema", {}) for it in given if it.get("in") == "query"}


def validator(provider: str, schema: Mapping[str, Any]) -> Draft202012Validator:
    return Draft202012Validator(_rooted(schema, provider), registry=_registry(provider))


def resolved(provider: str, schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema itself, where a reference to it is given."""
    while "$ref" in schema:
        found: Any = document(provider)
        for part in schema["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        schema = found
    return schema


def known_keys(provider: str, schema: Mapping[str, Any]) -> Iterator[str]:
    """The properties that an object may have by any of its parts."""
    its = resolved(provider, schema)
    yield from its.get("properties", ())
    for part in (*its.get("allOf", ()), *its.get("anyOf", ())):
        yield from known_keys(provider, part)


@cache
def _registry(provider: str) -> Registry[Any]:
    resource = DRAFT202012.create_resource(document(provider))
    registry: Registry[Any] = Registry().with_resource(f"urn:{provider}", resource)
    return registry


def _rooted(schema: Any, provider: str) -> Any:
    """References into the document, from outside of it."""
    if isinstance(schema, Mapping):
        return {
            key: f"urn:{provider}{it}" if key == "$ref" else _rooted(it, provider)
            for key, it in schema.items()
        }
    return [_rooted(it, provider) for it in schema] if isinstance(schema, list) else schema


def _modern(schema: Any) -> Any:
    """Without what is left of OpenAPI 3.0, and with `oneOf` as `anyOf`.

    Alternatives overlap in both documents, told apart by a discriminator that JSON Schema
    does not know: an easy message is a whole one too.
    """
    if isinstance(schema, list):
        return [_modern(it) for it in schema]
    if not isinstance(schema, dict):
        return schema
    its = {key: _modern(it) for key, it in schema.items() if not _is_dated(key, it)}
    if "oneOf" in its:
        alternatives = {"anyOf": its.pop("oneOf")}
        its = {**its, **alternatives} if "anyOf" not in its else {"allOf": [its, alternatives]}
    return {"anyOf": [its, {"type": "null"}]} if schema.get("nullable") is True else its


def _is_dated(key: str, value: Any) -> bool:
    return (
        key in ("nullable", "$recursiveAnchor", "$recursiveRef") and not isinstance(value, dict)
    ) or (key in ("exclusiveMinimum", "exclusiveMaximum") and isinstance(value, bool))


def _same(template: str, path: str) -> bool:
    wanted, got = template.split("/"), path.split("/")
    return len(wanted) == len(got) and all(
        one == other or one.startswith("{") for one, other in zip(wanted, got, strict=True)
    )
