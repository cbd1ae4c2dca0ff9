"""What the sealer and the auditor ask the database, and the one thing that the sealer writes."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from psycopg import AsyncConnection, AsyncCursor, DataError
from psycopg.abc import Buffer
from psycopg.rows import TupleRow, args_row
from psycopg.types.datetime import TimestamptzBinaryLoader

from infra.audit.seal import Seal, Signed
from infra.ledger.row import Row

Connection = AsyncConnection[TupleRow]

LAST_POSITION = 2**63 - 1
"""The largest that a column can hold."""
NO_TIME = datetime.max.replace(tzinfo=UTC)
"""What Python has instead of a time that it cannot hold, such as one before Christ."""

_SEALS = """
    SELECT n, previous, first_position, last_position, root, sealed_at, seal, public_key,
           signature, handover
    FROM audit.seals
"""
_ADD = """
    SELECT audit.add_seal(n => %s, previous => %s, first_position => %s, last_position => %s,
        root => %s, sealed_at => %s, seal => %s, public_key => %s, signature => %s,
        handover => %s)
"""
_LEAVES = """
    SELECT string_agg(entry_hash, ''::bytea)
    FROM (SELECT entry_hash FROM ledger.events WHERE notification_id BETWEEN %s AND %s
          ORDER BY notification_id) AS its
"""
_ROWS = f"""
    SELECT {", ".join(Row._fields)} FROM ledger.events
    WHERE notification_id BETWEEN %s AND %s ORDER BY notification_id
"""  # noqa: S608 - the names are those of Row
_WAITING = """
    SELECT coalesce(max(notification_id), 0) - %(after)s,
           (SELECT recorded_at FROM ledger.events WHERE notification_id = %(after)s + 1)
    FROM ledger.events
"""


class Waiting(NamedTuple):
    """What no seal covers yet: how many events, and when the first of them was recorded."""

    events: int
    since: datetime | None


async def last_seal(connection: Connection) -> Signed | None:
    return await _one(connection, _SEALS + "ORDER BY n DESC LIMIT 1")


async def seal_numbered(connection: Connection, n: int) -> Signed | None:
    return await _one(connection, _SEALS + "WHERE n = %s", n)


async def seal_over(connection: Connection, position: int) -> Signed | None:
    """The seal that covers a position."""
    last = "WHERE last_position >= %s ORDER BY last_position LIMIT 1"
    found = await _one(connection, _SEALS + last, position)
    return found if found is not None and found.seal.first <= position else None


async def seals(connection: Connection) -> list[Signed]:
    """All of them, in order."""
    return await _all(connection, _SEALS + "ORDER BY n")


async def rows_between(connection: Connection, first: int, last: int) -> list[Row]:
    """Events as stored, in the order of their positions; NO_TIME where a time cannot be read."""
    async with connection.cursor(binary=True, row_factory=args_row(Row)) as cursor:
        _reads_any_time(cursor)
        await cursor.execute(_ROWS.encode(), (first, min(last, LAST_POSITION)))
        return await cursor.fetchall()


async def add_seals(connection: Connection, seals: Sequence[Signed]) -> None:
    """All or none. Raises psycopg.Error YT003 where another sealer was first."""
    async with connection.transaction(), connection.cursor() as cursor:
        await cursor.executemany(_ADD, [_values(it) for it in seals])


async def leaves(connection: Connection, first: int, last: int) -> bytes:
    """The entry hashes of these positions as they stand, joined: 32 bytes an event."""
    cursor = await connection.execute(_LEAVES, (first, last), binary=True)
    row = await cursor.fetchone()
    return b"" if row is None or row[0] is None else bytes(row[0])


async def waiting(connection: Connection, after: int) -> Waiting:
    """Events after the last sealed position."""
    row = await (await connection.execute(_WAITING, {"after": after})).fetchone()
    assert row is not None, "an aggregate has one row"
    return Waiting(*row)


async def _one(connection: Connection, query: str, *values: int) -> Signed | None:
    found = await _all(connection, query, *values)
    return found[0] if found else None


async def _all(connection: Connection, query: str, *values: int) -> list[Signed]:
    async with connection.cursor(binary=True) as cursor:
        _reads_any_time(cursor)
        await cursor.execute(query.encode(), values)
        return [_signed(it) for it in await cursor.fetchall()]


def _values(signed: Signed) -> tuple[object, ...]:
    seal = signed.seal
    fields = (seal.n, seal.previous, seal.first, seal.last, seal.root, seal.sealed_at)
    return (*fields, signed.digest, signed.public_key, signed.signature, signed.handover)


class _AnyTime(TimestamptzBinaryLoader):
    def load(self, data: Buffer) -> datetime:
        try:
            return super().load(data)
        except DataError:
            return NO_TIME


def _reads_any_time(cursor: AsyncCursor[Any]) -> None:
    cursor.adapters.register_loader("timestamptz", _AnyTime)


def _signed(row: TupleRow) -> Signed:
    return Signed(Seal(*row[:6]), *row[6:])
