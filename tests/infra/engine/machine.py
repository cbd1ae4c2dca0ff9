"""A state machine over the whole engine: whatever happens, in whatever order, the books are right.

Each step lets several things happen at once. Which ones, and at which await somebody dies, is
drawn; how they interleave then is up to the server.
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from commands.ports import Command
from commands.system import DiscardEvent
from domain.ids import StreamId
from domain.system import EventDiscarded
from projections.projection import Projection
from tests.infra.engine import projecting
from tests.infra.engine.domain import BAD, STREAMS, Match
from tests.infra.engine.faults import Fault, What
from tests.infra.engine.installation import PROCESSES, Installation
from tests.infra.engine.model import Asked
from tests.infra.engine.views import BOTH, LINES
from tests.tally import Count, because

AWAITS = 24
Place = tuple[str, Path]
some_streams = st.permutations(STREAMS).flatmap(
    lambda its: st.sampled_from((1, 2)).map(lambda n: tuple(its[:n]))
)
amounts = st.integers(-300, 500)
counts = st.builds(Count, some_streams, amounts, note=st.sampled_from(("", "", "", "", BAD)))
matches = some_streams.map(lambda its: Match(its[0], its[-1]))
few = st.integers(0, 4)
awaits = st.integers(0, AWAITS)
faults = st.builds(
    Fault, st.sampled_from(What), st.integers(0, PROCESSES - 1), st.integers(1, AWAITS)
)
many_awaits = st.integers(1, 150)
which = st.sampled_from(BOTH)
Wave = list[tuple[int, Command, int | None, bool]]
waves: st.SearchStrategy[Wave] = st.lists(
    st.tuples(
        st.integers(0, PROCESSES - 1),
        counts | counts | matches,
        st.none() | st.integers(0, 50),
        st.booleans(),
    ),
    min_size=1,
    max_size=12,
)
"""Which process is asked to do what; under a new key, or again under one used before, for the
same request or for another."""


class Engine(RuleBasedStateMachine):
    """`faults` takes what went wrong, each with the steps that led to it."""

    def __init__(
        self, place: Callable[[], AbstractContextManager[Place]], faults: list[BaseException]
    ) -> None:
        super().__init__()
        self._faults, self._steps = faults, list[str]()
        self._keys: list[Asked] = []
        self._sound = True
        with ExitStack() as held:
            url, home = held.enter_context(place())
            self._loop = held.enter_context(asyncio.Runner())
            self._engine: Installation = self._run(Installation.opened(url, home))
            self._held = held.pop_all()

    @rule(wave=waves, fault=st.none() | faults)
    def several_ask_at_once(self, wave: Wave, fault: Fault | None) -> None:
        self._tell("ask", wave, fault)
        self._beside(wave, fault)

    @rule(wave=waves, fault=st.none() | faults, pages=st.tuples(few, few), killed=awaits)
    def projectors_follow(
        self, wave: Wave, fault: Fault | None, pages: tuple[int, int], killed: int
    ) -> None:
        self._tell("follow", wave, fault, pages, killed)
        one, other = self._engine.projectors
        self._beside(wave, fault, one.advance(pages[0], killed), other.advance(pages[1]))

    @rule(wave=waves, which=which, from_zero=st.booleans(), killed=st.just(0) | many_awaits)
    def a_view_is_built_again(
        self, *, wave: Wave, which: Projection, from_zero: bool, killed: int
    ) -> None:
        self._tell("build", wave, which.name, from_zero, killed)
        url = self._engine.url
        build = projecting.build(url, which, from_zero=from_zero, killed_at=killed)
        self._beside(wave, None, build, self._engine.projectors[0].advance(5))

    @rule(wave=waves, which=which, killed=awaits)
    def a_switch_is_taken_back(self, wave: Wave, which: Projection, killed: int) -> None:
        self._tell("roll back", wave, which.name, killed)
        self._beside(wave, None, projecting.roll_back(self._engine.url, which, killed))

    @rule(nth=st.integers(0, 50))
    def an_event_is_discarded(self, nth: int) -> None:
        async def step() -> None:
            if bad := self._engine.bad():
                await self._engine.ask([(0, discard(*bad[nth % len(bad)]))])
                await projecting.build(self._engine.url, LINES, from_zero=True)

        self._tell("discard", nth)
        self._step(step())

    @rule(killed=awaits)
    def all_is_sealed(self, killed: int) -> None:
        self._tell("seal", killed)
        self._step(self._engine.seal(killed))

    @rule()
    def what_is_left_is_dropped(self) -> None:
        self._tell("tidy up")
        self._step(projecting.tidy_up(self._engine.url))

    def teardown(self) -> None:
        with self._held:
            try:
                if self._sound:
                    self._tell("the end")
                    self._run(self._engine.in_the_end())
            finally:
                self._run(self._engine.close())

    def _tell(self, *step: object) -> None:
        self._steps.append(" ".join(map(repr, step)))

    def _beside(self, wave: Wave, fault: Fault | None, *others: Coroutine[Any, Any, Any]) -> None:
        asked = [(n, self._one(it, old, another)) for n, it, old, another in wave]

        async def step() -> None:
            await asyncio.gather(self._engine.ask(asked, fault), *others)

        self._step(step())

    def _step(self, step: Coroutine[Any, Any, Any]) -> None:
        async def checked() -> None:
            await step
            await self._engine.check()

        self._run(checked())

    def _run(self, step: Coroutine[Any, Any, Any]) -> Any:
        self._sound = False
        try:
            result = self._loop.run(step)
        except (Exception, asyncio.CancelledError) as wrong:
            wrong.add_note("\n".join(self._steps))
            self._faults.append(wrong)
            raise
        self._sound = True
        return result

    def _one(self, command: Command, old: int | None, another: bool) -> Asked:  # noqa: FBT001 - drawn
        if old is None or not self._keys:
            asked = command, because(len(self._keys) + 1, repr(command))
            self._keys.append(asked)
            return asked
        before = self._keys[old % len(self._keys)]
        key = before[1].command_id.int
        return (command, because(key, repr(command))) if another else before


def discard(position: int, stream: StreamId) -> Asked:
    """The event at this position is left out of the lines, under a key of its own."""
    its = EventDiscarded(LINES.name, position, stream, "tally.counted", "it is wrong", "somebody")
    return DiscardEvent(its), because(10**6 + position, repr(its))
