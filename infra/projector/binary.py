"""Values as PostgreSQL's binary format has them, a column at a time: an eighth of a driver's work.

An element is its int32 byte length (-1: null) and its bytes; everything is big-endian. Arrays
and rows of a COPY are made of the same elements.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from struct import Struct
from typing import Any

from psycopg import adapters
from psycopg.abc import Buffer
from psycopg.adapt import Dumper
from psycopg.postgres import types
from psycopg.pq import Format

from projections.table import Kind, Value

SQL_TYPES: Mapping[Kind, str] = {
    Kind.TEXT: "text",
    Kind.WHOLE: "int8",
    Kind.AMOUNT: "numeric",
    Kind.REAL: "float8",
    Kind.FLAG: "bool",
    Kind.INSTANT: "timestamptz",
    Kind.DAY: "date",
    Kind.ID: "uuid",
}
LENGTH, LONG, REAL, DAY = Struct(">i"), Struct(">iq"), Struct(">id"), Struct(">ii")
ARRAY, FIELDS = Struct(">iiIii"), Struct(">h")
NULL = LENGTH.pack(-1)
ID = LENGTH.pack(16)
FLAGS = {False: b"\0\0\0\1\0", True: b"\0\0\0\1\1"}
EPOCH, MICROSECOND = datetime(2000, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
EPOCH_DAY = date(2000, 1, 1).toordinal()
NUMERIC_BASE, NUMERIC_NEGATIVE = 10_000, 0x4000
COPY_HEADER, COPY_END = b"PGCOPY\n\xff\r\n\0" + bytes(8), FIELDS.pack(-1)


class Unfit(Exception):
    """A column cannot hold this value."""


@dataclass(frozen=True, slots=True)
class Packed:
    """What psycopg sends as it is; its type is what the statement casts it to."""

    data: bytes


class AsItIs(Dumper):
    format = Format.BINARY

    def dump(self, obj: Packed) -> Buffer:
        return obj.data


adapters.register_dumper(Packed, AsItIs)


def array(kind: Kind, values: Sequence[Value]) -> bytes:
    """Raises Unfit."""
    header = ARRAY.pack(1, 1, types[SQL_TYPES[kind]].oid, len(values), 1)
    return header + b"".join(elements(kind, values))


def whole(value: int) -> bytes:
    """One alone."""
    return _whole(value)[LENGTH.size :]


def rows(kinds: Iterable[Kind], columns: Sequence[Sequence[Value]]) -> bytes:
    """Rows of a COPY, of which these are the columns. Raises Unfit."""
    packed = [elements(kind, its) for kind, its in zip(kinds, columns, strict=True)]
    fields = FIELDS.pack(len(packed))
    return b"".join([fields + b"".join(row) for row in zip(*packed, strict=True)])


def elements(kind: Kind, values: Iterable[Value]) -> list[bytes]:
    """Raises Unfit."""
    pack = PACK[kind]
    try:
        return [NULL if it is None else pack(it) for it in values]
    except Exception as wrong:  # whatever Python says when it is given another type, or too much
        raise Unfit(f"what is no {kind}: {type(wrong).__name__}: {wrong}") from wrong


def _text(value: Any) -> bytes:
    data: bytes = value.encode()
    return LENGTH.pack(len(data)) + data


def _whole(value: Any) -> bytes:
    return LONG.pack(8, value)


def _amount(value: Any) -> bytes:
    """Sign, and digits to the base 10,000; `weight` is the power of the first."""
    digits, left = [], abs(value)
    while left:
        left, digit = divmod(left, NUMERIC_BASE)
        digits.append(digit)
    n, sign = len(digits), NUMERIC_NEGATIVE if value < 0 else 0
    weight = max(n - 1, 0)
    return _numeric(n).pack(8 + 2 * n, n, weight, sign, 0, *reversed(digits))


@cache
def _numeric(digits: int) -> Struct:
    return Struct(f">ihhHh{digits}h")


def _real(value: Any) -> bytes:
    return REAL.pack(8, value)


def _flag(value: Any) -> bytes:
    if type(value) is not bool:
        raise TypeError(f"{value!r} is neither true nor false")
    return FLAGS[value]


def _instant(value: Any) -> bytes:
    return LONG.pack(8, (value - EPOCH) // MICROSECOND)


def _day(value: Any) -> bytes:
    return DAY.pack(4, value.toordinal() - EPOCH_DAY)


def _id(value: Any) -> bytes:
    data: bytes = value.bytes
    return ID + data


PACK: Mapping[Kind, Callable[[Any], bytes]] = {
    Kind.TEXT: _text,
    Kind.WHOLE: _whole,
    Kind.AMOUNT: _amount,
    Kind.REAL: _real,
    Kind.FLAG: _flag,
    Kind.INSTANT: _instant,
    Kind.DAY: _day,
    Kind.ID: _id,
}
