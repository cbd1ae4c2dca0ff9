"""Tables in memory: what a projection makes of a history, read by page or one by one."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from uuid import UUID

from domain.event import Event, Recorded
from domain.ids import StreamId
from projections.change import Place, fold
from projections.projection import Projection
from projections.table import Key, Row
from tests.given import ACCOUNT, NOON, YOU

Tables = dict[Place, Row]


def recorded(position: int, stream: StreamId, event: Event) -> Recorded:
    return Recorded(
        position=position,
        stream=stream,
        version=position,
        event_id=UUID(int=position),
        recorded_at=NOON,
        actor=YOU,
        account_id=ACCOUNT,
        command_id=UUID(int=position),
        correlation_id=UUID(int=1),
        causation_id=UUID(int=2),
        traceparent=None,
        entry_hash=bytes(32),
        event=event,
    )


def history(entries: Iterable[tuple[StreamId, Event]]) -> list[Recorded]:
    return [recorded(n, stream, event) for n, (stream, event) in enumerate(entries, start=1)]


def paged(projection: Projection, pages: Iterable[Sequence[Recorded]]) -> Tables:
    """The tables after these pages, as the runner would have them."""
    defaults = {it.name: it.defaults for it in projection.tables}
    tables: Tables = {}
    for page in pages:
        changes = (it for event in page for it in projection.project(event))
        for place, delta in fold(changes).items():
            row = delta.apply(tables.pop(place, None), defaults[place[0]])
            if row is not None:
                tables[place] = row
    return tables


def followed(projection: Projection, events: Iterable[Recorded]) -> list[Recorded]:
    follows = projection.follows
    return [it for it in events if follows is None or type(it.event) in follows]


def told(projection: Projection, stream: StreamId, *events: Event) -> Tables:
    """The tables after one stream's events, all in one page."""
    its = history((stream, it) for it in events)
    return paged(projection, [followed(projection, its)])


def cut(events: Sequence[Recorded], cuts: Iterable[int]) -> list[Sequence[Recorded]]:
    edges = [0, *sorted(cuts), len(events)]
    return [events[start:end] for start, end in pairwise(edges)]


def rows(tables: Tables, table: str) -> dict[Key, Row]:
    return {key: row for (name, key), row in tables.items() if name == table}
