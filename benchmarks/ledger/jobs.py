"""G10: from a command to the job that it opens begun on an idle worker; 10,000 jobs woken; and
a hundred times kill -9 of dispatcher, worker and Redis in turn, while films are asked for.

Projector and dispatcher are as shipped. For the kills a lease lasts 1 s: what is counted is what
is lost, and what is done twice.
"""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any, LiteralString

import psycopg

from benchmarks.claims import Figure, Figures
from benchmarks.ledger.children import Child, ready, start
from benchmarks.ledger.figures import MS, Timed, middle
from benchmarks.ledger.fleet import reading
from benchmarks.ledger.installation import Installation, installed, until
from benchmarks.ledger.measures import Bench
from benchmarks.ledger.requests import Requests
from benchmarks.ledger.trivial import KIND
from infra.bootstrap.foundation import foundation
from infra.settings import Worker

STARTS, PAUSE_S = 100, 0.01
JOBS, WARM, WOKEN_WITHIN_S = 10_000, 20, 120
KILLS, KILL_EVERY_S, FILMS_A_KILL, LEASE_S, SETTLED_WITHIN_S = 100, 1.0, 3, 1.0, 120
BEGUN_WITHIN_S = 60
UNSETTLED: LiteralString = """
    SELECT count(*) FROM ledger.events AS opened
    WHERE topic = 'job.opened' AND state LIKE '%"write-script"%'::bytea AND NOT EXISTS (
        SELECT FROM ledger.events AS its
        WHERE its.originator_id = opened.originator_id AND its.topic = 'job.finished')
"""
TWICE: LiteralString = """
    SELECT count(*) FROM (
        SELECT FROM ledger.events WHERE topic IN ('job.finished', 'video.script-drafted')
        GROUP BY originator_id, topic HAVING count(*) > 1
    ) AS twice
"""


async def measure(bench: Bench) -> Figures:
    return await _begun(bench) | await _woken(bench) | await _killed(bench)


async def _begun(bench: Bench) -> Figures:
    """One film after the other, each when the last was begun."""
    runs = []
    async with installed(bench) as its, foundation(its.settings) as parts:
        requests = Requests(parts.ledger)
        programs = [its.start("projector"), its.start("dispatcher")]
        with ready("work", _worker(its, Worker().lease_s, says=True)) as (worker,):
            worker.go()
            await _one(requests, worker, "warm", 0)
            for n in range(bench.rounds):
                timed = Timed()
                for count in range(bench.count(STARTS, least=20)):
                    timed.latencies_s.append(await _one(requests, worker, n, count))
                    await asyncio.sleep(PAUSE_S)
                runs.append(timed)
                bench.tell(f"begun after p50 {timed.ms(0.5):.1f} ms, p99 {timed.ms(0.99):.1f} ms")
        for it in programs:
            its.running(it)
    p99 = middle([it.ms(0.99) for it in runs])
    return {"G10": middle([it.ms(0.5) for it in runs], f"p99 {p99.value:g} ms")}


async def _one(requests: Requests, worker: Child, run: object, n: int) -> float:
    begun = time.clock_gettime(time.CLOCK_MONOTONIC)
    video = await requests.one(run, n)
    async with asyncio.timeout(BEGUN_WITHIN_S):
        told = await asyncio.to_thread(worker.found)
    assert told["video"] == str(video), told
    return float(told["at_s"]) - begun


async def _woken(bench: Bench) -> Figures:
    """From the last command's answer until a wake-up for every job was read and its lease taken."""
    jobs, took = bench.count(JOBS), []
    for n in range(bench.rounds):
        async with installed(bench) as its, foundation(its.settings) as parts:
            its.start("projector")
            with ready("dispatch", _dispatcher(its)) as (dispatcher,):
                dispatcher.go()
                async with reading(its.url, its.redis_url, KIND) as fleet:
                    requests = Requests(parts.ledger)
                    await requests.ask("warm", WARM)
                    await until("the first are woken", fleet.has(WARM), BEGUN_WITHIN_S)
                    await requests.ask("all", jobs)
                    what = f"all of {jobs} jobs are woken"
                    took.append(await until(what, fleet.has(WARM + jobs), WOKEN_WITHIN_S))
        bench.tell(f"round {n + 1}: {jobs} woken after {took[-1]:.2f} s")
    told = f"{jobs:,} jobs of 20 accounts, a fleet that reads all"
    return {"G10-woken": middle(took, told)}


@dataclass
class Killed:
    """Programs that are begun again as soon as they were killed."""

    bench: Bench
    installation: Installation
    kills: int = 0
    children: dict[str, Child] = field(default_factory=dict)

    def start(self, name: str) -> None:
        its = self.installation
        told = {
            "work": _worker(its, LEASE_S, says=False),
            "dispatch": _dispatcher(its),
        }
        self.children[name] = start(name, told[name])
        self.children[name].go()

    def next(self) -> None:
        victim = ("dispatch", "work", "redis")[self.kills % 3]
        if victim == "redis":
            self.bench.servers.kill_redis()
        else:
            self.children[victim].end()
            self.start(victim)
        self.kills += 1

    def end(self) -> None:
        for it in self.children.values():
            it.end()


async def _killed(bench: Bench) -> Figures:
    kills = bench.count(KILLS, least=6)
    async with installed(bench) as its, foundation(its.settings) as parts:
        its.start("projector")
        killed = Killed(bench, its)
        requests = Requests(parts.ledger)
        try:
            killed.start("dispatch")
            killed.start("work")
            for n in range(kills):
                await requests.ask(("killed", n), FILMS_A_KILL)
                await asyncio.sleep(KILL_EVERY_S)
                killed.next()
            begun = time.monotonic()
            lost = await _unsettled(its.url)
            while lost and time.monotonic() - begun < SETTLED_WITHIN_S:
                await asyncio.sleep(0.5)
                lost = await _unsettled(its.url)
        finally:
            killed.end()
        twice = await asyncio.to_thread(_count, its.url, TWICE)
    took_ms = (time.monotonic() - begun) * MS
    told = f"{kills * FILMS_A_KILL} jobs, {kills} kills; the last done {took_ms:,.0f} ms after"
    return {"G10-lost": Figure(lost, note=told), "G10-twice": Figure(twice)}


async def _unsettled(url: str) -> int:
    return await asyncio.to_thread(_count, url, UNSETTLED)


def _count(url: str, question: LiteralString) -> int:
    with psycopg.connect(url) as connection:
        found = connection.execute(question).fetchone()
    assert found is not None
    return int(found[0])


def _worker(its: Installation, lease_s: float, *, says: bool) -> dict[str, Any]:
    settings = its.settings.model_dump(mode="json", exclude_unset=True)
    return {"settings": settings, "lease_s": lease_s, "says": says}


def _dispatcher(its: Installation) -> dict[str, Any]:
    return {"settings": its.settings.model_dump(mode="json", exclude_unset=True)}
