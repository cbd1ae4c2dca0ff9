"""One look at the jobs: who has to be woken, in a fair order, and no more than are waited for."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from domain.ids import AccountId, JobId
from infra.dispatcher import metrics
from infra.dispatcher.due import Due, DueJobs
from infra.dispatcher.fair import fair
from infra.settings import Dispatcher as Limits
from infra.wakes import Wakes


class Dispatcher:
    """Remembers only what it woke a moment ago: forgotten, a job is woken twice, which is nothing.

    At most `waiting_max` wake-ups of a kind wait to be read, so that who comes last with one job
    does not stand behind a thousand; the others stand in Postgres.
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
        self._woken_s: dict[JobId, float] = {}
        self._kinds: dict[str, None] = {}
        self._tidied_s = clock_s()

    async def look(self) -> float:
        """Wakes workers; seconds until the clock asks for the next look."""
        with metrics.LOOK_SECONDS.time():
            due = await self._jobs.now()
            self._forget(due)
            self._kinds = dict.fromkeys([*(it.kind for it in due), *self._kinds])
            for kind in self._kinds:
                await self._wake(kind, [it for it in due if it.kind == kind])
        await self._tidy()
        return await self._jobs.next_s(self._limits.poll_s)

    async def _wake(self, kind: str, due: Sequence[Due]) -> None:
        unread = set(await self._wakes.unread(kind, self._limits.waiting_max))
        waiting = [it for it in due if str(it.job_id) in unread]
        others = [it for it in due if str(it.job_id) not in unread and not self._just_woken(it)]
        has = Counter[AccountId](it.account_id for it in waiting)
        chosen = list(fair(others, has, self._limits.waiting_max - len(unread)))
        if chosen:
            await self._wakes.wake(kind, [it.job_id for it in chosen])
        self._count(kind, len(due), len(unread), chosen)
        self._woken_s |= dict.fromkeys((it.job_id for it in chosen), self._clock_s())

    def _just_woken(self, it: Due) -> bool:
        """Perhaps a worker has read it this instant, and will have its lease in another."""
        woken_s = self._woken_s.get(it.job_id)
        return woken_s is not None and self._clock_s() - woken_s < self._limits.rewake_s

    def _forget(self, due: Iterable[Due]) -> None:
        """What is not due was taken or done; should its lease run out, it is woken at once."""
        still = {it.job_id for it in due}
        self._woken_s = {id: at for id, at in self._woken_s.items() if id in still}

    async def _tidy(self) -> None:
        if self._clock_s() - self._tidied_s >= self._limits.tidy_s:
            self._tidied_s = self._clock_s()
            for kind in self._kinds:
                await self._wakes.tidy(kind, round(self._limits.stale_s * 1000))

    def _count(self, kind: str, due: int, unread: int, chosen: Sequence[Due]) -> None:
        again = sum(it.job_id in self._woken_s for it in chosen)
        metrics.DUE.labels(kind).set(due)
        metrics.UNREAD.labels(kind).set(unread + len(chosen))
        metrics.WAKES.labels(kind).inc(len(chosen))
        metrics.AGAIN.labels(kind).inc(again)
