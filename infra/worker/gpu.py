"""Turns on a machine's GPU, for all workers on it: a small file, locked while it is looked at."""

import asyncio
import fcntl
import json
import os
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from uuid import uuid4

from domain.gpu_shares import GpuShares
from processors.job import Processor

POLL_S = 0.02
MS_PER_S = 1_000


@dataclass
class Turns:
    """Who has the GPU, and who waits for it, as (process, ticket, kind), the first first."""

    tags: dict[str, int] = field(default_factory=dict)
    clock: int = 0
    holding: list[tuple[int, str, str]] = field(default_factory=list)
    waiting: list[tuple[int, str, str]] = field(default_factory=list)

    @property
    def shares(self) -> GpuShares:
        return GpuShares(self.tags, self.clock)

    def take(self, mine: tuple[int, str, str], slots: int) -> bool:
        """Whether it is this one's turn now; if not, it waits."""
        self.holding = [it for it in self.holding if _runs(it[0])]
        self.waiting = [it for it in self.waiting if _runs(it[0])]
        if mine not in self.waiting:
            self.waiting.append(mine)
        kind = self.shares.next({it[2] for it in self.waiting})
        first = next(it for it in self.waiting if it[2] == kind)
        if len(self.holding) >= slots or first != mine:
            return False
        self.waiting.remove(mine)
        self.holding.append(mine)
        return True

    def leave(self, mine: tuple[int, str, str], ms: int) -> None:
        if mine in self.holding:
            self.holding.remove(mine)
            its = self.shares.used(mine[2], ms)
            self.tags, self.clock = dict(its.tags), its.clock
        if mine in self.waiting:
            self.waiting.remove(mine)


@dataclass(frozen=True, slots=True)
class GpuTurns:
    """At most `slots` pieces of work have the GPU at once; a process that dies gives it back."""

    file: Path
    slots: int

    @asynccontextmanager
    async def turn(self, kind: str) -> AsyncIterator[None]:
        """Of a kind of domain.gpu_shares.WEIGHTS."""
        mine, began_s = (os.getpid(), uuid4().hex, kind), None
        try:
            while not await asyncio.to_thread(self._take, mine):  # noqa: ASYNC110 - other processes
                await asyncio.sleep(POLL_S)
            began_s = time.monotonic()
            yield
        finally:
            had_s = 0.0 if began_s is None else time.monotonic() - began_s
            self._leave(mine, round(had_s * MS_PER_S))

    def _take(self, mine: tuple[int, str, str]) -> bool:
        with self._locked() as turns:
            return turns.take(mine, self.slots)

    def _leave(self, mine: tuple[int, str, str], ms: int) -> None:
        with self._locked() as turns:
            turns.leave(mine, ms)

    @contextmanager
    def _locked(self) -> Iterator[Turns]:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self.file.open("a+", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            turns = _read(file.read() if not file.seek(0) else "")
            yield turns
            file.seek(0)
            file.truncate()
            json.dump(asdict(turns), file)


def has_gpu() -> bool:
    """Whether the machine shows a CUDA device; whether it works is found out by who asks it."""
    return any(Path("/dev").glob("nvidia[0-9]*"))


@dataclass(frozen=True, slots=True)
class InTurn:
    """A processor whose jobs wait for their turn on the GPU."""

    of: Processor
    kind: str
    turns: GpuTurns

    async def run(self, job: object) -> None:
        async with self.turns.turn(self.kind):
            await self.of.run(job)


def _read(text: str) -> Turns:
    if not text:
        return Turns()
    told = json.loads(text)
    lists = {name: [(it[0], it[1], it[2]) for it in told[name]] for name in ("holding", "waiting")}
    return Turns(told["tags"], told["clock"], **lists)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
