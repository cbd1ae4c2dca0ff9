"""One PostgreSQL and one Redis for a whole test run, however many workers it has.

The first worker that asks starts a keeper, a process of its own that holds both servers until
the run has ended, however that ends.
"""

import asyncio
import fcntl
import json
import os
import select
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from infra.embedded import stack
from infra.embedded.supervisor import Supervisor
from infra.migrations import migrate
from infra.projector.checkpoints import begin
from infra.projector.process import writing
from infra.settings import Embedded
from projections.catalog import PROJECTIONS

TEMPLATE = "template_ytempire"
VIEWED = "template_viewed"
"""As the other, and every projection has its tables, empty."""
START_S = 60
FAST = {
    "fsync": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_wal_size": "128MB",
}
LIMITS = Embedded(postgres_connections=120)
MEMORY = Path("/dev/shm")  # noqa: S108 - only a folder of a name nobody knows is made there
ROOM_BYTES = 2 * 2**30
LEAVE_S = 1.0


@dataclass(frozen=True)
class Services:
    """Where the run's servers are."""

    postgres_url: str
    redis_url: str

    def database_url(self, name: str) -> str:
        return self.postgres_url.replace("/postgres?", f"/{name}?")


def services(folder: Path, runner: int) -> Services:
    """Those of this run, started by whoever asks first; `runner` is the run's process id."""
    with _alone(folder / "services.lock"):
        answer = folder / "services.json"
        if not answer.exists():
            argv = [sys.executable, "-m", "tests.services", str(folder), str(runner)]
            os.posix_spawn(argv[0], argv, os.environ, setsid=True)
        _wait_for(answer.exists)
        found = Services(**json.loads(answer.read_text()))
        if not (folder / "template.made").exists():
            _make_templates(found)
            (folder / "template.made").touch()
        return found


@contextmanager
def database(services: Services, name: str, template: str = TEMPLATE) -> Iterator[str]:
    """The URL of a database of its own, a copy of the template; dropped when left."""
    with psycopg.connect(services.postgres_url, autocommit=True) as connection:
        _run(connection, "CREATE DATABASE {} TEMPLATE {}", name, template)
        yield services.database_url(name)
        _until_left(connection, name)
        _run(connection, "DROP DATABASE {} WITH (FORCE)", name)


def _make_templates(services: Services) -> None:
    with psycopg.connect(services.postgres_url, autocommit=True) as connection:
        for name in (VIEWED, TEMPLATE):
            _run(connection, "DROP DATABASE IF EXISTS {}", name)
        _run(connection, "CREATE DATABASE {}", TEMPLATE)
        migrate(services.database_url(TEMPLATE))
        _run(connection, "CREATE DATABASE {} TEMPLATE {}", VIEWED, TEMPLATE)
    asyncio.run(_begun(services.database_url(VIEWED)))


async def _begun(url: str) -> None:
    async with writing(url) as connection:
        for projection in PROJECTIONS:
            await begin(connection, projection)


def _until_left(connection: psycopg.Connection, name: str) -> None:
    """A closed session takes a moment to end; dropping would look again only after 100 ms."""
    left = "SELECT count(*) = 0 FROM pg_stat_activity WHERE datname = %s"
    deadline = time.monotonic() + LEAVE_S
    while time.monotonic() < deadline and connection.execute(left, [name]).fetchone() != (True,):
        time.sleep(0.002)


def _run(connection: psycopg.Connection, statement: str, *names: str) -> None:
    connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _wait_for(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + START_S
    while not happened():
        assert time.monotonic() < deadline, f"no servers after {START_S} s"
        time.sleep(0.02)


def keep(folder: Path, runner: int) -> None:
    """Hold both servers until the process `runner` is gone, then remove their data."""
    watched = os.pidfd_open(runner)
    home = _home(folder)
    postgres = stack.postgres(home, LIMITS, FAST)
    redis = stack.redis(home, LIMITS)
    with Supervisor(home, LIMITS) as supervisor:
        supervisor.serve(postgres)
        supervisor.serve(redis)
        answer = json.dumps(asdict(Services(postgres.url("postgres"), redis.url)))
        (folder / "services.part").write_text(answer)
        (folder / "services.part").replace(folder / "services.json")
        supervisor.watch((), until=lambda: bool(select.select([watched], [], [], 0)[0]))
    shutil.rmtree(home)


def _home(folder: Path) -> Path:
    """In memory where there is room: a copied database is hundreds of files, for every test."""
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM_BYTES:
        return Path(tempfile.mkdtemp(prefix="ytempire-", dir=MEMORY))
    return folder / "services"


if __name__ == "__main__":
    keep(Path(sys.argv[1]), int(sys.argv[2]))
