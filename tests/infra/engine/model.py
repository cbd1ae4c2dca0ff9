"""What the ledger should hold: everything that is stored, carried out again in memory, in order.

Whatever happens to whoever asks, what is stored has to be what one process alone would have come
to, one command after the other; and whoever was told something was told what is stored.
"""

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import args_row

from commands.ports import Because, Busy, Command, Receipt, Reused
from domain.event import Refused
from infra.ledger.entry_hash import entry_hash
from infra.ledger.row import Row
from tests.given import NOON
from tests.infra.engine.domain import MAPPER, RULES
from tests.memory import MemoryLedger

EVENTS = f"""
    SELECT {", ".join(Row._fields)} FROM ledger.events
    WHERE notification_id > %s ORDER BY notification_id
"""
COMMANDS = """
    SELECT command_id, request_digest, position, answer->'ids', answer->>'code'
    FROM ledger.commands ORDER BY position, answer->>'code' = 'nothing-new'
"""
LONG_AGO = datetime.min.replace(tzinfo=UTC)
Asked = tuple[Command, Because]
Stored = tuple[bytes, Receipt]


@dataclass(slots=True)
class Model:
    """`ends` are the positions between two commands, at which some command could be decided."""

    ledger: MemoryLedger = field(default_factory=lambda: MemoryLedger(rules=RULES, mapper=MAPPER))
    asked: dict[tuple[UUID, bytes], Asked] = field(default_factory=dict)
    ends: list[int] = field(default_factory=lambda: [0])
    recorded_at: datetime = LONG_AGO

    @property
    def head(self) -> int:
        return len(self.ledger.rows)

    @property
    def keys(self) -> dict[UUID, Stored]:
        return self.ledger.keys

    def expect(self, asked: Asked) -> None:
        because = asked[1]
        self.asked.setdefault((because.command_id, because.request_digest), asked)

    async def catch_up(self, connection: psycopg.Connection) -> None:
        """Carries out what was stored since, and compares."""
        before = self.head
        with connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor = connection.cursor(row_factory=args_row(Row))
            rows = cursor.execute(EVENTS.encode(), (before,)).fetchall()
            stored = connection.execute(COMMANDS).fetchall()
        for key, digest, *answer in stored:
            if key not in self.keys:
                await self._again(key, digest, Receipt(*answer))
        assert len(stored) == len(self.keys), "a command that was stored is gone"
        assert [_bare(it) for it in rows] == [_bare(it) for it in self.ledger.rows[before:]]
        for it in rows:
            assert it.entry_hash == entry_hash(it)
            assert it.recorded_at >= self.recorded_at, "time ran back"
            self.recorded_at = it.recorded_at

    async def _again(self, key: UUID, digest: bytes, stored: Receipt) -> None:
        command, because = self.asked[key, digest]
        assert await self.ledger.carry_out(command, because) == stored
        if self.ends[-1] != self.head:
            self.ends.append(self.head)

    def check(self, asked: Asked, told: Any, before: "Before") -> None:
        """Whether somebody who asked then may have been told that."""
        command, because = asked
        stored = self.keys.get(because.command_id)
        match told:
            case Receipt():
                assert stored == (because.request_digest, told), "acknowledged, and not stored"
                new = because.command_id not in before.keys
                assert not new or told.position >= before.head + (told.code == "recorded")
            case Reused():
                assert stored is not None
                assert stored[0] != because.request_digest, "its own request"
            case Refused():
                assert because.command_id not in before.keys, "answered before"
                assert self._could_refuse(command, because, before.head)
            case Busy() | asyncio.CancelledError():
                pass  # it may be stored, or not
            case _:
                raise AssertionError(f"told {told!r}") from told

    def _could_refuse(self, command: Command, because: Because, since: int) -> bool:
        """Whether there was a moment since then when it had to be refused."""
        return any(self._refused(command, because, it) for it in self.ends if it >= since)

    def _refused(self, command: Command, because: Because, at: int) -> bool:
        then = MemoryLedger(rules=RULES, mapper=MAPPER)
        then.rows = self.ledger.rows[:at]
        try:
            _driven(then.carry_out(command, because))
        except Refused:
            return True
        return False


@dataclass(frozen=True, slots=True)
class Before:
    """What was stored when somebody asked."""

    head: int
    keys: frozenset[UUID]


def _driven(run: Any) -> None:
    """A coroutine that never waits, carried out here and now."""
    try:
        run.send(None)
    except StopIteration:
        return


def _bare(row: Row) -> Row:
    """Without what depends on the clock."""
    return row._replace(recorded_at=NOON, entry_hash=b"")


@dataclass(slots=True)
class Tail:
    """Who reads at the tail: every event, in order, each once."""

    rows: list[Row] = field(default_factory=list)
    versions: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def position(self) -> int:
        return len(self.rows)

    def take(self, page: list[Row]) -> None:
        for it in page:
            assert it.notification_id == self.position + 1, "an event was missed, or seen twice"
            self.versions[it.originator_id] += 1
            assert it.originator_version == self.versions[it.originator_id]
            self.rows.append(it)
