"""The system itself: what its operators did to it."""

from dataclasses import dataclass

from domain.event import Decision, Event, Refused, event
from domain.ids import StreamId

MAIN = StreamId("system/main")


@event("system.event-discarded")
class EventDiscarded(Event):
    """An operator let a view leave out an event that it could not take in, and said why."""

    view: str
    position: int
    stream: StreamId
    name: str
    reason: str
    by: str


SystemEvent = EventDiscarded


@dataclass(frozen=True, slots=True)
class System:
    """Which events were discarded, by view and position."""

    discarded: frozenset[tuple[str, int]] = frozenset()


def discard(system: System | None, its: EventDiscarded) -> Decision:
    """Once for each view and event. Raises Refused where no reason is given."""
    if not its.reason.strip():
        raise Refused("reason-missing", "say why the event is discarded; it is kept for good")
    if system is None or (its.view, its.position) not in system.discarded:
        yield its


def evolve(system: System | None, happened: SystemEvent) -> System:
    discarded = frozenset[tuple[str, int]]() if system is None else system.discarded
    match happened:
        case EventDiscarded(view=view, position=position):
            return System(discarded | {(view, position)})
