"""How a read is answered: fresh enough, from one position, and not at all if it did not change."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import Depends, Header, Query, Request, Response
from pydantic import BaseModel

from api.dependencies import dependencies
from api.errors import Problem
from api.permissions import person
from api.ports import Dependencies
from queries.ports import Page, Reader

POSITION_MAX = 2**63 - 1
ROWS, ROWS_MAX = 50, 200
CACHE = "private, no-cache"

Asked = Annotated[
    int,
    Header(
        alias="YT-Position",
        ge=0,
        le=POSITION_MAX,
        description="Be at least as fresh as this; what a command answered, for example.",
    ),
]
Limit = Annotated[int, Query(ge=1, le=ROWS_MAX, description="Rows at most.")]
Cursor = Annotated[
    int | None,
    Query(ge=0, le=POSITION_MAX, description="What the page before said was `next`."),
]


def describes(model: type[BaseModel]) -> dict[int | str, dict[str, Any]]:
    """What the JSON of a read is; it comes from the database as it is sent."""
    return {200: {"model": model}, 304: {"description": "Nothing happened since."}}


def page(limit: Limit = ROWS, cursor: Cursor = None) -> Page:
    return Page(limit, cursor)


ItsPage = Annotated[Page, Depends(page)]


Find = Callable[[Reader], Awaitable[bytes | None]]


class Reading:
    """One read: the tables that it needs may have to catch up with what its reader knows."""

    def __init__(
        self,
        request: Request,
        deps: Annotated[Dependencies, Depends(dependencies)],
        yt_position: Asked = 0,
    ) -> None:
        self._request = request
        self._deps = deps
        self._asked = yt_position
        self.account_id = person(request).account_id

    async def answer(
        self, views: tuple[str, ...], find: Find, missing: str = "not-found"
    ) -> Response:
        """The JSON that was found; 304 where nothing happened since; 404 `missing` for None.

        Tables that are late after a bounded wait answer all the same, and say `YT-Stale: 1`.
        """
        served = await self._deps.reader.fresh(self._asked, *views)
        etag = f'W/"{served.position}"'
        headers = {"YT-Position": str(served.position), "ETag": etag, "Cache-Control": CACHE}
        if served.stale:
            headers["YT-Stale"] = "1"
        if matches(self._request, etag):
            return Response(status_code=304, headers=headers)
        body = await find(self._deps.reader)
        if body is None:
            sentence = f"there is no such {missing.partition('-')[0]} in this account"
            raise Problem(missing, sentence, headers=headers)
        return Response(body, headers=headers, media_type="application/json")


Read = Annotated[Reading, Depends(Reading)]


def matches(request: Request, etag: str) -> bool:
    """Whether the caller has exactly this already (RFC 9110: compared weakly)."""
    held = request.headers.get("if-none-match", "")
    known = {it.strip().removeprefix("W/") for it in held.split(",")}
    return etag.removeprefix("W/") in known
