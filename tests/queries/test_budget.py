from dataclasses import replace

from domain.budget import BudgetSpent
from domain.ids import budget_stream, cap_stream
from queries import budget
from tests.domain.test_budget import OF, RESERVED
from tests.domain.test_cap import DECIDED, OWN
from tests.given import ACCOUNT, CHANNEL, OP, OTHER_ACCOUNT
from tests.queries.served import on, served, told

DAY = budget_stream("live", "USD", "account-day:1", "2026-01-01")
HISTORY = [
    *on(cap_stream(ACCOUNT), DECIDED, replace(DECIDED, of=OWN, cap_nanos=7)),
    *on(DAY, RESERVED, BudgetSpent(OF, OP, 1, 60, 45)),
]


async def test_caps_and_budgets_are_told_in_decimals(database_url: str) -> None:
    async with served(database_url, HISTORY) as reader:
        found = told(await budget.of_account(reader, ACCOUNT))
        nobodys = told(await budget.of_account(reader, OTHER_ACCOUNT))
    caps = {it["channel_id"]: it["cap"] for it in found["caps"]}
    assert caps == {None: "0.000000100", str(CHANNEL): "0.000000007"}
    (day,) = found["budgets"]
    taken = day["cap"], day["reserved"], day["spent"]
    assert taken == ("0.000000100", "0.000000000", "0.000000045")
    assert nobodys == {"caps": [], "budgets": []}
