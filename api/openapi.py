"""The description of the API: complete enough to generate a client from."""

from collections.abc import Iterator, Set
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.errors import MEDIA_TYPE
from api.permissions import declared

PROBLEM: dict[str, Any] = {
    "type": "object",
    "title": "Problem",
    "description": "What went wrong (RFC 9457). `code` is stable; `detail` is one sentence.",
    "required": ["type", "title", "status", "detail", "code", "request_id"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "param": {"type": ["string", "null"]},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["param", "detail"],
                "properties": {"param": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
    "example": {
        "type": "urn:ytempire:problem:video-unknown",
        "title": "Video unknown",
        "status": 404,
        "detail": "there is no such video in this account",
        "code": "video-unknown",
        "param": None,
        "request_id": "9f86d081884c7d65",
    },
}
TOLD = {
    "YT-Position": "From which position the answer is; may be given to any read.",
    "YT-Stale": "`1` where the tables were later than was asked for, after a bounded wait.",
    "YT-As-Of": "The position that `as_of` meant; the same for ever.",
}
REASONS = {
    "400": "The request cannot be read.",
    "401": "No token, or one that is not known here.",
    "403": "The token lacks the permission.",
    "404": "There is no such thing in this account.",
    "409": "It does not go with what is; the code says why.",
    "413": "The body is too large.",
    "415": "The body is not of the type that is taken.",
    "416": "The range is outside the file.",
    "422": "The request makes no sense; `param` names what.",
    "503": "No answer now; try again after Retry-After, with the same key.",
}


def describe(app: FastAPI) -> None:
    """Makes `app.openapi()` say of every operation what it needs and how it may fail."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _described(app)
        return app.openapi_schema

    setattr(app, "openapi", openapi)  # noqa: B010 - the framework's own way; it types a method


def _described(app: FastAPI) -> dict[str, Any]:
    found = get_openapi(title=app.title, version=app.version, routes=app.routes)
    components = found.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    schemas["Problem"] = PROBLEM
    components["securitySchemes"] = {"owner": {"type": "http", "scheme": "bearer"}}
    needs = {
        (route.path_format, method.lower()): its[0]
        for route, its in declared(app.routes)
        for method in route.methods
    }
    for path, method, operation in _operations(found):
        _complete(operation, path, needs[path, method])
    return found


def _operations(found: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in found["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def _complete(operation: dict[str, Any], path: str, permission: str | None) -> None:
    operation["summary"] = operation.pop("description").split("\n")[0].rstrip(".")
    if permission is not None:
        operation["security"] = [{"owner": []}]
        operation["x-permission"] = str(permission)
    answers = operation["responses"]
    names = {it["name"] for it in operation.get("parameters", ())}
    for status in (it for it in answers if it.startswith("2")):
        answers[status]["headers"] = {it: _header(it) for it in _told(names)}
    for status in _failures(operation, path, permission):
        answers[status] = {
            "description": REASONS[status],
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    operation["responses"] = dict(sorted(answers.items()))


def _told(parameters: Set[str]) -> Iterator[str]:
    """What an answer says of its position, given what may be asked."""
    if "Idempotency-Key" in parameters:
        yield "YT-Position"
    if "YT-Position" in parameters:
        yield from ("YT-Position", "YT-Stale")
    if "as_of" in parameters:
        yield "YT-As-Of"


def _header(name: str) -> dict[str, Any]:
    return {"description": TOLD[name], "schema": {"type": "string"}}


def _failures(operation: dict[str, Any], path: str, permission: str | None) -> Iterator[str]:
    yield "422"
    yield "503"
    if permission is None:
        return
    yield from ("401", "403")
    if "{" in path:
        yield "404"
    if "{name}" in path:
        yield "416"
    if "Idempotency-Key" in {it["name"] for it in operation.get("parameters", ())}:
        yield from ("400", "409", "413", "415")
