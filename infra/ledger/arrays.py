"""Values in PostgreSQL's binary format, packed by hand: half of what a driver's dumpers take.

An array is int32 dimensions, has nulls, element type; int32 length and lower bound; then each
element: int32 byte length and its bytes. A row, as an element: int32 columns; then each column:
its type, int32 byte length (-1: null) and its bytes. Everything big-endian.
"""

from collections.abc import Iterable, Sequence
from struct import Struct
from uuid import UUID

from infra.ledger.mapper import Payload

BYTEA, INT8, INT4, TEXT, UUIDS = 17, 20, 23, 25, 2950
TEXT_ARRAY, INT8_ARRAY, UUID_ARRAY = 1009, 1016, 2951
HEADER, EMPTY = Struct(">iiIii"), Struct(">iiI")
LENGTH, LONG, COLUMN = Struct(">i"), Struct(">iq"), Struct(">Ii")
SIXTEEN = LENGTH.pack(16)
A_UUID, NO_UUID, NO_TEXT = COLUMN.pack(UUIDS, 16), COLUMN.pack(UUIDS, -1), COLUMN.pack(TEXT, -1)

COMMAND_COLUMNS, COMMAND = LENGTH.pack(5), Struct(">IiiIi")
EVENT = Struct(">iIi16sIi")
VERSION = Struct(">IiqIi")
STATE = Struct(">IiiIi16sIi")
EVENT_COLUMNS = 12


def uuids(values: Iterable[UUID]) -> bytes:
    return array(UUIDS, [SIXTEEN + it.bytes for it in values])


def texts(values: Iterable[str]) -> bytes:
    """Raises UnicodeEncodeError where a text holds half a character."""
    return array(TEXT, [_sized(it.encode()) for it in values])


def longs(values: Iterable[int]) -> bytes:
    pack = LONG.pack
    return array(INT8, [pack(8, it) for it in values])


def command(key: UUID, account_id: UUID | None, digest: bytes, upto: int, answer: bytes) -> bytes:
    """An element of `ledger.new_command[]`."""
    return _sized(
        b"".join(
            (
                COMMAND_COLUMNS,
                *(A_UUID, key.bytes, _uuid(account_id), COLUMN.pack(BYTEA, len(digest)), digest),
                *(COMMAND.pack(INT4, 4, upto, TEXT, len(answer)), answer),
            )
        )
    )


def event(
    stream: str, version: int, ids: tuple[UUID, UUID], payload: Payload, envelope: bytes
) -> bytes:
    """An element of `ledger.new_event[]`: its own id and its cause's; its command's `envelope`."""
    name, topic, state = stream.encode(), payload.topic.encode(), payload.state
    event_id, causation_id = ids
    its = INT4, 4, payload.event_version, UUIDS, 16, causation_id.bytes, BYTEA, len(state)
    return _sized(
        b"".join(
            (
                *(EVENT.pack(EVENT_COLUMNS, UUIDS, 16, event_id.bytes, TEXT, len(name)), name),
                *(VERSION.pack(INT8, 8, version, TEXT, len(topic)), topic),
                *(STATE.pack(*its), state, envelope),
            )
        )
    )


def envelope(
    actor: str, account_id: UUID | None, key: UUID, correlation_id: UUID, trace: str | None
) -> bytes:
    """What all the events of a command share: the last columns of their rows."""
    ids = (_uuid(account_id), A_UUID, key.bytes, A_UUID, correlation_id.bytes)
    return b"".join((_text(actor), *ids, _text(trace)))


def array(element: int, elements: Sequence[bytes]) -> bytes:
    """Of elements that begin with their lengths."""
    if not elements:
        return EMPTY.pack(0, 0, element)
    return HEADER.pack(1, 0, element, len(elements), 1) + b"".join(elements)


def _text(value: str | None) -> bytes:
    if value is None:
        return NO_TEXT
    data = value.encode()
    return COLUMN.pack(TEXT, len(data)) + data


def _uuid(value: UUID | None) -> bytes:
    return NO_UUID if value is None else A_UUID + value.bytes


def _sized(data: bytes) -> bytes:
    return LENGTH.pack(len(data)) + data
