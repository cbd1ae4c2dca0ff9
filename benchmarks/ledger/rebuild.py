"""G6: a view of every event built again, from the first event until it is read.

The proof and the switch are part of it. Raw reads the five columns that a fold needs, of the
same rows; whole rows are in the note. Five views: two processes, which share them, each of which
reads the ledger once for all of its own.
"""

import asyncio
import time
from contextlib import AsyncExitStack

from benchmarks.claims import Figures
from benchmarks.ledger import raw
from benchmarks.ledger.building import engine, follow
from benchmarks.ledger.children import all_found, ready
from benchmarks.ledger.figures import Timed, middle, prepared, rates
from benchmarks.ledger.fill import Scattered, fill
from benchmarks.ledger.measures import Bench
from benchmarks.ledger.views import spending

EVENTS = 200_000
NAMES = [f"rebuilt_{n}" for n in range(5)]
PROCESSES = 2


async def measure(bench: Bench) -> Figures:
    one: list[Timed] = []
    five: list[Timed] = []
    bare: list[Timed] = []
    whole: list[Timed] = []
    events = bench.count(EVENTS, least=50_000)
    with bench.servers.database() as url:
        fill(url, events, Scattered())
        await follow(url, [spending(it) for it in NAMES])
        for _ in range(bench.rounds):
            bare.append(await asyncio.to_thread(raw.selected, url, raw.FIVE))
            whole.append(await asyncio.to_thread(raw.selected, url, "*"))
            one.append(await _one(url, events))
            five.append(await asyncio.to_thread(_five, url, events))
            bench.tell(f"one {rates(one)}, five {rates(five)} each, raw {rates(bare)}")
    told = f"{rates(one)}; raw, five columns {rates(bare)}, whole rows {rates(whole)}"
    return {
        "G6": middle([it.rate / its.rate for it, its in zip(one, bare, strict=True)], told),
        "G6-five": middle(
            [it.rate / its.rate for it, its in zip(five, bare, strict=True)],
            f"{rates(five)}, in {PROCESSES} processes",
        ),
    }


async def _one(url: str, events: int) -> Timed:
    async with AsyncExitStack() as stack:
        built = await stack.enter_async_context(engine(url, spending(NAMES[0])))
        stack.enter_context(prepared())
        begun = time.perf_counter()
        done = await built.run(from_zero=True)
        assert done.report.equal, done.report
        return Timed(time.perf_counter() - begun, done=events)


def _five(url: str, events: int) -> Timed:
    """The slower process counts."""
    told = [{"url": url, "names": NAMES[n::PROCESSES]} for n in range(PROCESSES)]
    with ready("rebuild", *told) as children:
        found = all_found(children)
    return Timed(max(it["seconds"] for it in found), done=events)
