from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from domain import cost
from domain.cost import Books, CostAdjusted, CostAlert, Costs
from domain.event import Decision, Refused
from domain.mode import Mode
from tests.given import ACCOUNT, CHANNEL, DAY, NOON, VIDEO, YOU
from tests.projections.test_cost import LINE
from tests.story import Story

ADJUSTED = CostAdjusted(
    ACCOUNT, CHANNEL, VIDEO, UUID(int=77), fixed=False, lines=(LINE,), reason="invoice", by=YOU
)
ALERT = CostAlert(ACCOUNT, Mode.LIVE, "USD", "account", ACCOUNT, "2026-01-01", 80, 100, 85)
KNOWN = Books(frozenset({"voices", "images"}), NOON.date())
costs = Story(cost.evolve)


def adjusts(**its: Any) -> Callable[[Costs | None], Decision]:
    adjusted = replace(ADJUSTED, lines=(replace(LINE, **its),))
    return lambda it: cost.adjust(it, adjusted, KNOWN)


def test_a_correction_is_recorded_and_edits_nothing() -> None:
    costs.when(adjusts()).then(ADJUSTED)


def test_the_same_correction_is_refused_by_the_name_of_the_first() -> None:
    corrected = costs.given(ADJUSTED)
    again = replace(ADJUSTED, adjustment_id=UUID(int=78), by="person/other")
    later = replace(again, lines=(replace(LINE, posting_month="2026-02"),))
    for it in (again, later):
        with pytest.raises(Refused, match=f"adjustment {ADJUSTED.adjustment_id}") as refused:
            tuple(cost.adjust(corrected.given(it).state, it, KNOWN))
        assert refused.value.code == "cost-adjusted-already"


@pytest.mark.parametrize(
    "other",
    [
        replace(ADJUSTED, reason="invoice, second half"),
        replace(ADJUSTED, video_id=None, channel_id=None),
        replace(ADJUSTED, fixed=True),
        replace(ADJUSTED, receipt="ab" * 32),
        replace(ADJUSTED, lines=(replace(LINE, amount_nanos=41),)),
    ],
)
def test_a_correction_that_differs_in_anything_is_another(other: CostAdjusted) -> None:
    costs.given(ADJUSTED, ALERT).when(lambda it: cost.adjust(it, other, KNOWN)).then(other)


def test_a_correction_in_money_that_is_not_there_is_refused() -> None:
    costs.when(adjusts(currency="QQQ")).then_refused("currency-unknown")


def test_a_correction_of_nothing_is_refused() -> None:
    costs.when(adjusts(amount_nanos=0)).then_refused("cost-amount-invalid")


def test_a_correction_of_a_provider_that_nobody_knows_names_those_that_are_known() -> None:
    with pytest.raises(Refused, match="known are images, voices"):
        tuple(adjusts(provider="opanai")(None))


@pytest.mark.parametrize("day", [date(1999, 12, 31), NOON.date() + DAY])
def test_a_correction_is_of_no_day_to_come_and_of_no_other_century(day: date) -> None:
    costs.when(adjusts(service_date=day)).then_refused("cost-date-invalid")


def test_a_bill_may_be_older_than_the_account() -> None:
    older = date(2025, 6, 30)
    costs.when(adjusts(service_date=older)).then(
        replace(ADJUSTED, lines=(replace(LINE, service_date=older),))
    )


def test_an_alert_is_said_once_for_its_budget_and_period() -> None:
    costs.when(lambda it: cost.alert(it, ALERT)).then(ALERT)
    said = costs.given(ALERT)
    said.when(lambda it: cost.alert(it, replace(ALERT, taken_nanos=90))).then_nothing()
    whole = replace(ALERT, percent=100, taken_nanos=100)
    said.given(ADJUSTED).when(lambda it: cost.alert(it, whole)).then(whole)
