"""Ctrl-C amid a backup or a restore, though a supervisor that waits for it is around."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def interruptible() -> Iterator[None]:
    """SIGINT and SIGTERM raise KeyboardInterrupt in here; for the main thread alone."""
    before = {it: signal.signal(it, _end) for it in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
