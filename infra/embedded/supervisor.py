"""Starts children in order, keeps them running, stops them in reverse.

StartError
  DidNotStart     a service was not ready in its time
  AlreadyRunning  another supervisor holds this home
  Interrupted     told to stop while still starting
"""

import fcntl
import signal
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO, Any, Protocol, Self

from infra.embedded.child import Child, Program, start, stop
from infra.settings import Embedded

_TICK_S = 0.05
LOCK = "supervisor.lock"


class StartError(Exception):
    """The message is for the person who started it."""


class DidNotStart(StartError): ...


class AlreadyRunning(StartError): ...


class Interrupted(StartError): ...


class Service(Protocol):
    """A child that others need: started before them, stopped after them."""

    @property
    def start_s(self) -> float: ...
    def prepare(self) -> Program: ...
    def ready(self) -> bool: ...
    def clear(self) -> None: ...


@dataclass(slots=True)
class _Kept:
    """A program that is to run, the child that runs it now, and its patience."""

    program: Program
    child: Child
    wait_s: float
    since: float
    again_at: float | None = None


def in_use(home: Path) -> bool:
    """Whether a supervisor holds this home now."""
    try:
        with (home / LOCK).open(encoding="ascii") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


@dataclass(slots=True)
class Supervisor:
    """A context: whatever it has started is gone once it is left."""

    home: Path
    limits: Embedded
    _services: list[tuple[Service, Child]] = field(default_factory=list)
    _programs: list[_Kept] = field(default_factory=list)
    _before: dict[signal.Signals, Any] = field(default_factory=dict)
    _lock: IO[str] | None = None
    _asked: bool = False

    def __enter__(self) -> Self:
        self.home.mkdir(parents=True, exist_ok=True)
        self._lock = (self.home / LOCK).open("w", encoding="ascii")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.close()
            raise AlreadyRunning(f"{self.home} is in use; stop what runs there first") from None
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            kept = number == signal.SIGHUP and signal.getsignal(number) == signal.SIG_IGN
            if not kept:  # nohup asks for that; a shell's `&` ignores SIGINT, and asks nothing
                self._before[number] = signal.signal(number, self._ask)
        return self

    def __exit__(self, *_: object) -> None:
        stop([it.child for it in self._programs], self.limits.stop_s)
        for service, child in reversed(self._services):
            stop([child], self.limits.stop_s)
            service.clear()
        for number, handler in self._before.items():
            signal.signal(number, handler)
        assert self._lock is not None
        self._lock.close()

    def serve(self, service: Service) -> None:
        """Start a service and wait until it is ready. Raises StartError."""
        program = service.prepare()
        self._services.append((service, self._start(program)))
        self._await(len(self._services) - 1)

    def watch(self, programs: Iterable[Program], until: Callable[[], bool] = lambda: False) -> None:
        """Keep programs and services running until a signal, or `until`, says enough.

        A program that ends, however well, is started again after a growing wait. Raises
        DidNotStart when a service that died cannot be brought back.
        """
        self._programs.extend(self._keep(it) for it in programs)
        while not (self._asked or until()):
            for n, (_, child) in enumerate(self._services):
                if child.exit_code is not None:
                    self._await(n)
            for kept in self._programs:
                self._revive(kept, time.monotonic())
            time.sleep(_TICK_S)

    def _await(self, n: int) -> None:
        """Until the service answers; one that ends meanwhile is started again.

        After a crash PostgreSQL leaves when its old children still hold the data folder.
        """
        service, child = self._services[n]
        deadline = time.monotonic() + service.start_s
        while child.exit_code is not None or not service.ready():
            if self._asked:
                raise Interrupted("stopped before everything was up")
            if time.monotonic() > deadline:
                raise DidNotStart(
                    f"{child.program.name} was not ready after {service.start_s:g} s; "
                    f"it says why in {child.log}"
                )
            if child.exit_code is not None:
                child = self._start(child.program)
                self._services[n] = (service, child)
            time.sleep(_TICK_S)

    def _keep(self, program: Program) -> _Kept:
        child = self._start(program)
        return _Kept(program, child, self.limits.restart_first_s, time.monotonic())

    def _revive(self, kept: _Kept, now: float) -> None:
        if kept.child.exit_code is None:
            return
        if kept.again_at is None:
            lasted = now - kept.since > self.limits.restart_last_s
            kept.wait_s = self.limits.restart_first_s if lasted else kept.wait_s
            kept.again_at = now + kept.wait_s
        if now >= kept.again_at:
            kept.child, kept.since, kept.again_at = self._start(kept.program), now, None
            kept.wait_s = min(kept.wait_s * 2, self.limits.restart_last_s)

    def _start(self, program: Program) -> Child:
        return start(program, self.home / "logs", self.limits.log_bytes)

    def _ask(self, _signal: int, _frame: FrameType | None) -> None:
        self._asked = True
