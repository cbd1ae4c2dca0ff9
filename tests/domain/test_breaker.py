"""A breaker as a machine: when it opens, for how long, and that one probe alone goes through."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.breaker import (
    CALLS_MIN,
    OPEN_FIRST_MS,
    OPEN_MAX_MS,
    OUTCOMES_MAX,
    PROBE_MS,
    WINDOW_MS,
    Breaker,
    Heard,
    Phase,
)

CLOSED = Breaker()


def after(*what: Heard, its: Breaker = CLOSED, now_ms: int = 0) -> Breaker:
    for it in what:
        its = its.heard(it, now_ms, code="provider-unavailable", sentence="it is away")
    return its


OPEN = after(*[Heard.FAILED] * CALLS_MIN)


def probed(its: Breaker, now_ms: int) -> Breaker:
    assert its.may_ask(now_ms)
    return its.asked(now_ms)


def test_everybody_may_ask_a_closed_breaker() -> None:
    assert CLOSED.may_ask(0)
    assert CLOSED.asked(0) == CLOSED


def test_it_opens_with_the_fifth_call_if_half_of_them_failed() -> None:
    answered, failed = Heard.ANSWERED, Heard.FAILED
    assert after(*[failed] * 4).phase is Phase.CLOSED
    assert after(answered, answered, failed, failed, failed).phase is Phase.OPEN
    assert after(*[answered] * 3, failed, failed).phase is Phase.CLOSED
    assert Breaker(Phase.OPEN, (), 1, OPEN_FIRST_MS, "provider-unavailable", "it is away") == OPEN


def test_too_much_at_once_does_not_count() -> None:
    assert after(*[Heard.NOTHING] * 100) == CLOSED


def test_what_failed_a_minute_ago_does_not_count() -> None:
    before = after(*[Heard.FAILED] * 4)
    assert after(Heard.FAILED, its=before, now_ms=WINDOW_MS).phase is Phase.CLOSED
    assert after(Heard.FAILED, its=before, now_ms=WINDOW_MS - 1).phase is Phase.OPEN


def test_nobody_asks_an_open_breaker_before_its_time() -> None:
    assert not OPEN.may_ask(OPEN_FIRST_MS - 1)
    assert OPEN.may_ask(OPEN_FIRST_MS)


def test_one_probe_goes_through_and_nobody_else() -> None:
    its = probed(OPEN, OPEN_FIRST_MS)
    assert its.phase is Phase.PROBING
    assert not its.may_ask(OPEN_FIRST_MS + PROBE_MS - 1)


def test_a_probe_whose_worker_died_is_followed_by_another() -> None:
    assert probed(OPEN, OPEN_FIRST_MS).may_ask(OPEN_FIRST_MS + PROBE_MS)


def test_a_probe_that_was_answered_closes_it() -> None:
    its = probed(OPEN, OPEN_FIRST_MS).heard(Heard.ANSWERED, OPEN_FIRST_MS, probe=True)
    assert its == CLOSED


def test_each_probe_that_fails_doubles_the_wait_up_to_ten_minutes() -> None:
    its, waits = OPEN, []
    for _ in range(7):
        assert its.until_ms is not None
        now_ms = its.until_ms
        its = probed(its, now_ms).heard(Heard.FAILED, now_ms, probe=True)
        waits.append((its.until_ms or 0) - now_ms)
    assert waits == [60_000, 120_000, 240_000, 480_000, *[OPEN_MAX_MS] * 3]


def test_a_probe_that_came_to_nothing_lets_another_try_at_once() -> None:
    its = probed(OPEN, OPEN_FIRST_MS).heard(Heard.NOTHING, OPEN_FIRST_MS + 9, probe=True)
    assert (its.phase, its.times) == (Phase.OPEN, 1)
    assert its.may_ask(OPEN_FIRST_MS + 9)


@pytest.mark.parametrize("what", [Heard.ANSWERED, Heard.FAILED, Heard.NOTHING])
def test_calls_from_before_it_opened_say_nothing_more(what: Heard) -> None:
    assert OPEN.heard(what, 9) == OPEN
    its = probed(OPEN, OPEN_FIRST_MS)
    assert its.heard(what, OPEN_FIRST_MS) == its


@pytest.mark.parametrize("its", [CLOSED, OPEN, probed(OPEN, OPEN_FIRST_MS)])
def test_what_needs_a_person_shuts_it_until_somebody_acts(its: Breaker) -> None:
    shut = its.heard(Heard.SHUT, 9, code="no-funds", sentence="no credit")
    assert (shut.phase, shut.until_ms, shut.code) == (Phase.OPEN, None, "no-funds")
    assert not shut.may_ask(10**15)


def test_a_clock_that_jumps_back_keeps_nobody_out_for_longer() -> None:
    assert OPEN.may_ask(-(10**12))
    assert after(*[Heard.FAILED] * 4, now_ms=10**12).heard(Heard.FAILED, 0).outcomes[1:] == ()


def test_only_so_many_outcomes_are_remembered() -> None:
    its = after(*[Heard.ANSWERED] * (OUTCOMES_MAX + 9))
    assert len(its.outcomes) == OUTCOMES_MAX


steps = st.lists(
    st.tuples(st.sampled_from(Heard), st.integers(0, 90_000), st.booleans()), max_size=60
)


@given(steps)
def test_whatever_happens_one_probe_at_a_time_and_open_for_ten_minutes_at_most(
    told: list[tuple[Heard, int, bool]],
) -> None:
    its, now_ms, probes, shut = CLOSED, 0, 0, False
    for what, later_ms, ends in told:
        now_ms += later_ms
        let, was = its.may_ask(now_ms), its.phase
        if was is Phase.PROBING and let:
            probes = 0  # the one before it is given up
        if let and was is not Phase.CLOSED:
            its, probes = its.asked(now_ms), probes + 1
        assert probes <= 1
        if its.phase is Phase.CLOSED or (probes and ends):
            its = its.heard(what, now_ms, probe=probes == 1)
            probes, shut = 0, what is Heard.SHUT
        failed = sum(it.failed for it in its.outcomes)
        assert its.phase is not Phase.CLOSED or failed < CALLS_MIN or 2 * failed < len(its.outcomes)
        assert shut == (its.phase is Phase.OPEN and its.until_ms is None)
        assert its.until_ms is None or its.until_ms - now_ms <= OPEN_MAX_MS


@given(steps)
def test_a_provider_that_is_back_is_asked_again_within_ten_minutes(
    told: list[tuple[Heard, int, bool]],
) -> None:
    its, now_ms = OPEN, 0
    for what, later_ms, probe in told:
        now_ms += later_ms
        if its.may_ask(now_ms):
            its = its.asked(now_ms)
        its = its.heard(what, now_ms, probe=probe) if what is not Heard.SHUT else its
    assert its.may_ask(now_ms + OPEN_MAX_MS)
    its = replace(its.asked(now_ms + OPEN_MAX_MS))
    assert its.heard(Heard.ANSWERED, now_ms + OPEN_MAX_MS, probe=True).phase is Phase.CLOSED
