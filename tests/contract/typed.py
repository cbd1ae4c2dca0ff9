"""JSON schemas of an SDK's own types, and of Google's discovery documents; both are closed."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import googleapiclient
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter

DOCUMENTS = Path(googleapiclient.__file__).parent / "discovery_cache" / "documents"


_MADE: dict[type[Any], Draft202012Validator] = {}


def by_type(kind: type[Any]) -> Draft202012Validator:
    """For a model or a TypedDict of an SDK: keys that it does not name are faults."""
    if kind not in _MADE:
        schema = TypeAdapter(kind).json_schema(by_alias=True)
        _MADE[kind] = Draft202012Validator(_closed(schema))
    return _MADE[kind]


@cache
def by_discovery(version: str, name: str) -> Draft202012Validator:
    """For one schema of Google's text-to-speech."""
    told = json.loads((DOCUMENTS / f"texttospeech.{version}.json").read_text("utf-8"))
    schemas = {key: _converted(it) for key, it in told["schemas"].items()}
    return Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": schemas})


def _converted(schema: Any) -> Any:
    """A discovery schema as JSON Schema: names as references, `id` and `required` left out."""
    if not isinstance(schema, dict):
        return [_converted(it) for it in schema] if isinstance(schema, list) else schema
    its = {key: _converted(it) for key, it in schema.items() if key not in ("id", "required")}
    if isinstance(its.get("$ref"), str):
        its["$ref"] = f"#/$defs/{its['$ref']}"
    return _closed_one(its)


def _closed(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_closed(it) for it in schema]
    if not isinstance(schema, dict):
        return schema
    return _closed_one({key: _closed(it) for key, it in schema.items()})


def _closed_one(its: dict[str, Any]) -> dict[str, Any]:
    """An object with named properties has no others, whatever its type would let pass."""
    if its.get("type") == "object" and isinstance(its.get("properties"), dict):
        return {**its, "additionalProperties": False}
    return its
