"""G8: from the beginning of a save until its row is read, with a projector in its own process.

Idle, then beside four processes that write one command after the other. The row is read the
way the API reads: by its own connections, once the view is told to be as far.
"""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from benchmarks.claims import Figures, NotMeasured
from benchmarks.ledger import ours
from benchmarks.ledger.children import ready
from benchmarks.ledger.events import spend, stream_of
from benchmarks.ledger.figures import Timed, middle
from benchmarks.ledger.measures import Bench
from commands.ports import Ledger
from infra.reader import PostgresReader, opened_reader
from infra.settings import Views

VIEW = "visible"
ROW = f"SELECT n FROM {VIEW} WHERE video = %(video)s"  # noqa: S608 - a constant
SAVES, WRITERS = 400, 4
PAUSE_S, BEGIN_S = 0.003, 10.0


async def measure(bench: Bench) -> Figures:
    with bench.servers.database() as url, ready("project", {"url": url, "view": VIEW}) as its:
        its[0].go()
        async with ours.opened(url) as mine, opened_reader(url, Views()) as reader:
            asks = Asks(mine.ledger, reader)
            await asks.begun()
            count = bench.count(SAVES, least=100)
            idle = [await asks.saved(("idle", n), count) for n in range(bench.rounds)]
            bench.tell(f"idle p50 {idle[-1].ms(0.5):.1f} ms, p99 {idle[-1].ms(0.99):.1f} ms")
            with _written_by_others(url):
                await asyncio.sleep(1)
                loaded = [await asks.saved(("loaded", n), count) for n in range(bench.rounds)]
            bench.tell(f"loaded p99 {loaded[-1].ms(0.99):.1f} ms")
    p50 = middle([it.ms(0.5) for it in loaded])
    return {
        "G8": middle([it.ms(0.5) for it in idle]),
        "G8-p99": middle([it.ms(0.99) for it in idle]),
        "G8-loaded": middle([it.ms(0.99) for it in loaded], f"p50 {p50.value:g} ms"),
    }


@dataclass(frozen=True)
class Asks:
    """Saves, then asks for the row."""

    ledger: Ledger
    reader: PostgresReader

    async def begun(self) -> None:
        """Until the projector follows. Raises NotMeasured where it does not."""
        receipt = await self.ledger.carry_out(*spend("begun", 0, stream_of("begun"), begins=True))
        deadline = time.monotonic() + BEGIN_S
        while (await self.reader.fresh(receipt.position, VIEW)).stale:
            if time.monotonic() > deadline:
                raise NotMeasured(f"the projector has not begun after {BEGIN_S:g} s")
        await self.saved("warm", 50)

    async def saved(self, run: object, count: int) -> Timed:
        """One after the other, so that each meets an idle projector unless others write."""
        timed = Timed()
        for n in range(count):
            begun = time.perf_counter()
            stream = stream_of(run, n)
            receipt = await self.ledger.carry_out(*spend(run, n, stream, begins=True))
            served = await self.reader.fresh(receipt.position, VIEW)
            found = await self.reader.row(ROW, {"video": stream})
            timed.latencies_s.append(time.perf_counter() - begun)
            if served.stale or found != {"n": 1}:
                raise NotMeasured(f"the row of {stream} was not there in time: {found}")
            await asyncio.sleep(PAUSE_S)
        return timed


@contextmanager
def _written_by_others(url: str) -> Iterator[None]:
    told = [{"url": url, "run": n} for n in range(WRITERS)]
    with ready("saturate", *told) as children:
        for child in children:
            child.go()
        yield
