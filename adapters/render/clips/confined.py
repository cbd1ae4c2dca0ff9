"""What a process that opens files from outside may use; set by itself before it opens any."""

import resource
import signal
from dataclasses import dataclass

OPEN_FILES_MAX = 64
START_S, BUSY_FACTOR = 30, 8


@dataclass(frozen=True, slots=True)
class Allowance:
    """`memory_bytes` of address space, and `cpu_s` of the processor for each answer."""

    memory_bytes: int
    cpu_s: float

    @property
    def wait_s(self) -> float:
        """On the clock of a busy machine, with the time that a process takes to begin."""
        return START_S + BUSY_FACTOR * self.cpu_s


STANDARD = Allowance(2 * 2**30, 120)


def confine(allowed: Allowance) -> None:
    """For good: no file is written, no core dumped, no memory taken beyond what is allowed."""
    for kind, most in (
        (resource.RLIMIT_AS, allowed.memory_bytes),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES_MAX),
    ):
        resource.setrlimit(kind, (most, most))


def wind_up(allowed: Allowance) -> None:
    """From now on `cpu_s` of the processor may go by until this is called again."""
    signal.setitimer(signal.ITIMER_PROF, allowed.cpu_s)


def why_ended(returncode: int | None, allowed: Allowance) -> str:
    """What a process that gave no answer ran into."""
    if returncode == -signal.SIGPROF:
        return f"decoding it takes more than {allowed.cpu_s:g} s"
    return f"its decoder crashed, or wanted more than {allowed.memory_bytes:,} bytes of memory"
