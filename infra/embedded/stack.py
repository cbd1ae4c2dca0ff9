"""The embedded PostgreSQL and Redis of one home; the same addresses for every process of it."""

from collections.abc import Mapping
from pathlib import Path

from infra.embedded.identity import choose
from infra.embedded.postgres import Postgres
from infra.embedded.redis import Redis
from infra.settings import Embedded

DATABASE = "ytempire"


def postgres(home: Path, limits: Embedded, options: Mapping[str, str] | None = None) -> Postgres:
    """The server under `home/postgres`, started or not."""
    return Postgres(
        home / "postgres",
        choose(),
        limits.postgres_start_s,
        limits.postgres_connections,
        options or {},
    )


def redis(home: Path, limits: Embedded) -> Redis:
    """The server under `home/redis`, started or not."""
    return Redis(home / "redis", limits.redis_start_s, limits.redis_bytes)
