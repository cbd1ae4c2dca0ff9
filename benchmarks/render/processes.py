"""Contestants in processes of their own: what each took, and how much memory its workers."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from threading import Event, Thread
from time import monotonic
from typing import Any

from benchmarks.claims import NotMeasured

ROOT = Path(__file__).parents[2]
LOOK_EVERY_S = 0.1
SAID_MAX = 300
KILO = 1_000


@dataclass(frozen=True, slots=True)
class Ran:
    """CPU seconds include those of children; `told` is the last line said, as JSON."""

    wall_s: float
    cpu_s: float
    worker_peak_bytes: int
    told: dict[str, Any]


@dataclass(slots=True)
class Watch:
    """The highest resident memory of each descendant of a process, as the kernel remembers it."""

    pid: int
    peaks_bytes: dict[int, int] = field(default_factory=dict)
    over: Event = field(default_factory=Event)

    def look(self) -> None:
        while not self.over.wait(LOOK_EVERY_S):
            for child in descendants(self.pid):
                self.peaks_bytes[child] = max(self.peaks_bytes.get(child, 0), _peak_bytes(child))


def run(argv: Sequence[str | Path], said: object = None) -> Ran:
    """Runs it to its end, `said` as JSON on its input. Raises NotMeasured where it fails."""
    with TemporaryFile() as out, TemporaryFile() as errors, TemporaryFile() as order:
        order.write(as_line(said).encode())
        order.seek(0)
        begun = monotonic()
        process = subprocess.Popen(argv, stdin=order, stdout=out, stderr=errors, cwd=ROOT)
        watch = Watch(process.pid)
        looking = Thread(target=watch.look, daemon=True)
        looking.start()
        _, status, used = os.wait4(process.pid, 0)
        wall_s = monotonic() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.over.set()
        looking.join()
        if process.returncode:
            errors.seek(0)
            said_last = errors.read().decode(errors="replace")
            sys.stderr.write(said_last)
            raise NotMeasured(_failed(argv, process.returncode, said_last))
        out.seek(0)
        told = _last_line(out.read())
    cpu_s = used.ru_utime + used.ru_stime
    peak_bytes = max(watch.peaks_bytes.values(), default=0)
    return Ran(told.get("wall_s", wall_s), told.get("cpu_s", cpu_s), peak_bytes, told)


def child(part: str, said: object) -> Ran:
    """A part of `benchmarks.render.child`."""
    return run([sys.executable, "-m", "benchmarks.render.child", part], said)


def as_line(said: object) -> str:
    return json.dumps(said) + "\n"


def children(pid: int) -> Iterator[int]:
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            yield from map(int, (task / "children").read_text().split())
    except OSError:
        return


def descendants(pid: int) -> Iterator[int]:
    """Its children, theirs, and so on."""
    for child in children(pid):
        yield child
        yield from descendants(child)


def cpu_s(pid: int) -> float:
    """Of a process that lives, and of its children that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def _peak_bytes(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    lines = (it.split() for it in status.splitlines() if it.startswith("VmHWM:"))
    return next((int(it[1]) * 1024 for it in lines), 0)


def _last_line(out: bytes) -> dict[str, Any]:
    lines = out.decode(errors="replace").strip().splitlines()
    told: dict[str, Any] = json.loads(lines[-1]) if lines and lines[-1].startswith("{") else {}
    return told


def _failed(argv: Sequence[str | Path], code: int, errors: str) -> str:
    lines = errors.strip().splitlines()
    return f"{Path(argv[0]).name} ended with {code}: {(lines or [''])[-1][-SAID_MAX:]}"
