import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.money import Money, decimal_text, nanos_of, proportion

DOLLAR = Money(1_000_000_000, "USD")
nanos = st.integers(-(10**30), 10**30)


def test_amounts_of_one_currency_add_subtract_and_negate() -> None:
    assert DOLLAR + DOLLAR - DOLLAR == DOLLAR
    assert Money(0, "USD") == -DOLLAR + DOLLAR


def test_amounts_of_two_currencies_do_not_meet() -> None:
    with pytest.raises(ValueError, match="USD is not EUR"):
        DOLLAR + Money(1, "EUR")


def test_amounts_are_ordered_within_a_currency() -> None:
    assert Money(1, "USD") < DOLLAR
    assert not Money(1, "USD") >= DOLLAR


def test_an_amount_is_written_with_nine_decimals_and_no_exponent() -> None:
    assert str(Money(30, "USD")) == "0.000000030 USD"
    assert decimal_text(-1_500_000_000) == "-1.500000000"


def test_less_than_a_billionth_is_not_money() -> None:
    with pytest.raises(ValueError, match="more than nine decimals"):
        nanos_of("0.0000000001")


@given(nanos)
def test_what_is_written_reads_back(amount: int) -> None:
    assert nanos_of(decimal_text(amount)) == amount


@pytest.mark.parametrize(
    ("quantity", "unit", "per", "expected"),
    [
        (1_000_000, 2_000_000_000, 1_000_000, 2_000_000_000),
        (1, 5, 2, 2),
        (3, 5, 2, 8),
        (0, 5, 2, 0),
    ],
)
def test_a_share_is_rounded_half_even_once(
    quantity: int, unit: int, per: int, expected: int
) -> None:
    assert proportion(quantity, unit, per) == expected
