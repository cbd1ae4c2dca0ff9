"""Events: each has a name and a version that outlive its class and its module."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar, dataclass_transform
from uuid import UUID

from domain.ids import AccountId, StreamId


class Event:
    """Something that happened. Its registered name is stored, never where its code lives."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class EventType:
    """What an event is called in the ledger, and which shape of it this is."""

    name: str
    version: int


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event in its envelope, as the ledger holds it.

    `position` is global and gapless; `version` counts the stream's events from 1;
    `recorded_at` (UTC) never runs back; `entry_hash` covers the envelope and the payload.
    """

    position: int
    stream: StreamId
    version: int
    event_id: UUID
    recorded_at: datetime
    actor: str
    account_id: AccountId | None
    command_id: UUID
    correlation_id: UUID
    causation_id: UUID
    traceparent: str | None
    entry_hash: bytes
    event: Event


E = TypeVar("E", bound=Event)
Decision = Iterator[Event]

catalog: dict[type[Event], EventType] = {}
NAME = re.compile(r"[a-z][a-z-]*\.[a-z][a-z-]*")


class Refused(Exception):
    """The command was understood and declined: a stable code and one sentence."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


@dataclass_transform(frozen_default=True)
def event(name: str, *, version: int = 1) -> Callable[[type[E]], type[E]]:
    """Freeze a class, slot it, and enter it in the catalog.

    Raises TypeError where the name is taken or is none, or the event does not say what it means.
    """
    if not NAME.fullmatch(name):
        raise TypeError(f"{name!r} is no name of an event: it has to be like video.script-accepted")

    def enter(cls: type[E]) -> type[E]:
        if any(it.name == name for it in catalog.values()):
            raise TypeError(f"two events are named {name}")
        if not cls.__doc__:
            raise TypeError(f"{name} needs one sentence that a finance person can read")
        frozen = dataclass(frozen=True, slots=True)(cls)
        catalog[frozen] = EventType(name, version)
        return frozen

    return enter


def nothing() -> Decision:
    """The decision to add nothing: the stream is read, and must not change meanwhile."""
    yield from ()
