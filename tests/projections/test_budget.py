from dataclasses import replace

from domain.budget import BudgetOpened, BudgetReleased, BudgetSpent
from domain.call import CallOutcomeUnknown, CallReconciled
from domain.event import Event
from domain.ids import budget_stream, call_stream, cap_stream
from projections.budget import PROJECTION
from projections.table import Row
from tests.domain.test_budget import OF, RESERVED
from tests.domain.test_cap import DECIDED, OWN
from tests.given import ACCOUNT, CHANNEL, OP
from tests.projections.tables import rows, told
from tests.projections.test_cost import INTENDED, SUCCEEDED


def budget(*events: Event) -> Row:
    stream = budget_stream("live", "USD", "account-day:1", "2026-01-01")
    (row,) = rows(told(PROJECTION, stream, *events), "budgets").values()
    return row


def test_a_budget_says_what_is_set_aside_and_what_is_spent() -> None:
    spent = BudgetSpent(OF, OP, 1, 60, 45)
    row = budget(RESERVED, spent, replace(RESERVED, attempt=2, nanos=10))
    assert (row["reserved_nanos"], row["spent_nanos"], row["counts"]) == (10, 45, True)


def test_what_was_spent_before_is_spent_once_it_counts() -> None:
    row = budget(RESERVED, BudgetOpened(OF, 30, 9))
    assert (row["reserved_nanos"], row["spent_nanos"], row["opened_nanos"]) == (60, 30, 30)


def test_what_calls_cost_is_known_of_each_budget_though_none_counts_it() -> None:
    found = rows(told(PROJECTION, call_stream(OP), INTENDED, SUCCEEDED), "budgets")
    assert {key[1]: row["cost_nanos"] for key, row in found.items()} == {
        "video": 40,
        "channel-month": 40,
        "account-day": 40,
    }
    assert {(row["counts"], row["spent_nanos"]) for row in found.values()} == {(False, 0)}


def test_an_estimate_gives_way_to_what_a_call_really_cost() -> None:
    lines = SUCCEEDED.lines
    lost = CallOutcomeUnknown(SUCCEEDED.about, 1, "the line broke", lines * 2)
    known = CallReconciled(SUCCEEDED.about, 1, None, lines, lines * 2)
    found = rows(told(PROJECTION, call_stream(OP), INTENDED, lost, known), "budgets")
    assert {row["cost_nanos"] for row in found.values()} == {40}


def test_what_is_free_again_is_not_set_aside_any_more() -> None:
    assert budget(RESERVED, BudgetReleased(OF, OP, 1, 60))["reserved_nanos"] == 0


def test_a_cap_is_the_accounts_or_a_channels_until_it_is_taken_back() -> None:
    caps = [DECIDED, replace(DECIDED, of=OWN), replace(DECIDED, cap_nanos=None)]
    first = rows(told(PROJECTION, cap_stream(ACCOUNT), *caps[:2]), "caps")
    assert {key[2]: it["cap_nanos"] for key, it in first.items()} == {ACCOUNT: 100, CHANNEL: 100}
    last = rows(told(PROJECTION, cap_stream(ACCOUNT), *caps), "caps")
    assert {key[2] for key in last} == {CHANNEL}
