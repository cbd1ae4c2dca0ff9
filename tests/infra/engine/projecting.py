"""A projector that is stopped and begun again, and views built again beside it."""

import asyncio
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

from psycopg import OperationalError

from infra.ledger.pool import ledger_pool
from infra.ledger.reader import LedgerReader
from infra.projector import switch
from infra.projector.builds import BeingBuilt, NothingKept
from infra.projector.checkpoints import Overtaken
from infra.projector.process import writing
from infra.projector.rebuild import Rebuild
from infra.projector.runner import Runner
from infra.projector.tables import Connection
from infra.settings import Projector
from infra.settings import Rebuild as Limits
from projections.projection import Projection
from tests.infra.engine.domain import MAPPER
from tests.infra.engine.faults import killed_at
from tests.infra.engine.views import BOTH
from tests.infra.histories import ONE

PAGES = Projector(
    page_events=3,
    retry_s=0.001,
    tries=2,
    rebuild=Limits(page_events=3, last_events=2, rows_held=4, lock_s=5, grace_s=0.001),
)
AT_ONCE = PAGES.model_copy(update={"page_events": 1_000})


@dataclass(slots=True)
class Projecting:
    """One projector of a database."""

    url: str
    limits: Projector = PAGES
    _runner: Runner | None = None
    _held: AsyncExitStack = field(default_factory=AsyncExitStack)
    _connections: list[Connection] = field(default_factory=list)

    async def advance(self, pages: int, killed_at: int = 0) -> int:
        """So many pages; how many events. Begins again where it was overtaken, or had died."""
        taken = 0
        for _ in range(pages):
            try:
                runner = self._runner or await self._begin()
                taken += await apart(runner.advance(), killed_at, self._connections)
            except (OperationalError, asyncio.CancelledError, Overtaken):
                await self.stop()
        return taken

    async def stop(self) -> None:
        self._runner, self._connections = None, []
        await self._held.aclose()

    async def _begin(self) -> Runner:
        pool = await self._held.enter_async_context(ledger_pool(self.url, ONE))
        connection = await self._held.enter_async_context(writing(self.url))
        self._connections = [connection]
        runner = Runner(connection, LedgerReader(pool, MAPPER), MAPPER, BOTH, self.limits)
        await runner.begin()
        self._runner = runner
        return runner


async def build(url: str, projection: Projection, *, from_zero: bool, killed_at: int = 0) -> None:
    """Builds a view again, unless it is killed on the way."""
    async with ledger_pool(url, ONE) as pool, writing(url) as connection:
        engine = _engine(connection, LedgerReader(pool, MAPPER), projection)
        try:
            await apart(engine.run(from_zero=from_zero), killed_at, [connection])
        except (OperationalError, asyncio.CancelledError):
            assert killed_at
        except BeingBuilt:  # by one that was killed, and that the server has yet to let go of
            return


async def roll_back(url: str, projection: Projection, killed_at: int = 0) -> None:
    async with ledger_pool(url, ONE) as pool, writing(url) as connection:
        engine = _engine(connection, LedgerReader(pool, MAPPER), projection)
        try:
            await apart(engine.roll_back(), killed_at, [connection])
        except (OperationalError, asyncio.CancelledError):
            assert killed_at
        except NothingKept:
            return


async def tidy_up(url: str) -> None:
    """Drops what nobody reads or keeps any more."""
    async with writing(url) as connection:
        await switch.drop_left_over(connection, PAGES.rebuild)


def _engine(connection: Connection, reader: LedgerReader, projection: Projection) -> Rebuild:
    async def explained() -> bool:
        return True  # what is read is held against its events after every step

    return Rebuild(connection, reader, MAPPER, projection, PAGES, explained=explained)


async def apart(run: Coroutine[Any, Any, Any], at: int, connections: list[Connection]) -> Any:
    """In a task of its own, which alone dies."""
    return await asyncio.create_task(killed_at(run, at, lambda: connections))
