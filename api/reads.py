"""How a read is answered: fresh enough, from one position, and not at all if it did not change."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from hashlib import sha256
from typing import Annotated, Any

from fastapi import Depends, Header, Query, Request, Response
from pydantic import BaseModel

from api.as_of import AsOf
from api.dependencies import Deps
from api.errors import Problem
from api.permissions import person
from api.ports import Dependencies
from queries.as_of import POSITION_MAX, parsed
from queries.ports import Page, Reader, Served

ROWS, ROWS_MAX = 50, 200
CACHE = "private, no-cache"
ETAG_DIGITS = 32

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


async def page(limit: Limit = ROWS, cursor: Cursor = None) -> Page:
    return Page(limit, cursor)


ItsPage = Annotated[Page, Depends(page)]


Find = Callable[[Reader], Awaitable[bytes | None]]


class Freshness:
    """How fresh an answer has to be, and what it says of that in its `headers`."""

    def __init__(
        self,
        request: Request,
        response: Response,
        deps: Dependencies,
        asked: int,
    ) -> None:
        self.headers: dict[str, str] = {}
        self._request = request
        self._response = response
        self._deps = deps
        self._asked = asked

    async def of_views(self, *views: str) -> Served:
        """Waits for these tables (all, if none is named), for a bounded time; then they are late.

        Late tables answer all the same, and say `YT-Stale: 1`.
        """
        served = await self._deps.reader.fresh(self._asked, *views)
        self._say(served.position)
        return served

    async def of_ledger(self) -> None:
        """Of an answer from the ledger itself, which is never late."""
        self._say(await self._deps.history.head())

    def _say(self, position: int) -> None:
        self.headers["YT-Position"] = str(position)
        if position < self._asked:
            self.headers["YT-Stale"] = "1"
        self._response.headers.update(self.headers)


class Reading(Freshness):
    """One read of the tables, as they are or as they were."""

    def __init__(
        self,
        request: Request,
        response: Response,
        deps: Dependencies,
        asked: int,
        then: datetime | int | None,
    ) -> None:
        super().__init__(request, response, deps, asked)
        self._then = then
        self.account_id = person(request).account_id

    async def answer(
        self, views: tuple[str, ...], find: Find, missing: str = "not-found"
    ) -> Response:
        """The JSON that was found; 304 where nothing happened since; 404 `missing` for None."""
        if self._then is not None:
            return self._answered(await self._found_then(self._then, find), missing)
        etag = self._etag(await self.of_views(*views))
        self.headers |= {"ETag": etag, "Cache-Control": CACHE}
        if matches(self._request, etag):
            return Response(status_code=304, headers=self.headers)
        return self._answered(await find(self._deps.reader), missing)

    async def _found_then(self, asked: datetime | int, find: Find) -> bytes | None:
        """Kept by nobody: what is erased later is then erased in the past as well."""
        async with self._deps.history.as_of(self.account_id, asked) as past:
            position = str(past.position)
            self.headers |= {"YT-Position": position, "YT-As-Of": position}
            self.headers["Cache-Control"] = "private, no-store"
            return await find(past)

    def _answered(self, body: bytes | None, missing: str) -> Response:
        if body is None:
            sentence = f"there is no such {missing.partition('-')[0]} in this account"
            raise Problem(missing, sentence, headers=self.headers)
        return Response(body, headers=self.headers, media_type="application/json")

    def _etag(self, served: Served) -> str:
        """Another for other tables, another position of any of them, another day or question."""
        url = self._request.url
        told = (served.views, served.day.isoformat(), str(self.account_id), url.path, url.query)
        return f'W/"{sha256(repr(told).encode()).hexdigest()[:ETAG_DIGITS]}"'


async def _fresh(
    request: Request, response: Response, deps: Deps, yt_position: Asked = 0
) -> Freshness:
    return Freshness(request, response, deps, yt_position)


async def _read(
    request: Request, response: Response, deps: Deps, yt_position: Asked = 0, as_of: AsOf = None
) -> Reading:
    then = None if as_of is None else parsed(as_of)
    return Reading(request, response, deps, yt_position, then)


Fresh = Annotated[Freshness, Depends(_fresh)]
Read = Annotated[Reading, Depends(_read)]


def matches(request: Request, etag: str) -> bool:
    """Whether the caller has exactly this already (RFC 9110: compared weakly)."""
    held = request.headers.get("if-none-match", "")
    known = {it.strip().removeprefix("W/") for it in held.split(",")}
    return etag.removeprefix("W/") in known
