"""Events that an operator had a view leave out: read from the ledger, where they are for good."""

from domain.event import catalog
from domain.system import MAIN, EventDiscarded
from infra.ledger.mapper import Mapper
from infra.ledger.reader import COLUMNS, rows
from infra.projector.tables import Connection

DISCARDED = f"""
    SELECT {COLUMNS} FROM ledger.events
    WHERE originator_id = %s AND topic = %s ORDER BY originator_version
"""  # noqa: S608 - the names are those of Row


async def discarded(connection: Connection, mapper: Mapper, name: str) -> list[int]:
    """The positions that every new build of this projection leaves out."""
    found = await rows(connection, DISCARDED, MAIN, catalog[EventDiscarded].name)
    events = [mapper.recorded(it).event for it in found]
    return sorted(
        it.position for it in events if isinstance(it, EventDiscarded) and it.view == name
    )
