"""What OpenAI refuses of a JSON schema that is to hold strictly, as its documents say."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.standins.messages import Refusal

NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")


def refuse_loose(shape: Mapping[str, Any]) -> None:
    """Raises Refusal for a bad name, an open object, a property that may be left out."""
    if shape.get("type") != "json_schema":
        return
    if not NAME.fullmatch(shape.get("name") or ""):
        raise Refusal(400, "invalid_value", "name: letters, digits, _ and -, 64 at most.")
    if shape.get("strict"):
        for sentence in _loose(shape.get("schema") or {}, "$"):
            raise Refusal(400, "invalid_json_schema", f"Invalid schema: {sentence}")


def _loose(schema: Any, at: str) -> Iterator[str]:
    if isinstance(schema, list):
        for n, it in enumerate(schema):
            yield from _loose(it, f"{at}[{n}]")
    if not isinstance(schema, dict):
        return
    if "$ref" in schema and len(schema) > 1:
        yield f"{at}: $ref cannot have keywords beside it"
    if schema.get("type") == "object" or "properties" in schema:
        yield from _open(schema, at)
    for name, it in schema.items():
        yield from _loose(it, f"{at}.{name}")


def _open(schema: Mapping[str, Any], at: str) -> Iterator[str]:
    if not isinstance(schema.get("properties", {}), dict):
        return
    if schema.get("additionalProperties") is not False:
        yield f"{at}: additionalProperties is required to be false"
    missing = set(schema.get("properties", {})) - set(schema.get("required", ()))
    if missing:
        yield f"{at}: required has to name {', '.join(sorted(missing))} too"
