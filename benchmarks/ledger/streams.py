"""G15: load, decide, append on streams of 20 events; warm, cold, and one task alone.

Every round has streams of its own, so that each has 20 events when it is first read: with
nothing in memory, then again from memory. The library loads, changes and saves with the
quickest of its caches, in as many threads as it does best with.
"""

import asyncio

from benchmarks.claims import Figures
from benchmarks.ledger import library, ours
from benchmarks.ledger.events import Asked, spend
from benchmarks.ledger.figures import Timed, middle, rates
from benchmarks.ledger.fill import Local, fill, streams
from benchmarks.ledger.measures import Bench
from domain.ids import StreamId

EVENTS = 20
STREAMS, VIDEOS, ALONE = 4_000, 1_000, 1_000
TASKS, THREADS, PASSES = 64, 4, 3


async def measure(bench: Bench) -> Figures:
    warm: list[Timed] = []
    cold: list[Timed] = []
    one: list[Timed] = []
    theirs: list[Timed] = []
    alone: list[Timed] = []
    each = bench.count(STREAMS)
    with bench.servers.database() as url, library.opened(url, **library.KEPT) as app:
        fill(url, bench.rounds * each * EVENTS, Local(EVENTS))
        names = streams(url)
        videos = library.with_events(app, bench.count(VIDEOS), EVENTS)
        for n in range(bench.rounds):
            mine = names[n * each : (n + 1) * each]
            async with ours.opened(url) as its:
                cold.append(await ours.carried(its.ledger, _asked(("cold", n), mine, 1), TASKS))
                asked = _asked(("warm", n), mine, PASSES)
                warm.append(await ours.carried(its.ledger, asked, TASKS))
                asked = _asked(("one", n), mine[: bench.count(ALONE)], 1)
                one.append(await ours.carried(its.ledger, asked, 1))
            alone.append(await asyncio.to_thread(library.load_spend_save, app, videos, 1))
            theirs.append(await asyncio.to_thread(library.load_spend_save, app, videos, THREADS))
            bench.tell(f"warm {rates(warm)}, cold {rates(cold)}, the library {rates(theirs)}")
    told = f"ours {rates(warm)}, the library {rates(theirs)} with {THREADS} threads"
    return {
        "G15": middle(_over(warm, theirs), told),
        "G15-cold": middle(_over(cold, theirs), f"ours {rates(cold)}"),
        "G15-one": middle(_over(one, alone), f"ours {rates(one)}, the library {rates(alone)}"),
    }


def _asked(run: object, streams: list[StreamId], passes: int) -> list[Asked]:
    return [spend(run, n, it) for n, it in enumerate(streams * passes)]


def _over(mine: list[Timed], theirs: list[Timed]) -> list[float]:
    return [it.rate / other.rate for it, other in zip(mine, theirs, strict=True)]
