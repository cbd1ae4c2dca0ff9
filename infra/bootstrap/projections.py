"""What operators do to views: build them again, switch back, drop, and let events be left out."""

import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from hashlib import sha256
from typing import Any
from uuid import uuid5

from commands.ports import Because
from commands.system import DiscardEvent
from domain.system import EventDiscarded
from infra.bootstrap.foundation import foundation, places
from infra.collector import collecting_seldom
from infra.ledger.mapper import Mapper
from infra.ledger.pool import ledger_pool
from infra.ledger.reader import LedgerReader
from infra.owner import NAMESPACE
from infra.projector import builds, switch
from infra.projector.builds import NoRoom, NotServed
from infra.projector.filling import Told, in_silence
from infra.projector.parked import Parked
from infra.projector.parked import parked as standing_still
from infra.projector.process import ONE_AT_A_TIME, writing
from infra.projector.rebuild import Rebuild, Rebuilt
from infra.projector.replay import replay
from infra.projector.several import NotRebuilt, Several
from infra.projector.switch import Switched
from infra.projector.tables import Connection
from infra.settings import Settings
from projections.catalog import PROJECTIONS
from projections.projection import Projection

OPERATOR = "system/operator"


async def listed(its: Settings) -> list[dict[str, Any]]:
    """Every build there is, and what it is for."""
    async with writing(places(its).database_url) as connection:
        return await builds.listed(connection)


async def rebuild(
    its: Settings, projection: Projection, told: Told, *, from_zero: bool, accept: bool
) -> Rebuilt:
    """Raises BuildError."""
    async with engines(its, (projection,), told) as (engine,):
        await _room(its, engine.connection, (projection,))
        return await engine.run(from_zero=from_zero, accept=accept)


async def rebuild_several(
    its: Settings, projections: Sequence[Projection], told: Told, *, from_zero: bool, accept: bool
) -> list[Rebuilt | NotRebuilt]:
    """In one scan of the ledger; what came of each, in this order. Raises NoRoom."""
    async with engines(its, projections, told) as its_engines:
        await _room(its, its_engines[0].connection, projections)
        for it in its_engines:
            it.told = _named(it.projection.name, told)
        return await Several(its_engines, told).run(from_zero=from_zero, accept=accept)


async def roll_back(its: Settings, projection: Projection) -> Switched:
    """Raises BuildError."""
    async with engines(its, (projection,), in_silence) as (engine,):
        return await engine.roll_back()


async def drop(its: Settings, name: str, which: tuple[int, int], *, kept: bool) -> str:
    """The schema that is gone. Raises BuildError."""
    async with writing(places(its).database_url) as connection:
        return await switch.drop(connection, name, which, its.projector.rebuild, kept=kept)


async def parked(its: Settings) -> list[Parked]:
    async with writing(places(its).database_url) as connection:
        return await standing_still(connection, Mapper(), PROJECTIONS)


async def discard(its: Settings, parked: Parked, reason: str) -> None:
    """Records that a view leaves this event out. Raises Refused, Busy."""
    event = EventDiscarded(
        parked.view, parked.position, parked.stream, parked.event, reason, OPERATOR
    )
    key = uuid5(NAMESPACE, f"discard/{parked.view}/{parked.position}")
    because = Because(OPERATOR, None, key, sha256(reason.encode()).digest(), key, key)
    async with foundation(its) as parts:
        await parts.ledger.carry_out(DiscardEvent(event), because)


@asynccontextmanager
async def engines(
    its: Settings, projections: Sequence[Projection], told: Told
) -> AsyncIterator[list[Rebuild]]:
    """What builds views again, on connections of their own."""
    url = places(its).database_url

    def engine(connection: Connection, reader: LedgerReader, projection: Projection) -> Rebuild:
        async def explained() -> bool:
            return (await replay(url, its.projector, (projection,))).equal

        return Rebuild(connection, reader, mapper, projection, its.projector, told, explained)

    async with writing(url) as connection, ledger_pool(url, ONE_AT_A_TIME) as pool:
        mapper = Mapper()
        reader = LedgerReader(pool, mapper)
        with collecting_seldom():
            yield [engine(connection, reader, it) for it in projections]


def _named(name: str, told: Told) -> Told:
    """What is done to one of several views says which."""
    return lambda stage, done, of: told(f"{name}: {stage}", done, of)


async def _room(its: Settings, connection: Connection, projections: Sequence[Projection]) -> None:
    """Refuses where the embedded database's disk is too full; another's cannot be seen."""
    if its.database_url is not None:
        return
    needed = its.projector.rebuild.free_bytes
    for it in projections:
        with suppress(NotServed):  # its own rebuild says so
            served = await builds.served(connection, it.name)
            needed += await builds.size_bytes(connection, served.schema)
    free = shutil.disk_usage(its.ytempire_home).free
    if free < needed:
        names = ", ".join(it.name for it in projections)
        raise NoRoom(
            f"building {names} takes up to {needed / 2**20:,.0f} MiB of disk, and "
            f"{free / 2**20:,.0f} MiB are free; make room, or lower PROJECTOR__REBUILD__FREE_BYTES"
        )
