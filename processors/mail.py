"""What is told by mail: alerts that need a person, each in a few plain lines."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from domain.cost import CostAlert
from domain.event import Event
from domain.ids import key_of, kind_of
from domain.job import Job, JobDeadLettered
from domain.money import Money
from domain.provider import BreakerOpened

TOLD = (CostAlert, JobDeadLettered, BreakerOpened)
"""Which events there may be a letter about."""

ALWAYS = "all"
"""The period of a budget that has none: a video's."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail in plain text; a second copy of it has the same `op`, which names it for ever."""

    op: UUID
    to: str = field(repr=False)
    subject: str
    text: str
    at: datetime


class Mailer(Protocol):
    async def send(self, letter: Letter) -> None:
        """Accepted by the mail server when it returns.

        Raises Unavailable (it was not sent), OutcomeUnknown, Rejected.
        """
        ...


@dataclass(frozen=True, slots=True)
class Notice:
    """What a letter says, to whomever."""

    subject: str
    text: str


def needs_a_person(happened: Event) -> bool:
    """A provider that is asked again by itself needs nobody."""
    if isinstance(happened, BreakerOpened):
        return happened.until is None
    return isinstance(happened, TOLD)


def of_budget(it: CostAlert) -> Notice:
    taken, cap = Money(it.taken_nanos, it.currency), Money(it.cap_nanos, it.currency)
    whose = it.scope.partition("-")[0]
    when = "" if it.period == ALWAYS else f" for {it.period}"
    budget = f"the {it.mode} budget of the {whose}{when}"
    return Notice(
        f"{it.percent} % of {budget} are taken",
        f"{taken} of {cap} are spent or set aside in {budget}\n"
        f"({whose} {it.subject}).\n\n"
        "A call that asks for more than is left is not begun, until the cap is raised or the\n"
        "period is over:\n\n"
        "    ytempire costs budget\n    ytempire costs cap --help\n",
    )


def of_job(it: JobDeadLettered, job: Job) -> Notice:
    kind, whose = job.work.kind, key_of(job.subject)
    video = kind_of(job.subject) == "video"
    then = f"    ytempire video show {whose}\n    ytempire video retry {whose}\n"
    return Notice(
        f"The job {kind} was given up",
        f"The job {kind} of {kind_of(job.subject)} {whose} was given up"
        f" after {it.failures} {'try' if it.failures == 1 else 'tries'} ({it.code}):\n\n"
        f"    {it.sentence}\n\n"
        "Nothing more is tried until a person has looked:\n\n"
        f"{then if video else '    ytempire job list --state dead'}\n",
    )


def of_breaker(it: BreakerOpened, provider: str) -> Notice:
    return Notice(
        f"{provider} is not asked any more for {it.circuit.work}",
        f"{provider} is not asked for {it.circuit.work} any more ({it.code}):\n\n"
        f"    {it.sentence}\n\n"
        "Once that is mended, have it asked again:\n\n"
        f"    ytempire providers reset {provider}\n",
    )
