"""What goes over the wire: requests as they came, replies before any fault, and charges."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.prices import Usage


@dataclass(frozen=True)
class Request:
    """One request: header names in lower case, `at_s` on a monotonic clock.

    `at_once` counts the requests that were being answered when it came, itself among them;
    `fault` names the fault that it met, and is empty where it met none.
    """

    number: int
    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    at_s: float
    fault: str = ""
    at_once: int = 1

    def json(self) -> dict[str, Any]:
        """Raises Refusal (400) where the body is no JSON object."""
        try:
            found = json.loads(self.body)
        except ValueError as error:
            raise Refusal(400, "invalid_json", "The body is no JSON.") from error
        if not isinstance(found, dict):
            raise Refusal(400, "invalid_json", "The body is no JSON object.")
        return found


@dataclass(frozen=True)
class Reply:
    """What a provider answers where nothing goes wrong, and what it bills for that."""

    body: bytes
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    model: str = ""
    billed: tuple[Usage, ...] = ()
    status: int = 200

    @property
    def is_json(self) -> bool:
        return self.content_type == "application/json"


@dataclass(frozen=True)
class Charge:
    """What one request cost: which model, how much of what. `request` says what was asked."""

    request: Request
    model: str
    usage: tuple[Usage, ...]


class Refusal(Exception):
    """A request that the provider does not carry out; each words it in its own form."""

    def __init__(
        self, status: int, code: str, message: str = "", headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message or code)
        self.status, self.code = status, code
        self.message = message or f"Scripted: {code}."
        self.headers = dict(headers or {})


@dataclass(frozen=True)
class Route:
    """A method, a path with `{names}` in place of one segment each, and who answers."""

    method: str
    path: str
    answer: Callable[..., Reply]

    def matched(self, method: str, path: str) -> tuple[str, ...] | None:
        """What stands in the places of the names; None where this is another route."""
        wanted, got = self.path.split("/"), path.split("/")
        if method != self.method or len(wanted) != len(got):
            return None
        pairs = list(zip(wanted, got, strict=True))
        if any(name != part and not name.startswith("{") for name, part in pairs):
            return None
        return tuple(part for name, part in pairs if name.startswith("{"))


Routes = Iterator[Route]


def told(value: object, **rest: Any) -> Reply:
    """A reply of JSON."""
    return Reply(json.dumps(value, ensure_ascii=False).encode(), **rest)
