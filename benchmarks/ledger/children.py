"""Processes of a measurement's own, told what to do on their standard input.

`python -m benchmarks.ledger.child WHAT JSON` says `ready`, begins on `go`, and ends when its
standard input ends, so that none outlives this process; what it found is a line of JSON.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Child:
    process: subprocess.Popen[str]

    def go(self) -> None:
        self.tell("go")

    def tell(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def hear(self) -> str:
        """Its next line. Raises RuntimeError where it ended without one."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.process.args!r} ended with {self.process.wait()}")
        return line.rstrip("\n")

    def found(self) -> dict[str, Any]:
        it: dict[str, Any] = json.loads(self.hear())
        return it

    def end(self) -> None:
        """Killed, as nobody can refuse; its pipes closed."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            with suppress(BrokenPipeError):
                pipe.close()


def start(what: str, told: Mapping[str, Any]) -> Child:
    """Begun, and not ready yet."""
    argv = [sys.executable, "-m", "benchmarks.ledger.child", what, json.dumps(told)]
    pipe = subprocess.PIPE
    return Child(subprocess.Popen(argv, cwd=ROOT, stdin=pipe, stdout=pipe, text=True))


@contextmanager
def ready(what: str, *each: Mapping[str, Any]) -> Iterator[list[Child]]:
    """One for each of what they are told, all ready to go; gone at the end."""
    children = [start(what, told) for told in each]
    try:
        for child in children:
            assert child.hear() == "ready"
        yield children
    finally:
        for child in children:
            child.end()


def all_found(children: list[Child]) -> list[dict[str, Any]]:
    """Begun together; what each found."""
    for child in children:
        child.go()
    return [child.found() for child in children]
