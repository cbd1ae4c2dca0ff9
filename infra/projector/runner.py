"""The runner: a page of events, folded into every view, in one transaction."""

import asyncio
from collections.abc import Sequence

from domain.ids import StreamId
from infra.ledger.mapper import Mapper
from infra.ledger.reader import LedgerReader
from infra.projector import checkpoints, metrics
from infra.projector.entry import Entry
from infra.projector.tables import Connection
from infra.projector.view import Poisoned, View
from infra.settings import Projector as Limits
from projections.projection import Poison, Projection


class Runner:
    """Keeps views; writes on one connection, which nobody else uses meanwhile.

    What cannot be folded is found by halving: then its stream is parked for this projection,
    with everything later of the same stream, or the projection pauses.
    """

    def __init__(
        self,
        connection: Connection,
        reader: LedgerReader,
        mapper: Mapper,
        projections: Sequence[Projection],
        limits: Limits,
    ) -> None:
        self._connection = connection
        self._reader = reader
        self._mapper = mapper
        self._projections = projections
        self._limits = limits
        self._following: dict[str, bool] = {}
        self.views: list[View] = []

    async def begin(self) -> None:
        """Takes up where each view stands; makes what is not there. Raises ShapeChanged.

        A view that was paused is tried once more: the program may be another one now.
        """
        self.views = [view for it in self._projections for view in await self._begun(it)]
        self._following = await checkpoints.following(self._connection)
        await checkpoints.tell(self._connection)

    async def advance(self) -> int:
        """Takes one page; how many events it had. Raises Overtaken, Busy, OperationalError."""
        await self._renew()
        following = [it for it in self.views if it.paused is None]
        if not following:
            await self._count()
            return 0
        after = min(it.position for it in following)
        rows = await self._reader.rows_after(after, self._limits.page_events)
        if rows:
            await self.take(following, [Entry(it, self._mapper) for it in rows])
        await self._count()
        return len(rows)

    async def _renew(self) -> None:
        """Takes up builds that were switched to meanwhile, and lets go of those dropped."""
        if self._following != await checkpoints.following(self._connection):
            await self.begin()

    async def _count(self) -> None:
        head = await self._reader.head()
        for it in self.views:
            if not self._following.get(it.schema, False):
                continue
            metrics.PAUSED.labels(it.projection.name).set(it.paused is not None)
            metrics.BEHIND.labels(it.projection.name).set(head - it.position)
            metrics.PARKED.labels(it.projection.name).set(len(it.parked))

    async def _begun(self, projection: Projection) -> list[View]:
        standing = await checkpoints.begin(self._connection, projection)
        for its in standing:
            if its.paused is not None:
                await checkpoints.pause(self._connection, its.schema, None)
        return [
            View(projection, it.schema, it.position, None, it.parked, it.skips) for it in standing
        ]

    async def take(self, views: Sequence[View], page: Sequence[Entry]) -> None:
        """Folds a page into views and moves their checkpoints; parks or pauses what is poison."""
        try:
            await self._commit(views, page)
        except Poisoned as poison:
            if len(views) > 1:
                for view in views:
                    await self.take([view], page)
            elif len(page) > 1:
                await self.take(views, page[: len(page) // 2])
                await self.take(views, page[len(page) // 2 :])
            else:
                await self._try_again(views[0], page[0], str(poison))

    async def _commit(self, views: Sequence[View], page: Sequence[Entry]) -> None:
        """Rows and checkpoints of all views, or nothing. Raises Poisoned."""
        last = page[-1].position
        views = [it for it in views if it.paused is None and it.position < last]
        folded = [(it, it.fold(page)) for it in views]
        async with self._connection.transaction():
            standing = [(it.schema, it.position) for it in views]
            await checkpoints.move(self._connection, standing, last)
            for view, deltas in folded:
                await view.write(self._connection, deltas)
            await checkpoints.tell(self._connection)
        for view in views:
            view.position = last

    async def _try_again(self, view: View, entry: Entry, reason: str) -> None:
        for _ in range(self._limits.tries - 1):
            await asyncio.sleep(self._limits.retry_s)
            try:
                return await self._commit([view], [entry])
            except Poisoned as poison:
                reason = str(poison)
        match view.projection.poison:
            case Poison.PARK:
                await self._park(view, entry, reason)
            case Poison.PAUSE:
                await self._pause(view, entry, reason)

    async def _park(self, view: View, entry: Entry, reason: str) -> None:
        its = view.schema
        async with self._connection.transaction():
            await checkpoints.move(self._connection, [(its, view.position)], entry.position)
            event = (entry.position, entry.topic)
            await checkpoints.park(self._connection, its, entry.stream, event, reason)
            await checkpoints.tell(self._connection)
        view.position = view.parked[StreamId(entry.stream)] = entry.position

    async def _pause(self, view: View, entry: Entry, reason: str) -> None:
        view.paused = f"{entry.topic} at {entry.position} cannot be folded: {reason}"
        await checkpoints.pause(self._connection, view.schema, view.paused)
