"""A ledger in memory: what the real one promises. One contract suite runs on both."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import reduce
from hashlib import sha256
from typing import Any
from uuid import UUID

from commands.ports import Because, Busy, Command, Receipt, Reused, World
from domain.event import Event, Recorded, Refused
from domain.ids import StreamId, kind_of
from infra.ledger.decision import NOT_BEGUN, RULES, Deciding, Folded, Pending, Rules, check_digest
from infra.ledger.entry_hash import entry_hash
from infra.ledger.mapper import Mapper, UnfitEvent
from infra.ledger.row import Row
from tests.given import NOON

TRIES_MAX = 4
MAPPER = Mapper()
Entry = tuple[StreamId, Event]
BEFORE = Because("system/given", None, UUID(int=0), sha256().digest(), UUID(int=0), UUID(int=0))


class MemoryLedger:
    """Begins with `history`, one event after another; `log` is all that was recorded."""

    def __init__(
        self,
        history: Iterable[Entry] = (),
        *,
        world: Callable[[], World] = lambda: World(NOON),
        rules: Rules = RULES,
        mapper: Mapper = MAPPER,
    ) -> None:
        self._world = world
        self._rules = rules
        self._mapper = mapper
        self.rows: list[Row] = []
        self.keys: dict[UUID, tuple[bytes, Receipt]] = {}
        for n, (stream, event) in enumerate(history, start=1):
            self._record(Pending(stream, n, UUID(int=n), UUID(int=0), event), BEFORE)

    @property
    def log(self) -> list[Entry]:
        return [(it.stream, it.event) for it in map(self._mapper.recorded, self.rows)]

    async def carry_out(self, command: Command, because: Because) -> Receipt:
        check_digest(because)
        for _ in range(TRIES_MAX):
            if found := self.keys.get(because.command_id):
                return _again(*found, because)
            deciding = Deciding(self._rules, because, command, self._world())
            try:
                deciding.advance(self._folded)
            except Refused:
                if self._overtook(deciding):
                    continue
                raise
            if not self._overtook(deciding):
                return self._append(deciding, command.ids)
        raise Busy("overtaken too often")

    async def state(self, stream: StreamId) -> Any:
        return self._folded(stream).state

    async def read_all(self, after: int, limit: int) -> list[Recorded]:
        return [self._mapper.recorded(it) for it in self.rows[after : after + limit]]

    async def read_stream(self, stream: StreamId, after_version: int = 0) -> list[Recorded]:
        found = [it for it in self.rows if it.originator_id == stream]
        return [self._mapper.recorded(it) for it in found[after_version:]]

    async def rows_after(self, position: int, limit: int) -> list[Row]:
        return self.rows[position : position + limit]

    async def head(self) -> int:
        return len(self.rows)

    async def position_at(self, at: datetime) -> int:
        return sum(it.recorded_at <= at for it in self.rows)

    def _overtook(self, it: Deciding) -> bool:
        moved = any(self._folded(stream).version != was for stream, was in it.expected.items())
        return moved or it.because.command_id in self.keys

    def _append(self, deciding: Deciding, ids: dict[str, str]) -> Receipt:
        because = deciding.because
        before = list(self.rows)
        try:
            for it in deciding.pending:
                self._record(it, because)
        except UnfitEvent:
            self.rows = before
            raise
        receipt = Receipt(len(self.rows), ids, deciding.code)
        self.keys[because.command_id] = because.request_digest, receipt
        return receipt

    def _record(self, it: Pending, because: Because) -> None:
        payload = self._mapper.payload(it.event)
        row = Row(
            notification_id=len(self.rows) + 1,
            originator_id=it.stream,
            kind=kind_of(it.stream),
            originator_version=self._folded(it.stream).version + 1,
            event_id=it.event_id,
            topic=payload.topic,
            event_version=payload.event_version,
            recorded_at=max([self._world().now, *(row.recorded_at for row in self.rows[-1:])]),
            actor=because.actor,
            account_id=because.account_id,
            command_id=because.command_id,
            correlation_id=because.correlation_id,
            causation_id=it.causation_id,
            traceparent=because.traceparent,
            state=payload.state,
            entry_hash=b"",
        )
        self.rows.append(row._replace(entry_hash=entry_hash(row)))

    def _folded(self, stream: StreamId) -> Folded:
        def fold(before: Folded, row: Row) -> Folded:
            event = self._mapper.event(row.topic, row.event_version, row.state)
            return Folded(before.version + 1, self._rules.fold(stream, before.state, event))

        return reduce(fold, (it for it in self.rows if it.originator_id == stream), NOT_BEGUN)


def _again(digest: bytes, receipt: Receipt, because: Because) -> Receipt:
    if digest != because.request_digest:
        raise Reused("this key was used before, for another request; use a new one")
    return receipt
