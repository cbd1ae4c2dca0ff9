"""Arrays in PostgreSQL's binary format, packed by hand: half of what a driver's dumpers take.

int32 dimensions, has nulls, element type; then int32 length and lower bound; then each element:
int32 byte length (-1: null) and its bytes. Everything big-endian.
"""

from collections.abc import Iterable, Sequence
from struct import Struct
from uuid import UUID

BYTEA, INT8, INT4, TEXT, UUIDS = 17, 20, 23, 25, 2950
BYTEA_ARRAY, INT4_ARRAY, TEXT_ARRAY, INT8_ARRAY, UUID_ARRAY = 1001, 1007, 1009, 1016, 2951
HEADER, EMPTY = Struct(">iiIii"), Struct(">iiI")
LENGTH, LONG, SHORT = Struct(">i"), Struct(">iq"), Struct(">ii")
NULL = LENGTH.pack(-1)
SIXTEEN = LENGTH.pack(16)


def uuids(values: Iterable[UUID | None]) -> bytes:
    return _array(UUIDS, [NULL if it is None else SIXTEEN + it.bytes for it in values])


def texts(values: Iterable[str | None]) -> bytes:
    """Raises UnicodeEncodeError where a text holds half a character."""
    return _array(TEXT, [NULL if it is None else _sized(it.encode()) for it in values])


def utf8(values: Iterable[bytes]) -> bytes:
    return _array(TEXT, [_sized(it) for it in values])


def blobs(values: Iterable[bytes]) -> bytes:
    return _array(BYTEA, [_sized(it) for it in values])


def longs(values: Iterable[int]) -> bytes:
    pack = LONG.pack
    return _array(INT8, [pack(8, it) for it in values])


def shorts(values: Iterable[int]) -> bytes:
    pack = SHORT.pack
    return _array(INT4, [pack(4, it) for it in values])


def _sized(data: bytes) -> bytes:
    return LENGTH.pack(len(data)) + data


def _array(element: int, elements: Sequence[bytes]) -> bytes:
    if not elements:
        return EMPTY.pack(0, 0, element)
    return HEADER.pack(1, 0, element, len(elements), 1) + b"".join(elements)
