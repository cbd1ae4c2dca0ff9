"""One stream as it is or was: its events folded by the function that decisions fold them with."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import Any

import orjson

from domain.ids import StreamId
from infra.ledger.decision import NOT_BEGUN, RULES, Folded
from infra.ledger.mapper import Mapper
from infra.ledger.reader import COLUMNS, rows
from infra.projector.as_of import position_of
from infra.projector.process import writing

UP_TO = f"""
    SELECT {COLUMNS} FROM ledger.events
    WHERE originator_id = %s AND notification_id <= %s ORDER BY originator_version
"""  # noqa: S608 - the names are those of Row
LAST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A stream after `version` events (0: not begun), as of a position; None: as of now.

    Sealed values stand in the state as they are stored: nothing is opened to show it.
    """

    stream: StreamId
    as_of: int | None
    version: int
    recorded_at: datetime | None
    state: Any

    def as_json(self) -> dict[str, Any]:
        """Sets are lists in order, so that the same state is the same text."""
        told: dict[str, Any] = orjson.loads(orjson.dumps(self, default=_listed))
        return told


async def aggregate(database_url: str, stream: StreamId, asked: datetime | int | None) -> Aggregate:
    """Raises KeyError for a kind of stream that there is not, Unanswerable, OperationalError."""
    async with writing(database_url) as connection:
        position = None if asked is None else await position_of(connection, asked)
        until = LAST if position is None else position
        found = await rows(connection, UP_TO, stream, until)
    mapper = Mapper()

    def fold(before: Folded, n: int) -> Folded:
        it = found[n]
        happened = mapper.event(it.topic, it.event_version, it.state)
        return Folded(it.originator_version, RULES.fold(stream, before.state, happened))

    folded = reduce(fold, range(len(found)), NOT_BEGUN)
    at = found[-1].recorded_at if found else None
    return Aggregate(stream, position, folded.version, at, folded.state)


def _listed(value: object) -> object:
    if isinstance(value, Set):
        return sorted(value, key=str)
    raise TypeError(f"{type(value).__name__} has no place in a state")
