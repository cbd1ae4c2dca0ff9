"""What operators do to the system itself, and what its machines tell of themselves."""

from dataclasses import dataclass

from commands.ports import Plain, Step, Steps, World
from domain import system
from domain.event import Decision
from domain.system import EncoderProbed, EventDiscarded, System


@dataclass(frozen=True, slots=True)
class DiscardEvent(Plain):
    """Lets a view leave out an event for good, wherever it is built from now on."""

    discarded: EventDiscarded

    def steps(self, _: World) -> Steps:
        def decide(it: System | None) -> Decision:
            return system.discard(it, self.discarded)

        yield Step(system.MAIN, decide)


@dataclass(frozen=True, slots=True)
class TellEncoder(Plain):
    """Tells whether an encoder works on a machine."""

    probed: EncoderProbed

    def steps(self, _: World) -> Steps:
        def decide(it: System | None) -> Decision:
            return system.probe(it, self.probed)

        yield Step(system.MAIN, decide)
