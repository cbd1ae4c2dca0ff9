"""G16: one stream that 64 writers want at once, and a thousand reservations on one."""

import psycopg

from benchmarks.claims import Figures
from benchmarks.ledger import ours
from benchmarks.ledger.events import Asked, spend, stream_of
from benchmarks.ledger.figures import Timed, middle, rates
from benchmarks.ledger.measures import Bench
from domain.ids import StreamId

TASKS = 64
COMMANDS = 30_000
RESERVATIONS = 1_000
COMMITS = "SELECT count(DISTINCT xmin::text) FROM ledger.events WHERE originator_id = %s"


async def measure(bench: Bench) -> Figures:
    hot: list[Timed] = []
    apart: list[Timed] = []
    commits = []
    with bench.servers.database() as url:
        async with ours.opened(url) as its:
            many = [stream_of("apart", n) for n in range(TASKS)]
            await ours.carried(its.ledger, _asked("warm", many, 500), TASKS)
            for n in range(bench.rounds):
                count = bench.count(COMMANDS)
                asked = _asked(("apart", n), many, count)
                apart.append(await ours.carried(its.ledger, asked, TASKS))
                one = [stream_of("hot", n)]
                hot.append(await ours.carried(its.ledger, _asked(("hot", n), one, count), TASKS))
                reserved = [stream_of("reserved", n)]
                asked = _asked(("reserved", n), reserved, bench.count(RESERVATIONS, least=200))
                await ours.carried(its.ledger, asked, len(asked))
                commits.append(float(_commits(url, reserved[0])))
                bench.tell(f"hot {rates(hot)}, apart {rates(apart)}, {commits[-1]:g} commits")
    ratios = [one.rate / other.rate for one, other in zip(hot, apart, strict=True)]
    told = f"hot {rates(hot)}, p99 {middle([it.ms(0.99) for it in hot]).value:g} ms"
    return {
        "G16": middle(ratios, f"{told}; apart {rates(apart)}"),
        "G16-commits": middle(commits),
    }


def _asked(run: object, streams: list[StreamId], count: int) -> list[Asked]:
    return [spend(run, n, streams[n % len(streams)]) for n in range(count)]


def _commits(url: str, stream: StreamId) -> int:
    with psycopg.connect(url) as connection:
        found = connection.execute(COMMITS, (stream,)).fetchone()
    assert found is not None
    return int(found[0])
