"""What is to be told by mail, in `ops.mails`, on the connection of whoever leads."""

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import AsyncConnection
from psycopg.rows import TupleRow, args_row

from infra.settings import Mail as Limits

Connection = AsyncConnection[TupleRow]
IN_DOUBT_MAX = 2
"""So often nobody may know whether a letter was sent; then it is left alone."""

BEGIN = """
    INSERT INTO ops.mail_cursor (position)
    SELECT coalesce(max(notification_id), 0) FROM ledger.events ON CONFLICT DO NOTHING
"""
CURSOR = "SELECT position FROM ops.mail_cursor"
TAKE = "INSERT INTO ops.mails (position) SELECT unnest(%s::bigint[]) ON CONFLICT DO NOTHING"
MOVE = "UPDATE ops.mail_cursor SET position = %s"
NEXT = """
    SELECT position, tries, unknown FROM ops.mails
    WHERE state = 'waiting' AND due_at <= clock_timestamp() ORDER BY position LIMIT 1
"""
UNDER_WAY = """
    SELECT position, tries, unknown FROM ops.mails WHERE state = 'sending' ORDER BY position
"""
SENDING = """
    UPDATE ops.mails SET state = 'sending', tries = tries + 1 WHERE position = %s
    RETURNING position, tries, unknown
"""
IN_DOUBT = """
    UPDATE ops.mails
    SET state = CASE WHEN unknown + 1 < %(most)s THEN 'waiting' ELSE 'unknown' END,
        unknown = unknown + 1, code = 'outcome-unknown',
        due_at = clock_timestamp() + %(after_s)s * interval '1 s'
    WHERE position = %(position)s
"""
LATER = """
    UPDATE ops.mails
    SET state = CASE WHEN clock_timestamp() - taken_at < %(patience_s)s * interval '1 s'
                     THEN 'waiting' ELSE 'given-up' END,
        code = %(code)s, due_at = clock_timestamp() + %(after_s)s * interval '1 s'
    WHERE position = %(position)s
"""
SETTLE = "UPDATE ops.mails SET state = %s, code = %s WHERE position = %s"


@dataclass(frozen=True, slots=True)
class Due:
    """A letter that is due: about which event, and how often it was tried."""

    position: int
    tries: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Outbox:
    """Every method raises psycopg.Error; `connection` commits by itself."""

    connection: Connection
    limits: Limits

    async def begin(self) -> None:
        """At first, only what comes is told."""
        await self.connection.execute(BEGIN)

    async def cursor(self) -> int:
        """Up to where the ledger was looked through."""
        found = await (await self.connection.execute(CURSOR)).fetchone()
        assert found is not None, "begun"
        return int(found[0])

    async def take(self, positions: Sequence[int], upto: int) -> None:
        async with self.connection.transaction():
            await self.connection.execute(TAKE, (list(positions),))
            await self.connection.execute(MOVE, (upto,))

    async def next(self) -> Due | None:
        async with self.connection.cursor(row_factory=args_row(Due)) as cursor:
            return await (await cursor.execute(NEXT)).fetchone()

    async def under_way(self) -> list[Due]:
        """What another was sending when it died."""
        async with self.connection.cursor(row_factory=args_row(Due)) as cursor:
            return await (await cursor.execute(UNDER_WAY)).fetchall()

    async def sending(self, its: Due) -> Due:
        """From here on it is under way, as the try that it says."""
        async with self.connection.cursor(row_factory=args_row(Due)) as cursor:
            found = await (await cursor.execute(SENDING, (its.position,))).fetchone()
        assert found is not None, "it is there"
        return found

    async def in_doubt(self, its: Due) -> None:
        """Nobody knows whether it was sent."""
        values = {"most": IN_DOUBT_MAX, "after_s": self.limits.retry_first_s}
        await self.connection.execute(IN_DOUBT, values | {"position": its.position})

    async def later(self, its: Due, code: str) -> None:
        """It was not sent: after a wait that doubles twice with each try, or never, at last."""
        wait_s = min(self.limits.retry_last_s, self.limits.retry_first_s * 4 ** (its.tries - 1))
        values = {"position": its.position, "code": code, "after_s": wait_s}
        await self.connection.execute(LATER, values | {"patience_s": self.limits.patience_s})

    async def settle(self, its: Due, state: str, code: str | None) -> None:
        await self.connection.execute(SETTLE, (state, code, its.position))
