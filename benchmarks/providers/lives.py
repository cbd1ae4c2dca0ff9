"""A job that is killed while it calls a provider, and the lives that follow until it is settled.

Time between lives is told, not waited for: a lease that ran out, a wait that was asked for. What
a provider was at work on when a life ended may still be under way when the next one begins.
"""

import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random  # noqa: TID251 - seeded
from uuid import UUID, uuid5

from benchmarks.providers.moments import FROM_OUTSIDE, Death, Moment
from benchmarks.providers.subjects import SUBJECTS, Given, Subject
from benchmarks.providers.victim import CONTEXT, Ended, Told, live
from domain.ids import JobId
from domain.job import FAILURES_MAX
from infra.clock import utc_now
from tests.standins import StandIn, faults, stand_in
from tests.standins.messages import Charge

LEASE_S, WAIT_S, LIVES_MAX = 15.0, 60.0, 20
SLOW_S, LIFE_S = 0.6, 0.6
LOOKED_UP_S = 5.0
"""Work that the next life is to find under way, when it asks the provider for it."""

TICK_S, PATIENCE_S = 0.001, 30.0
AGAIN = 0.3
"""The share of lives after a death that end by another, and that begin while work is under way.

Where the provider can be asked, all of them begin so.
"""

NAMESPACE = UUID("1f7f6c1e-3d5b-5a57-9a55-0a5b7c9e2d10")
UNFINISHED = Ended("unfinished", "its lives are used up")


@dataclass
class Run:
    """The `n`th job that is killed: which adapter's, when, and what became of it."""

    n: int
    dice: Random
    deaths: list[Death] = field(default_factory=list)
    died: list[Moment] = field(default_factory=list)
    charges: list[Charge] = field(default_factory=list)
    ended: Ended = UNFINISHED

    @classmethod
    def planned(cls, n: int) -> "Run":
        """Every adapter dies at every moment that it passes as often as at any other."""
        its = cls(n, Random(n))  # noqa: S311 - repeatable, no secret
        moments = its.subject.moments
        its.deaths.append(its._death(moments[n // len(SUBJECTS) % len(moments)]))
        while its.dice.random() < AGAIN:
            its.deaths.append(its._death(its.dice.choice(moments)))
        return its

    def _death(self, moment: Moment) -> Death:
        return Death(moment, self.dice.randint(1, self.subject.calls), self.dice.random() * LIFE_S)

    @property
    def name(self) -> str:
        return list(SUBJECTS)[self.n % len(SUBJECTS)]

    @property
    def subject(self) -> Subject:
        return SUBJECTS[self.name]

    @property
    def job_id(self) -> JobId:
        return JobId(uuid5(NAMESPACE, str(self.n)))

    @property
    def most_charged(self) -> int:
        """So often the same request was charged, at most."""
        sent = Counter((it.request.path, it.request.body) for it in self.charges)
        return max(sent.values(), default=0)

    def told(self) -> str:
        died, ended = "; ".join(self.died) or "never", self.ended.code or "done"
        return f"{self.n} {self.name}: died {died}; {len(self.charges)} charges; {ended}"


@dataclass(frozen=True)
class Killer:
    """Where its victims live."""

    database_url: str
    folder: Path
    given: Given

    def lived(self, run: Run) -> None:
        """All lives of a run, until its job is done or a person is asked."""
        later_s, failures = 0.0, 0
        with stand_in(run.subject.provider) as it:
            it.gone.update(run.subject.gone)
            for life in range(1, LIVES_MAX + 1):
                it.clock = partial(_clock, later_s)
                ended = self._life(run, it, life, later_s)
                failures += ended is not None and ended.fails
                if ended is not None and (not ended.passing or failures >= FAILURES_MAX):
                    run.ended = ended
                    break
                wait_s = ended.after_s + run.dice.random() * WAIT_S if ended else LEASE_S
                later_s += wait_s
                hurried = run.dice.random() < AGAIN or run.subject.can_find
                if ended is not None or not hurried:
                    _rest(it)
            _rest(it)
            run.charges = list(it.charges) if run.subject.is_paid else []

    def _life(self, run: Run, it: StandIn, life: int, later_s: float) -> Ended | None:
        """How it ended; None where it was killed."""
        death = run.deaths.pop(0) if run.deaths else None
        told = Told(
            *(self.database_url, self.folder, run.name, self.given, it.url),
            *(run.job_id, life, later_s, death),
        )
        slow_s = LOOKED_UP_S if run.subject.can_find else SLOW_S
        it.latency_s = slow_s if death and death.moment is Moment.WORK else 0.0
        if death and death.moment is Moment.ANSWER:
            it.script(*[None] * (death.time - 1), faults.slow(SLOW_S))
        ended = _begun(told, _is_time(death, it, is_named=run.subject.is_named))
        if ended is None and death is not None:
            run.died.append(death.moment)
        return ended


def _begun(told: Told, is_time: Callable[[], bool]) -> Ended | None:
    """One life, killed where it is time. Raises RuntimeError where it broke by itself."""
    here, there = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=live, args=(told, there), daemon=True)
    process.start()
    there.close()
    ended: Ended | None = None
    with here:
        try:
            here.recv()
            while not here.poll(TICK_S):
                if is_time():
                    process.kill()
                    break
            ended = here.recv()
        except EOFError:
            pass
    process.join()
    if ended is None and process.exitcode != -signal.SIGKILL:
        raise RuntimeError(f"a life ended with {process.exitcode}: {told}")
    return ended


def _is_time(death: Death | None, it: StandIn, *, is_named: bool) -> Callable[[], bool]:
    """Whether whoever watches has to kill it now; what dies by itself is left alone.

    What has a name is worked on while it is asked for.
    """
    if death is None or death.moment not in FROM_OUTSIDE:
        return lambda: False
    charged, begun = len(it.charges), time.monotonic()
    method = "GET" if is_named else "POST"
    asked = _asked(it, method)
    times: dict[Moment, Callable[[], bool]] = {
        Moment.WORK: lambda: _asked(it, method) >= asked + death.time,
        Moment.ANSWER: lambda: len(it.charges) >= charged + death.time,
        Moment.ANYWHEN: lambda: time.monotonic() - begun >= death.after_s,
    }
    return times[death.moment]


def _asked(it: StandIn, method: str) -> int:
    return sum(request.method == method for request in it.requests)


def _clock(later_s: float) -> float:
    return utc_now().timestamp() + later_s


def _rest(it: StandIn) -> None:
    """Until it has answered everything, whoever hears it."""
    deadline = time.monotonic() + PATIENCE_S
    while it.in_flight:
        assert time.monotonic() < deadline, f"{it.name} is at work for {PATIENCE_S:g} s"
        time.sleep(TICK_S)
