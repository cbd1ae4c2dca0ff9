"""PostgreSQL with its durable defaults, Redis, and PostgreSQL on a disk without a write cache.

All in one temporary home; whatever was started is stopped by its process id at the end.
"""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from statistics import median

import psycopg
from psycopg import sql

from benchmarks.claims import NotMeasured
from infra.embedded import stack
from infra.embedded.child import Child, Program, start, stop
from infra.embedded.postgres import Postgres
from infra.embedded.redis import Redis
from infra.migrations import migrate
from infra.settings import Embedded

LIMITS = Embedded(postgres_connections=150, postgres_start_s=60)
SOURCE = Path(__file__).with_name("slow_fsync.c")
SLOWER_MS = 1.0
TEMPLATE = "template_bench"
TICK_S = 0.02
LOG_FILES = 24


@dataclass
class Servers:
    """A context; each server is started when it is first asked for."""

    home: Path
    children: list[Child] = field(default_factory=list)
    made: int = 0
    commits: str = ""

    def __enter__(self) -> "Servers":
        return self

    def __exit__(self, *_: object) -> None:
        stop(reversed(self.children), LIMITS.stop_s)

    @cached_property
    def fast(self) -> Postgres:
        """As it is on this machine's disk."""
        return self._postgres("fast")

    @property
    def slow(self) -> Postgres:
        """The same with 1 ms added to each fsync. Raises NotMeasured where that has no effect."""
        server, why = self._slow
        if server is None:
            raise NotMeasured(why)
        return server

    @cached_property
    def _slow(self) -> tuple[Postgres | None, str]:
        try:
            server = self._postgres("slow", {"LD_PRELOAD": str(self._shim())})
        except NotMeasured as why:
            return None, str(why)
        fast, slow = (commits_ms(it.url("postgres")) for it in (self.fast, server))
        self.commits = f"a commit {median(fast):.2f} ms, on the slow disk {median(slow):.2f} ms"
        if min(slow) < SLOWER_MS:
            return None, f"a commit took {min(slow):.2f} ms on the slow disk: nothing slows it"
        return server, ""

    @cached_property
    def redis(self) -> Redis:
        server = stack.redis(self.home, LIMITS)
        self._started(server, server.prepare())
        return server

    def kill_redis(self) -> None:
        """By the signal that it cannot refuse; then started again."""
        for child in self.children:
            if child.program.name == "redis" and child.exit_code is None:
                child.process.kill()
                child.process.wait()
        self._started(self.redis, self.redis.prepare())

    @contextmanager
    def database(self, server: Postgres | None = None) -> Iterator[str]:
        """The URL of an empty ledger of its own; dropped when left."""
        at = server or self.fast
        self.made += 1
        name = f"bench_{self.made}"
        with psycopg.connect(at.url("postgres"), autocommit=True) as connection:
            _run(connection, "CREATE DATABASE {} TEMPLATE {}", name, TEMPLATE)
        try:
            yield at.url(name)
        finally:
            with psycopg.connect(at.url("postgres"), autocommit=True) as connection:
                _run(connection, "DROP DATABASE {} WITH (FORCE)", name)

    def _postgres(self, name: str, env: dict[str, str] | None = None) -> Postgres:
        server = stack.postgres(self.home / name, LIMITS)
        self._started(server, replace(server.prepare(), name=f"postgres-{name}", env=env or {}))
        migrate(server.ensure(TEMPLATE))
        _grow_log(server.url("postgres"))
        return server

    def _started(self, server: Postgres | Redis, program: Program) -> Child:
        child = start(program, self.home / "logs", LIMITS.log_bytes)
        self.children.append(child)
        deadline = time.monotonic() + server.start_s
        while not server.ready():
            if time.monotonic() > deadline:
                raise NotMeasured(f"{program.name} did not start: {child.log.read_text()[-500:]}")
            time.sleep(TICK_S)
        return child

    def _shim(self) -> Path:
        """Compiled here, where whoever PostgreSQL runs as can read it."""
        compiler = shutil.which("cc") or shutil.which("gcc")
        if compiler is None:
            raise NotMeasured("no C compiler to build slow_fsync.c with")
        shim = self.home / "slow_fsync.so"
        argv = [compiler, "-shared", "-fPIC", "-O2", "-o", str(shim), str(SOURCE), "-ldl"]
        built = subprocess.run(argv, capture_output=True, text=True, check=False)
        if built.returncode != 0:
            raise NotMeasured(f"slow_fsync.c does not compile: {built.stderr.strip()[:200]}")
        shim.chmod(0o755)
        return shim


def _grow_log(url: str) -> None:
    """As on a server that has run for a day: the log goes to files that are there already.

    On a new one, every 16 MiB wait until a new file was filled with zeros; 20 to 100 ms here.
    """
    with psycopg.connect(url, autocommit=True) as connection:
        for _ in range(LOG_FILES):
            connection.execute("SELECT pg_logical_emit_message(true, 'bench', '')")
            connection.execute("SELECT pg_switch_wal()")
        connection.execute("CHECKPOINT")


def commits_ms(url: str, tries: int = 200) -> list[float]:
    """What commits of one row take on one connection."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE probe (n integer)")
        took = []
        for n in range(tries):
            begun = time.perf_counter()
            connection.execute("INSERT INTO probe VALUES (%s)", (n,), prepare=True)
            took.append((time.perf_counter() - begun) * 1_000)
        connection.execute("DROP TABLE probe")
    return took


def _run(connection: psycopg.Connection, statement: str, *names: str) -> None:
    connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
