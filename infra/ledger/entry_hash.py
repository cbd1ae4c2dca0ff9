"""The hash of an entry, computed without the database.

SHA-256 over `YTE1` and the row's columns in order, each as PostgreSQL's binary format lays it
out: int32 byte length (-1: null), then the bytes, everything big-endian. Times are int64
microseconds since 1970 (UTC). Layout and test vectors: docs/adr/0004-entry-hash.md.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from struct import Struct
from typing import Any
from uuid import UUID

from infra.ledger.row import Row

LAYOUT = b"YTE1"
NULL = b"\xff\xff\xff\xff"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
INT4, INT8 = Struct(">i"), Struct(">q")


def entry_hash(row: Row) -> bytes:
    """The 32 bytes that `row.entry_hash` has to be."""
    fields = zip(ENCODED_AS, row[:-1], strict=True)
    return sha256(LAYOUT + b"".join(_field(encode, it) for encode, it in fields)).digest()


def _field(encode: Callable[[Any], bytes], value: object) -> bytes:
    if value is None:
        return NULL
    data = encode(value)
    return INT4.pack(len(data)) + data


def _int8(value: int) -> bytes:
    return INT8.pack(value)


def _int4(value: int) -> bytes:
    return INT4.pack(value)


def _text(value: str) -> bytes:
    return value.encode()


def _uuid(value: UUID) -> bytes:
    return value.bytes


def _time(value: datetime) -> bytes:
    return INT8.pack((value - EPOCH) // timedelta(microseconds=1))


ENCODED_AS: tuple[Callable[[Any], bytes], ...] = (
    *(_int8, _text, _text, _int8),  # notification_id, originator_id, kind, originator_version
    *(_uuid, _text, _int4, _time),  # event_id, topic, event_version, recorded_at
    *(_text, _uuid, _uuid),  # actor, account_id, command_id
    *(_uuid, _uuid, _text, bytes),  # correlation_id, causation_id, traceparent, state
)
