"""A demo against providers that are only simulated: real SDKs, real sockets, nothing paid.

The stand-ins are a program of the tests, started as its own process; nothing here imports it.
Its data has a home of its own, beside the real one.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

from infra.cli.output import BadInput, NotRunning, Problem, say
from infra.cli.processes import settings
from infra.embedded.child import Program, start, stop
from infra.embedded.supervisor import in_use
from infra.settings import Settings

STANDINS = "tests.standins"
FOLDER = "simulated"
READY_S, POLL_S, STOP_S = 30.0, 0.05, 5.0
CHOSEN: Mapping[str, str] = MappingProxyType(
    {
        "PROVIDERS__RESEARCH": "openai:gpt-6.1-terra",
        "PROVIDERS__SCRIPT": "openai:gpt-6.1-terra",
        "PROVIDERS__JUDGE": "openai:gpt-6.1-terra",
        "PROVIDERS__PACKAGE": "openai:gpt-6.1-terra",
        "PROVIDERS__MODERATION": "openai:omni-moderation-latest",
        "PROVIDERS__VOICE": "elevenlabs:eleven_multilingual_v2",
        "PROVIDERS__ELEVENLABS_VOICES": '{"default": "Narrat0rOfTheStandIn"}',
        "PROVIDERS__IMAGES": "openai:gpt-image-2.5-flare",
        "PACES__OPENAI__TOKENS_A_MINUTE": "0",
        "MAIL_FROM": "demo@localhost",
    }
)
"""The token limit of a new account would make a demo wait a minute: there is none here."""


@contextmanager
def simulated(its: Settings, fail: float) -> Iterator[Settings]:
    """Settings that ask the stand-ins, which fail this share of all requests."""
    if find_spec(STANDINS) is None:
        raise Problem(f"{STANDINS} is not there; run this from a checkout of the project")
    home = its.ytempire_home / FOLDER
    if fail and in_use(home):
        raise BadInput(
            f"somebody's demo runs in {home}, and its simulated providers are the ones that are"
            " asked, whatever --fail says here; wait for its end, or set another YTEMPIRE_HOME"
        )
    argv = (sys.executable, "-m", STANDINS, "--all", "--json", "--fail", str(fail))
    logs = home / "logs"
    begun_bytes = _size(logs / "standins.log", its.embedded.log_bytes)
    program = Program("standins", argv, orphan_signal=signal.SIGTERM)
    child = start(program, logs, its.embedded.log_bytes)
    try:
        told = _told(child.log, begun_bytes, lambda: child.exit_code is not None)
        say(f"providers are simulated on this machine: no money is spent; data in {home}")
        with _environment({**CHOSEN, **told, "YTEMPIRE_HOME": str(home)}):
            yield settings()
    finally:
        stop([child], STOP_S)


def _size(log: Path, size_max_bytes: int) -> int:
    """Where a program's own words begin: a log that is too long is set aside at its start."""
    size_bytes = log.stat().st_size if log.exists() else 0
    return 0 if size_bytes > size_max_bytes else size_bytes


def _told(log: Path, begun_bytes: int, ended: Callable[[], bool]) -> dict[str, str]:
    """Where each of them listens: the first JSON object of its log that is of this start."""
    deadline = time.monotonic() + READY_S
    while not ended() and time.monotonic() < deadline:
        told = log.read_bytes()[begun_bytes:].decode(errors="replace")
        for line in told.splitlines(keepends=True):
            if line.startswith("{") and line.endswith("\n"):
                found: dict[str, str] = json.loads(line)
                return found
        time.sleep(POLL_S)
    raise NotRunning(f"the simulated providers did not start; see {log}")


@contextmanager
def _environment(env: Mapping[str, str]) -> Iterator[None]:
    """This process's own environment, which its children get, for the while."""
    before = {name: os.environ.get(name) for name in env}
    os.environ.update(env)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None) if value is None else os.environ.update({name: value})
