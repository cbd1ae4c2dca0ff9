"""The event-sourcing library at its best settings: a pooled connection for every thread, no
second look at connections, aggregates kept in memory and not copied. Its database functions
stay off: with them a tailing reader misses events.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate
from psycopg.conninfo import conninfo_to_dict

from benchmarks.ledger.events import STATE_BYTES
from benchmarks.ledger.figures import Timed, prepared

THREADS = 8
BARE_BYTES = 202
"""What an event's JSON is without its note, its time included."""

KEPT = {
    "AGGREGATE_CACHE_MAXSIZE": "20000",
    "AGGREGATE_CACHE_FASTFORWARD": "n",
    "DEEPCOPY_FROM_AGGREGATE_CACHE": "n",
}
"""The quickest of its caches: nothing is looked up again, nothing copied."""


class Video(Aggregate):
    """Records the same facts as ours, and knows as little."""

    def __init__(self) -> None:
        self.n = 0
        self.amount_nanos = 0

    class Spent(Aggregate.Event):
        provider: str
        operation: str
        units: int
        amount_nanos: int
        currency: str
        month: str
        note: str

        def apply(self, aggregate: "Video") -> None:
            aggregate.n += 1
            aggregate.amount_nanos += self.amount_nanos


class Opened(Aggregate):
    """One event, as large as any other."""

    def __init__(self, note: str) -> None:
        self.note = note


class Videos(Application[UUID]):
    pass


def env_of(url: str) -> dict[str, str]:
    at: dict[str, Any] = conninfo_to_dict(url)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": at["dbname"],
        "POSTGRES_HOST": at["host"],
        "POSTGRES_USER": at["user"],
        "POSTGRES_PASSWORD": "none",
        "POSTGRES_POOL_SIZE": str(THREADS),
        "POSTGRES_PRE_PING": "n",
    }


@contextmanager
def opened(url: str, **env: str) -> Iterator[Videos]:
    app = Videos(env_of(url) | env)
    try:
        yield app
    finally:
        app.close()


def spend(video: Video, n: int = 1, state_bytes: int = STATE_BYTES) -> Video:
    video.trigger_event(
        Video.Spent,
        provider="provider",
        operation="measure",
        units=1,
        amount_nanos=1_000 + n % 7,
        currency="USD",
        month="2026-01",
        note="n" * (state_bytes - BARE_BYTES),
    )
    return video


def new_ones(count: int) -> list[Aggregate]:
    """Each with one event that is not saved yet, of as many bytes as ours."""
    return [Opened("n" * (STATE_BYTES - 160)) for _ in range(count)]


def saved(app: Videos, aggregates: Sequence[Aggregate], threads: int) -> Timed:
    return in_threads(app.save, aggregates, threads)


def load_spend_save(app: Videos, ids: Sequence[UUID], threads: int) -> Timed:
    """For each: from the repository, one more event, saved."""

    def spend_once(id: UUID) -> None:
        video: Video = app.repository.get(id)
        app.save(spend(video))

    return in_threads(spend_once, ids, threads)


def with_events(app: Videos, count: int, events: int) -> list[UUID]:
    """So many videos with so many events each; ten a transaction.

    A hundred, some 600 kB, never came back: the driver's pipeline waited for the server, and the
    server for the rest of it (psycopg 3.3.9).
    """
    videos = [Video() for _ in range(count)]
    for video in videos:
        for n in range(events - 1):
            spend(video, n)
    for n in range(0, count, 10):
        app.save(*videos[n : n + 10])
    return [it.id for it in videos]


def in_threads(do: Callable[[Any], object], things: Sequence[object], threads: int) -> Timed:
    """Each thread does its share; they begin together."""
    begin, timed = Barrier(threads + 1), Timed()

    def share(mine: Sequence[object]) -> list[float]:
        begin.wait()
        took = []
        for it in mine:
            begun = time.perf_counter()
            do(it)
            took.append(time.perf_counter() - begun)
        return took

    with prepared(), ThreadPoolExecutor(threads) as pool:
        shares = [pool.submit(share, things[n::threads]) for n in range(threads)]
        begin.wait()
        begun = time.perf_counter()
        timed.latencies_s = [it for part in shares for it in part.result()]
        timed.seconds = time.perf_counter() - begun
    return timed
