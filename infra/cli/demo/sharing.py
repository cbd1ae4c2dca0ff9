"""One installation, several who use it: whoever started it stops it once it is alone with it.

Everybody holds `clients.lock` shared while at work; before the stop it is taken alone.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from infra.cli.output import say

LOCK = "clients.lock"


@contextmanager
def using(home: Path) -> Iterator[IO[str]]:
    """Hold what runs in `home`, or is about to; waits while it is being stopped."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / LOCK).open("w", encoding="ascii") as use:
        try:
            fcntl.flock(use, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"waiting for what ran in {home} to be stopped …")
            fcntl.flock(use, fcntl.LOCK_SH)
        yield use


def until_alone(use: IO[str], home: Path) -> None:
    """Waits until nobody else uses it; nobody can begin to until `use` is let go."""
    try:
        fcntl.flock(use, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say(f"somebody else still works in {home}: it is stopped after that, or now by Ctrl-C")
        fcntl.flock(use, fcntl.LOCK_EX)
