import asyncio
from dataclasses import replace
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from commands.budget import BeginBudgets, DecideCap
from commands.call import LoseCall, ReconcileCall
from domain.budget import EMPTY, Budget, BudgetOpened, BudgetReleased, BudgetSpent, Uncounted
from domain.call import CallOutcomeUnknown, CallReconciled
from domain.event import Event
from domain.ids import OpId, budget_stream, call_stream, cap_stream, cost_stream
from domain.money import Money
from projections.budget import BUDGETS, PROJECTION
from projections.table import Row
from tests.commands.stage import SET_UP, Stage, its
from tests.commands.test_budget import BOOK, FIVE, INTEND, MOST, OF_VIDEO, SUCCEED, VIDEO_CAP
from tests.commands.test_cost import ADJUST
from tests.domain.test_budget import OF, RESERVED
from tests.domain.test_call import ANSWER
from tests.domain.test_cap import DECIDED, OWN
from tests.domain.test_cost import ADJUSTED
from tests.domain.video.history import SCRIPTED
from tests.given import ACCOUNT, CHANNEL, OP, VIDEO, YOU
from tests.projections.tables import followed, history, paged, rows, told
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


def test_a_correction_is_a_cost_of_each_budget_and_a_fixed_one_of_none() -> None:
    fixed = replace(ADJUSTED, fixed=True, video_id=None)
    found = rows(told(PROJECTION, cost_stream(ACCOUNT), ADJUSTED, fixed), "budgets")
    assert {key[1]: row["cost_nanos"] for key, row in found.items()} == {
        "video": 40,
        "channel-month": 40,
        "account-day": 40,
    }


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


SPENT = budget_stream("live", "USD", f"video:{VIDEO}", "all")
NOTHING = BUDGETS.defaults
STEPS = st.lists(
    st.sampled_from(
        ["succeed", "lose", "settle", "more", "less", "cap", "uncap", "begin", "stale"]
    ),
    max_size=14,
)


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_a_cap_counts_all_that_was_spent_whenever_it_was_decided(steps: list[str]) -> None:
    """Also where what is known with the cap is late, and calls and corrections come meanwhile."""
    life = Life()
    for step in [*steps, "cap", "begin"]:
        getattr(life, step)()
    its: Budget | None = asyncio.run(life.stage.ledger.state(SPENT))
    assert (its or EMPTY).spent_nanos == life.row()["cost_nanos"]


class Life:
    """One video's calls, each of 40 or, while nobody knows, of 80."""

    def __init__(self) -> None:
        self.stage = Stage([*SET_UP, *its(*SCRIPTED)], prices=BOOK)
        self.calls, self.open, self.late = 0, list[OpId](), self.uncounted()

    def succeed(self) -> None:
        op = self.begun()
        self.stage.does(replace(SUCCEED, op_id=op))

    def lose(self) -> None:
        op = self.begun()
        self.stage.does(LoseCall(op, 1, "the line broke", MOST.estimate))
        self.open.append(op)

    def settle(self) -> None:
        if self.open:
            self.stage.does(ReconcileCall(self.open.pop(), 1, ANSWER, FIVE))

    def more(self) -> None:
        self.adjust(30)

    def less(self) -> None:
        self.adjust(-70)

    def adjust(self, nanos: int) -> None:
        self.calls += 1
        named = UUID(int=self.calls)
        its = replace(ADJUST, adjustment_id=named, reason=f"invoice {self.calls}", video_id=VIDEO)
        self.stage.does(replace(its, amount=Money(nanos, "USD")))

    def cap(self) -> None:
        self.stage.does(DecideCap(ACCOUNT, YOU, VIDEO_CAP, 10**9, self.uncounted()))

    def uncap(self) -> None:
        self.stage.does(DecideCap(ACCOUNT, YOU, VIDEO_CAP, None))

    def begin(self) -> None:
        self.stage.does(DecideCap(ACCOUNT, YOU, VIDEO_CAP, 10**9, self.late))
        self.stage.does(BeginBudgets(ACCOUNT, VIDEO_CAP, self.uncounted()))

    def stale(self) -> None:
        self.late = self.uncounted()

    def begun(self) -> OpId:
        self.calls += 1
        op = OpId(UUID(int=5_000 + self.calls))
        self.stage.does(replace(INTEND, op_id=op))
        return op

    def row(self) -> Row:
        events = followed(PROJECTION, history(self.stage.since))
        found = rows(paged(PROJECTION, [events]), "budgets")
        return next((it for key, it in found.items() if key[1] == "video"), NOTHING)

    def uncounted(self) -> tuple[Uncounted, ...]:
        row = self.row()
        cost, spent, opened = (int(str(row[f"{it}_nanos"])) for it in ("cost", "spent", "opened"))
        return (Uncounted(OF_VIDEO, cost - spent, opened, 1),) if cost != spent else ()
