"""The installation that a demo runs on: the one that is up, else one of its own for the while."""

import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from infra.cli.client import PATIENCE_S, Client, running_url
from infra.cli.demo.sharing import until_alone, using
from infra.cli.output import INTERRUPTED, NotRunning, Problem, say
from infra.embedded.child import Child, Program, start, stop
from infra.embedded.supervisor import in_use
from infra.home import Home
from infra.owner import owner_token
from infra.settings import Settings

READY_S = 60.0
POLL_S = 0.1
STOP_S = 30.0
LOG_TAIL_LINES = 5


@contextmanager
def installation(its: Settings) -> Iterator[Client]:
    """A client of a running installation; what it had to start is stopped at the end.

    It is stopped once nobody else uses it, or at once by Ctrl-C.
    """
    home = Home(its.ytempire_home)
    with using(home.root) as use:
        address = _running(home) if in_use(home.root) else _own(its, home, use)
        with address as url, Client.of(url, owner_token(home), PATIENCE_S) as client:
            yield client


@contextmanager
def _running(home: Home) -> Iterator[str]:
    """What somebody else started here, once it answers."""
    deadline = time.monotonic() + READY_S
    say(f"using what somebody else runs in {home.root}, and the providers set there …")
    while True:
        url = running_url(home)
        if url is not None:
            with Client.of(url, owner_token(home)) as client:
                if client.ready():
                    break
        if time.monotonic() > deadline:
            raise NotRunning(f"{home.root} is in use, and nothing there answers; stop it first")
        time.sleep(POLL_S)
    yield url


@contextmanager
def _own(its: Settings, home: Home, use: IO[str]) -> Iterator[str]:
    say(f"starting PostgreSQL, Redis and the programs in {home.root} …")
    port = _free_port(its.http.host)
    argv = (sys.executable, "-m", "infra.cli", "up", "--port", str(port))
    env = {"YTEMPIRE_HOME": str(home.root)}
    program = Program("up", argv, env, orphan_signal=signal.SIGTERM)
    child = start(program, home.root / "logs", its.embedded.log_bytes)
    waits = False
    try:
        yield _ready(child, f"http://{its.http.host}:{port}", home)
        waits = child.exit_code is None
    except Problem as problem:
        waits = problem.exit_code != INTERRUPTED and child.exit_code is None
        raise
    finally:
        try:
            if waits:
                until_alone(use, home.root)
        finally:
            stop([child], STOP_S)


def _ready(child: Child, url: str, home: Home) -> str:
    """Where it answers; where somebody else does, who was a moment earlier."""
    deadline = time.monotonic() + READY_S
    with Client.of(url, owner_token(home)) as client:
        while not client.ready():
            if child.exit_code is not None and in_use(home.root):
                with _running(home) as others:
                    return others
            if child.exit_code is not None:
                raise NotRunning(f"it could not be started: {_tail(child.log)}")
            if time.monotonic() > deadline:
                raise NotRunning(f"not up after {READY_S:.0f} s; see {child.log.parent}")
            time.sleep(POLL_S)
    return url


def _tail(log: Path) -> str:
    lines = log.read_text(errors="replace").strip().splitlines()
    return " ".join(lines[-LOG_TAIL_LINES:]) or f"see {log}"


def _free_port(host: str) -> int:
    with socket.create_server((host, 0)) as taken:
        return int(taken.getsockname()[1])
