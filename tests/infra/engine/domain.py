"""Commands whose events show on which state they were decided, and the rules for them."""

from dataclasses import dataclass

from commands.ports import Plain, Step, Steps, World, untouched
from domain import system
from domain.event import Decision, EventType, catalog
from domain.ids import StreamId
from domain.system import EventDiscarded
from infra.ledger.decision import Rules
from infra.ledger.mapper import Mapper
from tests import tally
from tests.tally import Counted, Opened

C = StreamId("tally/c")
STREAMS = tally.A, tally.B, C
RULES = Rules(
    {**tally.RULES.evolve, "system": system.evolve}, tally.RULES.jobs_after, tally.RULES.job_id
)
MAPPER = Mapper(
    {
        Counted: EventType("tally.counted", 1),
        Opened: EventType("job.opened", 1),
        EventDiscarded: catalog[EventDiscarded],
    },
    {},
)
BAD = "cannot be folded"


@dataclass(frozen=True, slots=True)
class Match(Plain):
    """Brings a stream to what another holds; says nothing where it is there."""

    stream: StreamId
    like: StreamId

    def steps(self, _: World) -> Steps:
        wanted = yield Step(self.like, untouched)

        def decide(total: int | None) -> Decision:
            if (wanted or 0) != (total or 0):
                yield Counted((wanted or 0) - (total or 0))

        yield Step(self.stream, decide)
