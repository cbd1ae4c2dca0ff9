from collections import Counter
from dataclasses import replace
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import video
from domain.chart_of_accounts import (
    CHART,
    Book,
    LedgerAccount,
    Outcome,
    Role,
    Side,
    VideoMoved,
    outcome_after,
    postings,
)
from domain.event import Event
from domain.prices import LineKind, Metering
from domain.video.events import VideoCancelled, VideoRejected, VideoRetried
from domain.video.state import Stage, Video
from tests.domain.video.history import INSPECTED, PUBLIC
from tests.given import CHANNEL, YOU
from tests.projections.test_cost import LINE
from tests.projections.test_video import FAILED


def test_a_charge_is_owed_and_gathers_in_work_in_progress() -> None:
    debit, credit = postings(LINE, Metering.EXACT, Role.IN_PROGRESS, 1)
    assert (debit.account, debit.debit_nanos) == ("cash/work-in-progress", 40)
    assert (credit.account, credit.credit_nanos) == ("cash/owed", 40)


def test_an_estimate_is_a_memo_until_it_is_known() -> None:
    debit, credit = postings(LINE, Metering.ESTIMATED, Role.UNALLOCATED, 1)
    assert (debit.account, credit.account) == ("estimated/unallocated", "estimated/owed")
    assert CHART[debit.account].book.memo
    assert not CHART["cash/owed"].book.memo


def test_what_is_taken_back_changes_sides() -> None:
    debit, credit = postings(LINE, Metering.ESTIMATED, Role.FIXED, -1)
    assert (debit.account, credit.account) == ("estimated/owed", "estimated/fixed")


@pytest.mark.parametrize("kind", LineKind)
@pytest.mark.parametrize("metering", Metering)
@pytest.mark.parametrize("role", [it for it in Role if it is not Role.OWED])
@given(st.integers(-(10**20), 10**20), st.sampled_from([1, -1]))
def test_debits_equal_credits(
    kind: LineKind, metering: Metering, role: Role, amount: int, times: int
) -> None:
    pair = list(postings(replace(LINE, kind=kind, amount_nanos=amount), metering, role, times))
    assert sum(it.debit_nanos - it.credit_nanos for it in pair) == 0
    assert all(it.account in CHART and min(it.debit_nanos, it.credit_nanos) == 0 for it in pair)


def test_every_book_has_the_same_accounts() -> None:
    assert set(Counter(it.book for it in CHART.values()).values()) == {len(Role)}
    assert {it.normal_side for it in CHART.values() if it.outcome} == {Side.DEBIT}
    owed = LedgerAccount(Book.CASH, Role.OWED, "")
    assert (owed.normal_side, owed.outcome) == (Side.CREDIT, None)


def test_work_in_progress_is_not_allocated_yet() -> None:
    assert CHART["cash/work-in-progress"].outcome is Outcome.UNALLOCATED
    assert CHART["imputed/published"].outcome is Outcome.PUBLISHED


ENDED = {
    Stage.PUBLISHED: Outcome.PUBLISHED,
    Stage.FAILED: Outcome.FAILED,
    Stage.CANCELLED: Outcome.CANCELLED,
    Stage.REJECTED: Outcome.REJECTED,
}
REJECTED = VideoRejected(CHANNEL, YOU, "too long")
CANCELLED = VideoCancelled(CHANNEL, YOU, "not wanted")


@pytest.mark.parametrize(
    "history",
    [
        PUBLIC,
        [*INSPECTED, REJECTED],
        [*INSPECTED, FAILED],
        [*INSPECTED, FAILED, CANCELLED],
        [*INSPECTED, FAILED, VideoRetried(YOU)],
    ],
)
def test_costs_are_of_what_became_of_the_video(history: list[Event]) -> None:
    its: Video | None = reduce(video.evolve, history, None)  # type: ignore[arg-type]  # a video's own events
    assert its is not None
    last = [it for it in history if isinstance(it, VideoMoved)][-1]
    assert outcome_after(last) is ENDED.get(its.stage, Outcome.UNALLOCATED)
