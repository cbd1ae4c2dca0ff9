"""The audit timeline: one row for everything that was ever recorded."""

from collections.abc import Iterator

from domain.event import Recorded, catalog
from projections.change import Append, Change
from projections.projection import Projection
from projections.sentences import sentence
from projections.table import BY_POSITION, NO_ID, NO_INSTANT, TEXT, WHOLE, Index, Row, Table

EVENTS = Table(
    "audit_events",
    key=BY_POSITION,
    columns={
        "at": NO_INSTANT,
        "name": TEXT,
        "event_version": WHOLE,
        "stream": TEXT,
        "stream_version": WHOLE,
        "actor": TEXT,
        "account_id": NO_ID,
        "event_id": NO_ID,
        "command_id": NO_ID,
        "correlation_id": NO_ID,
        "causation_id": NO_ID,
        "summary": TEXT,
    },
    indexes=(
        Index(("account_id", "position")),
        Index(("stream", "position")),
        Index(("correlation_id", "position")),
        Index(("event_id",)),
    ),
)


def project(it: Recorded) -> Iterator[Change]:
    its = catalog[type(it.event)]
    row: Row = {
        "at": it.recorded_at,
        "name": its.name,
        "event_version": its.version,
        "stream": it.stream,
        "stream_version": it.version,
        "actor": it.actor,
        "account_id": it.account_id,
        "event_id": it.event_id,
        "command_id": it.command_id,
        "correlation_id": it.correlation_id,
        "causation_id": it.causation_id,
        "summary": sentence(it.event),
    }
    yield Append(EVENTS.name, it.position, 0, row)


PROJECTION = Projection(name="audit", version=2, follows=None, tables=(EVENTS,), project=project)
