"""G3: one command alone, and one raw INSERT alone; in turns of a hundred, so that both meet
the same moments of the machine.
"""

import psycopg

from benchmarks.claims import Figures
from benchmarks.ledger import ours, raw
from benchmarks.ledger.events import on_new_streams
from benchmarks.ledger.figures import Timed, middle, prepared
from benchmarks.ledger.measures import Bench

TURN, TURNS = 100, 20
MORE_MS = 0.15


async def measure(bench: Bench) -> Figures:
    p50s, p99s, seen = [], [], ""
    with bench.servers.database() as url, psycopg.connect(url, autocommit=True) as connection:
        connection.execute(raw.CREATE)
        raw.insert_on(connection, raw.rows("warm", 200))
        async with ours.opened(url) as its:
            await ours.carried(its.ledger, on_new_streams("warm", 200), 1)
            for n in range(bench.rounds):
                mine, bare = Timed(), Timed()
                for turn in range(bench.count(TURNS, least=2)):
                    rows = raw.rows(("raw", n, turn), TURN)
                    with prepared():
                        bare.latencies_s += raw.insert_on(connection, rows)
                    asked = on_new_streams((n, turn), TURN)
                    mine.latencies_s += (await ours.carried(its.ledger, asked, 1)).latencies_s
                p50s.append(mine.ms(0.5) / (bare.ms(0.5) + MORE_MS))
                p99s.append(mine.ms(0.99) / bare.ms(0.99))
                seen = (
                    f"ours p50 {mine.ms(0.5):.2f} ms, p99 {mine.ms(0.99):.2f} ms; "
                    f"raw p50 {bare.ms(0.5):.2f} ms, p99 {bare.ms(0.99):.2f} ms"
                )
                bench.tell(f"round {n + 1}: {seen}")
    return {"G3": middle(p50s, f"last round: {seen}"), "G3-p99": middle(p99s)}
