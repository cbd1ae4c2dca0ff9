"""Anchors in a folder: one read-only file each, there whole or not at all, never replaced.

It belongs on another disk or host than the database (a mount that its operator cannot rewrite,
or a folder that an auditor copies). A plain copy of it is read just the same.
"""

import asyncio
import os
import tempfile
from pathlib import Path

from adapters.anchors.names import checked
from adapters.folders import plainly_refused, sync
from processors.errors import AnchorTaken, Unavailable

READ_ONLY = 0o400


class FolderAnchors:
    """Implements the port `Anchors`; the folder is made at the first write."""

    def __init__(self, root: Path) -> None:
        self._root = root

    async def add(self, name: str, data: bytes) -> None:
        """Raises AnchorTaken, InvalidInput, Unavailable (`disk-full`, `anchors-unwritable`)."""
        await asyncio.to_thread(self._add, checked(name), data)

    async def read(self, name: str) -> bytes | None:
        """Raises Unavailable (`anchors-unreadable`)."""
        return await asyncio.to_thread(self._read, checked(name))

    async def names(self, prefix: str) -> list[str]:
        """None where the folder is not there yet. Raises Unavailable (`anchors-unreadable`)."""
        return await asyncio.to_thread(self._names, prefix)

    def _add(self, name: str, data: bytes) -> None:
        place = self._root / name
        with plainly_refused(self._root, "folder of anchors", "anchors-unwritable"):
            _made(place.parent)
            with tempfile.NamedTemporaryFile(dir=place.parent, prefix=".") as incoming:
                incoming.write(data)
                incoming.flush()
                os.fchmod(incoming.fileno(), READ_ONLY)
                os.fsync(incoming.fileno())
                try:
                    os.link(incoming.name, place)  # refuses an existing name, unlike a rename
                except FileExistsError:
                    _held_against(place, data, name)
            sync(place.parent)

    def _read(self, name: str) -> bytes | None:
        try:
            return (self._root / name).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except IsADirectoryError:
            return b""  # something stands there, which is no anchor
        except OSError as error:
            raise _unreadable(f"The anchor {self._root / name}", error) from error

    def _names(self, prefix: str) -> list[str]:
        if not self._root.exists():
            return []
        try:
            folders = [it for it in self._root.iterdir() if it.is_dir()]
            found = [f"{it.name}/{each}" for it in folders for each in os.listdir(it)]
        except OSError as error:
            raise _unreadable(f"The folder of anchors {self._root}", error) from error
        return sorted(it for it in found if it.startswith(prefix) and "/." not in it)


def _unreadable(what: str, error: OSError) -> Unavailable:
    return Unavailable(f"{what} cannot be read: {error.strerror}.", code="anchors-unreadable")


def _held_against(place: Path, data: bytes, name: str) -> None:
    if place.read_bytes() != data:
        raise AnchorTaken(f"The anchor {name} stands already, with other bytes: it is left alone.")


def _made(folder: Path) -> None:
    """With its parents, whose own entries are synced as they are made."""
    missing = [it for it in (folder, *folder.parents) if not it.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for it in missing:
        sync(it.parent)
