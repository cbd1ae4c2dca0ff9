"""G17: two writer processes beside one; on streams of their own, and on the same thousand.

The thousand are new in each round: with those of rounds before, each process would first read
what it was not there for, up to 200 events a stream, and that would be measured.
"""

import asyncio
from dataclasses import dataclass

from benchmarks.claims import Figures
from benchmarks.ledger.children import all_found, ready
from benchmarks.ledger.figures import middle
from benchmarks.ledger.measures import Bench

TASKS = 64
COMMANDS = 40_000
SHARED = 1_000


@dataclass(frozen=True, slots=True)
class Run:
    rate: float
    p99_ms: float
    tries_max: int
    again: int


async def measure(bench: Bench) -> Figures:
    runs: dict[str, list[Run]] = {"one": [], "apart": [], "same": []}
    with bench.servers.database() as url:
        for n in range(bench.rounds):
            for of, processes, streams in (("one", 1, 0), ("apart", 2, 0), ("same", 2, SHARED)):
                told = [
                    {
                        "url": url,
                        "run": f"{of} {n} {process}",
                        "count": bench.count(COMMANDS) // processes,
                        "tasks": TASKS,
                        "streams": streams,
                        "shared": n,
                    }
                    for process in range(processes)
                ]
                runs[of].append(await asyncio.to_thread(_run, told))
            bench.tell(", ".join(f"{of} {its[-1].rate:,.0f}/s" for of, its in runs.items()))
    one, apart, same = runs["one"], runs["apart"], runs["same"]
    return {
        "G17": middle(_over(apart, one), f"one {one[-1].rate:,.0f}/s"),
        "G17-conflicts": middle([float(it.again) for it in apart]),
        "G17-same": middle(_over(same, one)),
        "G17-tries": middle([float(it.tries_max) for it in same]),
        "G17-p99": middle([it.p99_ms for it in same]),
    }


def _run(told: list[dict[str, object]]) -> Run:
    with ready("write", *told) as children:
        found = all_found(children)
    return Run(
        sum(it["done"] for it in found) / max(it["seconds"] for it in found),
        max(it["p99_ms"] for it in found),
        max(it["tries_max"] for it in found),
        sum(it["again"] for it in found),
    )


def _over(mine: list[Run], others: list[Run]) -> list[float]:
    return [it.rate / other.rate for it, other in zip(mine, others, strict=True)]
