from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.invoice import Charge, Kind, RecordedDay, compare

DAY = date(2026, 11, 20)
HERE = RecordedDay(DAY, "voices", "one", "character", "USD", 1_000, 80)
THERE = Charge("2026-11-20", "voices", "one", "character", "USD", 1_000, 80)


def kinds(billed: list[Charge], recorded: list[RecordedDay], tolerance: int = 0) -> list[Kind]:
    return [it.kind for it in compare(billed, recorded, tolerance)]


def test_what_is_alike_has_no_differences() -> None:
    assert kinds([THERE], [HERE]) == []


def test_a_line_that_nobody_recorded_is_missing_here() -> None:
    (found,) = compare([THERE], [])
    assert (found.kind, found.here, found.there) == (Kind.MISSING_HERE, None, THERE)


def test_what_was_recorded_but_not_billed_is_missing_there() -> None:
    other = replace(HERE, model="two")
    (found,) = compare([THERE], [HERE, other])
    assert (found.kind, found.there) == (Kind.MISSING_THERE, None)
    assert found.here is not None
    assert found.here.model == "two"


@pytest.mark.parametrize(
    "elsewhere", [replace(HERE, provider="others"), replace(HERE, day=date(2026, 12, 1))]
)
def test_an_invoice_does_not_speak_of_other_providers_and_periods(elsewhere: RecordedDay) -> None:
    assert kinds([THERE], [HERE, elsewhere]) == []


def test_more_units_at_the_same_price_differ_in_quantity_alone() -> None:
    assert kinds([replace(THERE, quantity=2_000, nanos=160)], [HERE]) == [Kind.QUANTITY]


def test_the_same_units_at_another_price_differ_in_price_alone() -> None:
    assert kinds([replace(THERE, nanos=90)], [HERE]) == [Kind.PRICE]


def test_other_units_at_another_price_differ_in_both() -> None:
    billed = replace(THERE, quantity=2_000, nanos=80)
    assert kinds([billed], [HERE]) == [Kind.QUANTITY, Kind.PRICE]


@pytest.mark.parametrize(("tolerance", "found"), [(9, [Kind.PRICE]), (10, [])])
def test_an_invoice_may_be_rounded_by_as_much_as_is_said(tolerance: int, found: list[Kind]) -> None:
    assert kinds([replace(THERE, nanos=90)], [HERE], tolerance) == found


def test_a_month_is_held_against_all_of_its_days() -> None:
    month = replace(THERE, period="2026-11", quantity=3_000, nanos=240)
    days = [replace(HERE, day=date(2026, 11, it)) for it in (1, 2, 30)]
    assert kinds([month], days) == []


def test_lines_of_one_unit_count_together() -> None:
    halves = [replace(THERE, quantity=500, nanos=40)] * 2
    assert kinds(halves, [HERE]) == []


def test_a_correction_changes_the_amount_and_no_quantity() -> None:
    corrected = replace(HERE, quantity=0, nanos=-5)
    assert kinds([replace(THERE, nanos=75)], [HERE, corrected]) == []


recorded = st.builds(
    RecordedDay,
    st.sampled_from([DAY, date(2026, 11, 21)]),
    st.sampled_from(["voices", "pictures"]),
    st.sampled_from(["one", "two"]),
    st.just("character"),
    st.just("USD"),
    st.integers(0, 9),
    st.integers(0, 99),
)


@given(st.lists(recorded))
def test_a_bill_of_all_that_was_recorded_has_no_differences(its: list[RecordedDay]) -> None:
    billed = [
        Charge(f"{it.day}", it.provider, it.model, it.meter, it.currency, it.quantity, it.nanos)
        for it in its
    ]
    assert kinds(billed, its) == []
