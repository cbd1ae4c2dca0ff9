"""Whom a look wakes, and in which lane: every account's first few stand behind nobody's many."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from domain.ids import AccountId, JobId
from infra.dispatcher.due import Due
from infra.settings import Dispatcher as Limits
from infra.wakes import Entry, Standing, next_of, stream_of


@dataclass(frozen=True, slots=True)
class Sent:
    """What a job was woken with, and when."""

    entry: Entry
    at_s: float


@dataclass(slots=True)
class Plan:
    """Wake-ups to send, each in its stream; wake-ups to take back; how many of a kind wait."""

    send: list[tuple[str, Due]] = field(default_factory=list)
    drop: list[Entry] = field(default_factory=list)
    waiting: Counter[str] = field(default_factory=Counter)


def firsts(due: Iterable[Due], sent: Container[JobId]) -> Iterator[Due]:
    """The first of every account and kind, if it was never woken: whatever waits, it is next."""
    seen = set[tuple[AccountId, str]]()
    for job in due:
        if (turn := (job.account_id, job.kind)) not in seen:
            seen.add(turn)
            if job.job_id not in sent:
                yield job


@dataclass(frozen=True, slots=True)
class Planner:
    """Plans one look, from what was sent before and how far it has been read."""

    sent: Mapping[JobId, Sent]
    standing: Mapping[str, Standing]
    limits: Limits
    now_s: float

    def plan(self, due: Iterable[Due]) -> Plan:
        """`due` in the order in which it is to be done."""
        its, turns, gone = Plan(), Counter[tuple[AccountId, str]](), set(self.sent)
        for job in due:
            gone.discard(job.job_id)
            before = self.sent.get(job.job_id)
            if before is not None and self._on_its_way(before):
                continue
            turns[job.account_id, job.kind] += 1
            soon = turns[job.account_id, job.kind] <= self.limits.next_max
            self._place(its, job, before, soon=soon)
        its.drop += [it for id in gone if self._waits(it := self.sent[id].entry)]
        return its

    def _place(self, plan: Plan, job: Due, before: Sent | None, *, soon: bool) -> None:
        lane = next_of(job.kind) if soon else stream_of(job.kind)
        plan.waiting[job.kind] += 1
        if before is None or not self._waits(before.entry):
            plan.send.append((lane, job))
        elif soon and before.entry.stream != lane:
            plan.drop.append(before.entry)
            plan.send.append((lane, job))

    def _on_its_way(self, its: Sent) -> bool:
        """Perhaps a worker has read it this instant, and will have its lease in another."""
        read = self.standing[its.entry.stream].was_read(its.entry)
        return read and self.now_s - its.at_s < self.limits.rewake_s

    def _waits(self, its: Entry) -> bool:
        return self.standing[its.stream].waits(its)
