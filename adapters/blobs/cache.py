"""A folder of blobs whose originals are elsewhere: what was used last stays, up to a size.

A file that was used in the last three hours stays whatever its size: somebody may be reading it.
One that nobody used for a day goes, so that no copy outlives an erasure for longer.
"""

import asyncio
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from adapters.blobs.disk import DiskBlobs
from domain.ids import BlobId
from processors.errors import Rejected

IN_USE_S = 3 * 3_600
"""Longer than any job may take."""
KEPT_S = 24 * 3_600
SHARE = 16
"""The folder is looked through after so many parts of its size have come in."""


@dataclass(slots=True)
class BlobCache:
    """`files` are the copies; `size_max_bytes` 0 with `in_use_s` 0 keeps the last one alone."""

    root: Path
    size_max_bytes: int
    now: Callable[[], datetime]
    in_use_s: float = IN_USE_S
    files: DiskBlobs = field(init=False)
    _grown_bytes: int | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.files = DiskBlobs(self.root)

    async def find(self, id: BlobId) -> Path | None:
        """The copy, which counts as used now; None where there is none."""
        try:
            path = await self.files.path(id)
            await asyncio.to_thread(os.utime, path)
        except (Rejected, FileNotFoundError):
            return None
        return path

    async def make_room(self) -> None:
        """Before something is taken in, once enough has come in since the last time."""
        if self._grown_bytes is None or self._grown_bytes >= self.size_max_bytes // SHARE:
            await self.tidy()
            self._grown_bytes = 0

    def took(self, size_bytes: int) -> None:
        """So much has come in."""
        self._grown_bytes = (self._grown_bytes or 0) + size_bytes

    async def tidy(self) -> None:
        """Removes what is old, and beyond the size whatever was used longest ago."""
        await asyncio.to_thread(self._tidy)

    def _tidy(self) -> None:
        now_s = self.now().timestamp()
        held = sorted(_held(self.root))
        left_bytes = sum(size_bytes for _, size_bytes, _ in held)
        for used_s, size_bytes, path in held:
            age_s = now_s - used_s
            over = left_bytes > self.size_max_bytes and age_s >= self.in_use_s
            if over or age_s > KEPT_S:
                _drop(path, used_s)
                left_bytes -= size_bytes


def _held(root: Path) -> Iterator[tuple[float, int, Path]]:
    """When each file was used last, its size, and where it is; unfinished ones too."""
    for path in root.rglob("*"):
        with suppress(FileNotFoundError):
            if path.is_file():
                its = path.stat()
                yield its.st_mtime, its.st_size, path


def _drop(path: Path, used_s: float) -> None:
    """Unless somebody took it meanwhile."""
    with suppress(FileNotFoundError):
        if path.stat().st_mtime == used_s:
            path.unlink()
