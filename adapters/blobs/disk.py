"""Blobs on a local disk: `root/ab/cdef…`, named by the SHA-256 of their bytes.

A blob is written to `root/incoming/`, synced, then renamed into place: it is there whole or
not at all, and writing it twice changes nothing. What a killed process leaves in `incoming/`
is named by nothing and may go.
"""

import asyncio
import errno
import hashlib
import os
import re
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from domain.ids import BlobId
from processors.errors import InvalidInput, Rejected, Unavailable

CHUNK_BYTES = 1 << 20
_INCOMING = "incoming"
_NAME = re.compile(r"sha256:[0-9a-f]{64}")
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


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

    async def usage_bytes(self) -> int:
        """Sizes of all files under the root, unfinished ones too."""
        return await asyncio.to_thread(lambda: sum(_sizes(self._root)))

    def _place(self, id: BlobId) -> Path:
        digest = id.removeprefix("sha256:")
        return self._root / digest[:2] / digest[2:]

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
        with _plainly_refused(self._root):
            folder = self._root / _INCOMING
            folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=folder)
            return _Incoming(Path(name), os.fdopen(handle, "wb"))

    def _settle(self, incoming: "_Incoming") -> BlobId:
        """Into its place for good; a whole blob that stands there already is left alone."""
        id = _name(incoming.digest)
        place = self._place(id)
        with _plainly_refused(self._root):
            incoming.finish()
            if place.is_file() and place.stat().st_size == incoming.size_bytes:
                return id
            place.parent.mkdir(exist_ok=True)
            incoming.path.rename(place)
            _sync(place.parent)
        return id


@dataclass
class _Incoming:
    """A file being written; its digest grows with it."""

    path: Path
    file: IO[bytes]
    size_bytes: int = 0
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def write(self, chunk: bytes) -> None:
        with _plainly_refused(self.path.parent.parent):
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


@contextmanager
def _plainly_refused(root: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise Unavailable(
                f"The disk that holds {root} is full: free some space, then try again.",
                code="disk-full",
            ) from error
        raise Unavailable(
            f"The blob folder {root} cannot be written: {error.strerror}.",
            code="blobs-unwritable",
        ) from error


def _sync(folder: Path) -> None:
    """A rename is on disk only once its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sizes(root: Path) -> Iterator[int]:
    for path in root.rglob("*"):
        with suppress(FileNotFoundError):
            if path.is_file():
                yield path.stat().st_size
