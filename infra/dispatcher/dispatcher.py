"""One look at the jobs: who has to be woken, and in which lane."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from domain.ids import JobId
from infra.dispatcher import metrics
from infra.dispatcher.due import Due, DueJobs
from infra.dispatcher.plan import Plan, Planner, Sent, firsts
from infra.settings import Dispatcher as Limits
from infra.wakes import Entry, Wakes, kind_of, lanes, next_of


class Dispatcher:
    """Remembers what waits to be read; a new one reads that once. Forgotten, a job is woken twice.

    Whatever is due is woken for in one go, however many there are; a wake-up is taken back when
    its job is not due any more.
    """

    def __init__(
        self,
        jobs: DueJobs,
        wakes: Wakes,
        limits: Limits,
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._jobs = jobs
        self._wakes = wakes
        self._limits = limits
        self._clock_s = clock_s
        self._sent: dict[JobId, Sent] = {}
        self._kinds: dict[str, None] = {}
        self._tidied_s = clock_s()

    async def look(self) -> float:
        """Wakes workers; seconds until the clock asks for the next look."""
        with metrics.LOOK_SECONDS.time():
            due = await self._jobs.now()
            await self._meet({it.kind: None for it in due})
            await self._wake(due)
        await self._tidy()
        return await self._jobs.next_s(self._limits.poll_s)

    async def _meet(self, kinds: Iterable[str]) -> None:
        """Of a kind not seen before, what the dispatcher before this one sent is known first."""
        new = tuple(it for it in kinds if it not in self._kinds)
        standing, _ = await self._wakes.standing(new) if new else ({}, ())
        for stream, its in standing.items():
            found = await self._wakes.unread(stream, its.read, self._limits.waiting_max)
            self._sent |= {job_id: Sent(entry, self._clock_s()) for job_id, entry in found}
        self._kinds |= dict.fromkeys(new)

    async def _wake(self, due: Sequence[Due]) -> None:
        kinds = {it.kind for it in due} | {kind_of(it.entry.stream) for it in self._sent.values()}
        if not kinds:
            return self._count(due, Plan())
        now_s = self._clock_s()
        at_once = [(next_of(it.kind), it.job_id) for it in firsts(due, self._sent)]
        standing, entries = await self._wakes.standing(tuple(kinds), at_once)
        self._remember(at_once, entries, now_s)
        plan = Planner(self._sent, standing, self._limits, now_s).plan(due)
        jobs = [(stream, it.job_id) for stream, it in plan.send]
        entries = await self._wakes.send(jobs, plan.drop) if jobs or plan.drop else []
        self._count(due, plan)
        still = {it.job_id for it in due}
        self._sent = {id: its for id, its in self._sent.items() if id in still}
        self._remember(jobs, entries, now_s)

    def _remember(
        self, jobs: Sequence[tuple[str, JobId]], entries: Sequence[Entry], now_s: float
    ) -> None:
        for (stream, job_id), entry in zip(jobs, entries, strict=True):
            self._sent[job_id] = Sent(entry, now_s)
            metrics.WAKES.labels(kind_of(stream)).inc()

    async def _tidy(self) -> None:
        if self._clock_s() - self._tidied_s >= self._limits.tidy_s:
            self._tidied_s = self._clock_s()
            await self._wakes.ensure(self._kinds)
            for stream in (lane for kind in self._kinds for lane in lanes(kind)):
                await self._wakes.tidy(stream, round(self._limits.stale_s * 1000))

    def _count(self, due: Sequence[Due], plan: Plan) -> None:
        counts = Counter(it.kind for it in due)
        for kind in self._kinds:
            metrics.DUE.labels(kind).set(counts[kind])
            metrics.UNREAD.labels(kind).set(plan.waiting[kind])
        moved = set(plan.drop)
        for _, it in plan.send:
            before = self._sent.get(it.job_id)
            if before is not None and before.entry not in moved:
                metrics.AGAIN.labels(it.kind).inc()
