from collections.abc import Callable
from dataclasses import replace
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
DAYS = Books(frozenset({"voices", "images"}), NOON.date() - DAY, NOON.date())
costs = Story(cost.evolve)


def adjusts(books: Books = DAYS, **its: Any) -> Callable[[Costs | None], Decision]:
    adjusted = replace(ADJUSTED, lines=(replace(LINE, **its),))
    return lambda _: cost.adjust(adjusted, books)


def test_a_correction_is_recorded_and_edits_nothing() -> None:
    costs.when(adjusts()).then(ADJUSTED)
    assert costs.given(ADJUSTED).state == Costs()


def test_a_correction_of_nothing_is_refused() -> None:
    costs.when(adjusts(amount_nanos=0)).then_refused("cost-amount-invalid")


def test_a_correction_of_a_provider_that_nobody_knows_names_those_that_are_known() -> None:
    with pytest.raises(Refused, match="known are images, voices"):
        tuple(adjusts(provider="opanai")(None))


@pytest.mark.parametrize("days", [-2, 1])
def test_a_correction_is_of_a_day_since_the_account_began_and_not_to_come(days: int) -> None:
    costs.when(adjusts(service_date=NOON.date() + days * DAY)).then_refused("cost-date-invalid")


def test_an_alert_is_said_once_for_its_budget_and_period() -> None:
    costs.when(lambda it: cost.alert(it, ALERT)).then(ALERT)
    said = costs.given(ALERT)
    said.when(lambda it: cost.alert(it, replace(ALERT, taken_nanos=90))).then_nothing()
    whole = replace(ALERT, percent=100, taken_nanos=100)
    said.when(lambda it: cost.alert(it, whole)).then(whole)
