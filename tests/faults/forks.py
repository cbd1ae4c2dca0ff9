"""Programs of the job loop that are begun within a blink: forks of one that has imported all."""

import asyncio
import os
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from infra.embedded import stack
from infra.embedded.child import Child, start, stop
from infra.embedded.redis import Redis
from infra.settings import Embedded
from tests.faults.loop import Places, main

LIMITS = Embedded()
CONTEXT = get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.faults.loop"])


def _live(name: str, env: dict[str, str], log: Path) -> None:
    os.environ.update(env)
    with log.open("a") as told, redirect_stdout(told), redirect_stderr(told):
        asyncio.run(main(name))


@dataclass
class Forks:
    """Two of each named program, and one of them at a time killed and begun again."""

    places: Places
    env: dict[str, str]
    running: dict[str, list[ForkServerProcess]] = field(default_factory=dict)

    def start(self, name: str) -> ForkServerProcess:
        its = self.places
        env = {"DATABASE_URL": its.database_url, "REDIS_URL": its.redis_url}
        told = (name, env | {"FOLDER": str(its.folder)} | self.env, its.folder / f"{name}.log")
        process = CONTEXT.Process(target=_live, args=told, daemon=True)
        process.start()
        self.running.setdefault(name, []).append(process)
        return process

    def kill_oldest(self, name: str) -> None:
        process = self.running[name].pop(0)
        process.kill()
        process.join()
        self.start(name)

    def __enter__(self) -> "Forks":
        return self

    def __exit__(self, *_: object) -> None:
        for process in (it for those in self.running.values() for it in those):
            process.kill()
            process.join()


@dataclass
class OwnRedis:
    """A Redis that may be killed, since no other test uses it."""

    server: Redis
    logs: Path
    child: Child

    @classmethod
    def started(cls, home: Path) -> "OwnRedis":
        server = stack.redis(home, LIMITS)
        its = cls(server, home, start(server.prepare(), home, LIMITS.log_bytes))
        its.wait()
        return its

    def wait(self) -> None:
        while not self.server.ready():
            assert self.child.exit_code is None

    def kill(self) -> None:
        """And begun again, on what it had written."""
        self.child.process.kill()
        self.child.process.wait()
        self.child = start(self.server.prepare(), self.logs, LIMITS.log_bytes)
        self.wait()

    def end(self) -> None:
        stop([self.child], LIMITS.stop_s)
        self.server.clear()
