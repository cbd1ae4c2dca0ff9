"""How a fault is met: how often, after how long, and whether another provider is asked."""

from collections.abc import Callable
from itertools import repeat
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.job import OWN_PACE
from domain.prices import Usage
from processors.errors import (
    IN_PROGRESS,
    BreakerOpen,
    CallError,
    ClockJumped,
    ContentRefused,
    InvalidInput,
    KeyRefused,
    ModelGone,
    NoFunds,
    NotConfigured,
    NotKept,
    OutcomeUnknown,
    QuotaExhausted,
    RateLimited,
    Rejected,
    Unavailable,
)
from processors.policy import PATIENT_S, WAIT_MAX_S, Policy, moves_on, rule_of, waits
from tests.processors.bench import LIVE, OFFLINE

FAULTS = st.sampled_from([RateLimited, QuotaExhausted, BreakerOpen, Unavailable])
MOST = Policy(lambda: 1.0)


def by_live(fault: CallError) -> CallError:
    fault.by = LIVE
    return fault


def test_waits_double_up_to_the_most_of_their_class() -> None:
    assert [MOST.wait_s(Unavailable("away"), n) for n in (1, 2, 3, 10, 11, 400)] == [
        *(1, 2, 4, 512),
        *repeat(600, 2),
    ]


def test_jitter_is_full() -> None:
    policy = Policy(Random(7).random)  # noqa: S311 - nothing secret is drawn
    drawn = [policy.wait_s(Unavailable("away"), 4) for _ in range(1_000)]
    assert 0 <= min(drawn) < 0.1
    assert 7.9 < max(drawn) < 8
    assert 3.8 < sum(drawn) / len(drawn) < 4.2


@given(FAULTS, st.floats(0, 1e9), st.integers(1, 10_000), st.floats(0, 1, exclude_max=True))
def test_nobody_comes_before_the_provider_said_nor_after_its_day(
    kind: Callable[..., Unavailable], after_s: float, tries: int, chance: float
) -> None:
    fault = kind("away", after_s=after_s)
    wait_s = Policy(lambda: chance).wait_s(fault, tries)
    assert min(after_s, WAIT_MAX_S) <= wait_s <= WAIT_MAX_S
    assert wait_s <= after_s + rule_of(fault).most_s


@pytest.mark.parametrize(
    ("fault", "tries"),
    [
        (Unavailable("away"), 3),
        (RateLimited("slow down"), 5),
        (QuotaExhausted("used up"), 1),
        (BreakerOpen("it fails"), 1),
        (NotConfigured("no key"), 1),
        (KeyRefused("wrong key"), 1),
        (NoFunds("no credit"), 1),
        (ModelGone("retired"), 1),
    ],
)
def test_the_next_provider_is_asked_once_the_tries_of_this_one_are_used_up(
    fault: CallError, tries: int
) -> None:
    assert [moves_on(fault, n) for n in range(1, tries + 1)] == [*[False] * (tries - 1), True]


@pytest.mark.parametrize("kind", [OutcomeUnknown, InvalidInput, ContentRefused, Rejected])
def test_no_other_provider_is_asked_what_one_refused_or_may_have_done(
    kind: Callable[[str], CallError],
) -> None:
    assert not moves_on(kind("no"), 1_000)


def test_a_provider_that_asks_for_a_long_wait_is_left_at_once() -> None:
    assert not moves_on(RateLimited("slow down", after_s=PATIENT_S), 1)
    assert moves_on(RateLimited("slow down", after_s=PATIENT_S + 1), 1)


def test_nobody_falls_back_for_our_own_pace() -> None:
    ours = RateLimited("as much as its limits allow", code=OWN_PACE, after_s=59)
    assert not moves_on(ours, 1_000)
    assert waits(by_live(ours))


def test_nobody_falls_back_while_a_call_is_under_way() -> None:
    busy = Unavailable("it may still be at work", code=IN_PROGRESS, after_s=119)
    assert not moves_on(busy, 1_000)
    assert waits(by_live(busy))


@pytest.mark.parametrize("kind", [NotKept, ClockJumped])
def test_nobody_falls_back_for_what_is_our_own_fault(kind: Callable[[str], CallError]) -> None:
    assert not moves_on(kind("the disk is full"), 1_000)


def test_a_clock_that_jumped_is_no_failure_of_a_job() -> None:
    assert waits(ClockJumped("it jumped"))
    assert not waits(by_live(NotKept("the disk is full", usage=(Usage("image", 1),))))


def test_only_what_may_pass_by_itself_and_cost_nothing_is_waited_for() -> None:
    charged = Unavailable("no JSON", usage=(Usage("output_token", 9),))
    here = Unavailable("the disk is full")
    here.by = OFFLINE
    assert waits(by_live(Unavailable("away")))
    assert waits(by_live(RateLimited("slow down")))
    assert not waits(by_live(charged))
    assert not waits(by_live(OutcomeUnknown("lost")))
    assert not waits(here)
    assert not waits(Unavailable("nobody was asked"))
