"""What a query is given: a way to ask the tables, of now or of then, and how fresh they are.

Unanswerable   the past cannot be shown so: `as-of-invalid`, `as-of-future`, `as-of-beyond`,
               `as-of-too-long`, `as-of-unfoldable`
"""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

Row = dict[str, Any]

NOW = (
    "coalesce(nullif(current_setting('ytempire.as_of', true), '')::timestamptz, clock_timestamp())"
)
"""SQL for the time that an answer is of: the clock's, or that of the position asked for."""


class Unanswerable(Exception):
    """The past cannot be shown so; the sentence says why, and what can be asked instead."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True, slots=True)
class Served:
    """How far the tables had come; `stale` where that was not as far as was asked.

    `views` names the tables of each view that is read, and how far these are; `day` is today in
    UTC, since some figures are those of a day.
    """

    position: int
    stale: bool
    views: tuple[tuple[str, int], ...] = field(default=(), compare=False)
    day: date = field(default=date.min, compare=False)


@dataclass(frozen=True, slots=True)
class Page:
    """At most `limit` rows of a list; `beyond` is what the page before said was `next`."""

    limit: int
    beyond: int | None = None


class Reader(Protocol):
    """Asks one statement at a time, so that each answer is of one moment.

    Table names are unqualified: the reader knows which tables of each view are meant. Every
    method raises Busy where the database cannot answer, or the tables are not made yet.
    """

    async def rows(self, question: str, values: Mapping[str, object]) -> list[Row]: ...

    async def row(self, question: str, values: Mapping[str, object]) -> Row | None: ...

    async def json(self, question: str, values: Mapping[str, object]) -> bytes | None:
        """The one value of the one row, as JSON in UTF-8; None where there is no row."""
        ...


class Tables(Reader, Protocol):
    """What is served now."""

    async def fresh(self, position: int, *views: str) -> Served:
        """Waits, for a bounded time, until these views (all, if none is named) are as far."""
        ...

    def snapshot(self) -> AbstractAsyncContextManager[Reader]:
        """All statements of one request from one moment. Raises Busy."""
        ...


class Past(Reader, Protocol):
    """The tables as they were at a position."""

    position: int


class History(Protocol):
    """What was recorded, and the tables as they were. Every method raises Busy."""

    async def head(self) -> int:
        """The last position; 0 where nothing was recorded."""
        ...

    def as_of(self, account_id: UUID, asked: datetime | int) -> AbstractAsyncContextManager[Past]:
        """One account's tables, folded from its events for the while.

        A time means the last position recorded at or before it, once and for ever. Raises
        Unanswerable for what has not happened yet, and for too much work for a request.
        """
        ...
