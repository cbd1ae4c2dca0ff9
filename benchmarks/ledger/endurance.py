"""G4: eight writer processes, a million events, and a reader at the tail.

The tail is read as every follower reads it. Missed: stored, and never seen there. Out of order:
a position, a time or a version of a stream that does not follow the last. At the end what was
acknowledged is held against what is stored, by position and command.
"""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import UUID

import psycopg

from benchmarks.claims import Figure, Figures
from benchmarks.ledger import ours
from benchmarks.ledger.child import ACKNOWLEDGED
from benchmarks.ledger.children import all_found, ready
from benchmarks.ledger.events import NOON
from benchmarks.ledger.measures import Bench
from infra.ledger.arrivals import Arrivals
from infra.ledger.reader import LedgerReader
from infra.ledger.row import Row

WRITERS, TASKS, PAGE = 8, 64, 2_000
POLL_S, TELL_S = 0.25, 10
STORED = "SELECT notification_id, command_id FROM ledger.events WHERE notification_id > %s"
NEXT = f"{STORED} ORDER BY notification_id LIMIT 50000"


@dataclass(slots=True)
class Tail:
    """What a reader at the tail has seen."""

    position: int = 0
    seen: int = 0
    disorder: int = 0
    at: datetime = NOON
    versions: dict[str, int] = field(default_factory=dict)

    def take(self, it: Row) -> None:
        follows = (
            it.notification_id > self.position
            and it.recorded_at >= self.at
            and it.originator_version == self.versions.get(it.originator_id, 0) + 1
        )
        self.disorder += not follows
        self.position, self.at = it.notification_id, it.recorded_at
        self.versions[it.originator_id] = it.originator_version
        self.seen += 1


async def measure(bench: Bench) -> Figures:
    each = bench.count(bench.events) // WRITERS
    home = bench.servers.home
    files = [home / f"acknowledged-{n}" for n in range(WRITERS)]
    with bench.servers.database() as url:
        told = [
            {"url": url, "run": n, "count": each, "tasks": TASKS, "file": str(files[n])}
            for n in range(WRITERS)
        ]
        over = asyncio.Event()
        async with ours.opened(url) as its, Arrivals(url) as arrivals:
            following = asyncio.create_task(_follow(its.reader, arrivals, over, bench))
            try:
                took_s = await asyncio.to_thread(_write, told)
            finally:
                over.set()
            tail = await following
        stored, unlike = await asyncio.to_thread(_compare, url, files)
    note = f"{stored:,} events in {took_s:.0f} s, {stored / took_s:,.0f}/s"
    return {
        "G4": Figure(stored - tail.seen, note=note),
        "G4-order": Figure(tail.disorder),
        "G4-stored": Figure(unlike),
    }


async def _follow(
    reader: LedgerReader, arrivals: Arrivals, over: asyncio.Event, bench: Bench
) -> Tail:
    """Until writing is over and nothing is left."""
    tail, told_s = Tail(), time.monotonic()
    while True:
        ended = over.is_set()
        page = await reader.rows_after(tail.position, PAGE)
        for row in page:
            tail.take(row)
        if ended and not page:
            return tail
        if time.monotonic() - told_s > TELL_S:
            bench.tell(f"{tail.seen:,} events seen")
            told_s = time.monotonic()
        if len(page) < PAGE:
            await arrivals.wait(POLL_S)


def _write(told: list[dict[str, object]]) -> float:
    """How long it took, all processes being ready."""
    with ready("endure", *told) as children:
        begun = time.monotonic()
        all_found(children)
        return time.monotonic() - begun


def _compare(url: str, files: list[Path]) -> tuple[int, int]:
    """How many events are stored; how many are not as acknowledged, or not acknowledged."""
    acknowledged = {
        position: command
        for file in files
        for position, command in ACKNOWLEDGED.iter_unpack(file.read_bytes())
    }
    stored, unlike, position = 0, 0, 0
    with psycopg.connect(url) as connection:
        cursor = connection.cursor(binary=True)
        while page := cursor.execute(NEXT, (position,)).fetchall():
            stored += len(page)
            unlike += sum(not _same(acknowledged.pop(at, b""), its) for at, its in page)
            position = page[-1][0]
    return stored, unlike + len(acknowledged)


def _same(acknowledged: bytes, stored: UUID) -> bool:
    return acknowledged == stored.bytes
