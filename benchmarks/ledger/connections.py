"""G12: the projector as it is shipped, all its projections, while events come in."""

import asyncio
import time
from pathlib import Path

import psycopg

from benchmarks.claims import Figure, Figures
from benchmarks.ledger.installation import Installation, installed, until
from benchmarks.ledger.measures import Bench
from benchmarks.ledger.requests import Requests
from infra.bootstrap.foundation import foundation
from projections.catalog import PROJECTIONS

PROGRAM = "projector"
REQUESTS, WATCHED_S, STEP_S = 400, 3.0, 0.02
CONNECTIONS = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'projector'"
BEHIND = """
    SELECT count(*) < %s OR coalesce(min(position) < (SELECT max(notification_id)
                                                      FROM ledger.events), true)
    FROM ops.checkpoints
"""


async def measure(bench: Bench) -> Figures:
    async with installed(bench) as its, foundation(its.settings) as parts:
        projector = its.start(PROGRAM)
        requests = Requests(parts.ledger)

        async def has_all() -> bool:
            its.running(projector)
            return not await asyncio.to_thread(_behind, its.url)

        await until("the projector follows all", has_all, within_s=30)
        asking = asyncio.create_task(requests.ask("watched", bench.count(REQUESTS, least=100)))
        connections, threads = await asyncio.to_thread(_most, its, projector.process.pid)
        await asking
        await until("the projector follows all", has_all, within_s=30)
    note = f"{len(PROJECTIONS)} projections; the most in {WATCHED_S:g} s"
    return {"G12": Figure(connections, note=note), "G12-threads": Figure(threads)}


def _most(its: Installation, pid: int) -> tuple[int, int]:
    """The most connections and threads that were seen at once."""
    connections = threads = 0
    deadline = time.monotonic() + WATCHED_S
    with psycopg.connect(its.url, autocommit=True) as connection:
        while time.monotonic() < deadline:
            found = connection.execute(CONNECTIONS).fetchone()
            assert found is not None
            connections = max(connections, found[0])
            threads = max(threads, len(list(Path(f"/proc/{pid}/task").iterdir())))
            time.sleep(STEP_S)
    return connections, threads


def _behind(url: str) -> bool:
    with psycopg.connect(url) as connection:
        found = connection.execute(BEHIND, (len(PROJECTIONS),)).fetchone()
    return found is None or bool(found[0])
