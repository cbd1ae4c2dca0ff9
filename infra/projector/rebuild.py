"""A view built again beside the one that is read, proven, and switched to.

It takes one connection to write on and a reader of the ledger, and leaves the projector alone:
checkpoints are its fence. Killed at any moment, it leaves what is read as it was; the next run
clears away what it left, or goes on with it.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from time import perf_counter

from psycopg import IsolationLevel
from psycopg.types.json import Jsonb

from infra.ledger.mapper import Mapper
from infra.ledger.reader import LedgerReader
from infra.ledger.scan import Scan
from infra.projector import builds, checkpoints, switch
from infra.projector.builds import Ahead, Served, Stuck, Unproven
from infra.projector.discards import discarded
from infra.projector.filling import Filler, Filling, Told, in_silence
from infra.projector.proof import Report, compare
from infra.projector.runner import Runner
from infra.projector.switch import Switched
from infra.projector.tables import Connection, shape
from infra.projector.view import View, followed
from infra.settings import Projector as Limits
from projections.projection import Projection

KEEP_PROOF = """
    INSERT INTO ops.proofs (schema, against, position, equal, report) VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (schema) DO UPDATE SET against = excluded.against, position = excluded.position,
        equal = excluded.equal, report = excluded.report, at = clock_timestamp()
"""

Explained = Callable[[], Awaitable[bool]]
"""Whether what is read is what its events come to, its parked streams aside: audit's replay."""


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
    _begun_s: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        self._scan = Scan(self.mapper, *followed((self.projection,)))
        self._runner = Runner(self.connection, self.reader, self.mapper, (), self.limits)

    async def run(self, *, from_zero: bool = False, accept: bool = False) -> Rebuilt:
        """Builds, proves, switches. `accept`: differences are no obstacle, only told.

        Goes on with a build that was left half-way unless it is to begin `from_zero`; that also
        replaces what is read where it is ahead of the ledger. Raises BuildError.
        """
        async with builds.alone(self.connection, self.projection.name):
            begun = await self.begin(from_zero=from_zero)
            if isinstance(begun, Filling):
                await self.filler(self.told).fill([begun])
            return await self.finish(begun, accept=accept)

    async def begin(self, *, from_zero: bool) -> View | Filling:
        """A whole build that was left, or one to be filled. Raises Ahead, NotServed.

        From here until `finish` is done, nobody else may build this projection.
        """
        self._begun_s = perf_counter()
        self._replaces = await self._ahead(from_zero=from_zero)
        if (left := await self._left(from_zero=from_zero)) is not None:
            return left
        served = await builds.served(self.connection, self.projection.name)
        until = await self._reachable(served.position)
        return Filling(self.connection, await self._entered(bare=True), until)

    async def finish(self, begun: View | Filling, *, accept: bool) -> Rebuilt:
        """Catches up, proves and switches to what was begun, and filled. Raises BuildError."""
        view = await self._filled(begun) if isinstance(begun, Filling) else begun
        report = await self._proven(view, accept=accept)
        await self._follow_to_head(view)
        switched = await self._switch(view, report)
        seconds = perf_counter() - self._begun_s
        return Rebuilt(switched, report, view.position, seconds, len(view.parked))

    def filler(self, told: Told) -> Filler:
        return Filler(self.connection, self.reader, self.mapper, self.limits.rebuild, told)

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

    async def _filled(self, its: Filling) -> View:
        """As far as what is read."""
        view = its.view
        if its.spoiled:
            self.told("an event is in the way: page by page instead", 0, its.until)
            await builds.remove(self.connection, view.schema, self.limits.rebuild.lock_s)
            view = await self._entered(bare=False)
        await self.connection.execute(builds.READY, (view.position, view.schema))
        await self._follow(view, its.until)
        return view

    async def _entered(self, *, bare: bool) -> View:
        skips = await discarded(self.connection, self.mapper, self.projection.name)
        async with self.connection.transaction():
            schema = await checkpoints.enter(
                self.connection, self.projection, "building", skips, bare=bare
            )
        return View(self.projection, schema, skips=frozenset(skips))

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
