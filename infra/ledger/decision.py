"""What a command comes to: pure, so that every ledger decides alike.

A ledger drives `Deciding.run`: it is asked for a stream and sends back what the stream is.
"""

import re
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha1
from typing import Any, NamedTuple
from uuid import UUID

from commands.ports import Because, Command, Steps, World
from domain.event import Event
from domain.ids import JobId, StreamId, job_stream, kind_of
from domain.pipeline import job_id, jobs_after
from domain.streams import EVOLVE

DIGEST_BYTES = 32
NAME = re.compile(r"[a-z][a-z-]*/[!-~]+").fullmatch


@dataclass(frozen=True, slots=True)
class Rules:
    """What streams are made of: how each kind folds, and which jobs its events call for."""

    evolve: Mapping[str, Callable[[Any, Any], Any]]
    jobs_after: Callable[[Any, Any, StreamId], Iterator[Event]]
    job_id: Callable[[UUID, Any], JobId]

    def fold(self, stream: StreamId, state: Any, happened: Event) -> Any:
        return self.evolve[kind_of(stream)](state, happened)


RULES = Rules(EVOLVE, jobs_after, job_id)


class Folded(NamedTuple):
    """A stream after its first `version` events (0: not begun)."""

    version: int
    state: Any


NOT_BEGUN = Folded(0, None)


class Pending(NamedTuple):
    """An event that is about to be recorded, and the event or request that caused it."""

    stream: StreamId
    version: int
    event_id: UUID
    causation_id: UUID
    event: Event


@dataclass(slots=True)
class Deciding:
    """One command being decided: what it read, what it adds, what its streams become.

    Raises ValueError where the request's digest is no SHA-256.
    """

    rules: Rules
    because: Because
    expected: dict[StreamId, int] = field(default_factory=dict)
    streams: dict[StreamId, Folded] = field(default_factory=dict)
    pending: list[Pending] = field(default_factory=list)

    def __post_init__(self) -> None:
        if len(self.because.request_digest) != DIGEST_BYTES:
            raise ValueError("request_digest is the SHA-256 of the request: 32 bytes")

    @property
    def code(self) -> str:
        """What the answer says happened: `recorded`, or `nothing-new`."""
        return "recorded" if self.pending else "nothing-new"

    def run(self, command: Command, world: World) -> Generator[StreamId, Folded, None]:
        """Asks for each stream once. Raises Refused where a decision declines."""
        steps, state = command.steps(world), None
        while (step := _next(steps, state)) is not None:
            if step.stream not in self.streams:
                self._read(step.stream, (yield step.stream))
            for happened in tuple(step.decide(self.streams[step.stream].state)):
                self._happen(step.stream, happened)
            state = self.streams[step.stream].state

    def _read(self, stream: StreamId, folded: Folded) -> None:
        if not folded.version and not NAME(stream):
            raise ValueError(f"{stream!r} is no name of a stream: it has to be like video/0190f3c2")
        self.expected[stream] = folded.version
        self.streams[stream] = folded

    def _happen(self, stream: StreamId, happened: Event) -> None:
        before = self.streams[stream].state
        event_id = self._add(stream, happened, self.because.causation_id)
        after = self.streams[stream].state
        for opened in self.rules.jobs_after(before, after, stream):
            its = job_stream(self.rules.job_id(event_id, opened))
            assert its not in self.streams, f"{event_id} calls for {its} twice"
            self._read(its, NOT_BEGUN)
            self._add(its, opened, event_id)

    def _add(self, stream: StreamId, happened: Event, causation_id: UUID) -> UUID:
        event_id = _nth_of(self.because.command_id, len(self.pending) + 1)
        version, state = self.streams[stream]
        self.pending.append(Pending(stream, version + 1, event_id, causation_id, happened))
        self.streams[stream] = Folded(version + 1, self.rules.fold(stream, state, happened))
        return event_id


def _nth_of(command_id: UUID, n: int) -> UUID:
    """`uuid5(command_id, str(n))`, in two thirds of its time."""
    digest = sha1(command_id.bytes + str(n).encode(), usedforsecurity=False).digest()
    return UUID(bytes=digest[:16], version=5)


def _next(steps: Steps, state: Any) -> Any:
    try:
        return steps.send(state)
    except StopIteration:
        return None
