"""G7: a view built again while others write and read it, switched to, and rolled back.

Writes come by the clock, so that a slow one delays no other. Every read waits for a position
that was answered, and has to find that write. Projector and rebuild are processes of their own.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from benchmarks.claims import Figure, Figures
from benchmarks.ledger import ours
from benchmarks.ledger.building import follow, rolled_back
from benchmarks.ledger.children import ready
from benchmarks.ledger.events import spend, stream_of
from benchmarks.ledger.figures import MS, Timed, middle
from benchmarks.ledger.fill import Scattered, fill
from benchmarks.ledger.measures import Bench
from benchmarks.ledger.views import spending
from commands.ports import Busy, Ledger
from domain.ids import StreamId
from infra.reader import PostgresReader, opened_reader
from infra.settings import Views

VIEW = "switched"
ROW = f"SELECT n FROM {VIEW} WHERE video = %(video)s"  # noqa: S608 - a constant
EVENTS, STREAMS, EVERY_S, IDLE_S = 300_000, 200, 0.005, 4.0


@dataclass
class Load:
    """Somebody who writes, and somebody who reads what was written."""

    ledger: Ledger
    reader: PostgresReader
    writes: int = 0
    reads: int = 0
    failed: int = 0
    why: str = ""
    written: dict[StreamId, tuple[int, int]] = field(default_factory=dict)

    @asynccontextmanager
    async def during(self) -> AsyncIterator[Timed]:
        """The latencies of all writes that were begun within."""
        timed, over = Timed(), asyncio.Event()
        both = asyncio.gather(self._write(timed, over), self._read(over))
        try:
            yield timed
        finally:
            over.set()
            await both

    async def _write(self, timed: Timed, over: asyncio.Event) -> None:
        begun, writing = time.perf_counter(), set()
        while not over.is_set():
            task = asyncio.create_task(self._one(timed))
            writing.add(task)
            task.add_done_callback(writing.discard)
            begun += EVERY_S
            await asyncio.sleep(max(0.0, begun - time.perf_counter()))
        await asyncio.gather(*writing)

    async def _one(self, timed: Timed) -> None:
        self.writes += 1
        n = self.writes
        stream = stream_of("load", n % STREAMS)
        begun = time.perf_counter()
        receipt = await self.ledger.carry_out(*spend("load", n, stream))
        timed.latencies_s.append(time.perf_counter() - begun)
        times, position = self.written.get(stream, (0, 0))
        self.written[stream] = times + 1, max(position, receipt.position)

    async def _read(self, over: asyncio.Event) -> None:
        while not over.is_set():
            for stream, (times, position) in list(self.written.items()):
                await self._look(stream, times, position)
            await asyncio.sleep(EVERY_S)

    async def _look(self, stream: StreamId, times: int, position: int) -> None:
        self.reads += 1
        try:
            served = await self.reader.fresh(position, VIEW)
            row = await self.reader.row(ROW, {"video": stream})
        except Busy as busy:
            self._fault(str(busy))
            return
        if served.stale or row is None or row["n"] < times:
            self._fault(f"{row} where {times} were written, stale {served.stale}")

    def _fault(self, why: str) -> None:
        self.failed += 1
        self.why = why


@dataclass
class Round:
    idle: Timed
    loaded: Timed
    switch_ms: float
    rollback_ms: float
    seconds: float


async def measure(bench: Bench) -> Figures:
    with bench.servers.database() as url:
        fill(url, bench.count(EVENTS), Scattered())
        await follow(url, [spending(VIEW)])
        with ready("project", {"url": url, "view": VIEW}) as (projector,):
            projector.go()
            async with ours.opened(url) as its, opened_reader(url, Views()) as reader:
                load = Load(its.ledger, reader)
                async with load.during():
                    await asyncio.sleep(1)
                rounds = [await _round(bench, url, load) for _ in range(bench.rounds)]
    slower = [it.loaded.ms(0.99) / it.idle.ms(0.99) for it in rounds]
    p99 = middle([it.idle.ms(0.99) for it in rounds])
    told = f"idle p99 {p99.value:g} ms at {1 / EVERY_S:g} writes/s"
    note = f"{load.reads:,} reads, {load.writes:,} writes"
    return {
        "G7": Figure(load.failed, note=f"{note}; {load.why}" if load.why else note),
        "G7-p99": middle(slower, f"{told}; a rebuild took {rounds[-1].seconds:.1f} s"),
        "G7-switch": middle([it.switch_ms for it in rounds]),
        "G7-rollback": middle([it.rollback_ms for it in rounds]),
    }


async def _round(bench: Bench, url: str, load: Load) -> Round:
    with ready("rebuild", {"url": url, "names": [VIEW]}) as (builder,):
        async with load.during() as idle:
            await asyncio.sleep(IDLE_S)
        async with load.during() as loaded:
            builder.go()
            built = await asyncio.to_thread(builder.found)
    async with load.during():
        begun = time.perf_counter()
        await rolled_back(url, VIEW)
        rollback_ms = MS * (time.perf_counter() - begun)
    done = Round(idle, loaded, built["held_ms"], rollback_ms, built["seconds"])
    bench.tell(
        f"p99 {idle.ms(0.99):.1f} ms idle, {loaded.ms(0.99):.1f} ms in {done.seconds:.1f} s; "
        f"switch {done.switch_ms:.1f} ms, rollback {rollback_ms:.0f} ms; {load.failed} failed"
    )
    return done
