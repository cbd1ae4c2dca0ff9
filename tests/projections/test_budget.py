from dataclasses import replace

from domain.budget import BudgetReleased, BudgetSpent
from domain.event import Event
from domain.ids import budget_stream, cap_stream
from projections.budget import PROJECTION
from projections.table import Row
from tests.domain.test_budget import OF, RESERVED
from tests.domain.test_cap import DECIDED, OWN
from tests.given import ACCOUNT, CHANNEL, OP
from tests.projections.tables import rows, told


def budget(*events: Event) -> Row:
    stream = budget_stream("live", "USD", "account-day:1", "2026-01-01")
    (row,) = rows(told(PROJECTION, stream, *events), "budgets").values()
    return row


def test_a_budget_says_what_is_set_aside_and_what_is_spent() -> None:
    spent = BudgetSpent(OF, OP, 1, 60, 45)
    row = budget(RESERVED, spent, replace(RESERVED, attempt=2, nanos=10))
    assert (row["cap_nanos"], row["reserved_nanos"], row["spent_nanos"]) == (100, 10, 45)


def test_what_is_free_again_is_not_set_aside_any_more() -> None:
    assert budget(RESERVED, BudgetReleased(OF, OP, 1, 60))["reserved_nanos"] == 0


def test_a_cap_is_the_accounts_or_a_channels_until_it_is_taken_back() -> None:
    caps = [DECIDED, replace(DECIDED, of=OWN), replace(DECIDED, cap_nanos=None)]
    first = rows(told(PROJECTION, cap_stream(ACCOUNT), *caps[:2]), "caps")
    assert {key[2]: it["cap_nanos"] for key, it in first.items()} == {ACCOUNT: 100, CHANNEL: 100}
    last = rows(told(PROJECTION, cap_stream(ACCOUNT), *caps), "caps")
    assert {key[2] for key in last} == {CHANNEL}
