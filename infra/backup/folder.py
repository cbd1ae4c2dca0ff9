"""A backup's folder: written beside its place, there whole or not at all; removed when old."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

from infra.backup import manifest
from infra.backup.errors import InUse, NoRoom, NotABackup, NotEmpty

OURS = {"tables", "blobs", manifest.NAME}
PARTIAL, EXPIRED = ".partial", ".expired"


@contextmanager
def unfinished(target: Path) -> Iterator[Path]:
    """`target.partial`, empty; it becomes `target` once left without an error, else it goes.

    What a killed backup has left there is cleared first. Raises NotEmpty, InUse.
    """
    refuse_filled(target)
    place = target.with_name(target.name + PARTIAL)
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _held(place):
        clear(place)
        try:
            yield place
            _settle(place, target)
        except BaseException:
            with suppress(OSError):
                clear(place)
                place.rmdir()
            raise


def refuse_filled(target: Path) -> None:
    """Raises NotEmpty where the folder holds anything, or is none."""
    if target.is_dir():
        if any(target.iterdir()):
            raise NotEmpty(f"{target} holds something already; name a folder that is not there yet")
    elif target.exists():
        raise NotEmpty(f"{target} is no folder; name one that is not there yet")


def clear(place: Path) -> None:
    """Raises NotEmpty where anything in it is not a backup's: then nothing is removed."""
    others = sorted({it.name for it in place.iterdir()} - OURS)
    if others:
        raise NotEmpty(f"{place} holds {others[0]}, which no backup wrote; move it away")
    for it in place.iterdir():
        shutil.rmtree(it) if it.is_dir() else it.unlink()


def expire(series: Path, now: datetime, kept_days: int) -> list[Path]:
    """Removes the finished backups in a folder that are older than that; returns which.

    Anything without a backup's manifest stays. Begun removals of a killed run are finished.
    """
    old = [it for it in _folders(series) if _made_before(it, now - timedelta(days=kept_days))]
    for it in old:
        it.rename(it.with_name(it.name + EXPIRED))
    for it in _folders(series):
        if it.name.endswith(EXPIRED) and {each.name for each in it.iterdir()} <= OURS:
            shutil.rmtree(it)
    return old


def refuse_small(folder: Path, needed_bytes: int) -> None:
    """Raises NoRoom; the folder, or what it will be in, is on the disk asked about."""
    there = next(it for it in (folder, *folder.parents) if it.exists())
    free = shutil.disk_usage(there).free
    if free < needed_bytes:
        raise NoRoom(
            f"{there} has {free:,} bytes free and {needed_bytes:,} are needed; free some space"
        )


def sync(folder: Path) -> None:
    """A new name is on the disk only once its folder is."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _settle(place: Path, target: Path) -> None:
    for it in (place / "tables", place / "blobs", place):
        if it.exists():
            sync(it)
    place.rename(target)
    sync(target.parent)


@contextmanager
def _held(place: Path) -> Iterator[None]:
    handle = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise InUse(f"another backup is being written to {place}") from None
    finally:
        os.close(handle)


def _folders(series: Path) -> list[Path]:
    return sorted(it for it in series.iterdir() if it.is_dir() and not it.is_symlink())


def _made_before(folder: Path, limit: datetime) -> bool:
    if folder.name.endswith((PARTIAL, EXPIRED)):
        return False
    try:
        return manifest.read(folder).made_at < limit
    except NotABackup:
        return False
