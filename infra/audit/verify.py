"""Everything that was recorded, held against the seals and their anchors.

The scan, the versions and the commands are looked at side by side, on three connections; of all
that is wrong the lowest position is named.
"""

import asyncio
from collections.abc import Awaitable
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import ProgrammingError
from psycopg.errors import InsufficientPrivilege, InvalidSchemaName, UndefinedTable

from infra.audit.anchor import seal_as_json
from infra.audit.cross import command_fault, version_gap
from infra.audit.damage import Damage
from infra.audit.plan import NO_PLAN, Plan, planned
from infra.audit.run import BEGIN, connected
from infra.audit.scan import Scan
from infra.audit.walk import Tell, Walk
from infra.ledger.pool import ROLE
from processors.anchors import Anchors


@dataclass(frozen=True, slots=True)
class Asked:
    """Positions to look at (None: from the first, to the last), widened to whole seals.

    `pinned` are public keys of 32 bytes that the auditor vouches for; none: whatever signed
    first is believed. `anchored`: seals without one anchor among them are damage, unlike those
    of a ledger that has just come to another host.
    """

    first: int | None = None
    last: int | None = None
    pinned: frozenset[bytes] = frozenset()
    anchored: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    plan: Plan
    last_seal: dict[str, Any] | None
    first_bad: Damage | None

    @property
    def holds(self) -> bool:
        return self.first_bad is None


NOT_MADE = (UndefinedTable, InvalidSchemaName, InsufficientPrivilege)
"""What a database answers that was never migrated, or to a stranger: no damage."""


async def verify(database_url: str, anchors: Anchors, asked: Asked, tell: Tell) -> Verdict:
    """Names the first bad event, or says that there is none.

    Raises psycopg.Error where Postgres cannot answer, CallError where anchors cannot be read,
    NoSuchPart.
    """
    async with (
        connected(database_url) as rows,
        connected(database_url) as versions,
        connected(database_url) as commands,
    ):
        try:
            plan = await planned(rows, anchors, asked.first, asked.last)
        except ProgrammingError as wrong:
            return Verdict(NO_PLAN, None, _remade(wrong, 1))
        first, last = plan.first, plan.last
        walk = Walk(rows, anchors, plan, asked.pinned, tell)
        looks: tuple[Awaitable[Damage | None], ...] = (
            _walked(database_url, plan, walk),
            version_gap(versions, first, last, plan.sealed),
            command_fault(commands, first, last, to_head=plan.to_head),
        )
        looked = (_answered(it, first) for it in looks)
        found = [it for it in await asyncio.gather(*looked) if it is not None]
        if asked.anchored:
            found += _nowhere(plan)
    worst = min(found, key=lambda it: it.position, default=None)
    said = seal_as_json(walk.chain.last) if walk.chain.last else None
    return Verdict(plan, said, worst)


def _nowhere(plan: Plan) -> list[Damage]:
    """Anchors that are all gone; a sealer that could not write any yet looks just the same."""
    if plan.anchored or not plan.held:
        return []
    said = f"None of the {len(plan.held)} seals is anchored: their files are gone, or never were."
    return [Damage(plan.first, "anchor-missing", said)]


async def _answered(look: Awaitable[Damage | None], first: int) -> Damage | None:
    try:
        return await look
    except ProgrammingError as wrong:
        return _remade(wrong, first)


def _remade(wrong: ProgrammingError, position: int) -> Damage:
    """What says that a question does not fit the tables; raises where there are none."""
    if isinstance(wrong, NOT_MADE):
        raise wrong
    why = str(wrong).splitlines()[0]
    sentence = f"The ledger's table is not as it was made: {why}."
    return Damage(position, "table-changed", sentence)


async def _walked(database_url: str, plan: Plan, walk: Walk) -> Damage | None:
    """Blocking reads, in a thread, on a connection of their own."""
    with closing(psycopg.connect(database_url, autocommit=True)) as connection:
        connection.execute(BEGIN, (ROLE,))
        scan = await asyncio.to_thread(Scan, connection, plan.first, plan.last)
        return await walk.first_damage(scan)
