"""Marks in JPEG: an APP1 segment with XMP; every other byte stays as it is (ISO/IEC 10918-1)."""

from collections.abc import Iterator
from hashlib import sha256

from adapters.provenance.xmp import Mark, packet, read
from domain.provenance import DigitalSource

SOI, APP0, APP1, SOS = 0xD8, 0xE0, 0xE1, 0xDA
XMP = b"http://ns.adobe.com/xap/1.0/\0"

_PREFIX, _HEAD = 0xFF, 4

Span = tuple[int, int, int]
"""Marker, first byte, and the byte after the last."""


def marked(data: bytes, source: DigitalSource) -> bytes:
    """The same picture, bit for bit, saying how it was made; marked again it stays as it is.

    Raises ValueError where the bytes are no JPEG.
    """
    essence = without_mark(data)
    content = XMP + packet(source, sha256(essence).hexdigest())
    segment = bytes((_PREFIX, APP1)) + (len(content) + 2).to_bytes(2) + content
    at = next((end for kind, _, end in _segments(essence) if kind == APP0), 2)
    return essence[:at] + segment + essence[at:]


def mark_of(data: bytes) -> Mark | None:
    """What it says of itself. Raises ValueError where the bytes are no JPEG."""
    found = list(_xmp(data))
    if not found:
        return None
    start, end = found[0]
    content = data[start + _HEAD + len(XMP) : end]
    return read(content, sha256(without_mark(data)).hexdigest())


def without_mark(data: bytes) -> bytes:
    """All but its XMP segments. Raises ValueError where the bytes are no JPEG."""
    kept, at = [], 0
    for start, end in _xmp(data):
        kept.append(data[at:start])
        at = end
    return b"".join((*kept, data[at:]))


def _xmp(data: bytes) -> Iterator[tuple[int, int]]:
    for kind, start, end in _segments(data):
        if kind == APP1 and data.startswith(XMP, start + _HEAD):
            yield start, end


def _segments(data: bytes) -> Iterator[Span]:
    """Those before the scan."""
    if data[:2] != bytes((_PREFIX, SOI)):
        raise ValueError("these bytes are no JPEG: they do not begin with its first marker")
    at = 2
    while at + _HEAD <= len(data) and data[at] == _PREFIX and data[at + 1] != SOS:
        end = at + 2 + int.from_bytes(data[at + 2 : at + _HEAD])
        if end > len(data) or end < at + _HEAD:
            raise ValueError(f"this JPEG is cut off in the segment at byte {at}")
        yield data[at + 1], at, end
        at = end
