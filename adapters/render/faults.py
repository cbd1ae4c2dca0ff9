"""What a machine runs out of while a film is made, said plainly.

Unavailable
├── disk-full           no room for a segment, the sound or the film
├── render-memory       a worker asked for more memory than there is, or was killed for it
└── render-worker-lost  a worker ended, and nobody knows why
"""

import errno
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from processors.errors import Unavailable

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
VMSTAT = Path("/proc/vmstat")
NO_MEMORY = ("out of memory", "can't allocate memory", "Cannot allocate memory")
"""How torch says it: on a device, and by both of its allocators on a processor."""

ADVICE = "lower MAKING__RENDER_PROCESSES, or ask for a lower resolution"


@contextmanager
def plainly(folder: Path) -> Iterator[None]:
    """Raises Unavailable (`disk-full`, `render-memory`) for what says so in the work inside."""
    try:
        yield
    except OSError as fault:
        if fault.errno not in FULL:
            raise
        raise disk_full(folder) from fault
    except MemoryError as fault:
        raise no_memory("it could not be had") from fault
    except RuntimeError as fault:
        if not any(it in str(fault) for it in NO_MEMORY):
            raise
        raise no_memory(str(fault).partition("\n")[0]) from fault


def disk_full(folder: Path) -> Unavailable:
    return Unavailable(
        f"The disk that holds {folder} is full: free some space, then try again.",
        code="disk-full",
    )


def no_memory(why: str) -> Unavailable:
    return Unavailable(
        f"There is too little memory to render ({why}): {ADVICE}.", code="render-memory"
    )


def lost(returncode: int | None, *, killed_for_memory: bool) -> Unavailable:
    """Why a worker that gave no answer ended."""
    if returncode == -signal.SIGKILL and killed_for_memory:
        return no_memory("the system killed a worker for it")
    how = "" if returncode is None else f" ({_ending(returncode)})"
    return Unavailable(f"A render worker ended unexpectedly{how}", code="render-worker-lost")


def memory_kills() -> int:
    """How many processes the kernel has killed for want of memory, in any group."""
    with suppress(OSError):
        for line in VMSTAT.read_text().splitlines():
            name, _, count = line.partition(" ")
            if name == "oom_kill":
                return int(count)
    return 0


def _ending(returncode: int) -> str:
    if returncode >= 0:
        return f"exit status {returncode}"
    with suppress(ValueError):
        return signal.Signals(-returncode).name
    return f"signal {-returncode}"
