"""What a query is given: a way to ask the tables, and to wait until they are fresh enough."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Served:
    """How far the tables had come; `stale` where that was not as far as was asked."""

    position: int
    stale: bool


@dataclass(frozen=True, slots=True)
class Page:
    """At most `limit` rows of a list; `beyond` is what the page before said was `next`."""

    limit: int
    beyond: int | None = None


class Reader(Protocol):
    """Asks one statement at a time, so that each answer is of one moment.

    Table names are unqualified: the reader knows which version of each view is served. Every
    method raises Busy where the database cannot answer, or the tables are not made yet.
    """

    async def rows(self, question: str, values: Mapping[str, object]) -> list[Row]: ...

    async def row(self, question: str, values: Mapping[str, object]) -> Row | None: ...

    async def json(self, question: str, values: Mapping[str, object]) -> bytes | None:
        """The one value of the one row, as JSON in UTF-8; None where there is no row."""
        ...

    async def fresh(self, position: int, *views: str) -> Served:
        """Waits, for a bounded time, until these views (all, if none is named) are as far."""
        ...
