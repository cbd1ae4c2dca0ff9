"""Blobs: those that events name, and those that the documents among them name in turn."""

import asyncio
import os
import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import IO

from adapters.blobs.disk import CHUNK_BYTES
from adapters.blobs.store import BlobStore
from domain.ids import BlobId
from infra.backup.backup_key import BackupKey
from infra.backup.errors import Damaged
from infra.backup.progress import Tell
from infra.backup.sealed_file import Written
from processors.errors import Rejected

DOCUMENT_MAX_BYTES = 16 * 2**20
"""A JSON document that names other blobs is never longer."""
NAMED = re.compile(rb"sha256:[0-9a-f]{64}")
BLOB_MAX_BYTES = 2**63 - 1


@dataclass(slots=True)
class Copied:
    """Files by name; and those of blobs that were not there, or not what their name says."""

    files: dict[str, Written] = field(default_factory=dict)
    absent: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)


def copy_out(
    store: BlobStore, named: Iterable[BlobId], key: BackupKey, place: Path, tell: Tell
) -> Copied:
    """Each under the backup's key, held against its name meanwhile. Raises OSError."""
    waiting, copied = sorted(named), Copied()
    known = set(waiting)
    with asyncio.Runner() as loop:
        copying = _Copying(loop, store, key, place, copied)
        while waiting:
            more = copying.copy(waiting.pop()) - known
            known |= more
            waiting += sorted(more)
            tell("blobs", len(known) - len(waiting), len(known))
    return copied


def copy_in(store: BlobStore, names: list[str], key: BackupKey, place: Path, tell: Tell) -> int:
    """Into the store, by what they are; bytes in all. Raises Damaged."""
    with asyncio.Runner() as loop:
        for n, name in enumerate(names, 1):
            chunks = _awaited(key.cipher.open(place, name))
            id = loop.run(store.put_stream(chunks, BLOB_MAX_BYTES))
            if key.blob_name(id) != name:
                raise Damaged(f"{name} holds another blob than its name says")
            tell("blobs", n, len(names))
        return loop.run(store.usage_bytes())


@dataclass(frozen=True, slots=True)
class _Copying:
    """One store into one backup."""

    loop: asyncio.Runner
    store: BlobStore
    key: BackupKey
    place: Path
    copied: Copied

    def copy(self, id: BlobId) -> set[BlobId]:
        """The blobs that this one names."""
        name, digest = self.key.blob_name(id), sha256()
        try:
            source = self.loop.run(self.store.path(id)).open("rb")
        except (Rejected, FileNotFoundError) as gone:  # never there, or erased meanwhile
            damaged = isinstance(gone, Rejected) and gone.code == "blob-damaged"
            (self.copied.damaged if damaged else self.copied.absent).append(name)
            return set()
        with source:
            named, data = _named_in(source), _read(source, digest.update)
            written = self.key.cipher.seal(self.place, name, data, CHUNK_BYTES)
        if id != f"sha256:{digest.hexdigest()}":
            (self.place / name).unlink()
            self.copied.damaged.append(name)
            return set()
        self.copied.files[name] = written
        return named


def _named_in(source: IO[bytes]) -> set[BlobId]:
    """Nothing, unless it is a document; it stands at its beginning again."""
    document = source.read(1) in {b"{", b"["}
    source.seek(0)
    if not document or os.fstat(source.fileno()).st_size > DOCUMENT_MAX_BYTES:
        return set()
    found = {BlobId(it.decode()) for it in NAMED.findall(source.read())}
    source.seek(0)
    return found


def _read(source: IO[bytes], seen: Callable[[bytes], None]) -> Iterator[bytes]:
    while chunk := source.read(CHUNK_BYTES):
        seen(chunk)
        yield chunk


async def _awaited(chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
    for it in chunks:
        yield it
