"""What becomes of a job whose provider is away: from its faults to its end, with timers alone."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import Random

import pytest

from commands.job import CancelJob, DeferJob, FailJob
from commands.ports import World
from domain.event import Event
from domain.ids import job_stream, kind_of
from domain.job import Job, JobDeadLettered, JobDeferred, JobFailed, JobFellBack, JobOpened
from domain.mode import Mode
from domain.prices import PriceBook, Provider, Usage
from domain.script import Verdict
from domain.video.events import VideoFailed
from domain.work import Narrate
from infra.worker.verdict import verdict_on
from infra.worker.watch import TooLate, Unwanted
from processors.call import Answered, Call, Run
from processors.calls import JournalledCalls
from processors.errors import (
    CallError,
    NoFunds,
    OutcomeUnknown,
    QuotaExhausted,
    RateLimited,
    Rejected,
    Unavailable,
)
from processors.fallback import ChainedCalls, chain
from processors.policy import Policy
from processors.ports import Metered
from processors.recording import Recording
from tests.domain.video.history import SCRIPTED
from tests.given import ACCOUNT, HOUR, JOB, NOON, SCRIPT, VIDEO_STREAM
from tests.memory import MemoryLedger
from tests.processors.bench import ABOUT, LIVE, MemoryBlobs

GOOD = Verdict(0.9, {}, ("It fits.",))
OPENED = JobOpened(VIDEO_STREAM, ACCOUNT, Narrate(SCRIPT, "en"), None)


def policy() -> Policy:
    return Policy(Random(7).random)  # noqa: S311 - nothing secret is drawn


@dataclass
class Judge:
    """Fails as told until it is back, and ever after if it is not."""

    name: str
    fault: CallError
    clock: "Clock"
    back: datetime | None = None
    sent: int = 0

    @property
    def provider(self) -> Provider:
        return Provider(self.name, "one", Mode.LIVE)

    async def judge(self) -> Metered[Verdict]:
        self.sent += 1
        if self.back is None or self.clock.now < self.back:
            raise self.fault
        return Metered(GOOD, ())


@dataclass
class Clock:
    now: datetime = NOON

    def world(self) -> World:
        return World(self.now, PriceBook())


@dataclass
class Line:
    """One job, tried as a worker tries it, each time at the time that was set for it."""

    judges: tuple[Judge, ...]
    clock: Clock
    ledger: MemoryLedger = field(init=False)

    def __post_init__(self) -> None:
        history = [*((VIDEO_STREAM, it) for it in SCRIPTED), (job_stream(JOB), OPENED)]
        self.ledger = MemoryLedger(history, world=self.clock.world)

    async def until_settled(self) -> Answered[Verdict] | None:
        """The answer, or None where a person was asked."""
        blobs, leases, drawn = MemoryBlobs(), 0, policy()
        while not (job := await self.job()).settled:
            self.clock.now = max(self.clock.now, job.not_before or NOON)
            leases += 1
            recording = Recording(self.ledger, JOB, job, f"1.{leases}")
            calls = ChainedCalls(JournalledCalls(recording, blobs, ABOUT, lambda: self.clock.now))
            try:
                return await self.first(calls)
            except CallError as fault:
                progressed = calls.calls.answers.count > 0
                verdict, _ = verdict_on(fault, JOB, job.waits + 1, drawn, progressed=progressed)
                await recording.report(verdict)
        return None

    async def first(self, calls: ChainedCalls) -> Answered[Verdict]:
        return await calls.first(self.chain())

    def chain(self) -> tuple[Call[Verdict], ...]:
        return chain("judge", self.judges, request=1, answer=Verdict, send=lambda it: it.judge())

    async def job(self) -> Job:
        its: Job = await self.ledger.state(job_stream(JOB))
        return its

    def happened(self, kind: str) -> list[Event]:
        return [it for stream, it in self.ledger.log if kind_of(stream) == kind]


@pytest.mark.parametrize(
    "fault",
    [
        Unavailable("it refuses connections"),
        RateLimited("too much at once", after_s=2),
        QuotaExhausted("used up", after_s=1_800),
    ],
)
async def test_a_provider_gone_for_an_hour_ends_in_success(fault: CallError) -> None:
    clock = Clock()
    line = Line((Judge("one", fault, clock, NOON + HOUR),), clock)
    assert await line.until_settled() == Answered(GOOD, Mode.LIVE)
    assert NOON + HOUR <= clock.now <= NOON + HOUR * 2
    assert line.judges[0].sent < 200
    assert not [it for it in line.happened("job") if isinstance(it, JobFailed)]


async def test_two_providers_gone_for_an_hour_end_in_success_by_either() -> None:
    clock = Clock()
    away = Unavailable("it refuses connections")
    one, two = Judge("one", away, clock), Judge("two", NoFunds("no credit"), clock, NOON + HOUR)
    line = Line((one, two), clock)
    assert await line.until_settled() == Answered(GOOD, Mode.LIVE)
    assert clock.now <= NOON + HOUR * 2
    hops = [it for it in line.happened("job") if isinstance(it, JobFellBack)]
    assert len(hops) % 2 == 1


async def test_a_provider_gone_for_good_ends_in_a_reason_to_act_on() -> None:
    clock = Clock()
    line = Line((Judge("one", Unavailable("it refuses connections"), clock),), clock)
    assert await line.until_settled() is None
    told, letter = line.happened("video")[-1], line.happened("job")[-1]
    assert isinstance(told, VideoFailed)
    assert isinstance(letter, JobDeadLettered)
    assert told.sentence == letter.sentence
    assert told.sentence.startswith("it refuses connections It was waited for ")
    assert told.sentence.endswith("see to the provider, or name another one, then retry the video.")
    assert clock.now - NOON < timedelta(days=3)
    assert line.judges[0].sent <= 501
    assert {type(it) for it in line.happened("job")} == {JobOpened, JobDeferred, JobDeadLettered}


async def test_nobody_waits_for_a_person_to_pay_who_can_be_asked_at_once() -> None:
    clock = Clock()
    line = Line((Judge("one", NoFunds("no credit"), clock),), clock)
    assert await line.until_settled() is None
    assert clock.now == NOON


def test_work_that_is_not_wanted_is_cancelled() -> None:
    assert verdict_on(Unwanted("edited"), JOB, 1, policy())[0] == CancelJob(JOB, "edited")


@pytest.mark.parametrize(
    ("fault", "passing"),
    [
        (TooLate("it took too long"), True),
        (OutcomeUnknown("no answer came"), True),
        (Unavailable("the disk is full"), True),
        (Rejected("never"), False),
        (ValueError("unforeseen"), True),
    ],
)
def test_all_else_is_one_of_the_few_failures(fault: Exception, passing: bool) -> None:  # noqa: FBT001 - a parameter of the test
    verdict, _ = verdict_on(fault, JOB, 1, policy())
    assert isinstance(verdict, FailJob)
    assert verdict.passing is passing


def test_a_fault_of_a_remote_provider_is_waited_for() -> None:
    fault = RateLimited("too much at once", after_s=9)
    fault.by = LIVE
    verdict, code = verdict_on(fault, JOB, 1, Policy(lambda: 0.5))
    assert verdict == DeferJob(JOB, code, "too much at once", timedelta(seconds=9.5))


@dataclass
class Voice:
    """Answers what it was asked before as it did, and fails every third new question once."""

    fault: CallError
    asked: set[int] = field(default_factory=set)

    @property
    def provider(self) -> Provider:
        return Provider("voice", "one", Mode.LIVE)

    async def speak(self, at: int) -> Metered[Verdict]:
        if at % 3 == 0 and at not in self.asked:
            self.asked.add(at)
            raise self.fault
        return Metered(GOOD, ())

    async def spoken(self, calls: ChainedCalls, n: int) -> Answered[Verdict]:
        """Thirty utterances, one call each."""
        for at in range(30):
            name, send = f"speak {at}", partial(self.speak, at)
            made = await calls.make(Call(name, n, at, Verdict, self.provider, send))
        return made


@dataclass
class Told(Line):
    """The same line, of a narration by one voice, or by two."""

    voices: tuple[Voice, ...] = ()

    async def first(self, calls: ChainedCalls) -> Answered[Verdict]:
        runs = [Run(it.provider, partial(it.spoken, calls)) for it in self.voices]
        return await calls.first_run("narrate", runs)


@pytest.mark.parametrize(
    "fault",
    [
        Unavailable("it made no sense", code="malformed-answer", usage=(Usage("character", 9),)),
        Unavailable("it refuses connections"),
        OutcomeUnknown("no answer came"),
        RateLimited("too much at once"),
    ],
)
@pytest.mark.parametrize("voices", [1, 2])
async def test_one_fault_here_and_there_in_a_long_narration_parks_it_never(
    fault: CallError, voices: int
) -> None:
    its = tuple(Voice(fault) for _ in range(voices))
    line = Told((), Clock(), voices=its)
    assert await line.until_settled() == Answered(GOOD, Mode.LIVE)
    assert not [it for it in line.happened("job") if isinstance(it, JobFellBack)]
    assert len(its[0].asked) == 10
