"""Files sealed in chunks: a changed, cut, reordered or swapped one is never opened in silence.

A file is `YTB1`, then chunks: 4 bytes of length, 1 byte (1: the last), a nonce of 12, the
ciphertext with its tag of 16 (AES-256-GCM). Associated data of a chunk: the backup's id, the
file's name, the chunk's number and the last byte, joined by `|`. Every file has a last chunk.
"""

import os
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from struct import Struct
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from infra.backup.errors import Damaged
from infra.security.sealing import NONCE_BYTES

MAGIC = b"YTB1"
HEAD = Struct(f">IB{NONCE_BYTES}s")
CHUNK_MAX_BYTES = 64 * 2**20
"""Longer chunks are refused unread, so that a changed length cannot take all memory."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file as it lies on the disk."""

    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Cipher:
    """Seals and opens the files of one backup, under its own key."""

    key: bytes
    backup_id: str

    def seal(self, place: Path, name: str, data: Iterable[bytes], chunk_bytes: int) -> Written:
        """Writes `place/name`, synced; raises OSError."""
        sealing = AESGCM(self.key)
        digest, size_bytes = sha256(), 0
        with private(place / name) as file:
            for number, (chunk, last) in enumerate(_marked(_filled(data, chunk_bytes))):
                nonce = secrets.token_bytes(NONCE_BYTES)
                cipher = sealing.encrypt(nonce, chunk, self._bound(name, number, last=last))
                part = HEAD.pack(len(cipher), last, nonce) + cipher
                part = part if number else MAGIC + part
                file.write(part)
                digest.update(part)
                size_bytes += len(part)
            file.flush()
            os.fsync(file.fileno())
        return Written(digest.hexdigest(), size_bytes)

    def open(self, place: Path, name: str) -> Iterator[bytes]:
        """The chunks of `place/name` in the clear; raises Damaged where it is not what was sealed.

        What came before the damage has been handed out by then: use nothing until it ends.
        """
        sealed = AESGCM(self.key)
        with (place / name).open("rb") as file:
            if file.read(len(MAGIC)) != MAGIC:
                raise Damaged(f"{name} does not begin as a file of a backup does")
            number, last = 0, False
            while not last:
                nonce, cipher, last = _chunk(file, name)
                try:
                    bound = self._bound(name, number, last=last)
                    yield sealed.decrypt(nonce, cipher, bound)
                except InvalidTag:
                    raise Damaged(f"{name} was changed in chunk {number}, or moved there") from None
                number += 1
            if file.read(1):
                raise Damaged(f"{name} goes on after its end")

    def _bound(self, name: str, number: int, *, last: bool) -> bytes:
        return f"{self.backup_id}|{name}|{number}|{last:d}".encode()


def private(file: Path) -> IO[bytes]:
    """A new file that nobody else may read; its folder is made."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _chunk(file: IO[bytes], name: str) -> tuple[bytes, bytes, bool]:
    head = file.read(HEAD.size)
    if len(head) < HEAD.size:
        raise Damaged(f"{name} was cut")
    size_bytes, last, nonce = HEAD.unpack(head)
    if size_bytes > CHUNK_MAX_BYTES or last > 1:
        raise Damaged(f"{name} was changed: it holds no such chunk as a backup writes")
    cipher = file.read(size_bytes)
    if len(cipher) < size_bytes:
        raise Damaged(f"{name} was cut")
    return nonce, cipher, last == 1


def _filled(data: Iterable[bytes], chunk_bytes: int) -> Iterator[bytes]:
    """The same bytes in chunks of one size; the last may be shorter."""
    held = bytearray()
    for piece in data:
        held += piece
        while len(held) >= chunk_bytes:
            yield bytes(held[:chunk_bytes])
            del held[:chunk_bytes]
    if held:
        yield bytes(held)


def _marked(chunks: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each with whether it is the last; an empty file has one empty chunk."""
    before = next(chunks, b"")
    for chunk in chunks:
        yield before, False
        before = chunk
    yield before, True
