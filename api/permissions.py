"""What an operation needs, and which role has it. An operation that names nothing is not served."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from fastapi import Depends, Request
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.routing import BaseRoute

from api.errors import Problem
from api.ports import Person
from domain.account import Role


class Permission(StrEnum):
    ACCOUNT_READ = "account:read"
    ACCOUNT_ERASE = "account:erase"
    ACCOUNT_HOLD = "account:hold"
    ACCOUNT_VERIFY = "account:verify"
    CHANNELS_READ = "channels:read"
    CHANNELS_WRITE = "channels:write"
    ASSETS_WRITE = "assets:write"
    VIDEOS_READ = "videos:read"
    VIDEOS_WRITE = "videos:write"
    VIDEOS_PUBLISH = "videos:publish"
    COSTS_READ = "costs:read"
    COSTS_WRITE = "costs:write"
    JOBS_READ = "jobs:read"
    AUDIT_READ = "audit:read"
    SYSTEM_READ = "system:read"


READS = frozenset(it for it in Permission if it.endswith(":read") and it != "system:read")
GRANTED: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.OWNER: frozenset(Permission),
        Role.USER: frozenset(Permission) - {Permission.SYSTEM_READ, Permission.ACCOUNT_HOLD},
        Role.VIEWER: READS,
    }
)


@dataclass(frozen=True, slots=True)
class Needs:
    """A dependency of an operation; None: everybody may, even without a token."""

    permission: Permission | None

    async def __call__(self, request: Request) -> None:
        if self.permission is not None and self.permission not in GRANTED[person(request).role]:
            raise Problem("forbidden", f"This token lacks the permission {self.permission}.")


def needs(permission: Permission) -> Any:
    return Depends(Needs(permission))


EVERYBODY: Any = Depends(Needs(None))


def person(request: Request) -> Person:
    """Who asks, as the token said."""
    found: Person | None = request.state.person
    assert found is not None, "an operation that needs a person is never reached without one"
    return found


def declared(routes: Sequence[BaseRoute]) -> Iterator[tuple[Any, list[Permission | None]]]:
    """Every route, and what it says it needs."""
    for route in iter_route_contexts(routes):
        its = getattr(route, "dependencies", None) or ()
        yield route, [it.dependency.permission for it in its if isinstance(it.dependency, Needs)]


def refuse_undeclared(routes: Sequence[BaseRoute]) -> None:
    """Raises TypeError where a route does not say, exactly once, what it needs."""
    for route, its in declared(routes):
        if not isinstance(route.original_route, APIRoute) or len(its) != 1:
            raise TypeError(f"{route.path} has to name the one permission that it needs")
