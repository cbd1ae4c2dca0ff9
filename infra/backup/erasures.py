"""Erasures: those that a backup knows of, and those that only the outside anchors know."""

from collections.abc import Iterable
from uuid import UUID

import psycopg

from domain.ids import AccountId
from infra.backup.outside import Outside
from infra.bootstrap.erasing import traces
from infra.bootstrap.foundation import foundation
from infra.settings import Settings
from processors.erase import reapply

RECORDED = """
    SELECT DISTINCT split_part(originator_id, '/', 2) FROM ledger.events
    WHERE topic = 'account.erased' ORDER BY 1
"""


def recorded(connection: psycopg.Connection) -> tuple[str, ...]:
    """Ids of the accounts that the ledger itself says are erased."""
    return tuple(id for (id,) in connection.execute(RECORDED))


async def erased_again(into: Settings, outside: Outside, recorded: Iterable[str]) -> list[str]:
    """Whoever was erased before the backup or after it is erased here; their ids.

    Raises Busy, CallError.
    """
    ids = {AccountId(UUID(it)) for it in recorded} | await outside.erasures()
    async with foundation(into) as its:
        await reapply(its.ledger, traces(into, its), sorted(ids))
    return [str(it) for it in sorted(ids)]
