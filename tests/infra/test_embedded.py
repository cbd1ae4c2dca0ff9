"""The real servers, started, killed and started again."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import psycopg
import pytest
import redis

from infra.embedded import stack
from infra.embedded.child import Program
from infra.embedded.identity import choose
from infra.embedded.place import socket_folder
from infra.embedded.postgres import Postgres
from infra.embedded.supervisor import AlreadyRunning, DidNotStart, Supervisor
from infra.settings import Embedded

LIMITS = Embedded(restart_first_s=0.05, restart_last_s=0.4, stop_s=5)
SLEEP = "import time; time.sleep(600)"


def python(name: str, code: str) -> Program:
    return Program(name, (sys.executable, "-c", code))


def eventually(happens: Callable[[], bool], within_s: float) -> bool:
    deadline = time.monotonic() + within_s
    while not happens():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def gone(pid: int) -> bool:
    """Ended; a zombie that nobody has reaped yet counts."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return True


def lines(file: Path) -> list[str]:
    return file.read_text().splitlines() if file.exists() else []


def postmaster(server: Postgres) -> int:
    return int(lines(server.socket / "data" / "postmaster.pid")[0])


def test_rows_and_keys_are_there_after_a_restart(tmp_path: Path) -> None:
    postgres, queue = stack.postgres(tmp_path, LIMITS), stack.redis(tmp_path, LIMITS)
    for _ in range(2):
        with Supervisor(tmp_path, LIMITS) as supervisor:
            supervisor.serve(postgres)
            supervisor.serve(queue)
            with psycopg.connect(postgres.ensure("kept")) as connection:
                connection.execute("CREATE TABLE IF NOT EXISTS t (n int)")
                connection.execute("INSERT INTO t VALUES (1)")
                rows = connection.execute("SELECT count(*) FROM t").fetchone()
            with redis.Redis.from_url(queue.url) as client:
                keys = client.incr("n")
    assert (rows, keys) == ((2,), 2)
    assert not postgres.ready()
    assert not queue.ready()


def test_committed_rows_outlive_a_killed_postmaster(tmp_path: Path) -> None:
    postgres = stack.postgres(tmp_path, LIMITS)
    with Supervisor(tmp_path, LIMITS) as supervisor:
        supervisor.serve(postgres)
        with psycopg.connect(postgres.url("postgres")) as connection:
            connection.execute("CREATE TABLE t AS SELECT generate_series(1, 10000)")
        os.kill(postmaster(postgres), signal.SIGKILL)
        time.sleep(0.1)
        supervisor.watch((), until=postgres.ready)
        with psycopg.connect(postgres.url("postgres")) as connection:
            assert connection.execute("SELECT count(*) FROM t").fetchone() == (10000,)


def test_no_child_outlives_a_killed_supervisor(tmp_path: Path) -> None:
    argv = [sys.executable, "-m", "tests.infra.everything", str(tmp_path)]
    with subprocess.Popen(argv) as supervisor:
        assert eventually(lambda: len(lines(tmp_path / "pids")) == 4, within_s=30)
        pids = [int(it) for it in lines(tmp_path / "pids")]
        assert not any(gone(it) for it in pids)
        supervisor.kill()
    assert eventually(lambda: all(gone(it) for it in pids), within_s=3)


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_supervisor_that_is_told_to_stop_leaves_in_order(
    tmp_path: Path, told: signal.Signals
) -> None:
    argv = [sys.executable, "-m", "tests.infra.everything", str(tmp_path)]
    with subprocess.Popen(argv) as supervisor:
        assert eventually(lambda: len(lines(tmp_path / "pids")) == 4, within_s=30)
        supervisor.send_signal(told)
    assert supervisor.returncode == 0
    assert all(gone(int(it)) for it in lines(tmp_path / "pids"))
    assert "database system is shut down" in (tmp_path / "logs" / "postgres.log").read_text()


def ignoring(*numbers: signal.Signals) -> Callable[[], None]:
    """What a child begins with whose shell was told to leave these aside, as `&` in a script."""

    def become() -> None:
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)

    return become


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_a_supervisor_that_a_script_began_in_the_background_is_told_to_stop_too(
    tmp_path: Path, told: signal.Signals
) -> None:
    argv = [sys.executable, "-m", "tests.infra.everything", str(tmp_path)]
    began = ignoring(signal.SIGINT, signal.SIGTERM)
    with subprocess.Popen(argv, preexec_fn=began) as supervisor:  # noqa: PLW1509 - signals alone
        assert eventually(lambda: len(lines(tmp_path / "pids")) == 4, within_s=30)
        supervisor.send_signal(told)
        stopped = eventually(lambda: supervisor.poll() is not None, within_s=20)
        supervisor.kill()  # where it does not stop; else nobody is there
    assert (stopped, supervisor.returncode) == (True, 0)
    assert all(gone(int(it)) for it in lines(tmp_path / "pids"))


def test_a_supervisor_that_is_to_outlive_its_terminal_does(tmp_path: Path) -> None:
    argv = [sys.executable, "-m", "tests.infra.everything", str(tmp_path)]
    with subprocess.Popen(argv, preexec_fn=ignoring(signal.SIGHUP)) as supervisor:  # noqa: PLW1509 - signals alone
        assert eventually(lambda: len(lines(tmp_path / "pids")) == 4, within_s=30)
        supervisor.send_signal(signal.SIGHUP)
        assert not eventually(lambda: supervisor.poll() is not None, within_s=0.5)
        supervisor.terminate()
    assert supervisor.returncode == 0


def test_a_program_that_ends_well_is_started_again_after_growing_waits(tmp_path: Path) -> None:
    starts = tmp_path / "starts"
    code = f"import time; print(time.monotonic(), file=open({str(starts)!r}, 'a'))"
    with Supervisor(tmp_path, LIMITS.model_copy(update={"restart_last_s": 60})) as supervisor:
        supervisor.watch([python("brief", code)], until=lambda: len(lines(starts)) == 4)
    at = [float(it) for it in lines(starts)]
    waited = zip(pairwise(at), (0.05, 0.1, 0.2), strict=True)
    assert all(after - before >= least for (before, after), least in waited)


def test_a_program_that_will_not_stop_is_killed_with_what_it_started(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    code = f"""
import os, signal, subprocess, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen(["sleep", "600"])
print(os.getpid(), child.pid, sep="\\n", file=open({str(pids)!r}, "w"))
time.sleep(600)
"""
    with Supervisor(tmp_path, LIMITS.model_copy(update={"stop_s": 0.2})) as supervisor:
        supervisor.watch([python("stubborn", code)], until=lambda: len(lines(pids)) == 2)
    assert eventually(lambda: all(gone(int(it)) for it in lines(pids)), within_s=1)


def test_one_home_has_one_supervisor(tmp_path: Path) -> None:
    with (
        Supervisor(tmp_path, LIMITS),
        pytest.raises(AlreadyRunning, match="is in use"),
        Supervisor(tmp_path, LIMITS),
    ):
        pass


class Never:
    start_s = 0.2

    def prepare(self) -> Program:
        return python("never", SLEEP)

    def ready(self) -> bool:
        return False

    def clear(self) -> None: ...


def test_a_service_that_is_never_ready_says_where_to_look(tmp_path: Path) -> None:
    with (
        Supervisor(tmp_path, LIMITS) as supervisor,
        pytest.raises(DidNotStart, match=r"never was not ready after 0\.2 s.*never\.log"),
    ):
        supervisor.serve(Never())


def test_a_long_log_is_set_aside_once(tmp_path: Path) -> None:
    logs = tmp_path / "logs"
    logs.mkdir()
    (logs / "brief.log").write_bytes(b"x" * 101)
    with Supervisor(tmp_path, LIMITS.model_copy(update={"log_bytes": 100})) as supervisor:
        supervisor.watch([python("brief", "")], until=(logs / "brief.log.1").exists)
    assert (logs / "brief.log.1").stat().st_size == 101


def test_a_long_home_gets_a_short_socket(tmp_path: Path) -> None:
    home = tmp_path / ("long" * 30)
    short = socket_folder(home, "redis.sock", os.geteuid())
    assert len(os.fsencode(short / "redis.sock")) <= 100
    assert short.stat().st_mode & 0o777 == 0o700
    short.rmdir()


def test_the_short_socket_of_a_long_home_is_gone_after_the_stop(tmp_path: Path) -> None:
    queue = stack.redis(tmp_path / ("long" * 30), LIMITS)
    with Supervisor(tmp_path, LIMITS) as supervisor:
        supervisor.serve(queue)
        short = queue.socket.parent
    assert not short.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")
def test_root_without_namespaces_runs_postgres_as_nobody(tmp_path: Path) -> None:
    """Nobody cannot enter a test's folder, so that the data goes to a temporary one."""
    postgres = Postgres(tmp_path / "postgres", choose(namespaces=False), 30, 20)
    with Supervisor(tmp_path, LIMITS) as supervisor:
        supervisor.serve(postgres)
        assert Path(f"/proc/{postmaster(postgres)}").stat().st_uid == postgres.identity.uid != 0
    shutil.rmtree(postgres.socket.parent)
