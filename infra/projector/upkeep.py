"""Beside the projector: builds what a newer program declares, drops what nobody needs any more."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, suppress

import structlog
from psycopg import OperationalError

from commands.ports import Busy
from infra.ledger.mapper import Mapper
from infra.ledger.reader import LedgerReader
from infra.projector.checkpoints import Overtaken, ProjectorError
from infra.projector.rebuild import Rebuild
from infra.projector.switch import drop_left_over
from infra.projector.tables import Connection
from infra.projector.view import Poisoned
from infra.settings import Projector as Limits
from projections.projection import Projection

UNBUILT = """
    SELECT its.name
    FROM unnest(%s::text[], %s::integer[]) AS its (name, version)
    JOIN ops.serving AS serving ON serving.projection = its.name
    JOIN ops.checkpoints AS served USING (schema)
    WHERE served.version < its.version AND NOT EXISTS (
        SELECT FROM ops.checkpoints AS built
        WHERE (built.projection, built.version, built.state) = (its.name, its.version, 'following'))
"""
Connects = Callable[[], AbstractAsyncContextManager[Connection]]

log = structlog.get_logger()


class Upkeep:
    """Takes one connection, and only while it does something.

    A version that cannot be built is told once, and not tried again before the next start.
    """

    def __init__(
        self,
        connects: Connects,
        reader: LedgerReader,
        mapper: Mapper,
        projections: Sequence[Projection],
        limits: Limits,
    ) -> None:
        self._connects = connects
        self._reader = reader
        self._mapper = mapper
        self._projections = {it.name: it for it in projections}
        self._limits = limits

    async def run(self) -> None:
        """Looks again and again, until it is cancelled."""
        while True:
            with suppress(OperationalError, Busy, Overtaken):
                async with self._connects() as connection:
                    await self.look(connection)
            await asyncio.sleep(self._limits.rebuild.look_s)

    async def look(self, connection: Connection) -> None:
        for schema in await drop_left_over(connection, self._limits.rebuild):
            log.info("dropped", build=schema)
        for name in await self._unbuilt(connection):
            await self._build(connection, self._projections[name])

    async def _unbuilt(self, connection: Connection) -> list[str]:
        names = list(self._projections)
        versions = [it.version for it in self._projections.values()]
        found = await (await connection.execute(UNBUILT, (names, versions))).fetchall()
        return [name for (name,) in found]

    async def _build(self, connection: Connection, projection: Projection) -> None:
        its = {"projection": projection.name, "version": projection.version}
        log.info("building", **its)
        engine = Rebuild(connection, self._reader, self._mapper, projection, self._limits)
        try:
            done = await engine.run()
        except Overtaken:
            raise
        except (ProjectorError, Poisoned) as wrong:
            log.error("not built", **its, reason=str(wrong))
            del self._projections[projection.name]
        else:
            log.info("read from now on", **its, equal=done.report.equal, seconds=done.seconds)
