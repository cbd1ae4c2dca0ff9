"""What a command comes to: pure, so that every ledger decides alike.

A ledger calls `Deciding.advance` with the streams it knows, until that wants no more.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha1
from typing import Any, NamedTuple
from uuid import UUID, SafeUUID

from commands.ports import Because, Command, Step, World
from domain.event import Event
from domain.ids import JobId, StreamId, job_stream, kind_of
from domain.pipeline import job_id, jobs_after
from domain.streams import EVOLVE

DIGEST_BYTES = 32
VERSION_5 = 0x5000_8000_0000_0000_0000
"""The bits of a UUID that say its version and variant, as RFC 9562 has them."""
NOT_VERSION = ~0xF000_C000_0000_0000_0000
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


class Deciding:
    """One command being decided: what it read, what it adds, what its streams become.

    `expected` are the versions it was decided on, of every stream that it read.
    """

    __slots__ = ("_rules", "_step", "_steps", "because", "expected", "pending", "streams")

    def __init__(self, rules: Rules, because: Because, command: Command, world: World) -> None:
        self._rules, self.because = rules, because
        self._steps = command.steps(world)
        self._step: Step | None = None
        self.expected: dict[StreamId, int] = {}
        self.streams: dict[StreamId, Folded] = {}
        self.pending: list[Pending] = []

    @property
    def code(self) -> str:
        """What the answer says happened: `recorded`, or `nothing-new`."""
        return "recorded" if self.pending else "nothing-new"

    def advance(self, known: Callable[[StreamId], Folded | None]) -> StreamId | None:
        """Decides as far as it can; the stream that has to be read first, None at the end.

        Raises Refused where a decision declines.
        """
        step = self._step or self._next(None)
        while step is not None:
            its = step.stream
            if its not in self.streams:
                if (folded := known(its)) is None:
                    self._step = step
                    return its
                self._read(its, folded)
            for happened in tuple(step.decide(self.streams[its].state)):
                self._happen(its, happened)
            step = self._next(self.streams[its].state)
        return None

    def _next(self, state: Any) -> Step | None:
        try:
            return self._steps.send(state)
        except StopIteration:
            return None

    def _read(self, stream: StreamId, folded: Folded) -> None:
        if not folded.version and not NAME(stream):
            raise ValueError(f"{stream!r} is no name of a stream: it has to be like video/0190f3c2")
        self.expected[stream] = folded.version
        self.streams[stream] = folded

    def _happen(self, stream: StreamId, happened: Event) -> None:
        before = self.streams[stream].state
        event_id = self._add(stream, happened, self.because.causation_id)
        after = self.streams[stream].state
        for opened in self._rules.jobs_after(before, after, stream):
            its = job_stream(self._rules.job_id(event_id, opened))
            assert its not in self.streams, f"{event_id} calls for {its} twice"
            self._read(its, NOT_BEGUN)
            self._add(its, opened, event_id)

    def _add(self, stream: StreamId, happened: Event, causation_id: UUID) -> UUID:
        event_id = _nth_of(self.because.command_id, len(self.pending) + 1)
        version, state = self.streams[stream]
        self.pending.append(Pending(stream, version + 1, event_id, causation_id, happened))
        self.streams[stream] = Folded(version + 1, self._rules.fold(stream, state, happened))
        return event_id


def check_digest(because: Because) -> None:
    """Raises ValueError where the request's digest is no SHA-256."""
    if len(because.request_digest) != DIGEST_BYTES:
        raise ValueError("request_digest is the SHA-256 of the request: 32 bytes")


def _nth_of(command_id: UUID, n: int) -> UUID:
    """`uuid5(command_id, str(n))`, in half of its time."""
    digest = sha1(command_id.bytes + str(n).encode(), usedforsecurity=False).digest()
    number = int.from_bytes(digest[:16], "big") & NOT_VERSION
    its = object.__new__(UUID)
    object.__setattr__(its, "int", number | VERSION_5)
    object.__setattr__(its, "is_safe", SafeUUID.unknown)
    return its
