"""Erasures: those that a backup knows of, and those that only the outside anchors know."""

import psycopg

from processors.ports import Anchors

PREFIX, SUFFIX = "erasures/", ".json"
RECORDED = """
    SELECT DISTINCT split_part(originator_id, '/', 2) FROM ledger.events
    WHERE topic = 'account.erased' ORDER BY 1
"""


def recorded(connection: psycopg.Connection) -> tuple[str, ...]:
    """Ids of the accounts that the ledger itself says are erased."""
    return tuple(id for (id,) in connection.execute(RECORDED))


async def anchored(anchors: Anchors) -> tuple[str, ...]:
    """Ids of the accounts whose erasure was written outside the database."""
    names = await anchors.names(PREFIX)
    return tuple(it.removeprefix(PREFIX).removesuffix(SUFFIX) for it in names)
