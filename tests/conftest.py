"""Real servers for whoever asks: `database_url` and `redis_url`, empty for every test."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from hypothesis import HealthCheck, settings

from tests.services import VIEWED, Services, database, services

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell's background job ignores Ctrl-C, and so would every program that a test starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:  # and so does nohup with a closed terminal
    signal.signal(signal.SIGHUP, signal.SIG_DFL)

settings.register_profile(
    "steady",
    derandomize=True,  # the same examples on every run: a red run can be run again
    deadline=None,  # how fast it is, benchmarks say
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def run_services(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Services:
    """The servers that all workers of this run share."""
    base = tmp_path_factory.getbasetemp()
    in_worker = hasattr(request.config, "workerinput")
    folder, runner = (base.parent, os.getppid()) if in_worker else (base, os.getpid())
    return services(folder, runner)


@pytest.fixture
def database_url(run_services: Services, tmp_path: Path, worker: str) -> Iterator[str]:
    """A migrated PostgreSQL database that no other test sees."""
    with database(run_services, f"{worker}_{tmp_path.name}"[:63]) as url:
        yield url


@pytest.fixture
def viewed_url(run_services: Services, tmp_path: Path, worker: str) -> Iterator[str]:
    """The same, once a projector has begun there."""
    with database(run_services, f"{worker}_{tmp_path.name}"[:63], VIEWED) as url:
        yield url


@pytest.fixture
def redis_url(run_services: Services, worker: str) -> str:
    """An empty Redis database that no other test running now sees."""
    url = f"{run_services.redis_url}?db={worker.removeprefix('gw')}"
    with redis.Redis.from_url(url) as connection:
        connection.flushdb()
    return url


@pytest.fixture(scope="session")
def worker() -> str:
    """Which of the parallel workers this is: gw0, gw1 …"""
    return os.environ.get("PYTEST_XDIST_WORKER", "gw0")


@pytest.fixture(scope="session")
def s3_env() -> Iterator[dict[str, str]]:
    """What a client is told of a bucket, by its environment; it listens for the whole run."""
    from tests.standins.moto_s3 import moto_s3  # noqa: PLC0415 - seconds, for few tests

    with moto_s3() as env:
        yield env


@pytest.fixture
def bucket_url(s3_env: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """A folder of the bucket that no other test sees."""
    for name, value in s3_env.items():
        monkeypatch.setenv(name, value)
    return f"s3://films/{tmp_path.name}"
