from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.event import Refused
from domain.mode import Mode
from domain.prices import (
    LineKind,
    Price,
    PriceBook,
    Provider,
    Retirement,
    StandsFor,
    Tier,
    Usage,
    at_tier,
    for_long,
)
from tests.given import DAY, NOON

VOICE = Provider("voices", "one", Mode.LIVE)
ROBOT = Provider("robot", "any", Mode.OFFLINE)
CHARACTERS = Usage("character", 4_500)


def listed(amount: int, start: datetime, end: datetime | None, version: str) -> Price:
    return Price("voices", "one", "character", amount, 1_000, "USD", start, end, version)


BOOK = PriceBook(
    (
        listed(80_000_000, NOON, NOON + DAY, "first"),
        listed(40_000_000, NOON + DAY, None, "second"),
        Price("robot", "any", "cpu_ms", 7, 1, "USD", NOON, None, "own", imputed=True),
    ),
    (StandsFor("robot", "voices", "one"),),
)


def one_line(by: Provider, usage: Usage, at: datetime = NOON) -> tuple[LineKind, int, str]:
    (line,) = BOOK.lines(by, [usage], at, "2026-01")
    return line.kind, line.amount_nanos, line.list_version


def test_live_work_is_cash_at_the_price_of_its_time() -> None:
    assert one_line(VOICE, CHARACTERS) == (LineKind.CASH, 360_000_000, "first")


def test_what_is_read_may_be_written_to_a_cache_besides_at_most() -> None:
    read, kept, back = (
        Price("words", "one", meter, amount, 1, "USD", NOON, None, "v1")
        for meter, amount in (
            ("input_token", 4),
            ("cache_write_token", 5),
            ("cached_input_token", 1),
        )
    )
    by = Provider("words", "one", Mode.LIVE)
    used = (Usage("input_token", 10), Usage("image", 1))
    dearest, unknown = PriceBook((read, kept, back)).most(by, used, NOON, "2026-01")
    assert (dearest.meter, dearest.amount_nanos) == ("cache_write_token", 50)
    assert unknown.kind is LineKind.UNPRICED
    (only,) = PriceBook((read,)).most(by, used[:1], NOON, "2026-01")
    assert (only.meter, only.amount_nanos) == ("input_token", 40)


def test_a_price_ends_where_the_next_begins() -> None:
    assert one_line(VOICE, CHARACTERS, NOON + DAY) == (LineKind.CASH, 180_000_000, "second")


def test_offline_work_would_have_cost_what_the_live_provider_charges() -> None:
    assert one_line(ROBOT, CHARACTERS) == (LineKind.WOULD_HAVE_COST, 360_000_000, "first")


@pytest.mark.parametrize("at", [datetime(2025, 1, 1, tzinfo=UTC)])
def test_usage_that_no_row_prices_is_said_to_be_unpriced(at: datetime) -> None:
    assert one_line(VOICE, CHARACTERS, at) == (LineKind.UNPRICED, 0, "")


def test_time_of_our_own_machines_is_imputed() -> None:
    renderer = Provider("own", "cpu", Mode.OFFLINE)
    price = Price("own", "cpu", "cpu_ms", 7, 1, "USD", NOON, None, "own", imputed=True)
    (line,) = PriceBook((price,)).lines(renderer, [Usage("cpu_ms", 3)], NOON, "2026-01")
    assert (line.kind, line.amount_nanos) == (LineKind.IMPUTED, 21)


def test_a_line_says_when_the_work_was_done_and_where_it_posts() -> None:
    (line,) = BOOK.lines(VOICE, [CHARACTERS], NOON, "2026-03")
    assert (line.service_date, line.posting_month) == (NOON.date(), "2026-03")


@given(st.lists(st.integers(0, 10**9)))
def test_every_usage_has_exactly_one_line(quantities: list[int]) -> None:
    used = [Usage("character", it) for it in quantities]
    assert [it.quantity for it in BOOK.lines(VOICE, used, NOON, "2026-01")] == quantities


LONG = replace(listed(80, NOON, None, "list"), meter="input_token")
TIERED = PriceBook(
    (
        LONG,
        for_long(LONG, 10, 160),
        at_tier(LONG, Tier.BATCH, 40),
        replace(LONG, meter="cached_input_token"),
    ),
    retirements=(Retirement("voices", "one", NOON.date()),),
)


@pytest.mark.parametrize(
    ("read", "kept", "unit_price"), [(10, 0, 80), (11, 0, 160), (1, 9, 80), (1, 10, 160)]
)
def test_a_long_request_is_dearer_as_a_whole(read: int, kept: int, unit_price: int) -> None:
    used = [Usage("input_token", read), Usage("cached_input_token", kept)]
    first, _ = TIERED.lines(VOICE, used, NOON, "2026-01")
    assert first.unit_price_nanos == unit_price


def test_how_urgently_it_was_done_has_a_price_of_its_own() -> None:
    (line,) = TIERED.lines(VOICE, [Usage("input_token", 1, tier=Tier.BATCH)], NOON, "2026-01")
    assert (line.unit_price_nanos, line.list_version) == (40, "list batch")


def test_an_urgency_that_is_not_listed_is_unpriced() -> None:
    (line,) = TIERED.lines(VOICE, [Usage("input_token", 1, tier=Tier.FLEX)], NOON, "2026-01")
    assert line.kind is LineKind.UNPRICED


def test_the_model_that_answered_is_billed_not_the_one_that_was_asked() -> None:
    asked = Provider("voices", "another", Mode.LIVE)
    (line,) = TIERED.lines(asked, [Usage("input_token", 1, "one-20260101")], NOON, "2026-01")
    assert (line.model, line.unit_price_nanos) == ("one-20260101", 80)


@pytest.mark.parametrize(("model", "on"), [("one", NOON.date()), ("two", None)])
def test_a_model_may_have_a_day_on_which_it_retires(model: str, on: date | None) -> None:
    assert TIERED.retires_on(Provider("voices", model, Mode.LIVE)) == on


@pytest.mark.parametrize(
    ("by", "at"),
    [(VOICE, NOON), (ROBOT, NOON), (Provider("own", "llama", Mode.LIVE), NOON - DAY)],
    ids=["listed", "of this machine", "in no list at all"],
)
def test_work_that_is_listed_or_never_will_be_may_be_asked_for(by: Provider, at: datetime) -> None:
    BOOK.refuse_unlisted(by, [CHARACTERS], at)


def test_a_gap_in_a_list_is_refused_with_what_is_missing() -> None:
    with pytest.raises(Refused) as refused:
        BOOK.refuse_unlisted(VOICE, [CHARACTERS, Usage("image", 1)], NOON)
    assert refused.value.code == "price-gap"
    assert refused.value.sentence == (
        "no list has a price for voices one (image) on 2026-01-01, so that no cap could count it;"
        " configure a model that is listed"
    )
