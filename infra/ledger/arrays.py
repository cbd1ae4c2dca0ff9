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
EVENT = Struct(">iiIi16sIi")
VERSION = Struct(">IiqIi")
STATE = Struct(">IiiIi16sIi")
EVENT_COLUMNS, EVENT_BYTES = 12, EVENT.size + VERSION.size + STATE.size - LENGTH.size


def uuids(values: Iterable[UUID]) -> bytes:
    return array(UUIDS, [SIXTEEN + it.bytes for it in values])


def texts(values: Iterable[str]) -> bytes:
    """Raises UnicodeEncodeError where a text holds half a character."""
    return array(TEXT, [_sized(it.encode()) for it in values])


def longs(values: Iterable[int]) -> bytes:
    pack = LONG.pack
    return array(INT8, [pack(8, it) for it in values])


def command(key: bytes, account: bytes, digest: bytes, upto: int, answer: bytes) -> bytes:
    """An element of `ledger.new_command[]`; key and account as `uuid` has them."""
    return _sized(
        b"".join(
            (
                *(COMMAND_COLUMNS, key, account, COLUMN.pack(BYTEA, len(digest)), digest),
                *(COMMAND.pack(INT4, 4, upto, TEXT, len(answer)), answer),
            )
        )
    )


def event(
    stream: str, version: int, ids: tuple[UUID, UUID], payload: Payload, envelope: bytes
) -> bytes:
    """An element of `ledger.new_event[]`: its own id and its cause's; its command's `envelope`."""
    topic, event_version, state = payload
    name, named = stream.encode(), topic.encode()
    event_id, causation_id = ids
    its = INT4, 4, event_version, UUIDS, 16, causation_id.bytes, BYTEA, len(state)
    size = EVENT_BYTES + len(name) + len(named) + len(state) + len(envelope)
    return b"".join(
        (
            *(EVENT.pack(size, EVENT_COLUMNS, UUIDS, 16, event_id.bytes, TEXT, len(name)), name),
            *(VERSION.pack(INT8, 8, version, TEXT, len(named)), named),
            *(STATE.pack(*its), state, envelope),
        )
    )


def envelope(
    actor: str, account: bytes, key: bytes, correlation_id: UUID, trace: str | None
) -> bytes:
    """What all the events of a command share: the last columns of their rows."""
    return b"".join((_text(actor), account, key, A_UUID, correlation_id.bytes, _text(trace)))


def uuid(value: UUID | None) -> bytes:
    """A column of a row."""
    return NO_UUID if value is None else A_UUID + value.bytes


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


def _sized(data: bytes) -> bytes:
    return LENGTH.pack(len(data)) + data
