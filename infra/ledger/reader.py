"""The ledger's rows, back in order. Positions have no gaps, and appear in order."""

from collections.abc import AsyncGenerator, Sequence
from datetime import datetime

from psycopg.rows import args_row

from domain.event import Recorded
from domain.ids import StreamId
from infra.ledger.mapper import Mapper
from infra.ledger.pool import Connection, Pool, connected
from infra.ledger.row import Row
from infra.ledger.scan import HEAD_MAX, Page, Scan, read_ahead

COLUMNS = ", ".join(Row._fields)
AFTER = f"""
    SELECT {COLUMNS} FROM ledger.events
    WHERE notification_id > %s ORDER BY notification_id LIMIT %s
"""  # noqa: S608 - the names are those of Row
STREAM = f"""
    SELECT {COLUMNS} FROM ledger.events
    WHERE originator_id = %s AND originator_version > %s ORDER BY originator_version
"""  # noqa: S608 - the names are those of Row
HEAD = "SELECT coalesce(max(notification_id), 0) FROM ledger.events"
AT = """
    WITH RECURSIVE bisect (low, high) AS (
        SELECT 0::bigint, coalesce(max(notification_id), 0) FROM ledger.events
        UNION ALL
        SELECT CASE WHEN its.recorded_at <= %(at)s THEN middle ELSE low END,
               CASE WHEN its.recorded_at <= %(at)s THEN high ELSE middle - 1 END
        FROM bisect
        CROSS JOIN LATERAL (SELECT (low + high + 1) / 2 AS middle) AS half
        JOIN ledger.events AS its ON its.notification_id = middle
        WHERE low < high
    )
    SELECT low FROM bisect WHERE low = high
"""


class LedgerReader:
    """Reads what was recorded. Every method raises Busy where Postgres cannot answer."""

    def __init__(self, pool: Pool, mapper: Mapper) -> None:
        self._pool = pool
        self._mapper = mapper

    async def rows_after(self, position: int, limit: int) -> list[Row]:
        """At most `limit` rows as stored, in the order of their positions."""
        async with connected(self._pool) as connection:
            return await rows(connection, AFTER, position, limit)

    async def page(self, scan: Scan, after: int, limit: int, until: int = HEAD_MAX) -> Page:
        """A page of a scan; the connection is free again between two of them."""
        async with connected(self._pool) as connection:
            return await scan.page(connection, after, limit, until)

    def pages(
        self, scan: Scan, after: int, limit: int, until: int = HEAD_MAX
    ) -> AsyncGenerator[Page, None]:
        """Every page up to `until` or the last; the next is read while one is used."""
        return read_ahead(lambda at: self.page(scan, at, limit, until), after)

    async def read_all(self, after: int, limit: int) -> list[Recorded]:
        """At most `limit` events after a position, in order."""
        return [self._mapper.recorded(it) for it in await self.rows_after(after, limit)]

    async def read_stream(self, stream: StreamId, after_version: int = 0) -> list[Recorded]:
        async with connected(self._pool) as connection:
            found = await rows(connection, STREAM, stream, after_version)
        return [self._mapper.recorded(it) for it in found]

    async def head(self) -> int:
        """The last position; 0 where nothing was recorded."""
        async with connected(self._pool) as connection:
            return await _number(connection, HEAD)

    async def position_at(self, at: datetime) -> int:
        """The last position recorded at or before a time; bisects, since time never ran back."""
        async with connected(self._pool) as connection:
            return await _number(connection, AT, {"at": at})


async def rows(connection: Connection, query: str, *values: object) -> list[Row]:
    async with connection.cursor(binary=True, row_factory=args_row(Row)) as cursor:
        await cursor.execute(query.encode(), values)
        return await cursor.fetchall()


async def _number(
    connection: Connection, query: str, values: dict[str, object] | Sequence[object] = ()
) -> int:
    found = await (await connection.execute(query.encode(), values)).fetchone()
    assert found is not None
    return int(found[0])
