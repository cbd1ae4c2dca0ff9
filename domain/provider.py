"""A provider: whether it is asked, or failed so lately that it is left alone for a while."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from domain.event import Decision, Event, event


@dataclass(frozen=True, slots=True)
class Circuit:
    """What fails or works as one: a kind of work, by one key (told by eight digits of its hash)."""

    work: str
    key: str


@event("provider.breaker-opened")
class BreakerOpened(Event):
    """A provider failed too often, or needs a person; nobody asks it for that work for a while.

    `until` None: until its key changes, or an operator resets it. `times`: how often in a row.
    """

    circuit: Circuit
    code: str
    sentence: str
    times: int
    until: datetime | None


@event("provider.breaker-probed")
class BreakerProbed(Event):
    """One call was let through, to see whether the provider is back."""

    circuit: Circuit


@event("provider.breaker-closed")
class BreakerClosed(Event):
    """The provider is asked again: a probe was answered, or an operator says so."""

    circuit: Circuit
    by: str


ProviderEvent = BreakerOpened | BreakerProbed | BreakerClosed


@dataclass(frozen=True, slots=True)
class Asking:
    """Which circuits of a provider are open."""

    open: frozenset[Circuit] = frozenset()


def tell(asking: Asking | None, happened: ProviderEvent) -> Decision:
    """Where it says anything new."""
    its = (asking or Asking()).open
    if isinstance(happened, BreakerOpened) or happened.circuit in its:
        yield happened


def reset(asking: Asking | None, by: str) -> Decision:
    """Closes whatever is open."""
    for circuit in sorted_circuits((asking or Asking()).open):
        yield BreakerClosed(circuit, by)


def sorted_circuits(circuits: Iterable[Circuit]) -> list[Circuit]:
    return sorted(circuits, key=lambda it: (it.work, it.key))


def evolve(asking: Asking | None, happened: ProviderEvent) -> Asking:
    before = (asking or Asking()).open
    match happened:
        case BreakerOpened(circuit=circuit):
            return Asking(before | {circuit})
        case BreakerProbed():
            return Asking(before)
        case BreakerClosed(circuit=circuit):
            return Asking(before - {circuit})
