"""The system itself: what its operators did to it, and what its machines can do."""

from dataclasses import dataclass, replace

from domain.event import Decision, Event, Refused, event
from domain.hidden_characters import refuse_hidden
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


@event("system.encoder-probed")
class EncoderProbed(Event):
    """A machine tried whether it can encode films in one way; `why` has the encoder's own words."""

    build: str
    works: bool
    why: str


SystemEvent = EventDiscarded | EncoderProbed


@dataclass(frozen=True, slots=True)
class System:
    """Which events were discarded, by view and position; what is known of each encoder."""

    discarded: frozenset[tuple[str, int]] = frozenset()
    encoders: frozenset[EncoderProbed] = frozenset()


def discard(system: System | None, its: EventDiscarded) -> Decision:
    """Once for each view and event. Raises Refused where no reason is given, or not to be seen."""
    if not its.reason.strip():
        raise Refused("reason-missing", "say why the event is discarded; it is kept for good")
    refuse_hidden("the reason", its.reason)
    if system is None or (its.view, its.position) not in system.discarded:
        yield its


def probe(system: System | None, its: EncoderProbed) -> Decision:
    """Where it says anything new: an encoder is tried by every process that may use it."""
    if system is None or its not in system.encoders:
        yield its


def evolve(system: System | None, happened: SystemEvent) -> System:
    before = system or System()
    match happened:
        case EventDiscarded(view=view, position=position):
            return replace(before, discarded=before.discarded | {(view, position)})
        case EncoderProbed(build=build):
            others = {it for it in before.encoders if it.build != build}
            return replace(before, encoders=frozenset({*others, happened}))
