"""What is recorded in measurements: a figure spent on a video, and nothing that calls for work.

The event is registered like any other, in the processes of a measurement alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from pydantic_core import to_json

from commands.ports import Because, Command, Step, Steps, World
from domain.event import Decision, Event, event
from domain.ids import AccountId, JobId, StreamId, key_of
from infra.ledger.decision import Rules

STATE_BYTES = 300
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
ACCOUNT = AccountId(UUID(int=9))
DIGEST = sha256(b"measured").digest()


@event("bench.spent")
class Spent(Event):
    """Something was spent on a video, for a measurement."""

    video: str
    provider: str
    operation: str
    units: int
    amount_nanos: int
    currency: str
    month: str
    note: str


@dataclass(frozen=True, slots=True)
class Total:
    """How often, and how much."""

    n: int
    amount_nanos: int


def evolve(total: Total | None, happened: Spent) -> Total:
    before = total or Total(0, 0)
    return Total(before.n + 1, before.amount_nanos + happened.amount_nanos)


def no_jobs(_before: Any, _after: Any, _stream: StreamId) -> Iterator[Event]:
    yield from ()


def no_job_id(event_id: UUID, _: Any) -> JobId:
    return JobId(event_id)


RULES = Rules({"bench": evolve}, no_jobs, no_job_id)


@dataclass(frozen=True, slots=True)
class Spend:
    """Reads a stream and adds to it; one that begins it names it, as every such command does."""

    stream: StreamId
    spent: Spent
    begins: bool = False

    @property
    def ids(self) -> dict[str, str]:
        return {"video": key_of(self.stream)} if self.begins else {}

    def steps(self, _: World) -> Steps:
        yield Step(self.stream, self._decide)

    def _decide(self, total: Total | None) -> Decision:
        assert total is None or total.n >= 0
        yield self.spent


Asked = tuple[Command, Because]


def some_id(*names: object) -> UUID:
    """As scattered as any, and the same for the same names."""
    return UUID(bytes=sha256(repr(names).encode()).digest()[:16], version=4)


def stream_of(*names: object) -> StreamId:
    return StreamId(f"bench/{some_id(*names)}")


def because(*names: object) -> Because:
    its = some_id("command", *names)
    return Because("person/9", ACCOUNT, its, DIGEST, its, its)


def spent(stream: StreamId, n: int = 1, state_bytes: int = STATE_BYTES) -> Spent:
    """An event whose fields, as JSON, are exactly so many bytes."""
    values = (stream, "provider", "measure", n % 100, 1_000 + n % 7, "USD", "2026-01")
    bare = len(to_json(Spent(*values, note="")))
    return Spent(*values, note="n" * (state_bytes - bare))


def spend(run: object, n: int, stream: StreamId, *, begins: bool = False) -> Asked:
    return Spend(stream, spent(stream, n), begins), because(run, n)


def on_new_streams(run: object, count: int) -> list[Asked]:
    return [spend(run, n, stream_of(run, n), begins=True) for n in range(count)]


def in_turn(run: object, count: int, streams: int, shared: object) -> list[Asked]:
    """Over the same streams, again and again; those of whoever names the same as `shared`."""
    names = [stream_of("turn", shared, n) for n in range(streams)]
    return [spend(run, n, names[n % streams]) for n in range(count)]


def asked_by(run: object, n: int) -> Asked:
    """On three streams, so that commands lie in each other's way."""
    return spend(run, n, stream_of(run, n % 3))
