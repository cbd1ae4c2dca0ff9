"""Marks in MP4: a box of XMP after everything else, so that no sample moves (ISO/IEC 14496-12)."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from adapters.provenance.xmp import PACKET_MAX_BYTES, Mark, packet, read
from domain.provenance import DigitalSource

UUID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
"""Of the box that holds XMP (ISO 16684-1, annex A)."""

_HEAD, _LARGE, _CHUNK = 8, 16, 1 << 20


@dataclass(frozen=True, slots=True)
class Box:
    kind: bytes
    start: int
    head: int
    end: int


def mark(path: Path, source: DigitalSource) -> None:
    """Says in the file itself how it was made; marked again it stays as it is.

    Every byte that was there stays where it was. Raises ValueError where it is no MP4, or one
    whose last box has no end of its own.
    """
    with path.open("r+b") as file:
        end = _essence_end(file)
        content = UUID + packet(source, _hash(file, end))
        file.seek(end)
        file.write((len(content) + _HEAD).to_bytes(4) + b"uuid" + content)
        file.truncate()


def mark_of(path: Path) -> Mark | None:
    """What the file says of itself. Raises ValueError where it is no MP4."""
    with path.open("rb") as file:
        found = [it for it in _boxes(file) if _is_xmp(file, it)]
        if not found:
            return None
        last = found[-1]
        file.seek(last.start + last.head + len(UUID))
        content = file.read(min(last.end - file.tell(), PACKET_MAX_BYTES))
        return read(content, _hash(file, _essence_end(file)))


def _essence_end(file: BinaryIO) -> int:
    """Where the file ended before it was marked."""
    boxes = list(_boxes(file))
    if not boxes or boxes[0].kind != b"ftyp":
        raise ValueError("this file is no MP4: it does not begin with a box of its type")
    return boxes[-1].start if _is_xmp(file, boxes[-1]) else boxes[-1].end


def _boxes(file: BinaryIO) -> Iterator[Box]:
    """The outermost ones, in order."""
    size = file.seek(0, 2)
    at = 0
    while at < size:
        file.seek(at)
        head = file.read(_LARGE)
        length, head_bytes = int.from_bytes(head[:4]), _HEAD
        if length == 1:
            length, head_bytes = int.from_bytes(head[_HEAD:_LARGE]), _LARGE
        if length < head_bytes or at + length > size:
            raise ValueError(f"this file is no MP4, or cut off: the box at byte {at} has no end")
        yield Box(head[4:_HEAD], at, head_bytes, at + length)
        at += length


def _is_xmp(file: BinaryIO, box: Box) -> bool:
    file.seek(box.start + box.head)
    return box.kind == b"uuid" and file.read(len(UUID)) == UUID


def _hash(file: BinaryIO, end: int) -> str:
    digest, left = sha256(), end
    file.seek(0)
    while left:
        chunk = file.read(min(_CHUNK, left))
        if not chunk:
            raise ValueError("this file became shorter while it was read")
        digest.update(chunk)
        left -= len(chunk)
    return digest.hexdigest()
