"""How a fault of a provider is met: asked again after how long, how often, and then whom.

fault                          asked so often   waits grow from, to   of the job's few failures
RateLimited                    5 times          1 s, 1 min            no
QuotaExhausted                 once             1 min, 1 h            no
BreakerOpen                    once             1 s, 10 min           no
Unavailable                    3 times          1 s, 10 min           where it was charged
NotKept                        no other is      1 s, 10 min           yes
ClockJumped                    no other is      1 s                   no
OutcomeUnknown                 no other is      1 s, 1 min            yes
NotConfigured                  once             -                     it ends the job

Whoever keeps to our own pace (`own-pace`) has not asked the provider, and waits for it alone; so
does who waits for a call that is under way (`call-in-progress`).
"Asked so often": in one round of the chain, before the next provider's turn, and in a row: where
a try had an answer to one of its calls (a narration has many), its fault is counted as the first.
So are the job's few failures, and the time that it waits. Waits double and
have full jitter: evenly between nothing and the most of that try, on top of what the provider
asked for. Every wait is a time at which the job is tried again; nobody sleeps in a worker.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from domain.job import OWN_PACE
from domain.mode import Mode
from processors.errors import (
    IN_PROGRESS,
    BreakerOpen,
    CallError,
    ClockJumped,
    NotConfigured,
    NotKept,
    OutcomeUnknown,
    QuotaExhausted,
    RateLimited,
    Unavailable,
)

STAYS = frozenset({OWN_PACE, IN_PROGRESS})
"""Codes after which nobody else is asked."""

PATIENT_S = 60.0
"""A provider that asks for longer is left for the next of its chain, if there is one."""

WAIT_MAX_S = 86_400.0 + 3_600.0
"""What a provider asks for is believed up to a day (the longest quota), and an hour of change."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Tries of one provider in a round of its chain; a wait's jitter, doubling up to `most_s`."""

    tries: int
    first_s: float
    most_s: float


RULES: Mapping[type[CallError], Rule] = MappingProxyType(
    {
        RateLimited: Rule(5, 1.0, 60.0),
        QuotaExhausted: Rule(1, 60.0, 3_600.0),
        BreakerOpen: Rule(1, 1.0, 600.0),
        Unavailable: Rule(3, 1.0, 600.0),
        ClockJumped: Rule(1, 1.0, 1.0),
        OutcomeUnknown: Rule(2, 1.0, 60.0),
        CallError: Rule(1, 1.0, 1.0),
    }
)
"""By the nearest class above a fault's own."""


@dataclass(frozen=True, slots=True)
class Policy:
    """`chance` gives numbers evenly from 0 up to, not with, 1."""

    chance: Callable[[], float]

    def wait_s(self, fault: CallError, tries: int) -> float:
        """How long to wait after the `tries`th try, from 1."""
        its = rule_of(fault)
        most_s = min(its.most_s, its.first_s * 2.0 ** min(tries - 1, 20))
        return min(asked_s(fault) + self.chance() * most_s, WAIT_MAX_S)


def rule_of(fault: CallError) -> Rule:
    return next(RULES[it] for it in type(fault).__mro__ if it in RULES)


def asked_s(fault: CallError) -> float:
    """What the provider itself asked to wait, if it did."""
    return fault.after_s or 0.0 if isinstance(fault, Unavailable) else 0.0


def moves_on(fault: CallError, tries: int) -> bool:
    """Whether the next provider of a chain is asked after the `tries`th try of this one."""
    if isinstance(fault, NotConfigured):
        return True
    if not isinstance(fault, Unavailable) or isinstance(fault, NotKept | ClockJumped):
        return False
    if fault.code in STAYS:
        return False
    return tries >= rule_of(fault).tries or asked_s(fault) > PATIENT_S


def waits(fault: CallError) -> bool:
    """Whether the world was not ready, so that the try is none of the job's few failures.

    What was charged, or came of this machine, does not get better by waiting alone.
    """
    if isinstance(fault, ClockJumped):
        return True
    remote = fault.by is not None and fault.by.mode is not Mode.OFFLINE
    return isinstance(fault, Unavailable) and remote and not fault.usage
