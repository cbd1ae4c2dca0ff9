"""What stands still: streams that a view has parked, and views that wait before an event."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from psycopg.rows import class_row

from domain.event import catalog
from domain.ids import StreamId
from infra.ledger.mapper import Mapper
from infra.projector.discards import discarded
from infra.projector.tables import Connection
from projections.projection import Projection

PARKED = """
    SELECT its.projection AS view, its.schema, parked.stream, parked.position, parked.event,
           parked.reason, parked.parked_at AS at, false AS pauses, false AS discarded
    FROM ops.serving JOIN ops.checkpoints AS its USING (schema) JOIN ops.parked USING (schema)
    ORDER BY its.projection, parked.position
"""
# A paused view stands right before the event, those aside that it does not follow.
PAUSED = """
    SELECT its.projection AS view, its.schema, waiting.originator_id AS stream,
           waiting.notification_id AS position, waiting.topic AS event, its.paused AS reason,
           its.advanced_at AS at, true AS pauses, false AS discarded
    FROM ops.serving JOIN ops.checkpoints AS its USING (schema)
    CROSS JOIN LATERAL (
        SELECT originator_id, notification_id, topic FROM ledger.events
        WHERE notification_id > its.position AND NOT notification_id = ANY (its.skips)
          AND (%(topics)s::text[] IS NULL OR topic = ANY (%(topics)s))
        ORDER BY notification_id LIMIT 1
    ) AS waiting
    WHERE its.projection = %(name)s AND its.paused IS NOT NULL
"""


@dataclass(slots=True)
class Parked:
    """An event that a view could not take in. `pauses`: the whole view waits, not its stream.

    `discarded`: an operator had it left out, and the view is yet to be built again.
    """

    view: str
    schema: str
    stream: StreamId
    position: int
    event: str
    reason: str
    at: datetime
    pauses: bool
    discarded: bool

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


async def parked(
    connection: Connection, mapper: Mapper, projections: Sequence[Projection]
) -> list[Parked]:
    """Whatever stands still in the views that are read."""
    async with connection.cursor(row_factory=class_row(Parked)) as cursor:
        found = await (await cursor.execute(PARKED)).fetchall()
        for its in projections:
            topics = None if its.follows is None else [catalog[it].name for it in its.follows]
            await cursor.execute(PAUSED, {"name": its.name, "topics": topics})
            found += await cursor.fetchall()
    for it in found:
        it.discarded = it.position in await discarded(connection, mapper, it.view)
    return found
