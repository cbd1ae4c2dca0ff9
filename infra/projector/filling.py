"""New builds filled by one scan of the ledger: a page is read and decoded once for all of them."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import aclosing, asynccontextmanager, contextmanager
from dataclasses import dataclass

from psycopg import DataError, IntegrityError

from infra.ledger.mapper import Mapper
from infra.ledger.reader import LedgerReader
from infra.ledger.scan import Page, Scan
from infra.projector.binary import Unfit
from infra.projector.bulk import Bulk
from infra.projector.tables import Connection
from infra.projector.view import Poisoned, View, followed
from infra.settings import Rebuild as Limits

AT_EASE = "SELECT set_config('synchronous_commit', %s, false)"
"""What is lost with a crash is built again; the last commit of a filling waits for all of it."""
IN_THE_WAY = (Poisoned, Unfit, DataError, IntegrityError)

Told = Callable[[str, int, int], None]
"""What is being done, how far it is, and how far it goes, both in events."""


def in_silence(_stage: str, _done: int, _of: int) -> None:
    """Tells nobody."""


class Filling:
    """A bare build on its way to `until`; its view's position is how far it is.

    `spoiled`: an event is in the way. Nothing of it is of use then: page by page it is found.
    """

    def __init__(self, connection: Connection, view: View, until: int) -> None:
        self.view = view
        self.until = until
        self.spoiled = False
        self._bulk = Bulk(connection, view)
        self._written = False

    @property
    def goes_on(self) -> bool:
        return not self._written and not self.spoiled and self.view.position < self.until

    @property
    def rows(self) -> int:
        """Held in memory."""
        return self._bulk.rows

    def take(self, page: Page) -> None:
        """Folds what it follows of a page."""
        events = page.events
        if page.last > self.until:
            events = [it for it in events if it.position <= self.until]
        with self._spoiling():
            self._bulk.take(events)
            self.view.position = min(page.last, self.until)

    async def append(self) -> None:
        """Writes the rows to which nobody comes back."""
        with self._spoiling():
            await self._bulk.append()

    async def finish(self) -> None:
        """Writes all that is held; it takes no more."""
        if not (self._written or self.spoiled):
            self._written = True
            with self._spoiling():
                await self._bulk.finish()

    @contextmanager
    def _spoiling(self) -> Iterator[None]:
        try:
            yield
        except IN_THE_WAY:
            self.spoiled = True
            self._bulk.forget()


@dataclass(frozen=True, slots=True)
class Filler:
    """Folds in memory, at most `rows_held` rows of all builds together, and writes."""

    connection: Connection
    reader: LedgerReader
    mapper: Mapper
    limits: Limits
    told: Told = in_silence

    async def fill(self, fillings: Sequence[Filling]) -> None:
        """From nothing up to where each goes, or until it has to give way to the others."""
        async with _at_ease(self.connection):
            await self._fold(fillings)
            for it in fillings:
                self.told("writing", it.view.position, it.until)
                await it.finish()

    async def _fold(self, fillings: Sequence[Filling]) -> None:
        until = max((it.until for it in fillings), default=0)
        scan = Scan(self.mapper, *followed([it.view.projection for it in fillings]))
        pages = self.reader.pages(scan, 0, self.limits.page_events, until)
        async with aclosing(pages):
            async for page in pages:
                for it in _going(fillings):
                    it.take(page)
                    await asyncio.sleep(0)  # others get a turn
                self.told("folding", page.last, until)
                await self._give_way(_going(fillings))
                if not _going(fillings):
                    break

    async def _give_way(self, going: Sequence[Filling]) -> None:
        """Too many rows held: the largest are written, and go on page by page."""
        if self._fits(going):
            return
        for it in going:
            await it.append()
        for it in sorted(going, key=lambda it: it.rows, reverse=True):
            if self._fits(going):
                return
            self.told("writing", it.view.position, it.until)
            await it.finish()

    def _fits(self, going: Sequence[Filling]) -> bool:
        return sum(it.rows for it in going) <= self.limits.rows_held


def _going(fillings: Sequence[Filling]) -> list[Filling]:
    return [it for it in fillings if it.goes_on]


@asynccontextmanager
async def _at_ease(connection: Connection) -> AsyncIterator[None]:
    await connection.execute(AT_EASE, ("off",))
    try:
        yield
    finally:
        if not connection.broken:
            await connection.execute(AT_EASE, ("on",))
