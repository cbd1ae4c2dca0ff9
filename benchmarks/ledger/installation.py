"""An installation as `ytempire up` runs it, program by program, on the servers of measurements."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import redis

from benchmarks.claims import NotMeasured
from benchmarks.ledger.measures import Bench
from infra.bootstrap.start import prepare
from infra.embedded.child import Child, Program, start, stop
from infra.home import Home
from infra.settings import Embedded, Settings

LIMITS = Embedded()


@dataclass
class Installation:
    """A home, its database, and whatever of it was started."""

    settings: Settings
    started: list[Child] = field(default_factory=list)

    @property
    def url(self) -> str:
        assert self.settings.database_url is not None
        return self.settings.database_url

    @property
    def redis_url(self) -> str:
        assert self.settings.redis_url is not None
        return self.settings.redis_url

    @property
    def home(self) -> Home:
        return Home(self.settings.ytempire_home)

    def start(self, name: str, env: Mapping[str, str] | None = None) -> Child:
        """One program of the system; PostgreSQL knows its connections by its name."""
        its = {
            "YTEMPIRE_HOME": str(self.settings.ytempire_home),
            "DATABASE_URL": self.url,
            "REDIS_URL": self.redis_url,
            "PGAPPNAME": name,
        }
        argv = (sys.executable, "-m", "infra.cli", name)
        program = Program(name, argv, its | dict(env or {}))
        child = start(program, self.settings.ytempire_home / "logs", LIMITS.log_bytes)
        self.started.append(child)
        return child

    def running(self, child: Child) -> None:
        """Raises NotMeasured, with the end of its log, where it has ended."""
        if child.exit_code is not None:
            told = child.log.read_text(errors="replace")[-300:]
            raise NotMeasured(f"{child.program.name} ended with {child.exit_code}: {told}")


@asynccontextmanager
async def installed(bench: Bench) -> AsyncIterator[Installation]:
    """Migrated, with keys and its owner's account; everything started in it ends with it."""
    redis_url = bench.servers.redis.url
    with redis.Redis.from_url(redis_url) as connection:
        connection.flushall()
    with bench.servers.database() as url:
        home = Path(bench.servers.home, f"home-{bench.servers.made}")
        settings = Settings(ytempire_home=home, database_url=url, redis_url=redis_url)
        await prepare(settings)
        its = Installation(settings)
        try:
            yield its
        finally:
            await asyncio.to_thread(stop, its.started, LIMITS.stop_s)


async def until(
    what: str, happens: Callable[[], Awaitable[bool]], within_s: float, step_s: float = 0.02
) -> float:
    """How long it took. Raises NotMeasured where it does not happen in time."""
    begun = time.monotonic()
    while not await happens():
        if time.monotonic() - begun > within_s:
            raise NotMeasured(f"not within {within_s:g} s: {what}")
        await asyncio.sleep(step_s)
    return time.monotonic() - begun
