"""Which build is read: switched, switched back, dropped. A switch is one short transaction."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from time import perf_counter

from infra.projector import builds, checkpoints
from infra.projector.builds import Ahead, KeptBehind, NothingKept, NotServed, StillRead
from infra.projector.tables import Connection
from infra.settings import Rebuild as Limits

SERVE = """
    UPDATE ops.serving SET schema = %s, kept = %s, since = clock_timestamp()
    WHERE projection = %s
"""
KEPT = """
    SELECT kept.schema, kept.position >= its.position,
           kept.position > (SELECT coalesce(max(notification_id), 0) FROM ledger.events)
    FROM ops.serving AS serving
    JOIN ops.checkpoints AS its USING (schema)
    JOIN ops.checkpoints AS kept ON kept.schema = serving.kept
    WHERE serving.projection = %s AND to_regnamespace(kept.schema) IS NOT NULL
"""
BUILD = """
    SELECT its.schema, its.schema IN (serving.schema, coalesce(serving.kept, '')),
           serving.since > clock_timestamp() - %s * interval '1 second'
    FROM ops.checkpoints AS its JOIN ops.serving AS serving USING (projection)
    WHERE (its.projection, its.version, its.build) = (%s, %s, %s)
"""
LOOK_S = 0.02
CatchUp = Callable[[str, int], Awaitable[bool]]
"""Brings a build, by its schema, to a position; False where that is not for us to do."""


@dataclass(frozen=True, slots=True)
class Change:
    """Which build of a projection is to be read instead of which, by their schemas."""

    projection: str
    schema: str
    instead_of: str
    keep: bool = True


@dataclass(frozen=True, slots=True)
class Switched:
    """What is read now instead of what, and whether that is kept.

    `held_ms` is how long the projector had to wait.
    """

    projection: str
    schema: str
    instead_of: str
    held_ms: float
    kept: bool = True


async def switch(
    connection: Connection,
    its: Change,
    limits: Limits,
    catch_up: Callable[[int], Awaitable[None]],
) -> Switched:
    """Lets a proven build be read. What was read before is kept, and followed on.

    `catch_up` brings the new build to a position, in this very transaction; the projector stands
    still meanwhile. Raises NotServed where another build is read by now.
    """
    async with connection.transaction():
        await _hold(connection, its.projection, its.instead_of, limits)
        begun_s = perf_counter()
        await catch_up((await builds.served(connection, its.projection)).position)
        await connection.execute(builds.STATE, ("following", its.schema))
        await _serve(connection, its)
    return Switched(its.projection, its.schema, its.instead_of, _ms_since(begun_s), its.keep)


async def roll_back(
    connection: Connection, name: str, limits: Limits, catch_up: CatchUp
) -> Switched:
    """Lets what was read before the last switch be read again, and keeps the other.

    `catch_up` is asked where the kept build is behind; it says no while a projector does it.
    Raises NothingKept, KeptBehind, Ahead, NotServed.
    """
    deadline_s = perf_counter() + limits.lock_s
    while True:
        if (done := await _rolled_back(connection, name, limits, catch_up)) is not None:
            return done
        if perf_counter() > deadline_s:
            raise KeptBehind(
                f"the kept build of {name} is not as far as what is read; start a projector "
                "whose program knows its version, or wait until it has caught up"
            )
        await asyncio.sleep(LOOK_S)


async def _rolled_back(
    connection: Connection, name: str, limits: Limits, catch_up: CatchUp
) -> Switched | None:
    async with connection.transaction():
        its = await builds.served(connection, name)
        await _hold(connection, name, its.schema, limits)
        begun_s = perf_counter()
        found = await (await connection.execute(KEPT, (name,))).fetchone()
        if found is None:
            raise NothingKept(f"nothing of {name} is kept that could be read again")
        kept, as_far, ahead = found
        if ahead:
            raise Ahead(f"{kept}, which is kept, is ahead of the ledger: it cannot be read again")
        now = await builds.served(connection, name)
        if not as_far and not await catch_up(kept, now.position):
            return None
        await _serve(connection, Change(name, kept, its.schema))
    return Switched(name, kept, its.schema, _ms_since(begun_s))


async def drop(
    connection: Connection, name: str, which: tuple[int, int], limits: Limits, *, kept: bool
) -> str:
    """Removes a build (version, number) that is not read; a kept one only if that is asked for.

    Raises NotServed, StillRead, BeingBuilt.
    """
    its = (limits.grace_s, name, *which)
    async with builds.alone(connection, name):
        found = await (await connection.execute(BUILD, its)).fetchone()
        if found is None:
            raise NotServed(
                f"{name} has no build {which[0]}/{which[1]}; `projections list` shows all"
            )
        schema, needed, just_switched = found
        serving = await builds.served(connection, name)
        if schema == serving.schema:
            raise StillRead(f"{schema} is what is read of {name}")
        if needed and not kept:
            raise StillRead(f"{schema} is kept for a rollback; --kept drops it all the same")
        if needed and just_switched:
            raise StillRead(f"{schema} was read until just now; try again in {limits.grace_s:g} s")
        await builds.remove(connection, schema, limits.lock_s)
    return str(schema)


async def drop_left_over(connection: Connection, limits: Limits) -> list[str]:
    """Removes what was abandoned, and what was kept for long enough; the schemas' names."""
    gone = []
    for schema, name in (await _left_over(connection, limits)).items():
        with suppress(builds.BeingBuilt, StillRead):
            async with builds.alone(connection, name):
                if schema in await _left_over(connection, limits):
                    await builds.remove(connection, schema, limits.lock_s)
                    gone.append(schema)
    return gone


async def _left_over(connection: Connection, limits: Limits) -> dict[str, str]:
    return await builds.left_over(connection, limits.keep_s, limits.grace_s)


async def _hold(connection: Connection, name: str, schema: str, limits: Limits) -> None:
    """The projector cannot move what is read until this transaction ends."""
    await builds.set_lock_timeout(connection, limits.lock_s)
    found = await (await connection.execute(builds.LOCKED, (name,))).fetchone()
    if found is None or found[0] != schema:
        raise NotServed(f"{schema} is not what is read of {name} any more; begin again")


async def _serve(connection: Connection, its: Change) -> None:
    kept = its.instead_of if its.keep else None
    await connection.execute(SERVE, (its.schema, kept, its.projection))
    await checkpoints.tell(connection)
    await connection.execute(builds.WAKE)


def _ms_since(begun_s: float) -> float:
    return (perf_counter() - begun_s) * 1_000
