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


def test_as_much_of_another_model_is_told_as_one_difference() -> None:
    (found,) = compare([replace(THERE, model="two")], [HERE])
    assert found.kind is Kind.MODEL
    assert (found.here and found.here.model, found.there and found.there.model) == ("one", "two")
    dearer = replace(THERE, model="two", nanos=90)
    assert kinds([dearer], [HERE]) == [Kind.MODEL, Kind.PRICE]


def test_a_dated_state_of_a_model_is_that_model() -> None:
    assert kinds([replace(THERE, model="one-2026-10-26")], [HERE]) == []


@pytest.mark.parametrize(
    ("billed", "recorded"),
    [
        ([replace(THERE, model="two", quantity=999)], [HERE]),
        ([replace(THERE, model="two", meter="image")], [HERE]),
        ([replace(THERE, model="two", currency="EUR")], [HERE]),
        ([replace(THERE, model="two", quantity=0)], [replace(HERE, quantity=0)]),
        ([replace(THERE, model=it) for it in ("two", "three")], [HERE]),
        ([replace(THERE, model="two")], [HERE, replace(HERE, model="three")]),
    ],
)
def test_which_model_it_was_is_not_guessed(
    billed: list[Charge], recorded: list[RecordedDay]
) -> None:
    assert set(kinds(billed, recorded)) == {Kind.MISSING_HERE, Kind.MISSING_THERE}


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


ASKED, BILLED = replace(HERE, request_id="r1"), replace(THERE, request_id="r1")


@pytest.mark.parametrize(
    ("billed", "recorded", "found"),
    [
        (BILLED, ASKED, []),
        (replace(BILLED, nanos=90), ASKED, [Kind.PRICE]),
        (replace(BILLED, quantity=2_000, nanos=160), ASKED, [Kind.QUANTITY]),
        (replace(BILLED, model="two"), ASKED, [Kind.MODEL]),
        (replace(BILLED, model="one-2026-10-26"), ASKED, []),
        (replace(BILLED, period="2026-11-21"), ASKED, []),
        (replace(BILLED, meter="image"), ASKED, [Kind.MISSING_THERE, Kind.MISSING_HERE]),
        (replace(BILLED, request_id="r2"), ASKED, [Kind.MISSING_THERE, Kind.MISSING_HERE]),
        (replace(BILLED, provider="others"), replace(ASKED, provider="others"), []),
    ],
)
def test_what_names_its_request_is_compared_request_by_request(
    billed: Charge, recorded: RecordedDay, found: list[Kind]
) -> None:
    assert kinds([billed], [recorded]) == found


def test_two_requests_that_are_alike_together_differ_each() -> None:
    billed = [replace(BILLED, nanos=90), replace(BILLED, request_id="r2", nanos=70)]
    recorded = [ASKED, replace(ASKED, request_id="r2")]
    assert kinds(billed, recorded) == [Kind.PRICE, Kind.PRICE]
    whole = [replace(it, request_id="") for it in billed]
    assert kinds(whole, recorded) == []


def test_a_request_of_several_lines_is_summed_on_both_sides() -> None:
    halves = [replace(BILLED, quantity=500, nanos=40)] * 2
    assert kinds(halves, [ASKED]) == []
    assert kinds([BILLED], [replace(ASKED, quantity=500, nanos=40)] * 2) == []


def test_requests_of_other_periods_and_providers_are_not_spoken_of() -> None:
    others = [
        replace(ASKED, request_id="r9", day=date(2026, 12, 1)),
        replace(ASKED, request_id="r9", provider="others"),
    ]
    assert kinds([BILLED], [ASKED, *others]) == []
    month = replace(BILLED, period="2026-11")
    (found,) = compare([month], [ASKED, replace(ASKED, request_id="r9")])
    assert (found.kind, found.here and found.here.request_id) == (Kind.MISSING_THERE, "r9")


def test_what_has_no_request_is_compared_by_its_period_beside_those_that_have() -> None:
    plan = replace(THERE, meter="plan", quantity=1)
    recorded = [ASKED, replace(HERE, meter="plan", quantity=1)]
    assert kinds([BILLED, plan], recorded) == []
    assert kinds([BILLED], recorded) == [Kind.MISSING_THERE]
