"""A domain as small as the ledger's promises allow: sums, and a job at every tenth."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

from commands.ports import Because, Step, Steps, World
from domain.event import Decision, Event, EventType, Refused, nothing
from domain.ids import AccountId, JobId, StreamId, kind_of
from infra.ledger.decision import Rules
from infra.ledger.mapper import Mapper

ACCOUNT = AccountId(UUID(int=9))
A, B = StreamId("tally/a"), StreamId("tally/b")
LIMIT = 1_000


@dataclass(frozen=True, slots=True)
class Counted(Event):
    n: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Opened(Event):
    tens: int


def evolve_tally(total: int | None, happened: Counted) -> int:
    return (total or 0) + happened.n


def evolve_job(_: int | None, happened: Opened) -> int:
    return happened.tens


def jobs_after(before: int | None, after: int, stream: StreamId) -> Iterator[Opened]:
    """A job for every ten that the sum goes past."""
    if kind_of(stream) == "tally":
        for tens in range((before or 0) // 10 + 1, after // 10 + 1):
            yield Opened(tens)


def job_id(event_id: UUID, opened: Opened) -> JobId:
    return JobId(uuid5(event_id, str(opened.tens)))


RULES = Rules({"tally": evolve_tally, "job": evolve_job}, jobs_after, job_id)
MAPPER = Mapper({Counted: EventType("tally.counted", 1), Opened: EventType("job.opened", 1)}, {})


@dataclass(frozen=True)
class Count:
    """Adds `n` to each stream in turn, after `read` streams were read and `meanwhile` passed."""

    streams: tuple[StreamId, ...] = (A,)
    n: int = 1
    read: tuple[StreamId, ...] = ()
    meanwhile: Callable[[], Any] = int
    note: str = ""
    ids: dict[str, str] = field(default_factory=dict)

    def steps(self, _: World) -> Steps:
        for stream in self.read:
            yield Step(stream, lambda _: nothing())
        self.meanwhile()
        for stream in self.streams:
            yield Step(stream, self._decide)

    def _decide(self, total: int | None) -> Decision:
        if (total or 0) + self.n > LIMIT:
            raise Refused("full", f"it holds {total} of {LIMIT}")
        if self.n:
            yield Counted(self.n, self.note)


def because(key: int, body: str = "") -> Because:
    digest = sha256(body.encode()).digest()
    return Because("person/9", ACCOUNT, UUID(int=key), digest, UUID(int=7), UUID(int=8))
