"""What runs in a process of its own: writers, projectors. Begun by `benchmarks.ledger.children`.

write      a number of commands, by so many tasks: how long, how quick, how often decided
saturate   one command after the other on streams of its own, until it is ended
endure     a number of commands; what was acknowledged goes to a file
tell       commands without end; says each that it sends, and each answer, at once
project    the projector's own loop, with the view of measurements
rebuild    some views, in one scan of the ledger
seal       the sealer's own loop
work       a worker with a trivial processor, which says when each job began
dispatch   a dispatcher as patient as a test's
"""

import asyncio
import itertools
import json
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from struct import Struct
from typing import Any
from uuid import UUID

from adapters.anchors.folder import FolderAnchors
from benchmarks.ledger import ours
from benchmarks.ledger.building import engines
from benchmarks.ledger.events import (
    Asked,
    asked_by,
    in_turn,
    on_new_streams,
    spend,
    stream_of,
)
from benchmarks.ledger.measures import quiet
from benchmarks.ledger.trivial import KIND, Trivial
from benchmarks.ledger.views import spending
from infra.audit.run import run_sealer
from infra.bootstrap.foundation import foundation
from infra.dispatcher.run import run_dispatcher
from infra.ledger.batch import Batch
from infra.ledger.pool import Connection
from infra.ledger.postgres import PostgresLedger
from infra.ledger.writer import Writer
from infra.projector.process import run_projector
from infra.projector.rebuild import Rebuilt
from infra.projector.several import Several
from infra.settings import Audit, Dispatcher, Ledger, Projector, Settings, Worker
from infra.worker.run import Parts, run_worker

ACKNOWLEDGED = Struct(">q16s")
"""A position, and the command that it was answered to."""

PATIENT = Ledger(lock_s=60, statement_s=60, connection_wait_s=60)
"""For many processes on few cores: how long it takes is measured, that it ends is wanted."""

Told = dict[str, Any]


@dataclass(frozen=True)
class Counting(Writer):
    """Remembers how often each command was sent to be committed."""

    sent_to: Counter[UUID] = field(default_factory=Counter)

    def send(self, connection: Connection, batch: Batch) -> None:
        self.sent_to.update(it.asked.because.command_id for it in batch.decided)
        super().send(connection, batch)


async def write(told: Told) -> None:
    """`streams`: how many all writers share; none: each command has a new one."""
    run, count, streams = told["run"], told["count"], told["streams"]
    asked = in_turn(run, count, streams, told["shared"]) if streams else on_new_streams(run, count)
    sent = Counter[UUID]()

    async with ours.opened(told["url"], PATIENT, lambda it: Counting(it, sent_to=sent)) as its:
        await ours.carried(its.ledger, on_new_streams((run, "warm"), 200), 64)
        await _go()
        timed = await ours.carried(its.ledger, asked, told["tasks"])
    tries = [sent[because.command_id] for _, because in asked]
    _say(
        seconds=timed.seconds,
        done=len(timed.latencies_s),
        p99_ms=timed.ms(0.99),
        tries_max=max(tries),
        again=sum(it > 1 for it in tries),
    )


async def saturate(told: Told) -> None:
    async with ours.opened(told["url"], PATIENT) as its:
        await _go()
        stream = stream_of("saturate", told["run"])
        for n in itertools.count():
            await its.ledger.carry_out(*spend(("saturate", told["run"]), n, stream))


async def endure(told: Told) -> None:
    """Every stream gets twenty events; one a command."""
    run = told["run"]

    def asked() -> Iterator[Asked]:
        for n in range(told["count"]):
            yield spend(run, n, stream_of("endure", run, n // 20))

    waiting, acknowledged = asked(), bytearray()

    async def task(ledger: PostgresLedger) -> None:
        for command, why in waiting:
            receipt = await ledger.carry_out(command, why)
            acknowledged.extend(ACKNOWLEDGED.pack(receipt.position, why.command_id.bytes))

    async with ours.opened(told["url"], PATIENT) as its:
        await _go()
        await asyncio.gather(*(task(its.ledger) for _ in range(told["tasks"])))
    await asyncio.to_thread(Path(told["file"]).write_bytes, acknowledged)
    _say(done=told["count"])


async def tell(told: Told) -> None:
    waiting = itertools.count()
    async with ours.opened(told["url"]) as its:
        await its.ledger.state(stream_of("warm"))
        await _go()

        async def task() -> None:
            for n in waiting:
                asked = asked_by(told["run"], n)
                _say(sent=n)
                receipt = await its.ledger.carry_out(*asked)
                _say(n=n, position=receipt.position, ids=receipt.ids, code=receipt.code)

        await asyncio.gather(*(task() for _ in range(told["tasks"])))


async def project(told: Told) -> None:
    await _go()
    await run_projector(told["url"], Projector(), asyncio.Event(), [spending(told["view"])])


async def rebuild(told: Told) -> None:
    """How long all took, in one scan; how long the last switch held the projector."""
    views = [spending(name) for name in told["names"]]
    async with engines(told["url"], views) as its:
        await _go()
        begun = time.perf_counter()
        done = await Several(its).run(from_zero=True)
        seconds = time.perf_counter() - begun
    for it in done:
        assert isinstance(it, Rebuilt), it
        assert it.report.equal, it.report
        held_ms = it.switched.held_ms
    _say(seconds=seconds, held_ms=held_ms)


async def seal(told: Told) -> None:
    """As busy as it can be: it looks for a full seal ten times a second."""
    home = Path(told["home"])
    await _go()
    limits = Audit(poll_s=0.1)
    await run_sealer(told["url"], FolderAnchors(home / "anchors"), home, limits, asyncio.Event())


async def work(told: Told) -> None:
    """`lease_s` is what it takes to give a dead worker's job to another; `says`: what it began."""

    def say(video: str, at_s: float) -> None:
        if told["says"]:
            _say(video=video, at_s=at_s)

    async with foundation(Settings.model_validate(told["settings"])) as its:
        processors = {KIND: Trivial(say)}
        parts = Parts(its.ledger, its.pool, its.blobs, processors, its.places.redis_url)
        limits = Worker(lease_s=told["lease_s"], beat_s=told["lease_s"] / 5, reconnect_s=0.1)
        await _go()
        await run_worker(parts, limits, asyncio.Event())


async def dispatch(told: Told) -> None:
    its = Settings.model_validate(told["settings"])
    limits = Dispatcher(reconnect_s=0.1, stale_s=2, tidy_s=1)
    assert its.database_url is not None
    assert its.redis_url is not None
    await _go()
    await run_dispatcher(its.database_url, its.redis_url, limits, asyncio.Event())


async def _go() -> None:
    """Says that it is ready, waits to be told to begin; ends when nobody is there any more."""
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.readline)

    def ends() -> None:
        while sys.stdin.readline():
            pass
        os._exit(0)

    threading.Thread(target=ends, daemon=True).start()


def _say(**found: object) -> None:
    sys.stdout.write(f"{json.dumps(found)}\n")
    sys.stdout.flush()


PARTS: dict[str, Callable[[Told], Awaitable[None]]] = {
    "write": write,
    "saturate": saturate,
    "endure": endure,
    "tell": tell,
    "project": project,
    "rebuild": rebuild,
    "seal": seal,
    "work": work,
    "dispatch": dispatch,
}


async def main(what: str, told: Told) -> None:
    quiet()
    await PARTS[what](told)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], json.loads(sys.argv[2])))
