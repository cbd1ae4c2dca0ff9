"""A child process that cannot outlive its parent, however the parent ends."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_LIBC = ctypes.CDLL(None, use_errno=True)  # looked up before any fork


@dataclass(frozen=True, slots=True)
class Program:
    """What to run, and how it is told to end.

    `env` adds to this process's own. `become` runs in the child before anything else, to change
    who it is. `orphan_signal` is what the kernel sends it when its parent has died.
    """

    name: str
    argv: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)
    stop_signal: signal.Signals = signal.SIGTERM
    orphan_signal: signal.Signals = signal.SIGKILL
    become: Callable[[], None] | None = None


@dataclass(frozen=True, slots=True)
class Child:
    """A program that was started, in a session of its own: Ctrl-C reaches the parent alone."""

    program: Program
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def exit_code(self) -> int | None:
        """None while it runs; asking also reaps it."""
        return self.process.poll()

    def ask_to_stop(self) -> None:
        if self.exit_code is None:
            self.process.send_signal(self.program.stop_signal)

    def end(self, deadline: float) -> None:
        """Wait until `deadline` (time.monotonic), then kill it and whatever it has started."""
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def start(program: Program, logs: Path, log_bytes: int) -> Child:
    """Start a program whose output goes to `logs/<name>.log`.

    Call it from the main thread: the kernel counts the thread that forked as the parent.
    """
    log = _log(logs, program.name, log_bytes)
    parent = os.getpid()
    with log.open("ab") as output:
        process = subprocess.Popen(
            program.argv,
            env={**os.environ, **program.env},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=lambda: _bind(program, parent),  # noqa: PLW1509 - ctypes and os alone
        )
    return Child(program, process, log)


def stop(children: Iterable[Child], grace_s: float) -> None:
    """Ask all at once, then wait for each; what is still there after `grace_s` is killed."""
    ending = list(children)
    for child in ending:
        child.ask_to_stop()
    deadline = time.monotonic() + grace_s
    for child in ending:
        child.end(deadline)


def _bind(program: Program, parent: int) -> None:
    if program.become is not None:
        program.become()  # first: a change of identity clears the signal asked for below
    _LIBC.prctl(_PR_SET_PDEATHSIG, int(program.orphan_signal))
    if os.getppid() != parent:  # it died before the kernel was asked
        os._exit(1)


def _log(logs: Path, name: str, log_bytes: int) -> Path:
    logs.mkdir(parents=True, exist_ok=True)
    log = logs / f"{name}.log"
    if log.exists() and log.stat().st_size > log_bytes:
        log.replace(log.with_suffix(".log.1"))
    return log
