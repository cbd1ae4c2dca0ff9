"""given(events).when(action).then(events): a decision, told as a story."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any, Generic, TypeVar

import pytest

from domain.event import Decision, Event, Refused

State = TypeVar("State")


@dataclass(frozen=True)
class Story(Generic[State]):
    evolve: Callable[[State | None, Any], State]
    history: tuple[Event, ...] = ()
    decide: Callable[[State], Decision] | None = None

    def given(self, *history: Event) -> "Story[State]":
        return replace(self, history=self.history + history)

    def when(self, decide: Callable[[State], Decision]) -> "Story[State]":
        return replace(self, decide=decide)

    def then(self, *expected: Event) -> None:
        assert self._decided() == expected

    def then_nothing(self) -> None:
        self.then()

    def then_refused(self, code: str) -> None:
        with pytest.raises(Refused) as refusal:
            self._decided()
        assert refusal.value.code == code

    @property
    def state(self) -> State:
        state: State = reduce(self.evolve, self.history, None)  # type: ignore[assignment]  # None only before the first event
        return state

    def _decided(self) -> tuple[Event, ...]:
        assert self.decide is not None
        return tuple(self.decide(self.state))
