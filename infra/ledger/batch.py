"""Commands decided one after another in memory, each on the result of the one before: pure.

A batch is asked to `take` commands and to `advance` until it wants no more streams read. What
it decided goes in together; a part of it can be dropped, with all that was decided on it.
"""

from asyncio import Future
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

from commands.ports import Because, Command, Receipt, World
from domain.event import Refused
from domain.ids import StreamId, key_of
from infra.ledger.decision import NOT_BEGUN, Deciding, Folded, Rules
from infra.ledger.mapper import Mapper, Payload

Held = Callable[[StreamId], Folded | None]


@dataclass(slots=True, eq=False)
class Asked:
    """A command that waits for its answer; `same` are those under the same key after it.

    `doubtful`: it may have been committed. `alone`: it is not to share a transaction.
    """

    command: Command
    because: Because
    ids: dict[str, str]
    answer: Future[Receipt]
    tries: int = 0
    doubtful: bool = False
    alone: bool = False
    same: list["Asked"] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Decided:
    """A command on its way: being decided while it `wants` a stream, then what came of it."""

    asked: Asked
    deciding: Deciding
    wants: StreamId | None = None
    waited: bool = False
    payloads: Sequence[Payload] = ()
    refusal: Refused | None = None

    @property
    def written(self) -> set[StreamId]:
        """The streams that its events went to."""
        return {it.stream for it in self.deciding.pending} if self.refusal is None else set()


class Batch:
    """`held` finds folds from before; None: nothing is trusted that was not read just now."""

    def __init__(
        self, rules: Rules, mapper: Mapper, world: World, held: Held | None, events_max: int
    ) -> None:
        self._rules, self._mapper, self._world, self._held = rules, mapper, world, held
        self._events_max = events_max
        self._underway: list[Decided] = []
        self._at: dict[StreamId, Folded] = {}
        self._full = False
        self.events = 0
        self.based_on: dict[StreamId, int] = {}
        self.decided: list[Decided] = []
        self.failed: list[tuple[Asked, Exception]] = []
        self.left: list[Asked] = []
        """Those that did not fit in any more."""

    @property
    def streams(self) -> Mapping[StreamId, Folded]:
        """What every stream that was read is after the batch."""
        return self._at

    @property
    def asked(self) -> list[Asked]:
        """Whose commands it holds: decided, or failed."""
        return [it.asked for it in self.decided] + [asked for asked, _ in self.failed]

    def take(self, asked: Iterable[Asked]) -> None:
        """Commands under different keys."""
        for it in asked:
            try:
                self._underway.append(self._begun(it))
            except Exception as wrong:  # it cannot even begin
                self.failed.append((it, wrong))

    def advance(self) -> set[StreamId]:
        """Decides as far as it can; the streams that have to be read before it can go on."""
        underway, self._underway = self._underway, []
        for it in underway:
            self._advance(it)
        return {it.wants for it in self._underway if it.wants is not None}

    def put_off(self) -> None:
        """Leaves out those that want a stream that was not read; nothing is decided after it."""
        self.left[:0] = [it.asked for it in self._underway]
        self._underway = []
        self._held = None  # it may know the batch before, and that one the batch before it

    def read(self, found: Mapping[StreamId, Folded]) -> None:
        for stream, folded in found.items():
            if stream not in self._at:
                self._know(stream, folded)

    def without(self, moved: Collection[StreamId], keys: Collection[UUID]) -> list[Asked]:
        """Drops the commands of these keys, and whoever read these streams or what a dropped
        command wrote; returns them. What is left still holds, and can go in."""
        tainted, dropped, kept = set(moved), list[Asked](), list[Decided]()
        for it in self.decided:
            if it.asked.because.command_id in keys or not tainted.isdisjoint(it.deciding.expected):
                dropped.append(it.asked)
                tainted |= it.written
            else:
                kept.append(it)
        self._keep_only(kept)
        return dropped

    def _keep_only(self, kept: list[Decided]) -> None:
        self.decided = kept
        based_on, self.based_on, self._at, self.events = self.based_on, {}, {}, 0
        for it in kept:
            for stream in it.deciding.expected:
                self.based_on.setdefault(stream, based_on[stream])
            if it.refusal is None:
                self._at |= it.deciding.streams
                self.events += len(it.payloads)

    def _begun(self, asked: Asked) -> Decided:
        return Decided(asked, Deciding(self._rules, asked.because, asked.command, self._world))

    def _advance(self, it: Decided) -> None:
        if self._full:
            self.left.append(it.asked)
            return
        try:
            it.wants = it.deciding.advance(partial(self._known, it.asked.ids))
        except Refused as refusal:
            it.wants, it.refusal = None, refusal
        except Exception as wrong:  # a command that breaks must not take others with it
            self.failed.append((it.asked, wrong))
            return
        if it.wants is not None:
            it.waited = True
            self._underway.append(it)
        else:
            self._finish(it)

    def _known(self, ids: Mapping[str, str], stream: StreamId) -> Folded | None:
        folded = self._at.get(stream)
        if folded is None and self._held is not None:
            folded = self._held(stream)
            if folded is None and key_of(stream) in ids.values():
                folded = NOT_BEGUN  # it begins now: the ledger checks it in any case
            if folded is not None:
                self._know(stream, folded)
        return folded

    def _know(self, stream: StreamId, folded: Folded) -> None:
        self._at[stream] = folded
        self.based_on[stream] = folded.version

    def _finish(self, it: Decided) -> None:
        if it.waited and self._overtook(it.deciding):
            self._advance(self._begun(it.asked))
            return
        if it.refusal is None and not self._adds(it):
            return
        for stream, version in it.deciding.expected.items():
            self.based_on.setdefault(stream, version)
        self.decided.append(it)

    def _adds(self, it: Decided) -> bool:
        pending = it.deciding.pending
        if self.events and self.events + len(pending) > self._events_max:
            self._full = True
            self.left.append(it.asked)
            return False
        try:
            it.payloads = [self._mapper.payload(entry.event) for entry in pending]
        except Exception as unfit:  # it alone cannot be stored
            self.failed.append((it.asked, unfit))
            return False
        self.events += len(pending)
        self._at |= it.deciding.streams
        return True

    def _overtook(self, its: Deciding) -> bool:
        """Whether another of this batch changed what it read while it waited."""
        at: Any = self._at
        return any(s in at and at[s].version != was for s, was in its.expected.items())
