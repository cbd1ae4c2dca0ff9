"""The pace that all workers keep: never more than the limit in any minute, nor at once."""

from dataclasses import replace
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.pace import (
    HELD_MAX_MS,
    LOOK_MS,
    MINUTE_MS,
    Need,
    Pace,
    Traffic,
    videos_an_hour,
)

NONE = Traffic()


def taken(*at_ms: int, tokens: int = 10) -> Traffic:
    its = NONE
    for n, at in enumerate(at_ms):
        its = its.take(str(n), tokens, at).end(str(n), at)
    return its


def test_a_provider_without_limits_is_never_waited_for() -> None:
    assert taken(*[0] * 1_000).wait_ms(Pace(), 10**9, 0) == 0


def test_a_request_waits_until_the_oldest_is_a_minute_old() -> None:
    its, pace = taken(0, 100), Pace(requests_a_minute=2)
    assert its.wait_ms(pace, 1, 200) == MINUTE_MS - 200
    assert its.wait_ms(pace, 1, MINUTE_MS - 1) == 1
    assert its.wait_ms(pace, 1, MINUTE_MS) == 0


def test_a_request_waits_until_its_tokens_have_room() -> None:
    its, pace = taken(0, 100, 200), Pace(tokens_a_minute=40)
    assert its.wait_ms(pace, 10, 300) == 0
    assert its.wait_ms(pace, 25, 300) == MINUTE_MS - 200
    assert its.wait_ms(pace, 40, 300) == MINUTE_MS - 100


def test_a_request_beyond_all_limits_goes_when_nothing_else_does() -> None:
    pace = Pace(tokens_a_minute=40)
    assert taken(100).wait_ms(pace, 1_000, 300) == MINUTE_MS - 200
    assert NONE.wait_ms(pace, 1_000, 0) == 0


def test_tokens_that_were_not_used_are_free_again() -> None:
    its, pace = NONE.take("a", 40, 0), Pace(tokens_a_minute=40)
    assert its.wait_ms(pace, 10, 1) == MINUTE_MS - 1
    assert its.end("a", 1, tokens=30).wait_ms(pace, 10, 1) == 0


def test_only_so_many_are_under_way_at_once() -> None:
    its, pace = NONE.take("a", 1, 0).take("b", 1, 0), Pace(at_once=2)
    assert its.wait_ms(pace, 1, 1) == LOOK_MS
    assert its.end("a", 1).wait_ms(pace, 1, 1) == 0


def test_a_call_whose_worker_died_gives_its_place_back() -> None:
    its, pace = NONE.take("a", 1, 0), Pace(at_once=1)
    assert its.wait_ms(pace, 1, HELD_MAX_MS - 1) == LOOK_MS
    assert its.wait_ms(pace, 1, HELD_MAX_MS) == 0


def test_what_the_provider_says_of_itself_goes_first() -> None:
    its = NONE.take("a", 1, 0).end("a", 1, at_once=1).take("b", 1, 2)
    assert its.wait_ms(Pace(at_once=9), 1, 3) == LOOK_MS


def test_what_is_old_is_forgotten() -> None:
    its = taken(0, 1).take("c", 1, 2).take("d", 1, HELD_MAX_MS + 2)
    assert [it.id for it in its.taken] == ["d"]


def test_a_clock_that_jumps_back_keeps_nobody_waiting() -> None:
    its, pace = taken(10**9), Pace(requests_a_minute=1, at_once=1)
    assert its.take("b", 1, 10**9).wait_ms(pace, 1, 0) == 0


@given(
    st.builds(Pace, st.integers(0, 4), st.integers(0, 50), st.integers(0, 3)),
    st.lists(
        st.tuples(st.integers(0, 30_000), st.integers(0, 40), st.integers(0, 90_000)), max_size=40
    ),
)
def test_never_more_than_the_limit_in_any_minute_nor_at_once(
    pace: Pace, asked: list[tuple[int, int, int]]
) -> None:
    """Each asks a while after the last one, for so many tokens, and ends after so long."""
    its, now_ms = NONE, 0
    through: list[tuple[int, int]] = []
    ends: dict[str, int] = {}
    for n, (later_ms, tokens, lasts_ms) in enumerate(asked):
        now_ms += later_ms
        for id in [id for id, at in ends.items() if at <= now_ms]:
            its = its.end(id, now_ms)
            del ends[id]
        if its.wait_ms(pace, tokens, now_ms) == 0:
            its = its.take(str(n), tokens, now_ms)
            through.append((now_ms, tokens))
            ends[str(n)] = now_ms + lasts_ms
        assert not pace.at_once or len(ends) <= pace.at_once
    for begin, _ in through:
        minute = [tokens for at, tokens in through if begin <= at < begin + MINUTE_MS]
        assert not pace.requests_a_minute or len(minute) <= pace.requests_a_minute
        beyond = sum(minute) > pace.tokens_a_minute > 0
        assert not beyond or sum(minute) == max(minute)  # it alone is beyond all limits


@given(st.lists(st.integers(0, 90_000), max_size=20), st.integers(1, 5), st.integers(0, 60))
def test_whoever_waits_as_long_as_told_goes(at: list[int], requests: int, tokens: int) -> None:
    its, pace = taken(*sorted(at)), Pace(requests, 40)
    now_ms = max(at, default=0)
    wait_ms = its.wait_ms(pace, tokens, now_ms)
    assert wait_ms <= MINUTE_MS
    assert its.wait_ms(pace, tokens, now_ms + wait_ms) == 0
    assert wait_ms == 0 or its.wait_ms(pace, tokens, now_ms + wait_ms - 1) > 0


@pytest.mark.parametrize(
    ("pace", "an_hour"),
    [
        (Pace(), inf),
        (Pace(requests_a_minute=100), 2_000),
        (Pace(tokens_a_minute=10_000), 40),
        (Pace(100, 10_000), 40),
        (Pace(100, 10_000, 1), 36),
    ],
)
def test_paces_imply_a_ceiling_of_videos(pace: Pace, an_hour: float) -> None:
    need = Need(requests=3, tokens=15_000, busy_s=100)
    assert videos_an_hour([(pace, need)]) == an_hour


def test_the_slowest_provider_decides() -> None:
    need = Need(requests=3)
    asked = [(Pace(100), need), (Pace(50), need), (Pace(50), replace(need, requests=0))]
    assert videos_an_hour(asked) == 1_000
    assert videos_an_hour([]) == inf
