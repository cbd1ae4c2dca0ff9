"""G1, G2: 64 tasks record on new streams; beside them raw INSERTs on 8 connections, the library.

One after the other in every round, each ratio within its round.
"""

import asyncio
from dataclasses import dataclass, field

from benchmarks.claims import Figures
from benchmarks.ledger import library, ours, raw
from benchmarks.ledger.events import on_new_streams
from benchmarks.ledger.figures import Timed, middle, rates
from benchmarks.ledger.measures import Bench
from infra.embedded.postgres import Postgres

TASKS = 64
CONNECTIONS = 8
RAW, OURS, LIBRARY = 20_000, 60_000, 5_000
SLOW_LIBRARY = 2_000


@dataclass
class Runs:
    """One of each a round."""

    ours: list[Timed] = field(default_factory=list)
    raw: list[Timed] = field(default_factory=list)
    library: list[Timed] = field(default_factory=list)

    def over(self, others: list[Timed]) -> list[float]:
        return [mine.rate / its.rate for mine, its in zip(self.ours, others, strict=True)]

    @property
    def note(self) -> str:
        return (
            f"ours {rates(self.ours)}, raw {rates(self.raw)}, "
            f"the library with {library.THREADS} threads {rates(self.library)}"
        )


async def fast(bench: Bench) -> Figures:
    runs = await _runs(bench, bench.servers.fast, LIBRARY)
    return {
        "G1": middle(runs.over(runs.raw), runs.note),
        "G1-p99": middle([it.ms(0.99) for it in runs.ours]),
    }


async def slow(bench: Bench) -> Figures:
    runs = await _runs(bench, bench.servers.slow, SLOW_LIBRARY)
    p99 = middle([it.ms(0.99) for it in runs.ours])
    return {
        "G2": middle(runs.over(runs.raw), f"{runs.note}; p99 {p99.value:g} ms"),
        "G2-library": middle(runs.over(runs.library)),
    }


async def _runs(bench: Bench, server: Postgres, saves: int) -> Runs:
    runs = Runs()
    with bench.servers.database(server) as url, library.opened(url) as app:
        async with ours.opened(url) as its:
            await ours.carried(its.ledger, on_new_streams("warm", 500), TASKS)
            for n in range(bench.rounds):
                rows = raw.rows(("raw", n), bench.count(RAW))
                runs.raw.append(await asyncio.to_thread(raw.inserted, url, rows, CONNECTIONS))
                asked = on_new_streams(n, bench.count(OURS))
                runs.ours.append(await ours.carried(its.ledger, asked, TASKS))
                new = library.new_ones(bench.count(saves))
                runs.library.append(
                    await asyncio.to_thread(library.saved, app, new, library.THREADS)
                )
                bench.tell(f"round {n + 1}: {runs.note}")
    return runs
