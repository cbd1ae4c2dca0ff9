"""Processes of our own that are begun quickly: one imports everything, the others are its forks.

`python -m tests.infra.engine.family`: each line of its input is a task as JSON, begun in a fork;
each line of its output is what a fork says, the last one of each being `{"over": its number}`.
"""

import asyncio
import json
import os
import signal
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from commands.ports import Because
from domain.ids import StreamId
from infra.ledger.batch import Batch
from infra.ledger.pool import Connection
from infra.ledger.writer import Writer
from infra.settings import Ledger as Limits
from tests.infra.ledgers import in_postgres
from tests.tally import MAPPER, A, B, Count, because

PATIENT = Limits(connections=2, lock_s=60, statement_s=60, connection_wait_s=60)
TASKS, AT_ONCE = 16, 4
Asked = tuple[Count, Because]


@dataclass(frozen=True)
class Doomed(Writer):
    """Is killed so long after it began to send its second batch; before, where that is negative."""

    dies_after_s: float = 0.0

    def send(self, connection: Connection, batch: Batch) -> None:
        if self.dies_after_s < 0:
            die()
        threading.Timer(self.dies_after_s, die).start()
        super().send(connection, batch)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def tried(n: int) -> list[Asked]:
    """What is asked in the nth try, two streams in each; and none has a limit downwards."""
    keys = range(n * AT_ONCE + 1, (n + 1) * AT_ONCE + 1)
    return [(Count((A, B), -1, ids={"n": str(key)}), because(key)) for key in keys]


def endured(run: int, count: int) -> list[Asked]:
    """One event a command; by turns on a stream that all processes share, and on one of its own."""
    streams = (f"tally/{n % 40}" if n % 2 else f"tally/own-{run}-{n // 20}" for n in range(count))
    first = run * count + 1
    return [(Count((StreamId(it),), -1), because(first + n)) for n, it in enumerate(streams)]


async def write_until_killed(told: dict[str, Any]) -> None:
    writer = Doomed(MAPPER, dies_after_s=told["dies_after_s"])
    async with in_postgres(told["url"], PATIENT, writer) as bench:

        async def one(asked: Asked) -> None:
            receipt = await bench.ledger.carry_out(*asked)
            say(key=asked[1].command_id.int, position=receipt.position, ids=receipt.ids)

        await asyncio.gather(*map(one, tried(told["n"])))
        await asyncio.sleep(PATIENT.lock_s)


async def write_all(told: dict[str, Any]) -> None:
    waiting = iter(endured(told["n"], told["count"]))
    async with in_postgres(told["url"], PATIENT) as bench:

        async def task() -> None:
            for asked in waiting:
                receipt = await bench.ledger.carry_out(*asked)
                say(key=asked[1].command_id.int, position=receipt.position)

        await asyncio.gather(*(task() for _ in range(TASKS)))


def say(**its: object) -> None:
    """One write a line, so that lines of several do not mix."""
    os.write(sys.stdout.fileno(), f"{json.dumps(its)}\n".encode())


PARTS = {"write_until_killed": write_until_killed, "write_all": write_all}


def main() -> None:
    for line in sys.stdin:
        told = json.loads(line)
        if (pid := os.fork()) == 0:
            asyncio.run(PARTS[told["part"]](told))
            os._exit(0)
        threading.Thread(target=ended, args=(pid, told["n"])).start()


def ended(pid: int, n: int) -> None:
    os.waitpid(pid, 0)
    say(over=n)


@dataclass(frozen=True)
class Family:
    """Begins tasks, and hears what is said."""

    process: asyncio.subprocess.Process

    def begin(self, **told: object) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{json.dumps(told)}\n".encode())

    async def hear(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        its: dict[str, Any] = json.loads(await self.process.stdout.readline())
        return its


@asynccontextmanager
async def family() -> AsyncIterator[Family]:
    pipe = asyncio.subprocess.PIPE
    argv = (sys.executable, "-m", "tests.infra.engine.family")
    process = await asyncio.create_subprocess_exec(*argv, stdin=pipe, stdout=pipe)
    try:
        yield Family(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()


if __name__ == "__main__":
    main()
