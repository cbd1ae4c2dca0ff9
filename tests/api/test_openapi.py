"""The description of the API: complete, valid, and the same as the one that is kept."""

import json
from typing import Any

import orjson
import pytest

from api import app
from api.errors import MEDIA_TYPE
from tests.architecture.files import ROOT

KEPT = ROOT / "docs" / "openapi.json"
METHODS = {"get", "post", "put", "delete"}


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    return app.operations().openapi()


def operations(described: dict[str, Any]) -> list[dict[str, Any]]:
    return [it for methods in described["paths"].values() for it in methods.values()]


def test_what_is_kept_is_what_is_served(described: dict[str, Any]) -> None:
    """After a change: python -m api > docs/openapi.json"""
    assert orjson.loads(KEPT.read_bytes()) == json.loads(json.dumps(described))


def test_every_operation_has_a_name_and_says_what_it_does(
    described: dict[str, Any],
) -> None:
    found = operations(described)
    assert len({it["operationId"] for it in found}) == len(found)
    assert [it["operationId"] for it in found if len(it["summary"].split()) < 3] == []
    assert {it for methods in described["paths"].values() for it in methods} <= METHODS


def test_every_operation_says_how_it_fails(described: dict[str, Any]) -> None:
    for it in operations(described):
        failures = {status: a for status, a in it["responses"].items() if status >= "4"}
        assert {"422", "503"} <= set(failures)
        assert all(MEDIA_TYPE in answer["content"] for answer in failures.values())
        assert ("401" in failures) == ("x-permission" in it)


def test_every_command_needs_a_key(described: dict[str, Any]) -> None:
    for methods in described["paths"].values():
        for method, it in methods.items():
            keys = [p for p in it.get("parameters", []) if p["name"] == "Idempotency-Key"]
            assert [p["required"] for p in keys] == ([] if method == "get" else [True])


def test_every_reference_leads_somewhere(described: dict[str, Any]) -> None:
    schemas = described["components"]["schemas"]
    assert {it.rsplit("/", 1)[1] for it in references(described)} <= set(schemas)


def test_no_schema_of_a_body_takes_what_it_does_not_know(
    described: dict[str, Any],
) -> None:
    schemas = described["components"]["schemas"]
    for it in operations(described):
        for content in it.get("requestBody", {}).get("content", {}).values():
            schema = content["schema"]
            its = schemas[schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema
            assert its["additionalProperties"] is False


def references(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
        return own + [it for value in node.values() for it in references(value)]
    if isinstance(node, list):
        return [it for value in node for it in references(value)]
    return []
