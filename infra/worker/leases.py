"""Leases: one worker at a job at a time, and a fence that names each lease for ever."""

from dataclasses import dataclass
from datetime import datetime

from domain.ids import JobId
from infra.ledger.pool import Pool

AHEAD_S = 600
"""No lease is taken for so long: one that ends later was taken before a clock ran back."""

TAKE = """
    INSERT INTO ops.leases AS its (job_id, worker, epoch, number, taken_at, expires_at)
    SELECT %(job)s, %(worker)s, epoch, nextval('ops.lease_numbers'),
           now, now + %(for)s * interval '1 s'
    FROM ops.lease_epoch, clock_timestamp() AS now
    ON CONFLICT (job_id) DO UPDATE
    SET (worker, epoch, number, taken_at, expires_at)
        = (excluded.worker, excluded.epoch, excluded.number, excluded.taken_at, excluded.expires_at)
    WHERE its.expires_at <= excluded.taken_at
       OR its.expires_at > excluded.taken_at + %(ahead)s * interval '1 s'
    RETURNING epoch, number, taken_at
"""
RENEW = """
    UPDATE ops.leases SET expires_at = clock_timestamp() + %(for)s * interval '1 s'
    WHERE job_id = %(job)s AND epoch = %(epoch)s AND number = %(number)s
"""
RELEASE = """
    DELETE FROM ops.leases
    WHERE job_id = %(job)s AND epoch = %(epoch)s AND number = %(number)s
"""


@dataclass(frozen=True, slots=True)
class Lease:
    job_id: JobId
    epoch: int
    number: int
    taken_at: datetime
    """By the clock of Postgres: the one by which jobs fall due."""

    @property
    def fence(self) -> str:
        """This lease and no other, also after a restore."""
        return f"{self.epoch}.{self.number}"


class Leases:
    """Taken by the clock of Postgres alone. Raises psycopg's errors where it cannot answer."""

    def __init__(self, pool: Pool, worker: str, lease_s: float) -> None:
        self._pool = pool
        self._worker = worker
        self._lease_s = lease_s

    async def take(self, job_id: JobId) -> Lease | None:
        """None where another worker holds the job."""
        values: dict[str, object] = {"job": job_id, "worker": self._worker, "for": self._lease_s}
        values["ahead"] = max(AHEAD_S, self._lease_s)
        async with self._pool.connection() as connection:
            found = await (await connection.execute(TAKE, values)).fetchone()
        return None if found is None else Lease(job_id, *found)

    async def renew(self, lease: Lease) -> bool:
        """False where another worker has taken it over."""
        async with self._pool.connection() as connection:
            renewed = await connection.execute(RENEW, self._values(lease))
        return renewed.rowcount == 1

    async def release(self, lease: Lease) -> None:
        async with self._pool.connection() as connection:
            await connection.execute(RELEASE, self._values(lease))

    def _values(self, lease: Lease) -> dict[str, object]:
        its = {"job": lease.job_id, "epoch": lease.epoch, "number": lease.number}
        return {**its, "for": self._lease_s}
