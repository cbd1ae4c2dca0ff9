"""The past, asked for: `?as_of=` of a read, a time or a position. What has no past refuses it."""

from datetime import datetime
from typing import Annotated

from fastapi import Query, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from api.errors import Problem

NAME = "as_of"
CHARACTERS_MAX = 64
POSITION_MAX = 2**63 - 1

AsOf = Annotated[
    str | None,
    Query(
        alias=NAME,
        max_length=CHARACTERS_MAX,
        description="Answer as of then: a position, or a time with its zone (ISO 8601).",
        examples=["4711", "2026-11-20T13:27:18Z"],
    ),
]


def parsed(said: str) -> datetime | int:
    """A time or a position. Raises Problem (`as-of-invalid`) for anything else."""
    if said.isascii() and said.isdecimal():
        if int(said) <= POSITION_MAX:
            return int(said)
        raise _invalid("no position is that large")
    try:
        # In a query, + means a space; nothing else of a time is one there.
        at = datetime.fromisoformat(said.replace(" ", "+"))
    except ValueError:
        raise _invalid("it is neither a position nor a time") from None
    if at.tzinfo is None:
        raise _invalid("a time needs its zone, such as Z or +02:00")
    return at


def live_only(request: Request) -> None:
    """What shows the present alone refuses to be asked for the past."""
    route = request.scope.get("route")
    takes = isinstance(route, APIRoute) and takes_as_of(route.dependant)
    if NAME in request.query_params and not takes:
        raise Problem("as-of-unfit", "This shows the present alone; leave as_of out.", param=NAME)


def takes_as_of(its: Dependant) -> bool:
    named = any(it.alias == NAME for it in its.query_params)
    return named or any(map(takes_as_of, its.dependencies))


def _invalid(why: str) -> Problem:
    sentence = f"as_of makes no sense: {why}; say 4711, or 2026-11-20T13:27:18Z."
    return Problem("as-of-invalid", sentence, param=NAME)
