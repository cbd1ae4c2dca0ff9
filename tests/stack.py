"""A whole installation in a home of its own, as `ytempire up` runs it, part by part in reach.

Only processes that such a stack has started can be told anything here.
"""

import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString

import httpx2
import psycopg
from psycopg.rows import TupleRow

from infra.embedded import stack as embedded
from infra.embedded.child import Child, Program, start, stop
from infra.home import Home
from infra.owner import owner_token
from infra.settings import Embedded

UP_S = 90.0
WITHIN_S = 60.0
POLL_S = 0.05
LOG_BYTES = 2**20
QUICK = {
    "WORKER__LEASE_S": "5",
    "WORKER__BEAT_S": "0.5",
    "LEDGER__LOCK_S": "10",
    "DATABASE_URL": "",
    "REDIS_URL": "",
}
"""What is waited for when somebody has died, and for a writer's turn; servers of its own."""

SERVE = """
    SELECT set_config('search_path', string_agg(schema, ', '), false)
    FROM ops.serving
"""


@dataclass(slots=True)
class Stack:
    """One home, and what runs in it."""

    home: Path
    port: int
    api: httpx2.Client
    position: int = 0
    _up: Child | None = None

    @property
    def up(self) -> int:
        assert self._up is not None, "it was started"
        return self._up.process.pid

    @property
    def database_url(self) -> str:
        return embedded.postgres(self.home, Embedded()).url(embedded.DATABASE)

    @property
    def redis_url(self) -> str:
        return embedded.redis(self.home, Embedded()).url

    def start(self, **settings: str) -> None:
        """Raises AssertionError, with the end of its log, where it does not come up."""
        argv = (sys.executable, "-m", "infra.cli", "up", "--port", str(self.port))
        env = QUICK | {"YTEMPIRE_HOME": str(self.home)} | settings
        program = Program("up", argv, env, orphan_signal=signal.SIGTERM)
        self._up = start(program, self.home / "logs", LOG_BYTES)
        eventually(self._is_up, UP_S, lambda: self.log("up"))

    def stop(self) -> None:
        if self._up is not None:
            stop([self._up], WITHIN_S)

    def killed(self) -> None:
        """`up` itself, and nothing else, by the signal that nobody can refuse."""
        assert self._up is not None, "it was started"
        self._up.process.kill()
        self._up.process.wait()

    def log(self, name: str) -> str:
        return (self.home / "logs" / f"{name}.log").read_text(errors="replace")[-2_000:]

    def pids(self, program: str) -> list[int]:
        """Children of `up` whose command line has these words."""
        parents = _parents()
        return [it for it, parent in parents.items() if parent == self.up and program in _said(it)]

    def pid(self, program: str) -> int:
        """The one child that is this program; waits for it, should it be on its way."""
        eventually(lambda: len(self.pids(program)) == 1)
        return self.pids(program)[0]

    def signal(self, pid: int, number: signal.Signals) -> None:
        assert pid in descendants(self.up), "only what this stack has started"
        os.kill(pid, number)

    def kill(self, pid: int) -> None:
        self.signal(pid, signal.SIGKILL)

    def once(self, method: str, path: str, key: str = "", **how: Any) -> httpx2.Response:
        """Reads are as fresh as the last answer to `insist`."""
        headers = {"Idempotency-Key": key} if key else {"YT-Position": str(self.position)}
        return self.api.request(method, f"/api/v1{path}", headers=headers, **how)

    def insist(self, method: str, path: str, key: str = "", **how: Any) -> Any:
        """What a client does: the same request under the same key, until it is answered."""
        deadline = time.monotonic() + WITHIN_S
        while (answer := self._tried(method, path, key, **how)) is None:
            assert time.monotonic() < deadline, f"no answer within {WITHIN_S:g} s"
            time.sleep(POLL_S)
        assert answer.is_success, answer.text
        self.position = max(self.position, int(answer.headers.get("YT-Position", 0)))
        return answer.json()

    def _tried(self, method: str, path: str, key: str, **how: Any) -> httpx2.Response | None:
        try:
            answer = self.once(method, path, key, **how)
        except httpx2.TransportError:
            return None
        return None if answer.status_code == httpx2.codes.SERVICE_UNAVAILABLE else answer

    def rows(self, question: LiteralString, *values: object) -> list[TupleRow]:
        """Tables of views by their plain names: those that are served."""
        with psycopg.connect(self.database_url, autocommit=True) as connection:
            connection.execute(SERVE)
            return connection.execute(question, values).fetchall()

    def number(self, question: LiteralString, *values: object) -> int:
        return int(self.rows(question, *values)[0][0])

    def _is_up(self) -> bool:
        assert self._up is not None
        assert self._up.exit_code is None, self.log("up")
        try:
            return self.api.get("/readyz").is_success
        except httpx2.TransportError:
            return False


@contextmanager
def running(home: Path, **settings: str) -> Iterator[Stack]:
    """A stack that is up, the first time with these settings.

    It is stopped at the end, and by the kernel should this process die.
    """
    port = _free_port()
    headers = {"Authorization": f"Bearer {owner_token(Home(home))}"}
    url = f"http://127.0.0.1:{port}"
    with httpx2.Client(base_url=url, headers=headers, timeout=30, trust_env=False) as api:
        its = Stack(home, port, api)
        try:
            its.start(**settings)
            yield its
        finally:
            its.stop()


def eventually(
    happens: Callable[[], object], within_s: float = WITHIN_S, why: Callable[[], str] = str
) -> None:
    deadline = time.monotonic() + within_s
    while not happens():
        assert time.monotonic() < deadline, f"not within {within_s:g} s {why()}"
        time.sleep(POLL_S)


def descendants(pid: int) -> set[int]:
    """Every process below this one, itself included."""
    parents = _parents()
    found, more = {pid}, {pid}
    while more:
        more = {it for it, parent in parents.items() if parent in more}
        found |= more
    return found


def children(pid: int) -> set[int]:
    """Those that it started itself: the server that forks its drawing processes among them."""
    return {it for it, parent in _parents().items() if parent == pid}


def gone(pid: int) -> bool:
    """Ended; a zombie that nobody has reaped yet counts."""
    return _stat(pid)[0] == "Z"


def _parents() -> dict[int, int]:
    pids = [int(it.name) for it in Path("/proc").iterdir() if it.name.isdecimal()]
    return {pid: int(_stat(pid)[1]) for pid in pids}


def _stat(pid: int) -> tuple[str, str]:
    """State and parent; `Z` and 0 of one that is no more."""
    try:
        state, parent, *_ = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except (FileNotFoundError, ProcessLookupError):
        return "Z", "0"
    return state, parent


def _said(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except (FileNotFoundError, ProcessLookupError):
        return ""


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])
