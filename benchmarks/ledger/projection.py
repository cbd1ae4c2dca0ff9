"""G5: a view of n and cost a video, kept by our runner and by the library's ProjectionRunner.

Both catch up with a backlog through the machinery that follows live events: ours takes pages
as shipped, the library one event a transaction.
"""

import asyncio
import time

from eventsourcing.projection import ProjectionRunner

from benchmarks.claims import Figures, NotMeasured
from benchmarks.ledger import library
from benchmarks.ledger.building import running, to_the_head
from benchmarks.ledger.figures import Timed, middle, prepared, rates
from benchmarks.ledger.fill import Local, Scattered, fill
from benchmarks.ledger.measures import Bench
from benchmarks.ledger.views import Spending, SpendingView, spending

EVENTS, VIDEOS, EACH = 200_000, 2_000, 2
WITHIN_S = 120


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
    async with running(url, [spending(name)]) as runner:
        with prepared():
            begun = time.perf_counter()
            followed = await to_the_head(runner)
            seconds = time.perf_counter() - begun
    assert followed == events, f"{followed} of {events} followed"
    return Timed(seconds, done=events)


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
