"""The past, asked for: `?as_of=` of a read, a time or a position. What has no past refuses it."""

from typing import Annotated

from fastapi import Query, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from api.errors import Problem

NAME = "as_of"
CHARACTERS_MAX = 64

AsOf = Annotated[
    str | None,
    Query(
        alias=NAME,
        max_length=CHARACTERS_MAX,
        description="Answer as of then: a position, or a time with its zone (ISO 8601).",
        examples=["4711", "2026-11-20T13:27:18Z"],
    ),
]


async def live_only(request: Request) -> None:
    """What shows the present alone refuses to be asked for the past."""
    route = request.scope.get("route")
    takes = isinstance(route, APIRoute) and takes_as_of(route.dependant)
    if NAME in request.query_params and not takes:
        raise Problem("as-of-unfit", "This shows the present alone; leave as_of out.", param=NAME)


def takes_as_of(its: Dependant) -> bool:
    named = any(it.alias == NAME for it in its.query_params)
    return named or any(map(takes_as_of, its.dependencies))
