"""What is told by mail: alerts that need a person, and codes that were asked for."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from domain.cost import CostAlert
from domain.email_verification import EmailVerificationAsked
from domain.event import Event
from domain.ids import LoginKey, MailId, key_of, kind_of
from domain.job import Job, JobDeadLettered
from domain.money import Money
from domain.provider import BreakerOpened

TOLD = (CostAlert, JobDeadLettered, BreakerOpened, EmailVerificationAsked)
"""Which events there may be a letter about."""

ALWAYS = "all"
"""The period of a budget that has none: a video's."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where an account's letters go, and the digest that stands for it."""

    text: str = field(repr=False)
    key: LoginKey


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail in plain text; a second copy of it has the same id, which names it for ever."""

    id: MailId
    to: str = field(repr=False)
    subject: str
    text: str = field(repr=False)
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


def is_told(happened: Event) -> bool:
    """Whether there is a letter about it; a provider that is asked again by itself needs nobody."""
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


def of_code(code: str, valid_until: datetime) -> Notice:
    """In two groups, as it is easily typed; the command line and the page take it so."""
    half = len(code) // 2
    shown = f"{code[:half]}-{code[half:]}"
    return Notice(
        "Your code to verify this address",
        "Somebody asked that letters of a YTEMPIRE account go to this address. Was it you, then\n"
        "enter this code there:\n\n"
        f"    {shown}\n\n"
        f"It is valid until {valid_until:%H:%M} UTC; no code that was sent before counts:\n\n"
        f"    ytempire account verify {shown}\n\n"
        "Was it not you, there is nothing to do; without the code nothing more is sent here.\n",
    )
