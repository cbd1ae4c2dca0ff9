"""A whole engine on one database: processes that write, two that project, a reader at the tail."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Self

import psycopg

from adapters.anchors.folder import FolderAnchors
from commands.ports import Busy
from domain.ids import StreamId
from infra.audit.run import sealing
from infra.audit.verify import Asked as Whole
from infra.audit.verify import verify
from infra.ledger.pool import ledger_pool
from infra.ledger.reader import LedgerReader
from infra.settings import Audit
from tests.infra.engine import views
from tests.infra.engine.domain import BAD, MAPPER
from tests.infra.engine.faults import Fault
from tests.infra.engine.model import Asked, Before, Model, Tail
from tests.infra.engine.process import Process
from tests.infra.engine.projecting import AT_ONCE, Projecting, apart
from tests.infra.histories import ONE
from tests.tally import Counted

PROCESSES = 3
SEALS = Audit(seal_events=4)
TERMINATE = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE application_name = %s AND datname = current_database()
"""


@dataclass(slots=True)
class Installation:
    """Everything at work on one database; `check` holds all of it against the model."""

    url: str
    home: Path
    owner: psycopg.Connection
    reader: LedgerReader
    projectors: tuple[Projecting, Projecting]
    model: Model = field(default_factory=Model)
    tail: Tail = field(default_factory=Tail)
    processes: list[Process] = field(default_factory=list)
    read: dict[str, int] = field(default_factory=dict)
    _held: AsyncExitStack = field(default_factory=AsyncExitStack)
    _begun: int = 0

    @classmethod
    async def opened(cls, url: str, home: Path) -> Self:
        held = AsyncExitStack()
        owner = held.enter_context(psycopg.connect(url, autocommit=True))
        pool = await held.enter_async_context(ledger_pool(url, ONE))
        both = Projecting(url), Projecting(url)
        its = cls(url, home, owner, LedgerReader(pool, MAPPER), both, _held=held)
        its.processes = [await its._process() for _ in range(PROCESSES)]
        await its.projectors[0].advance(1)
        return its

    async def close(self) -> None:
        for it in self.processes:
            await it.end()
        for projector in self.projectors:
            await projector.stop()
        await self._held.aclose()

    async def ask(self, asked: Sequence[tuple[int, Asked]], fault: Fault | None = None) -> None:
        """All at once, each of some process; a fault befalls one of these."""
        for _, it in asked:
            self.model.expect(it)
        before = Before(self.model.head, frozenset(self.model.keys))
        each = [[it for of, it in asked if of == n] for n in range(PROCESSES)]
        over = asyncio.Event()
        following = asyncio.create_task(self._follow(over))
        for n, process in enumerate(self.processes):
            process.expect(fault if fault is not None and fault.process == n else None)
        told = await asyncio.gather(
            *(it.ask(its) for it, its in zip(self.processes, each, strict=True))
        )
        if fault is not None:
            await self._after(fault)
        over.set()
        await following
        await self.model.catch_up(self.owner)
        for it, answer in zip(chain(*each), chain(*told), strict=True):
            assert fault is not None or not isinstance(answer, Busy), answer
            self.model.check(it, answer, before)

    async def check(self) -> None:
        await self.model.catch_up(self.owner)
        events = await self.model.ledger.read_all(0, self.model.head)
        read = views.check(self.owner, events)
        assert all(read[name] >= it for name, it in self.read.items()), "a view went back"
        self.read = read

    def bad(self) -> list[tuple[int, StreamId]]:
        """Events that a view cannot take in, so far."""
        return [
            (it.position, it.stream)
            for it in map(MAPPER.recorded, self.model.ledger.rows)
            if isinstance(it.event, Counted) and it.event.note == BAD
        ]

    async def seal(self, killed_at: int = 0) -> None:
        anchors = FolderAnchors(self.home / "anchors")
        async with sealing(self.url, anchors, self.home, SEALS) as sealer:
            try:
                await apart(sealer.run(at_once=True), killed_at, [sealer.connection])
            except (psycopg.OperationalError, asyncio.CancelledError):
                assert killed_at

    async def verify(self) -> None:
        anchors = FolderAnchors(self.home / "anchors")
        verdict = await verify(self.url, anchors, Whole(), lambda *_: None)
        assert verdict.holds, verdict.first_bad

    async def in_the_end(self) -> None:
        """Everything is asked once more and answered alike; all views come to the same."""
        asked = list(self.model.asked.values())[::-1]
        await self.ask([(n % PROCESSES, it) for n, it in enumerate(asked)])
        assert await self.reader.head() == self.tail.position == self.model.head
        last = Projecting(self.url, AT_ONCE)
        while await last.advance(1):
            pass
        await last.stop()
        await self.check()
        assert set(self.read.values()) == {self.model.head}
        await self.seal()
        await self.verify()

    async def _process(self) -> Process:
        self._begun += 1
        name = f"writer-{self._begun}"
        process = Process(self.url, name, lambda: self.owner.execute(TERMINATE, (name,)))
        await process.pool.open()
        return process

    async def _after(self, fault: Fault) -> None:
        """What has not happened meanwhile happens now; who died has another in its place."""
        process = self.processes[fault.process]
        process.come_to_it()
        if process.dead:
            await process.end()
            self.processes[fault.process] = await self._process()

    async def _follow(self, over: asyncio.Event) -> None:
        """Reads at the tail until all is over and nothing is left."""
        while True:
            ended = over.is_set()
            page = await self.reader.rows_after(self.tail.position, 3)
            self.tail.take(page)
            if ended and not page:
                return
