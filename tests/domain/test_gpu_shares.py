from collections import Counter
from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.gpu_shares import WEIGHTS, GpuShares

KINDS = tuple(WEIGHTS)
Lasts = Callable[[str], int]


def simulated(turns: int, waiting: Callable[[int], tuple[str, ...]], lasts: Lasts) -> Counter[str]:
    """Milliseconds that each kind had, over so many turns."""
    shares, had = GpuShares(), Counter[str]()
    for n in range(turns):
        kind = shares.next(waiting(n))
        ms = lasts(kind)
        shares, had = shares.used(kind, ms), had + Counter({kind: ms})
    return had


def test_where_all_wait_each_has_its_share() -> None:
    had = simulated(10_000, lambda _: KINDS, lambda _: 40)
    assert {it: round(100 * had[it] / had.total()) for it in KINDS} == dict(WEIGHTS)


def test_shares_are_of_time_not_of_turns() -> None:
    lasting = {"render": 40, "thumbnail": 300, "inference": 2_500}
    had = simulated(20_000, lambda _: KINDS, lasting.__getitem__)
    for kind, weight in WEIGHTS.items():
        assert 100 * had[kind] / had.total() == pytest.approx(weight, abs=1)


def test_who_waits_alone_has_it_all() -> None:
    assert simulated(100, lambda _: ("inference",), lambda _: 40) == {"inference": 4_000}


def test_who_was_away_saved_up_nothing() -> None:
    """Rendering was idle for long; when it comes back, the others are not shut out."""
    shares = GpuShares()
    for _ in range(1_000):
        shares = shares.used("inference", 100)
    first = []
    for _ in range(20):
        first.append(shares.next(KINDS))
        shares = shares.used(first[-1], 100)
    assert Counter(first)["render"] <= 17
    assert "thumbnail" in first


@given(seed=st.integers(0, 2**32), lasting=st.tuples(*[st.integers(1, 2_000)] * len(KINDS)))
def test_nobody_who_waits_is_left_behind(seed: int, lasting: tuple[int, ...]) -> None:
    """Between two turns of a kind that always waits, the others have a bounded time."""
    luck = Random(seed)  # noqa: S311 - a simulation
    each = dict(zip(KINDS, lasting, strict=True))
    shares, since = GpuShares(), 0
    bound_ms = sum(lasting) + each["inference"] * 100 // WEIGHTS["inference"]
    for _ in range(200):
        others = [it for it in KINDS[:-1] if luck.random() < 0.9]
        kind = shares.next((*others, "inference"))
        shares = shares.used(kind, each[kind])
        since = 0 if kind == "inference" else since + each[kind]
        assert since <= bound_ms
