"""The runner: a page of events, folded into every view, in one transaction."""

import asyncio
from collections.abc import Sequence

from infra.ledger.mapper import Mapper
from infra.ledger.reader import LedgerReader
from infra.ledger.scan import Page, Scan
from infra.projector import checkpoints, metrics
from infra.projector.checkpoints import TELL, Overtaken
from infra.projector.entry import Followed
from infra.projector.tables import Connection
from infra.projector.together import Statement, together
from infra.projector.view import Poisoned, View, followed, poison
from infra.settings import Projector as Limits
from projections.projection import Poison, Projection

NOTHING_AHEAD: tuple[int, asyncio.Task[Page] | None] = (-1, None)


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
        self._scan = Scan(mapper, *followed(projections))
        self._ahead = NOTHING_AHEAD
        self._projections = projections
        self._limits = limits
        self._following: dict[str, bool] = {}
        self._followed_then: dict[str, bool] | None = None
        self.views: list[View] = []

    async def begin(self) -> None:
        """Takes up where each view stands; makes what is not there. Raises ShapeChanged.

        A view that was paused is tried once more: the program may be another one now.
        """
        self.views = [view for it in self._projections for view in await self._begun(it)]
        self._following = await checkpoints.following(self._connection)
        self._followed_then = None
        await checkpoints.tell(self._connection)

    async def advance(self) -> int:
        """Takes one page; how many events that was. Raises Overtaken, Busy, OperationalError."""
        if self._ahead is NOTHING_AHEAD and self._followed:
            self._look(self._after)  # while it is asked what is to be followed
        asked = self._followed_then is None
        await self._renew()
        if not self._followed:
            await self._count(await self._reader.head())
            return 0
        after = self._after
        page = await self._page(after)
        if page.last > after:
            if page.full:
                self._look(page.last)
            await self._taken(page)
        elif not asked:
            return await self.advance()  # what woke it may be that something else is followed
        await self._count(await self._reader.head() if page.full else page.last)
        return page.last - after

    async def _taken(self, page: Page) -> None:
        """Begins again where a build was let go of meanwhile. Raises Overtaken."""
        try:
            await self.take(self._followed, page.events, page.last)
        except Overtaken:
            if not await self._renew():
                raise

    @property
    def _followed(self) -> list[View]:
        return [it for it in self.views if it.paused is None]

    @property
    def _after(self) -> int:
        return min(it.position for it in self._followed)

    async def _page(self, after: int) -> Page:
        """The one that was asked for already, if it is this one."""
        if self._ahead[0] != after:
            self._look(after)
        (_, coming), self._ahead = self._ahead, NOTHING_AHEAD
        assert coming is not None
        return await coming

    def _look(self, after: int) -> None:
        self._ahead = after, self._asked(after)

    def _asked(self, after: int) -> asyncio.Task[Page]:
        asked = asyncio.create_task(self._reader.page(self._scan, after, self._limits.page_events))
        asked.add_done_callback(lambda it: it.cancelled() or it.exception())  # if nobody waits
        return asked

    async def _renew(self) -> bool:
        """Takes up builds that were switched to meanwhile, and lets go of those dropped.

        What the last page was told of them holds for the next one, once.
        """
        found, self._followed_then = self._followed_then, None
        if found is None:
            found = await checkpoints.following(self._connection)
        if self._following == found:
            return False
        await self.begin()
        return True

    async def _count(self, head: int) -> None:
        for it in self.views:
            if not self._following.get(it.schema, False):
                continue
            metrics.PAUSED.labels(it.projection.name).set(it.paused is not None)
            metrics.BEHIND.labels(it.projection.name).set(max(0, head - it.position))
            metrics.PARKED.labels(it.projection.name).set(len(it.parked))

    async def _begun(self, projection: Projection) -> list[View]:
        standing = await checkpoints.begin(self._connection, projection)
        for its in standing:
            if its.paused is not None:
                await checkpoints.pause(self._connection, its.schema, None)
        return [
            View(projection, it.schema, it.position, None, it.parked, it.skips) for it in standing
        ]

    async def take(
        self, views: Sequence[View], page: Sequence[Followed], last: int | None = None
    ) -> None:
        """Folds a page into views and moves their checkpoints; parks or pauses what is poison.

        They move to `last`, where what nobody follows was left out of the page.
        """
        last = page[-1].position if last is None else last
        half = len(page) // 2
        try:
            await self._commit(views, page, last)
        except Poisoned as poison:
            if len(views) > 1:
                for view in views:
                    await self.take([view], page, last)
            elif half:
                await self.take(views, page[:half])
                await self.take(views, page[half:], last)
            else:
                await self._try_again(views[0], page[0], str(poison))

    async def _commit(self, views: Sequence[View], page: Sequence[Followed], last: int) -> None:
        """Rows and checkpoints of all views, sent together, or nothing. Raises Poisoned."""
        views = [it for it in views if it.paused is None and it.position < last]
        folded = [(it, it.fold(page)) for it in views]
        standing = [(it.schema, it.position) for it in views]
        with poison(), checkpoints.overtaken():
            statements = [checkpoints.moved(standing, last)]
            for view, deltas in folded:
                statements += await view.written(self._connection, deltas)
            *_, told = await together(self._connection, [*statements, Statement(TELL)])
        self._followed_then = checkpoints.followed_then(told)
        for view in views:
            view.position = last

    async def _try_again(self, view: View, entry: Followed, reason: str) -> None:
        for _ in range(self._limits.tries - 1):
            await asyncio.sleep(self._limits.retry_s)
            try:
                return await self._commit([view], [entry], entry.position)
            except Poisoned as poison:
                reason = str(poison)
        match view.projection.poison:
            case Poison.PARK:
                await self._park(view, entry, reason)
            case Poison.PAUSE:
                await self._pause(view, entry, reason)

    async def _park(self, view: View, entry: Followed, reason: str) -> None:
        its, event = view.schema, (entry.position, entry.topic)
        async with self._connection.transaction():
            with checkpoints.overtaken():
                moved = checkpoints.moved([(its, view.position)], entry.position)
                await together(self._connection, [moved])
            await checkpoints.park(self._connection, its, entry.stream, event, reason)
            await checkpoints.tell(self._connection)
        view.position = view.parked[entry.stream] = entry.position

    async def _pause(self, view: View, entry: Followed, reason: str) -> None:
        view.paused = f"{entry.topic} at {entry.position} cannot be folded: {reason}"
        await checkpoints.pause(self._connection, view.schema, view.paused)
