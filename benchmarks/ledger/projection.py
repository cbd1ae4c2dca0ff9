"""G5: a view of n and cost a video, kept by our runner and by the library's ProjectionRunner.

Both catch up with a backlog through the machinery that follows live events: ours takes pages
as shipped, the library one event a transaction.
"""

import asyncio
import time

from eventsourcing.projection import ProjectionRunner

from benchmarks.ledger import library
from benchmarks.ledger.claims import Figures, NotMeasured
from benchmarks.ledger.figures import Timed, middle, prepared, rates
from benchmarks.ledger.fill import Local, Scattered, fill
from benchmarks.ledger.measures import Bench
from benchmarks.ledger.views import Spending, SpendingView, spending
from infra.ledger.mapper import Mapper
from infra.ledger.pool import ledger_pool
from infra.ledger.reader import LedgerReader
from infra.projector.process import ONE_AT_A_TIME, writing
from infra.projector.runner import Runner
from infra.settings import Projector

EVENTS, VIDEOS, EACH = 200_000, 2_000, 2
WITHIN_S = 120
LIMITS = Projector()


async def measure(bench: Bench) -> Figures:
    ours: dict[str, list[Timed]] = {"scattered": [], "local": []}
    theirs: list[Timed] = []
    servers, events = bench.servers, bench.count(EVENTS)
    with servers.database() as scattered, servers.database() as local:
        fill(scattered, events, Scattered())
        fill(local, events, Local())
        with library.opened(local) as app:
            library.with_events(app, bench.count(VIDEOS), EACH)
        for n in range(bench.rounds):
            ours["scattered"].append(await _ours(scattered, f"spending_{n}", events))
            ours["local"].append(await _ours(local, f"spending_{n}", events))
            theirs.append(await asyncio.to_thread(_theirs, local, n, bench.count(VIDEOS) * EACH))
            bench.tell(", ".join(f"{of} {rates(its)}" for of, its in ours.items()))
    told = f"the library {rates(theirs)}"
    return {
        id: middle(
            [it.rate / its.rate for it, its in zip(ours[of], theirs, strict=True)],
            f"ours {rates(ours[of])}, {told}",
            digits=1,
        )
        for id, of in (("G5", "scattered"), ("G5-local", "local"))
    }


async def _ours(url: str, name: str, events: int) -> Timed:
    timed, mapper = Timed(), Mapper()
    async with writing(url) as connection, ledger_pool(url, ONE_AT_A_TIME) as pool:
        reader = LedgerReader(pool, mapper)
        runner = Runner(connection, reader, mapper, [spending(name)], LIMITS)
        await runner.begin()
        with prepared():
            begun = time.perf_counter()
            while took := await runner.advance():
                timed.done += took
            timed.seconds = time.perf_counter() - begun
    assert timed.done == events, f"{timed.done} of {events} followed"
    return timed


def _theirs(url: str, n: int, events: int) -> Timed:
    """A projection by another name begins at the first event again."""
    Spending.until, Spending.done = events, type(Spending.done)()
    again: type[Spending] = type(f"Spending{n}", (Spending,), {"name": f"spending{n}"})
    with (
        prepared(),
        ProjectionRunner(
            application_class=library.Videos,
            projection_class=again,
            view_class=SpendingView,
            env=library.env_of(url),
        ),
    ):
        if not Spending.done.wait(WITHIN_S):
            raise NotMeasured(f"the library did not follow {events} events in {WITHIN_S} s")
        return Timed(time.perf_counter() - again.begun_s, done=events)
