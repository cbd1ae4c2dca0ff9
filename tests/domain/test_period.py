from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from domain import period
from domain.period import PeriodClosed, PeriodReopened, Periods
from tests.given import YOU
from tests.story import Story

NOW = date(2026, 3, 10)
JANUARY = PeriodClosed("2026-01", YOU)
books = Story(period.evolve)


def test_a_month_that_is_over_is_closed() -> None:
    books.when(lambda it: period.close(it, "2026-01", YOU, NOW)).then(JANUARY)


def test_the_running_month_stays_open() -> None:
    books.when(lambda it: period.close(it, "2026-03", YOU, NOW)).then_refused("period-running")


def test_a_month_is_closed_once() -> None:
    books.given(JANUARY).when(lambda it: period.close(it, "2026-01", YOU, NOW)).then_nothing()


def test_a_closed_month_is_reopened() -> None:
    reopened = PeriodReopened("2026-01", YOU)
    books.given(JANUARY).when(lambda it: period.reopen(it, "2026-01", YOU)).then(reopened)
    books.when(lambda it: period.reopen(it, "2026-01", YOU)).then_nothing()


def test_a_late_fact_posts_in_the_earliest_open_month() -> None:
    closed = books.given(JANUARY, PeriodClosed("2026-02", YOU)).state
    assert closed.posting_month(date(2026, 1, 31)) == "2026-03"


def test_months_run_over_the_year() -> None:
    assert Periods(frozenset({"2025-12"})).posting_month(date(2025, 12, 1)) == "2026-01"


months = st.sampled_from(["2025-11", "2025-12", "2026-01", "2026-02"])


@given(st.lists(st.tuples(st.booleans(), months)))
def test_a_fact_never_posts_in_a_closed_month_nor_before_its_own(
    history: list[tuple[bool, str]],
) -> None:
    events = [PeriodClosed(it, YOU) if close else PeriodReopened(it, YOU) for close, it in history]
    its = books.given(PeriodReopened("2025-11", YOU), *events).state
    posting = its.posting_month(date(2025, 11, 30))
    assert posting >= "2025-11"
    assert posting not in its.closed
