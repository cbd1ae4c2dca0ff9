"""Blobs on a local disk: `root/ab/cdef…`, named by the SHA-256 of their bytes.

A blob is written to `root/incoming/`, synced, then renamed into place: it is there whole or
not at all, and writing it twice changes nothing. What a killed process leaves in `incoming/`
is named by nothing and goes when somebody sweeps.
"""

import asyncio
import hashlib
import os
import re
import tempfile
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from adapters.folders import plainly_refused, sync
from domain.ids import BlobId
from processors.errors import InvalidInput, Rejected

CHUNK_BYTES = 1 << 20
DOCUMENT_BYTES = 16 << 20
UNNAMED_S = 24 * 3600
"""Between the writing of a blob and the event that names it no more time than this passes."""
_INCOMING = "incoming"
_NAME = re.compile(r"sha256:[0-9a-f]{64}")


class DiskBlobs:
    """Implements the port `Blobs` under one folder, which is made at the first write.

    Every write raises Unavailable: `disk-full`, or `blobs-unwritable` where the folder refuses.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    async def put(self, data: bytes) -> BlobId:
        return await asyncio.to_thread(self._put, data)

    async def put_file(self, path: Path) -> BlobId:
        """Copy a finished file in: a link would let a later change of the original through."""
        return await asyncio.to_thread(self._put_file, path)

    async def put_stream(self, chunks: AsyncIterator[bytes], size_max_bytes: int) -> BlobId:
        """Raises InvalidInput (`too-large`) past the limit, leaving nothing behind."""
        incoming = await asyncio.to_thread(self._incoming)
        try:
            async for chunk in chunks:
                _refuse_past(size_max_bytes, incoming.size_bytes + len(chunk))
                await asyncio.to_thread(incoming.write, chunk)
            return await asyncio.to_thread(self._settle, incoming)
        finally:
            incoming.drop()

    async def get(self, id: BlobId) -> bytes:
        """The bytes, held against their name.

        Raises Rejected: `blob-missing`, or `blob-damaged` where the file was cut or changed.
        """
        data = await asyncio.to_thread((await self.path(id)).read_bytes)
        if _name(hashlib.sha256(data)) != id:
            raise Rejected(
                f"The blob {id} is damaged: its file holds other bytes; restore it from a backup.",
                code="blob-damaged",
            )
        return data

    async def path(self, id: BlobId) -> Path:
        """A local file with these bytes, to be read only; raises Rejected (`blob-missing`)."""
        if not await self.known(id):
            raise Rejected(f"There is no blob {id} in the store.", code="blob-missing")
        return self._place(id)

    async def known(self, id: BlobId) -> bool:
        return bool(_NAME.fullmatch(id)) and await asyncio.to_thread(self._place(id).is_file)

    async def names_in(self, id: BlobId) -> set[BlobId]:
        """Blobs that a JSON document names; empty for any other file, and for one that is gone."""
        return await asyncio.to_thread(self._names_in, id)

    async def remove(self, ids: Iterable[BlobId]) -> None:
        """Those that are there; others may be gone already."""
        await asyncio.to_thread(self._remove, tuple(ids))

    async def sweep(self, keep: set[BlobId] | None) -> None:
        """Removes what nobody names: at once where nothing is kept, else what is a day old."""
        await asyncio.to_thread(self._sweep, keep)

    async def usage_bytes(self) -> int:
        """Sizes of all files under the root, unfinished ones too."""
        return await asyncio.to_thread(lambda: sum(_sizes(self._root)))

    def _place(self, id: BlobId) -> Path:
        digest = id.removeprefix("sha256:")
        return self._root / digest[:2] / digest[2:]

    def _names_in(self, id: BlobId) -> set[BlobId]:
        try:
            with self._place(id).open("rb") as file:
                if file.read(1) not in (b"{", b"["):
                    return set()
                text = file.read(DOCUMENT_BYTES).decode(errors="replace")
        except FileNotFoundError:
            return set()
        return {BlobId(it) for it in _NAME.findall(text)}

    def _remove(self, ids: Iterable[BlobId]) -> None:
        for id in ids:
            self._place(id).unlink(missing_ok=True)

    def _sweep(self, keep: set[BlobId] | None) -> None:
        """Ages are counted back from the newest file: nothing is old in a store that rests."""
        files = [*self._root.glob("[0-9a-f][0-9a-f]/*"), *self._root.glob(f"{_INCOMING}/*")]
        changed_s = {it: seconds for it in files if (seconds := _changed_s(it)) is not None}
        newest_s = max(changed_s.values(), default=0.0)
        kept = {self._place(it) for it in keep or ()}
        for path in changed_s.keys() - kept:
            if keep is None or newest_s - changed_s[path] > UNNAMED_S:
                path.unlink(missing_ok=True)

    def _put(self, data: bytes) -> BlobId:
        incoming = self._incoming()
        try:
            incoming.write(data)
            return self._settle(incoming)
        finally:
            incoming.drop()

    def _put_file(self, path: Path) -> BlobId:
        incoming = self._incoming()
        try:
            with path.open("rb") as source:
                while chunk := source.read(CHUNK_BYTES):
                    incoming.write(chunk)
            return self._settle(incoming)
        finally:
            incoming.drop()

    def _incoming(self) -> "_Incoming":
        with _refused(self._root):
            folder = self._root / _INCOMING
            folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=folder)
            return _Incoming(Path(name), os.fdopen(handle, "wb"))

    def _settle(self, incoming: "_Incoming") -> BlobId:
        """Into its place for good; a whole blob that stands there already is left alone."""
        id = _name(incoming.digest)
        place = self._place(id)
        with _refused(self._root):
            incoming.finish()
            if place.is_file() and place.stat().st_size == incoming.size_bytes:
                os.utime(place)  # named again soon: it is no orphan
                return id
            place.parent.mkdir(exist_ok=True)
            incoming.path.rename(place)
            sync(place.parent)
        return id


@dataclass
class _Incoming:
    """A file being written; its digest grows with it."""

    path: Path
    file: IO[bytes]
    size_bytes: int = 0
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def write(self, chunk: bytes) -> None:
        with _refused(self.path.parent.parent):
            self.file.write(chunk)
        self.digest.update(chunk)
        self.size_bytes += len(chunk)

    def finish(self) -> None:
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.close()

    def drop(self) -> None:
        """Closes and removes what was not settled; does nothing after."""
        with suppress(OSError):  # what stays in the buffer of a full disk cannot be flushed
            self.file.close()
        self.path.unlink(missing_ok=True)


def _name(digest: "hashlib._Hash") -> BlobId:
    return BlobId(f"sha256:{digest.hexdigest()}")


def _refuse_past(size_max_bytes: int, size_bytes: int) -> None:
    if size_bytes > size_max_bytes:
        raise InvalidInput(
            f"The file is larger than {size_max_bytes} bytes; send a smaller one.",
            code="too-large",
        )


def _refused(root: Path) -> AbstractContextManager[None]:
    return plainly_refused(root, "blob folder", "blobs-unwritable")


def _changed_s(path: Path) -> float | None:
    with suppress(FileNotFoundError):
        return path.stat().st_mtime
    return None


def _sizes(root: Path) -> Iterator[int]:
    for path in root.rglob("*"):
        with suppress(FileNotFoundError):
            if path.is_file():
                yield path.stat().st_size
