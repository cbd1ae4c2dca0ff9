"""Rows read as fast as Postgres sends them, and hashed without being taken apart.

A tuple of `COPY … (FORMAT binary)` is int16 the number of its fields, then each field as int32
byte length (-1: null) and its bytes: what the layout YTE1 hashes. Two columns make it fit to the
byte: a first one that holds `YTE1`, and the time as microseconds since 1970 (Postgres sends
those since 2000). A time that is none (`infinity`) is sent as null, so that it never fits a hash
that was sealed.
"""

import select
from dataclasses import dataclass
from hashlib import sha256
from struct import Struct

from psycopg import Connection
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus
from psycopg.rows import TupleRow

from infra.ledger.row import Row

AT = """
    CASE WHEN isfinite(recorded_at) THEN (extract(epoch FROM recorded_at) * 1000000)::bigint END
"""
COLUMNS = ", ".join(AT if it == "recorded_at" else it for it in Row._fields)
COPY = f"""
    COPY (SELECT 'YTE1'::bytea, {COLUMNS} FROM ledger.events
          WHERE notification_id BETWEEN %d AND %d ORDER BY notification_id)
    TO STDOUT (FORMAT binary)
"""  # noqa: S608 - the names are those of Row, the bounds are numbers
SIGNATURE = b"PGCOPY\n\xff\r\n\0"
HEADER_BYTES, TRAILER_BYTES = 19, 2
HASHED = slice(6, -36)
"""After the count of fields and the length of `YTE1`; before the length of the hash."""
STORED = slice(-32, None)
POSITION = Struct(">q")
POSITION_AT = 14
COPY_DONE, NOT_YET = -1, 0


@dataclass(frozen=True, slots=True)
class Page:
    """Rows that follow each other: their hashes as computed and as stored, joined."""

    positions: tuple[int, int] | None
    count: int
    computed: tuple[bytes, ...]
    stored: bytes

    def holds(self, first: int, last: int) -> bool:
        """All positions from the first to the last, and each row its own hash."""
        return (
            self.positions == (first, last)
            and self.count == last - first + 1
            and b"".join(self.computed) == self.stored
        )


class Scan:
    """Positions `first` to `last` in one pass; blocks, so it belongs in a thread of its own."""

    def __init__(self, connection: Connection[TupleRow], first: int, last: int) -> None:
        """Raises psycopg.Error. The connection serves nothing else until it is closed."""
        self._raw = connection.pgconn
        self._raw.send_query((COPY % (first, last)).encode())
        self._ended = False
        self._await()
        begun = self._raw.get_result()
        assert begun is not None, "a statement has a result"
        if begun.status != ExecStatus.COPY_OUT:
            raise error_from_result(begun)

    def take(self, count: int) -> Page:
        """The next rows; fewer where there are no more. Raises psycopg.Error."""
        rows: list[bytes] = []
        while len(rows) < count and not self._ended:
            self._take(rows, count)
        if not rows:
            return Page(None, 0, (), b"")
        ends = _position(rows[0]), _position(rows[-1])
        computed = tuple(sha256(it[HASHED]).digest() for it in rows)
        return Page(ends, len(rows), computed, b"".join([it[STORED] for it in rows]))

    def _take(self, rows: list[bytes], count: int) -> None:
        """What has arrived; waits where nothing has."""
        receive = self._raw.get_copy_data
        while len(rows) < count:
            size, data = receive(1)
            if size > 0:
                row = _row(bytes(data))
                if len(row) > TRAILER_BYTES:
                    rows.append(row)
            elif size == NOT_YET:
                self._await()
            elif size == COPY_DONE:
                self._ended = True
                return

    def _await(self) -> None:
        while not select.select([self._raw.socket], [], [], 1)[0]:
            pass
        self._raw.consume_input()


def _row(data: bytes) -> bytes:
    return data[HEADER_BYTES:] if data.startswith(SIGNATURE) else data


def _position(row: bytes) -> int:
    position: int = POSITION.unpack_from(row, POSITION_AT)[0]
    return position
