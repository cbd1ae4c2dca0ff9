"""The home that a restore fills: empty, or what an unfinished restore has left.

`restoring.json` is written before anything else and goes last: a home that has it is not served
from. `restored.json` is written once everything is proven: without it the next restore begins
again, with it only the marks are left to remove.
"""

import os
import shutil
import time
from pathlib import Path

from pydantic_core import to_json

from infra.backup.errors import InUse, NotEmpty
from infra.backup.folder import sync
from infra.embedded.supervisor import LOCK
from infra.home import Home

ALLOWED = {"logs", "anchors", LOCK}
"""Neither belongs to what is restored: anchors outlive a home, and are only ever added to."""

FILLED = ("keys", "blobs")
POLL_S = 0.05


def refuse_used(home: Home) -> None:
    """Raises NotEmpty where something lies there that no unfinished restore has left."""
    if home.restored.exists() and not home.restoring.exists():
        raise NotEmpty(
            f"{home.root} was restored before, and is in use; restore into an empty home"
        )
    if home.restoring.exists() or not home.root.exists():
        return
    others = sorted({it.name for it in home.root.iterdir()} - ALLOWED)
    if others:
        raise NotEmpty(
            f"{home.root} holds {others[0]} already; restore into an empty home: set YTEMPIRE_HOME"
        )


def claim(home: Home, backup_id: str) -> None:
    """From here on it is this restore's. Raises NotEmpty."""
    refuse_used(home)
    home.root.mkdir(parents=True, exist_ok=True)
    write(home.restoring, to_json({"backup_id": backup_id}))


def clear(home: Home) -> None:
    """Removes what an unfinished restore has left; claim it first."""
    for name in FILLED:
        if (home.root / name).exists():
            shutil.rmtree(home.root / name)


def clear_server(data: Path, within_s: float) -> None:
    """The same of an embedded PostgreSQL, which ends a little later than who started it.

    Raises InUse where it does not.
    """
    deadline = time.monotonic() + within_s
    while any(str(data).encode() in it for it in _command_lines()):
        if time.monotonic() > deadline:
            raise InUse(f"a PostgreSQL still runs in {data}; stop it first")
        time.sleep(POLL_S)
    shutil.rmtree(data)


def write(file: Path, data: bytes) -> None:
    """Whole or not at all, on the disk when it returns, and nobody else's to read."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = file.with_name(f".{file.name}.part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as its:
        its.write(data)
        its.flush()
        os.fsync(its.fileno())
    part.replace(file)
    sync(file.parent)


def _command_lines() -> list[bytes]:
    found = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found.append(process.read_bytes())
        except OSError:
            continue  # it has ended
    return found
