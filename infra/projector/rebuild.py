"""A view built again beside the one that is read, proven, and switched to.

It takes one connection to write on and a reader of the ledger, and leaves the projector alone:
checkpoints are its fence. Killed at any moment, it leaves what is read as it was; the next run
clears away what it left, or goes on with it.
"""

from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from time import perf_counter

from psycopg import DataError, IntegrityError, IsolationLevel
from psycopg.types.json import Jsonb

from infra.ledger.mapper import Mapper
from infra.ledger.reader import LedgerReader
from infra.ledger.scan import Scan
from infra.projector import builds, checkpoints, switch
from infra.projector.binary import Unfit
from infra.projector.builds import Ahead, Served, Stuck, Unproven
from infra.projector.bulk import Bulk
from infra.projector.discards import discarded
from infra.projector.proof import Report, compare
from infra.projector.runner import Runner
from infra.projector.switch import Switched
from infra.projector.tables import Connection, shape
from infra.projector.view import Poisoned, View, followed
from infra.settings import Projector as Limits
from projections.projection import Projection

AT_EASE = "SELECT set_config('synchronous_commit', %s, false)"
"""What is lost with a crash is built again; the last commit of a filling waits for all of it."""
KEEP_PROOF = """
    INSERT INTO ops.proofs (schema, against, position, equal, report) VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (schema) DO UPDATE SET against = excluded.against, position = excluded.position,
        equal = excluded.equal, report = excluded.report, at = clock_timestamp()
"""

Told = Callable[[str, int, int], None]
"""What is being done, how far it is, and how far it goes, both in events."""
Explained = Callable[[], Awaitable[bool]]
"""Whether what is read is what its events come to, its parked streams aside: audit's replay."""


def in_silence(_stage: str, _done: int, _of: int) -> None:
    """Tells nobody."""


async def unexplained() -> bool:
    """A difference that parked streams might account for is not looked into."""
    return False


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What came of it; `parked` streams are those of the new build."""

    switched: Switched
    report: Report
    events: int
    seconds: float
    parked: int


@dataclass(slots=True)
class Rebuild:
    """One build of a projection, from its first row until it is read."""

    connection: Connection
    reader: LedgerReader
    mapper: Mapper
    projection: Projection
    limits: Limits
    told: Told = in_silence
    explained: Explained = unexplained
    _scan: Scan = field(init=False)
    _runner: Runner = field(init=False)
    _replaces: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        self._scan = Scan(self.mapper, *followed((self.projection,)))
        self._runner = Runner(self.connection, self.reader, self.mapper, (), self.limits)

    async def run(self, *, from_zero: bool = False, accept: bool = False) -> Rebuilt:
        """Builds, proves, switches. `accept`: differences are no obstacle, only told.

        Goes on with a build that was left half-way unless it is to begin `from_zero`; that also
        replaces what is read where it is ahead of the ledger. Raises BuildError.
        """
        begun_s = perf_counter()
        async with builds.alone(self.connection, self.projection.name):
            self._replaces = await self._ahead(from_zero=from_zero)
            view = await self._left(from_zero=from_zero) or await self._filled()
            report = await self._proven(view, accept=accept)
            await self._follow_to_head(view)
            switched = await self._switch(view, report)
        seconds = perf_counter() - begun_s
        return Rebuilt(switched, report, view.position, seconds, len(view.parked))

    async def roll_back(self) -> Switched:
        """Lets what was read before be read again. Raises BuildError."""
        limits = self.limits.rebuild
        name = self.projection.name
        return await switch.roll_back(self.connection, name, limits, self._catch_up_kept)

    async def _catch_up_kept(self, schema: str, until: int) -> bool:
        """No, while a projector does it, or where this program does not know that version."""
        if not await builds.nobody_leads(self.connection):
            return False
        for it in await checkpoints.begin(self.connection, self.projection):
            if it.schema == schema:
                view = View(self.projection, schema, it.position, None, it.parked, it.skips)
                await self._follow(view, until)
                return True
        return False

    async def _ahead(self, *, from_zero: bool) -> bool:
        """Whether what is read claims events that are not recorded. Raises Ahead."""
        served = await builds.served(self.connection, self.projection.name)
        head = await self.reader.head()
        if served.position > head and not from_zero:
            raise Ahead(
                f"{served.schema} stands at {served.position}, ahead of the ledger, which ends at"
                f" {head}: --from-zero replaces it"
            )
        return served.position > head

    async def _reachable(self, position: int) -> int:
        """That far, or as far as the ledger goes where what is read is ahead of it."""
        return min(position, await self.reader.head()) if self._replaces else position

    async def _left(self, *, from_zero: bool) -> View | None:
        """A whole build that was left before it was read; everything else is cleared away."""
        its, taken = self.projection, None
        skips = await discarded(self.connection, self.mapper, its.name)
        served = await builds.served(self.connection, its.name)
        whole = (its.version, "ready", shape(its.tables), skips)
        for it in await builds.unfinished(self.connection, its.name):
            same = (it.version, it.state, it.shape, it.skips) == whole
            if same and it.position <= served.position and not (from_zero or taken):
                parked = await checkpoints.parked(self.connection, it.schema)
                taken = View(
                    self.projection, it.schema, it.position, None, parked, frozenset(skips)
                )
            else:
                await builds.remove(self.connection, it.schema, self.limits.rebuild.lock_s)
        return taken

    async def _filled(self) -> View:
        """A new build, as far as what is read."""
        served = await builds.served(self.connection, self.projection.name)
        until = await self._reachable(served.position)
        view = await self._entered(bare=True)
        try:
            await self.connection.execute(AT_EASE, ("off",))
            await self._fill(view, until)
        except (Poisoned, Unfit, DataError, IntegrityError):
            self.told("an event is in the way: page by page instead", 0, until)
            await builds.remove(self.connection, view.schema, self.limits.rebuild.lock_s)
            view = await self._entered(bare=False)
        finally:
            if not self.connection.broken:
                await self.connection.execute(AT_EASE, ("on",))
        await self.connection.execute(builds.READY, (view.position, view.schema))
        await self._follow(view, until)
        return view

    async def _entered(self, *, bare: bool) -> View:
        skips = await discarded(self.connection, self.mapper, self.projection.name)
        async with self.connection.transaction():
            schema = await checkpoints.enter(
                self.connection, self.projection, "building", skips, bare=bare
            )
        return View(self.projection, schema, skips=frozenset(skips))

    async def _fill(self, view: View, until: int) -> None:
        """From nothing up to there, or until too many rows are held."""
        bulk, position = Bulk(self.connection, view, self.limits.rebuild.rows_held), 0
        pages = self.reader.pages(self._scan, 0, self.limits.rebuild.page_events, until)
        async with aclosing(pages):
            async for page in pages:
                await bulk.take(page.events)
                position = page.last
                self.told("folding", position, until)
                if bulk.full:
                    break
        self.told("writing", position, until)
        await bulk.finish()
        view.position = position

    async def _follow(self, view: View, until: int) -> None:
        """Page by page, as the projector does it. Raises Stuck, Ahead."""
        while view.position < until:
            limit = self.limits.rebuild.page_events
            page = await self.reader.page(self._scan, view.position, limit, until)
            if page.last == view.position:
                raise Ahead(
                    f"nothing is recorded at {view.position + 1}, where what is read claims {until}"
                )
            await self._runner.take([view], page.events, page.last)
            self.told("catching up", view.position, until)
            if view.paused is not None:
                raise Stuck(f"{view.projection.name} cannot be built further: {view.paused}")

    async def _follow_to_head(self, view: View) -> None:
        """Until so little is left that the projector can wait for it."""
        head = await self.reader.head()
        while True:
            await self._follow(view, head)
            before, head = head, await self.reader.head()
            if head - before <= self.limits.rebuild.last_events:
                return

    async def _proven(self, view: View, *, accept: bool) -> Report:
        """Compared with what is read where that stands, in one snapshot. Raises Unproven."""
        self.told("proving", view.position, view.position)
        await self.connection.set_isolation_level(IsolationLevel.REPEATABLE_READ)
        try:
            async with self.connection.transaction():
                served = await builds.served(self.connection, self.projection.name)
                await self._follow(view, await self._reachable(served.position))
                report = await compare(
                    self.connection, self.projection, served.schema, view.schema, view.position
                )
                its = (view.schema, served.schema, view.position, report.equal)
                await self.connection.execute(KEEP_PROOF, (*its, Jsonb(report.as_json())))
        finally:
            await self.connection.set_isolation_level(None)
        if not (report.equal or accept or await self._meant(view, served)):
            raise Unproven(
                f"{view.schema} is not what is read of {self.projection.name}: nothing was "
                "switched; look at the report, then accept the differences or find their cause",
                report,
            )
        return report

    async def _meant(self, view: View, served: Served) -> bool:
        """Whether differences are there on purpose: another meaning, or streams unparked."""
        if self._replaces:
            return True
        if served.version != self.projection.version:
            return self.projection.same_as != served.version
        parked = sorted(f"{stream}@{at}" for stream, at in view.parked.items())
        if (served.parked, sorted(served.skips)) == (parked, sorted(view.skips)):
            return False
        return await self.explained()

    async def _switch(self, view: View, report: Report) -> Switched:
        async def catch_up(position: int) -> None:
            await self._follow(view, await self._reachable(position))

        name = self.projection.name
        its = switch.Change(name, view.schema, report.served, keep=not self._replaces)
        return await switch.switch(self.connection, its, self.limits.rebuild, catch_up)
