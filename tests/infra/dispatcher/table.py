"""The jobs table as a projector would leave it."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from domain.ids import JobId
from infra.dispatcher.due import Connection, DueJobs
from projections.jobs import PRIORITY, PROJECTION

JOBS = f"view_jobs_{PROJECTION.version}.jobs"
OPEN = f"""
    INSERT INTO {JOBS} (job_id, account_id, not_before, opened_position,
        kind, state, subject, failures, priority, code, sentence)
    VALUES (%s, %s, clock_timestamp() + %s, %s, %s, 'open', '', 0, %s, '', '')
"""
HOLD = """
    INSERT INTO ops.leases VALUES
        (%s, 'somebody', 1, 1, clock_timestamp(), clock_timestamp() + %s)
"""
HELD = timedelta(seconds=15)
NOW, LATER, PAST = timedelta(0), timedelta(hours=1), timedelta(hours=-1)


@dataclass
class Table:
    connection: Connection
    opened: int = field(default=0)

    async def open(
        self, n: int, account: int = 1, after: timedelta = PAST, kind: str = "render"
    ) -> JobId:
        self.opened += 1
        values = (UUID(int=n), UUID(int=account), after, self.opened, kind, PRIORITY[kind])
        await self.connection.execute(OPEN, values)
        return JobId(UUID(int=n))

    async def open_many(self, count: int) -> None:
        """All of one account."""
        its = [
            (UUID(int=n), UUID(int=1), PAST, n, "render", PRIORITY["render"])
            for n in range(1, count + 1)
        ]
        async with self.connection.cursor() as cursor:
            await cursor.executemany(OPEN, its)

    async def hold(self, id: JobId, until: timedelta = HELD) -> None:
        await self.connection.execute(HOLD, (id, until))

    async def finish(self, id: JobId) -> None:
        state = f"UPDATE {JOBS} SET state = 'finished' WHERE job_id = %s"
        await self.connection.execute(state, (id,))

    def due(self, most: int = 99) -> DueJobs:
        return DueJobs(self.connection, most)
