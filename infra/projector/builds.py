"""The builds that there are: what is read, what is kept, what is being made.

BuildError (a ProjectorError)
├── NotServed     nothing of this projection is read yet: a projector has to have run
├── BeingBuilt    somebody else builds this projection now
├── NothingKept   there is no build that could be read again
├── KeptBehind    the kept build is not as far as the one that is read
├── StillRead     the build is read, kept, or in use: it is not dropped
├── Stuck         an event cannot be folded, and this view waits for it
├── Ahead         what is read claims events that the ledger does not have
├── NoRoom        the disk is too full for another build
└── Unproven      the new build differs from what is read, which nothing accounts for
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from psycopg import sql
from psycopg.errors import LockNotAvailable
from psycopg.rows import class_row, dict_row

from infra.projector.checkpoints import ProjectorError
from infra.projector.proof import Report
from infra.projector.tables import Connection

LEADER = int.from_bytes(b"YTPR", "big")
"""The lock of the one projector of a database that works."""
NOBODY_LEADS = "SELECT pg_try_advisory_xact_lock(%s)"
LOCK = "SELECT pg_try_advisory_lock(hashtextextended('ytempire.rebuild/' || %s, 0))"
UNLOCK = "SELECT pg_advisory_unlock(hashtextextended('ytempire.rebuild/' || %s, 0))"
SERVED = """
    SELECT its.schema, its.version, its.position, its.skips, serving.kept,
           coalesce(array_agg(parked.stream || '@' || parked.position ORDER BY parked.stream)
                    FILTER (WHERE parked.stream IS NOT NULL), '{}') AS parked
    FROM ops.serving AS serving JOIN ops.checkpoints AS its USING (schema)
    LEFT JOIN ops.parked AS parked USING (schema)
    WHERE serving.projection = %s
    GROUP BY its.schema, serving.projection
"""
LOCKED = """
    SELECT its.schema FROM ops.serving AS serving JOIN ops.checkpoints AS its USING (schema)
    WHERE serving.projection = %s FOR NO KEY UPDATE OF its
"""
UNFINISHED = """
    SELECT schema, version, state, shape, position, skips FROM ops.checkpoints
    WHERE projection = %s AND state <> 'following' ORDER BY build
"""
READY = "UPDATE ops.checkpoints SET state = 'ready', position = %s WHERE schema = %s"
STATE = "UPDATE ops.checkpoints SET state = %s WHERE schema = %s"
WAKE = "NOTIFY ledger"
"""The projector looks what there is to follow whenever it wakes."""
FORGET = "DELETE FROM ops.checkpoints WHERE schema = %s"
LEFT_OVER = """
    SELECT its.schema, its.projection
    FROM ops.checkpoints AS its JOIN ops.serving AS serving USING (projection),
    LATERAL (SELECT clock_timestamp() - interval '1 s' * %(keep_s)s AS kept,
                    clock_timestamp() - interval '1 s' * %(grace_s)s AS gone) AS until
    WHERE its.schema <> serving.schema AND CASE its.state
        WHEN 'building' THEN true
        WHEN 'ready' THEN its.advanced_at < until.kept
        ELSE serving.since < CASE its.schema
            WHEN serving.kept THEN until.kept ELSE until.gone END END
"""
LIST = """
    SELECT its.projection, its.version, its.build, its.schema, its.position,
           CASE WHEN its.position > head.position THEN 'ahead of the ledger' ELSE its.state END
               AS state,
           its.paused, its.skips, its.advanced_at,
           CASE WHEN its.schema = serving.schema THEN 'served'
                WHEN its.schema = serving.kept THEN 'kept'
                WHEN its.state = 'following' THEN 'being dropped' END AS role,
           CASE its.schema WHEN serving.schema THEN serving.since END AS served_since,
           greatest(head.position - its.position, 0) AS lag_events,
           CASE WHEN head.position > its.position THEN (
               SELECT extract(epoch FROM clock_timestamp() - waiting.recorded_at)
               FROM ledger.events AS waiting
               WHERE waiting.notification_id = its.position + 1)::double precision
           ELSE 0 END AS lag_s,
           (SELECT coalesce(json_agg(json_build_object(
               'stream', stream, 'position', position, 'event', event, 'reason', reason,
               'parked_at', parked_at) ORDER BY position), '[]')
            FROM ops.parked WHERE parked.schema = its.schema) AS parked,
           (SELECT json_build_object('against', against, 'position', proofs.position,
                                     'equal', equal, 'at', at, 'report', report)
            FROM ops.proofs WHERE proofs.schema = its.schema) AS proof
    FROM ops.checkpoints AS its
    LEFT JOIN ops.serving AS serving USING (projection),
    (SELECT coalesce(max(notification_id), 0) AS position FROM ledger.events) AS head
    ORDER BY its.projection, its.version, its.build
"""
AHEAD = "ahead of the ledger"
"""A build's state, as LIST has it, that claims events which are not recorded."""
SIZE = """
    SELECT coalesce(sum(pg_total_relation_size(its.oid)), 0)::bigint
    FROM pg_class AS its JOIN pg_namespace AS space ON space.oid = its.relnamespace
    WHERE space.nspname = %s AND its.relkind = 'r'
"""


class BuildError(ProjectorError):
    """The message says what has to be done."""


class NotServed(BuildError): ...


class BeingBuilt(BuildError): ...


class NothingKept(BuildError): ...


class KeptBehind(BuildError): ...


class StillRead(BuildError): ...


class Stuck(BuildError): ...


class Ahead(BuildError): ...


class NoRoom(BuildError): ...


class Unproven(BuildError):
    def __init__(self, message: str, report: Report) -> None:
        super().__init__(message)
        self.report = report


@dataclass(frozen=True, slots=True)
class Served:
    """What is read of a projection; `parked` as stream@position."""

    schema: str
    version: int
    position: int
    skips: list[int]
    kept: str | None
    parked: list[str]


@dataclass(frozen=True, slots=True)
class Unfinished:
    schema: str
    version: int
    state: str
    shape: str
    position: int
    skips: list[int]


async def served(connection: Connection, name: str) -> Served:
    """Raises NotServed."""
    async with connection.cursor(row_factory=class_row(Served)) as cursor:
        found = await (await cursor.execute(SERVED, (name,))).fetchone()
    if found is None:
        raise NotServed(f"nothing of {name} is read yet; start a projector first")
    return found


async def unfinished(connection: Connection, name: str) -> list[Unfinished]:
    """Builds that somebody began and that nobody follows."""
    async with connection.cursor(row_factory=class_row(Unfinished)) as cursor:
        return await (await cursor.execute(UNFINISHED, (name,))).fetchall()


async def listed(connection: Connection) -> list[dict[str, Any]]:
    """Every build there is."""
    async with connection.cursor(row_factory=dict_row) as cursor:
        return await (await cursor.execute(LIST)).fetchall()


async def left_over(connection: Connection, keep_s: float, grace_s: float) -> dict[str, str]:
    """What was abandoned, and what was kept for long enough: its projection, by schema."""
    its = {"keep_s": keep_s, "grace_s": grace_s}
    return dict(await (await connection.execute(LEFT_OVER, its)).fetchall())


async def size_bytes(connection: Connection, schema: str) -> int:
    """Of its tables and indexes on disk."""
    found = await (await connection.execute(SIZE, (schema,))).fetchone()
    return found[0] if found else 0


async def nobody_leads(connection: Connection) -> bool:
    """Whether no projector runs; none begins before this transaction ends, if so."""
    found = await (await connection.execute(NOBODY_LEADS, (LEADER,))).fetchone()
    return found is not None and bool(found[0])


@asynccontextmanager
async def alone(connection: Connection, name: str) -> AsyncIterator[None]:
    """Nobody else builds or drops anything of this projection meanwhile. Raises BeingBuilt."""
    found = await (await connection.execute(LOCK, (name,))).fetchone()
    if found is None or not found[0]:
        raise BeingBuilt(f"somebody else is building {name}; wait until that is done")
    try:
        yield
    finally:
        if not connection.broken:
            await connection.execute(UNLOCK, (name,))


async def remove(connection: Connection, schema: str, lock_s: float) -> None:
    """Drops a build that nobody reads. Raises StillRead where somebody holds its tables.

    The projector lets go of it first, so that it never waits for them.
    """
    await connection.execute(STATE, ("ready", schema))
    await connection.execute(WAKE)
    try:
        async with connection.transaction():
            await set_lock_timeout(connection, lock_s)
            await connection.execute(FORGET, (schema,))
            drop = sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(schema))
            await connection.execute(drop)
    except LockNotAvailable as held:
        await connection.execute(STATE, ("following", schema))
        raise StillRead(f"{schema} is in use; try again in a moment") from held


async def set_lock_timeout(connection: Connection, lock_s: float) -> None:
    """For the transaction that is open."""
    its = f"{round(lock_s * 1000)}ms"
    await connection.execute("SELECT set_config('lock_timeout', %s, true)", (its,))
