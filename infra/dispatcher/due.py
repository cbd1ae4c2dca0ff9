"""Jobs that are due and that nobody works at, from the jobs table that is served now."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from psycopg import AsyncConnection, sql
from psycopg.rows import TupleRow, class_row

from domain.ids import AccountId, JobId
from infra.worker.leases import AHEAD_S

AHEAD = {"ahead": AHEAD_S}
"""Leases that end later than that are not believed: a clock ran back."""

Connection = AsyncConnection[TupleRow]

SERVED = "SELECT schema FROM ops.serving WHERE projection = 'jobs'"
# The first of every account and kind, then the second of each …: one with a thousand jobs hides
# nobody else's, and a kind that no worker does hides no other. Of each turn first what is nearest
# to done.
DUE = """
    SELECT job_id, kind, account_id
    FROM {jobs} AS its
    WHERE state = 'open'
      AND (not_before IS NULL OR not_before <= clock_timestamp())
      AND NOT EXISTS (
          SELECT FROM ops.leases AS held
          WHERE held.job_id = its.job_id AND held.expires_at > clock_timestamp()
            AND held.expires_at <= clock_timestamp() + %(ahead)s * interval '1 s')
    ORDER BY row_number() OVER (PARTITION BY account_id, kind ORDER BY opened_position),
             priority, opened_position
    LIMIT %(most)s
"""
NEXT = """
    SELECT extract(epoch FROM least(
        (SELECT min(not_before) FROM {jobs}
         WHERE state = 'open' AND not_before > clock_timestamp()),
        (SELECT min(expires_at) FROM ops.leases
         WHERE expires_at > clock_timestamp()
           AND expires_at <= clock_timestamp() + %(ahead)s * interval '1 s')
    ) - clock_timestamp())::double precision
"""


@dataclass(frozen=True, slots=True)
class Due:
    job_id: JobId
    kind: str
    account_id: AccountId


class DueJobs:
    """Reads the build of the table that is served; empty until there is one.

    Which one that is, is asked after a look, so that no look waits for the answer: a look later
    than a switch, it is read too.
    """

    def __init__(self, connection: Connection, most: int) -> None:
        self._connection = connection
        self._most = most
        self._table: sql.Identifier | None = None

    async def now(self) -> Sequence[Due]:
        """At most `most`; first the first of every account and kind."""
        table = self._table or await self._served()
        if table is None:
            return ()
        async with self._connection.cursor(row_factory=class_row(Due)) as cursor:
            await cursor.execute(sql.SQL(DUE).format(jobs=table), {"most": self._most} | AHEAD)
            return await cursor.fetchall()

    async def next_s(self, most_s: float) -> float:
        """Until the next job falls due or lease runs out; at most `most_s`."""
        table = await self._served()
        if table is None:
            return most_s
        statement = sql.SQL(NEXT).format(jobs=table)
        found = await (await self._connection.execute(statement, AHEAD)).fetchone()
        wait_s = most_s if found is None or found[0] is None else cast(float, found[0])
        return min(max(wait_s, 0.0), most_s)

    async def _served(self) -> sql.Identifier | None:
        found = await (await self._connection.execute(SERVED)).fetchone()
        self._table = None if found is None else sql.Identifier(found[0], "jobs")
        return self._table
