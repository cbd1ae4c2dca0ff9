from dataclasses import replace
from uuid import UUID

from domain import cost
from domain.cost import CostAdjusted, CostAlert, Costs
from domain.mode import Mode
from tests.given import ACCOUNT, CHANNEL, VIDEO, YOU
from tests.projections.test_cost import LINE
from tests.story import Story

ADJUSTED = CostAdjusted(
    ACCOUNT, CHANNEL, VIDEO, UUID(int=77), fixed=False, lines=(LINE,), reason="invoice", by=YOU
)
ALERT = CostAlert(ACCOUNT, Mode.LIVE, "USD", "account", ACCOUNT, "2026-01-01", 80, 100, 85)
costs = Story(cost.evolve)


def test_a_correction_is_recorded_and_edits_nothing() -> None:
    costs.when(lambda _: cost.adjust(ADJUSTED)).then(ADJUSTED)
    assert costs.given(ADJUSTED).state == Costs()


def test_an_alert_is_said_once_for_its_budget_and_period() -> None:
    costs.when(lambda it: cost.alert(it, ALERT)).then(ALERT)
    said = costs.given(ALERT)
    said.when(lambda it: cost.alert(it, replace(ALERT, taken_nanos=90))).then_nothing()
    whole = replace(ALERT, percent=100, taken_nanos=100)
    said.when(lambda it: cost.alert(it, whole)).then(whole)
