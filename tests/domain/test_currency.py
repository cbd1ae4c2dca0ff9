import pytest

from domain.currency import CURRENCIES, refuse_unknown
from domain.event import Refused


@pytest.mark.parametrize("code", ["USD", "EUR", "JPY", "XCG", "ZWG"])
def test_money_that_is_tendered_somewhere_is_known(code: str) -> None:
    refuse_unknown(code)


@pytest.mark.parametrize("code", ["ZZZ", "QQQ", "XDR", "XTS", "XAU", "HRK", "usd", ""])
def test_what_nobody_pays_with_is_refused(code: str) -> None:
    with pytest.raises(Refused, match=f"{code} is no currency of ISO 4217") as refused:
        refuse_unknown(code)
    assert refused.value.code == "currency-unknown"


def test_every_code_is_three_capitals() -> None:
    assert len(CURRENCIES) == 155
    assert all(len(it) == 3 and it.isascii() and it.isupper() for it in CURRENCIES)
