"""P2: kill -9 at every step of every paid call, and what the books say when all is over.

A run is one job of one adapter, made by the product's own processor, chain, journal and ledger
(PostgreSQL), against the provider's stand-in over a socket. Its process is killed, once or
several times, at moments that the run's number chooses; another life goes on until the job is
done, or a person is asked. Then each charge of the stand-in has to be a cost of the ledger, of
the same quantities, or an unknown outcome that has a name and an estimate.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from uuid import UUID

from adapters.blobs.disk import DiskBlobs
from benchmarks.claims import Figure, Figures
from benchmarks.ledger.servers import Servers
from benchmarks.providers.accounting import Account, Books, by_job, recorded
from benchmarks.providers.bench import RUNS, Bench
from benchmarks.providers.lives import Killer, Run
from benchmarks.providers.moments import Moment
from benchmarks.providers.subjects import Given
from domain.event import Recorded

ASKED = "outcome-unknown"
"""A person is asked what became of a call, after two of which nobody knows it."""


def measure(bench: Bench) -> Figures:
    """As many runs as asked; fewer than all are spread evenly over all of them."""
    step = max(1, RUNS // bench.runs)
    runs = [Run.planned(n * step) for n in range(bench.runs)]
    found = lived(bench.folder / "killing", runs, bench.tell)
    books = {it.n: Books.of(found.get(it.job_id, [])) for it in runs}
    return dict(_figures(runs, books))


def lived(
    home: Path, runs: Iterable[Run], tell: Callable[[str], object] = len
) -> Mapping[UUID, list[Recorded]]:
    """All lives of these runs, in a home of their own; what was recorded of each one's calls."""
    home.mkdir(exist_ok=True)
    with Servers(home) as servers, servers.database() as url:
        killer = Killer(url, home, asyncio.run(Given.kept(DiskBlobs(home / "blobs"))))
        for run in runs:
            killer.lived(run)
            tell(run.told())
        return by_job(asyncio.run(recorded(url)))


def _found(run: Run, its: Books) -> bool:
    """Whether its provider could be asked: ever, or as it was cut off with its names recorded."""
    return run.subject.can_find or (run.subject.is_named and not its.account(()).unknown)


def _figures(runs: list[Run], books: Mapping[int, Books]) -> Iterator[tuple[str, Figure]]:
    total = sum((books[it.n].account(it.charges) for it in runs), Account())
    deaths = Counter(moment for it in runs for moment in it.died)
    told = f"{len(runs)} runs, {deaths.total()} kills, {min(deaths[it] for it in Moment)} or more"
    yield "P2", Figure(total.lost, note=f"{told} at each moment; {total.told()}")
    yield "P2-invented", Figure(total.invented)
    yield "P2-unnamed", Figure(total.unnamed, note=f"{total.unknown} unknown in all")
    for id, can_find in (("P2-found", True), ("P2-blind", False)):
        paid = [it for it in runs if it.subject.is_paid]
        its = [it.most_charged for it in paid if _found(it, books[it.n]) is can_find]
        twice = sum(it > 1 for it in its)
        yield id, Figure(max(its, default=0), note=f"{len(its)} jobs, {twice} paid more than once")
    ended = Counter(it.ended.code for it in runs)
    others = ended.total() - ended[""] - ended[ASKED]
    yield "P2-open", Figure(others, note=f"{ended['']} done, {ended[ASKED]} ask a person")
