"""A projection: which events it follows, into which tables, by which pure function."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any, get_args

from domain.event import Event, Recorded
from projections.change import Change
from projections.table import Table


class Poison(Enum):
    """What becomes of an event that cannot be folded. It is never skipped in silence."""

    PARK = "its stream waits, in order; all others go on"
    PAUSE = "the whole projection waits: a sum must not lack a line"


@dataclass(frozen=True, slots=True)
class Projection:
    """Everything the runner has to know. `project` looks nothing up and calls nothing.

    `follows` None means every event, those included that are not known yet. Another table or
    another meaning is another `version`; table names are unique among all projections. `same_as`
    claims that the rows are those of an earlier version: it is not read unless that is proven.
    """

    name: str
    version: int
    follows: frozenset[type[Event]] | None
    tables: tuple[Table, ...]
    project: Callable[[Recorded], Iterator[Change]]
    poison: Poison = Poison.PARK
    reads: frozenset[str] | None = None
    same_as: int | None = None


def events_of(*unions: Any) -> frozenset[type[Event]]:
    """The types that unions of events are made of; a single event is a union too."""
    return frozenset(it for union in unions for it in get_args(union) or (union,))
