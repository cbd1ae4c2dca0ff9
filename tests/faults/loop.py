"""The job loop on real servers: a small system, and what became of its jobs.

`python -m tests.faults.loop worker|dispatcher|projector` runs one program of it by itself, so
that it can be killed; where things are is in its environment.
"""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from adapters.blobs.disk import DiskBlobs
from commands.ports import Because, Busy, World
from commands.video.reports import ReportScript
from domain.event import Event
from domain.ids import AccountId, JobId, OpId, StreamId, VideoId, job_stream, video_stream
from domain.job import Job
from domain.mode import Mode
from domain.pipeline import job_id, jobs_after
from domain.prices import Provider
from domain.script import Script
from domain.work import WriteScript
from infra.clock import utc_now
from infra.dispatcher.run import run_dispatcher
from infra.ledger.decision import RULES
from infra.ledger.mapper import Mapper
from infra.ledger.pool import Pool, ledger_pool
from infra.ledger.postgres import PostgresLedger
from infra.ledger.reader import LedgerReader
from infra.ledger.writer import Writer
from infra.projector.process import run_projector
from infra.settings import Dispatcher, Ledger, Projector, Worker
from infra.worker.run import Parts, run_worker
from processors.call import Call, op_id
from processors.job import LeasedJob, Processor
from processors.ports import Metered
from tests.given import ACCOUNT, REQUESTED, VIDEO
from tests.happen import Happen

WITHIN_S = 10.0
WORKER = Worker(lease_s=1, beat_s=0.1, graceful_s=2, progress_s=0.01, reconnect_s=0.1, poll_s=0.2)
DISPATCHER = Dispatcher(poll_s=0.1, rewake_s=0.4, tidy_s=0.2, stale_s=0.5, reconnect_s=0.1)
PROJECTOR = Projector(poll_s=0.1, lead_s=0.1)
LEDGER = Ledger(connections=3)
PROVIDER = Provider("stand-in", "one", Mode.OFFLINE)
SCRIPT = Script("Ice", "en", (), 45.0)


@dataclass(frozen=True)
class Places:
    """Servers of this test, and a folder for notes, blobs and logs."""

    database_url: str
    redis_url: str
    folder: Path

    def note(self, what: str) -> None:
        with (self.folder / "notes").open("a") as notes:
            notes.write(f"{what}\n")

    def noted(self, begin: str = "") -> list[str]:
        notes = self.folder / "notes"
        lines = notes.read_text().splitlines() if notes.exists() else []
        return [it for it in lines if it.startswith(begin)]


@dataclass(frozen=True)
class Writing:
    """The trivial processor: one call that takes `seconds`, after some that fail."""

    places: Places
    seconds: float = 0.0
    faults: list[Exception] = field(default_factory=list)

    async def run(self, job: LeasedJob[WriteScript]) -> None:
        async def send() -> Metered[Script]:
            self.places.note(f"sent {job.job_id}")
            if self.faults:
                raise self.faults.pop(0)
            await asyncio.sleep(self.seconds)
            return Metered(SCRIPT, ())

        call = Call("write", 1, job.work, Script, PROVIDER, send)
        made = await job.calls.make(call)
        draft = await job.blobs.put(str(job.video_id).encode())
        await job.report(ReportScript(job.outcome(made), job.work, draft, 4))
        self.places.note(f"done {job.job_id}")


@dataclass(frozen=True)
class Ledgers:
    """The ledger as a test looks at it."""

    pool: Pool
    ledger: PostgresLedger
    reader: LedgerReader

    async def record(self, key: str, stream: StreamId, event: Event) -> JobId | None:
        """Records an event; the job that it calls for, if any."""
        its = uuid5(UUID(int=0), key)
        because = Because("person/9", ACCOUNT, its, sha256(key.encode()).digest(), its, its)
        before = await self.ledger.state(stream)
        await self.ledger.carry_out(Happen(stream, event), because)
        opened = next(jobs_after(before, await self.ledger.state(stream), stream), None)
        return None if opened is None else job_id(uuid5(its, "1"), opened)

    async def ask(self, n: int = 0, account: AccountId = ACCOUNT) -> JobId:
        """Asks for a video; the job that writes its script."""
        stream = video_stream(a_video(n))
        job = await self.record(f"ask {n}", stream, replace(REQUESTED, account_id=account))
        assert job is not None, "a request calls for a script"
        return job

    async def job(self, id: JobId) -> Job:
        its: Job = await self.ledger.state(job_stream(id))
        return its

    async def events(self, stream: StreamId) -> list[Event]:
        return [it.event for it in await self.reader.read_stream(stream)]

    async def call(self, id: JobId) -> list[Event]:
        op: OpId = op_id(id, "write", 1)
        return await self.events(StreamId(f"call/{op}"))

    async def settled(self, *ids: JobId, within_s: float = WITHIN_S) -> None:
        async def all_are() -> bool:
            with suppress(Busy):  # this test's own connections may have been cut
                return all([(await self.job(it)).settled for it in ids])
            return False

        await eventually(all_are, within_s)


def a_video(n: int) -> VideoId:
    return VideoId(UUID(int=VIDEO.int + 1_000 + n))


async def eventually(
    happens: Callable[[], Coroutine[Any, Any, bool]], within_s: float = WITHIN_S
) -> None:
    async with asyncio.timeout(within_s):
        while not await happens():  # noqa: ASYNC110 - what is waited for happens elsewhere
            await asyncio.sleep(0.02)


@asynccontextmanager
async def ledgers(places: Places) -> AsyncIterator[Ledgers]:
    async with ledger_pool(places.database_url, LEDGER) as pool:
        mapper = Mapper()
        writer = Writer(mapper)
        ledger = PostgresLedger(pool, writer, RULES, lambda: World(utc_now()), LEDGER)
        yield Ledgers(pool, ledger, LedgerReader(pool, mapper))


async def worker(
    places: Places, writing: Processor, stop: asyncio.Event, limits: Worker = WORKER
) -> None:
    async with ledgers(places) as its:
        blobs = DiskBlobs(places.folder / "blobs")
        processors = {"write-script": writing}
        parts = Parts(its.ledger, its.pool, blobs, processors, places.redis_url)
        await run_worker(parts, limits, stop)


async def dispatcher(places: Places, stop: asyncio.Event, limits: Dispatcher = DISPATCHER) -> None:
    await run_dispatcher(places.database_url, places.redis_url, limits, stop)


async def projector(places: Places, stop: asyncio.Event) -> None:
    await run_projector(places.database_url, PROJECTOR, stop)


Program = Callable[[asyncio.Event], Coroutine[Any, Any, None]]


@asynccontextmanager
async def running(*programs: Program) -> AsyncIterator[None]:
    """Programs in this process; they are told to stop at the end, and have to."""
    stop = asyncio.Event()
    tasks = [asyncio.create_task(it(stop)) for it in programs]
    try:
        yield
    finally:
        stop.set()
        async with asyncio.timeout(WITHIN_S):
            await asyncio.gather(*tasks)


def system(
    places: Places, writing: Processor, workers: int = 1
) -> AbstractAsyncContextManager[None]:
    """Everything that the job loop needs, in this process."""
    return running(
        partial(projector, places),
        partial(dispatcher, places),
        *[partial(worker, places, writing) for _ in range(workers)],
    )


@dataclass
class Killable:
    """Programs in processes of their own."""

    places: Places
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, name: str, **env: str) -> subprocess.Popen[bytes]:
        told = {name.upper(): str(value) for name, value in asdict(self.places).items()}
        with (self.places.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.loop", name],
                env={**os.environ, **told, **env},
                stdout=log,
                stderr=log,
            )
        self.started.append(process)
        return process

    def __enter__(self) -> "Killable":
        return self

    def __exit__(self, *_: object) -> None:
        for it in self.started:
            it.kill()
            it.wait()


async def main(name: str) -> None:
    env = os.environ
    places = Places(env["DATABASE_URL"], env["REDIS_URL"], Path(env["FOLDER"]))
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    match name:
        case "worker":
            await worker(places, Writing(places, float(env.get("SECONDS", "0"))), stop)
        case "dispatcher":
            await dispatcher(places, stop)
        case "projector":
            await projector(places, stop)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
