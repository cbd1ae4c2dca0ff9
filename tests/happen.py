"""What happened, told to a ledger: anything, on any stream, with the work that it calls for."""

from dataclasses import dataclass

from commands.ports import Plain, Step, Steps, World
from domain.event import Event
from domain.ids import StreamId


@dataclass(frozen=True, slots=True)
class Happen(Plain):
    """Decided by nobody."""

    stream: StreamId
    event: Event

    def steps(self, _: World) -> Steps:
        yield Step(self.stream, lambda _: iter((self.event,)))
