"""Which calls a job has made, as the ledger says: no view is asked, which may be behind."""

from dataclasses import dataclass
from typing import Protocol

from domain.ids import AccountId, JobId, OpId, StreamId, id_of, job_stream
from infra.ledger.pool import Pool

# Of the account's events since the job was opened, by the index of both.
INTENDED = """
    SELECT DISTINCT its.originator_id FROM ledger.events AS its
    WHERE its.account_id = %(account)s AND its.topic = 'call.intended'
      AND its.notification_id > (
          SELECT notification_id FROM ledger.events
          WHERE originator_id = %(stream)s AND originator_version = 1)
      AND convert_from(its.state, 'UTF8')::json -> 'about' ->> 'job_id' = %(job)s
    ORDER BY 1
"""


class CallsMade(Protocol):
    """The calls of a job."""

    async def of(self, job_id: JobId, account_id: AccountId) -> list[OpId]:
        """Those that were ever intended, by whichever worker."""
        ...


@dataclass(frozen=True, slots=True)
class LedgerCalls:
    """Raises psycopg's errors where Postgres cannot answer."""

    pool: Pool

    async def of(self, job_id: JobId, account_id: AccountId) -> list[OpId]:
        values = {"account": account_id, "job": str(job_id), "stream": job_stream(job_id)}
        async with self.pool.connection() as connection:
            found = await (await connection.execute(INTENDED, values)).fetchall()
        return [OpId(id_of(StreamId(it))) for (it,) in found]
