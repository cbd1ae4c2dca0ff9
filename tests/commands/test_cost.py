from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from commands.cost import AdjustCost
from domain.budget import BudgetOf, BudgetSpent
from domain.cap import BudgetScope, CapDecided
from domain.cost import CostAdjusted, CostAlert
from domain.event import Event, Refused
from domain.ids import VideoId, budget_stream, cap_stream, period_stream
from domain.mode import Mode
from domain.money import Money
from domain.period import PeriodClosed
from domain.prices import LineKind, Price, PriceBook, PricedLine, Provider
from domain.video.events import VideoCancelled
from tests.commands.stage import SET_UP, Entry, Stage
from tests.commands.stage import its as its_video
from tests.commands.test_budget import BOOK, DAY_CAP, INTEND, MONTH_CAP, VIDEO_CAP
from tests.domain.video.history import SCRIPTED
from tests.given import ACCOUNT, CHANNEL, DAY, NOON, OP, VIDEO, VIDEO_STREAM, YOU

VOICES = Provider("voices", "one", Mode.LIVE)
ADJUST = AdjustCost(
    *(UUID(int=70), ACCOUNT, YOU, "invoice 7", VOICES, "character", Money(-15, "USD"), NOON.date()),
    receipt="ab" * 32,
    charged=frozenset({"voices"}),
)


def adjusted(command: AdjustCost, *more: Event) -> tuple[CostAdjusted, PricedLine]:
    closed = [(period_stream(ACCOUNT), it) for it in more]
    stage = Stage([*SET_UP, *its_video(*SCRIPTED), *closed])
    stage.does(command)
    (happened,) = stage.events
    assert isinstance(happened, CostAdjusted)
    return happened, happened.lines[0]


def test_a_correction_is_a_line_of_its_own_with_its_reason() -> None:
    happened, line = adjusted(ADJUST)
    assert (happened.reason, happened.video_id, happened.fixed) == ("invoice 7", None, False)
    assert (line.amount_nanos, line.currency, line.kind) == (-15, "USD", LineKind.CASH)
    assert happened.receipt == "ab" * 32


def test_a_correction_of_a_closed_month_posts_in_the_open_one() -> None:
    _, line = adjusted(ADJUST, PeriodClosed("2026-01", YOU))
    assert (line.service_date, line.posting_month) == (NOON.date(), "2026-02")


def test_a_video_that_is_corrected_names_its_channel() -> None:
    happened, _ = adjusted(replace(ADJUST, video_id=VIDEO))
    assert (happened.video_id, happened.channel_id) == (VIDEO, CHANNEL)


def test_nobody_owes_what_was_not_done_live() -> None:
    _, line = adjusted(replace(ADJUST, provider=replace(VOICES, mode=Mode.SIMULATED)))
    assert line.kind is LineKind.WOULD_HAVE_COST


def test_a_video_that_is_not_there_is_not_corrected() -> None:
    with pytest.raises(Refused):
        adjusted(replace(ADJUST, video_id=VideoId(UUID(int=404))))


def test_who_is_on_a_price_list_is_known_though_nothing_was_charged() -> None:
    book = PriceBook((Price("words", "one", "token", 1, 1, "USD", NOON, None, "v1"),))
    stage = Stage(prices=book)
    stage.does(replace(ADJUST, provider=replace(VOICES, name="words")))
    with pytest.raises(Refused) as refused:
        stage.does(replace(ADJUST, provider=replace(VOICES, name="opanai")))
    assert refused.value.code == "cost-provider-unknown"


def test_a_correction_is_recorded_once_under_whatever_key() -> None:
    stage = Stage()
    stage.does(ADJUST)
    with pytest.raises(Refused) as refused:
        stage.does(replace(ADJUST, adjustment_id=UUID(int=71)))
    assert (refused.value.code, len(stage.events)) == ("cost-adjusted-already", 1)


LIVE = replace(VIDEO_CAP, mode=VOICES.mode)
UP = replace(ADJUST, amount=Money(30, "USD"), video_id=VIDEO)


def capped(*more: Entry, nanos: int | None = 100, **its: Any) -> Stage:
    caps = (LIVE, replace(MONTH_CAP, channel_id=None), DAY_CAP)
    decided = [CapDecided(ACCOUNT, replace(of, **its), nanos, YOU) for of in caps]
    asked = [*SET_UP, *its_video(*SCRIPTED), *((cap_stream(ACCOUNT), it) for it in decided)]
    return Stage([*asked, *more])


def spent(stage: Stage, *commands: AdjustCost) -> list[tuple[str, int]]:
    for it in commands:
        stage.does(it)
    return [(it.of.period, it.nanos) for it in stage.events if isinstance(it, BudgetSpent)]


def test_a_correction_counts_in_the_budgets_of_what_it_corrects() -> None:
    stage = capped()
    assert spent(stage, UP) == [("all", 30), ("2026-01", 30), ("2026-01-01", 30)]
    assert {it.op_id for it in stage.events if isinstance(it, BudgetSpent)} == {UP.adjustment_id}
    taken_back = replace(UP, amount=Money(-30, "USD"))
    assert spent(stage, taken_back)[3:] == [("all", -30), ("2026-01", -30), ("2026-01-01", -30)]


def test_a_correction_of_no_video_counts_in_its_accounts_day() -> None:
    assert spent(capped(), replace(UP, video_id=None)) == [("2026-01-01", 30)]


def test_a_correction_uses_a_cap_up_until_it_is_taken_back() -> None:
    stage = capped()
    stage.prices = BOOK
    stage.does(replace(UP, amount=Money(30, "USD")))
    with pytest.raises(Refused, match=r"0\.000000030 USD are spent"):
        stage.does(INTEND)
    stage.does(replace(UP, amount=Money(-10, "USD")))
    stage.does(INTEND)


def test_a_correction_that_takes_a_budget_to_its_cap_is_alerted_of() -> None:
    stage = capped()
    stage.does(replace(UP, amount=Money(100, "USD"), video_id=None))
    assert [it.percent for it in stage.events if isinstance(it, CostAlert)] == [80, 100]


@pytest.mark.parametrize(
    "its",
    [
        {"fixed": True, "video_id": None},
        {"provider": replace(VOICES, mode=Mode.SIMULATED)},
        {"amount": Money(30, "EUR")},
        {"service_date": NOON.date() - DAY, "video_id": None},
    ],
)
def test_a_correction_that_no_cap_is_of_counts_in_no_budget(its: dict[str, Any]) -> None:
    assert spent(capped(), replace(UP, **its)) == []
    assert spent(Stage([*SET_UP, *its_video(*SCRIPTED)]), UP) == []
    assert spent(capped(nanos=None), UP) == []


@pytest.mark.parametrize("nanos", [None, 100])
def test_a_budget_that_counts_already_counts_corrections_when_it_is_over(
    nanos: int | None,
) -> None:
    yesterday = BudgetOf(
        *(ACCOUNT, BudgetScope.ACCOUNT_DAY, ACCOUNT, "2025-12-31", Mode.LIVE, "USD")
    )
    begun = BudgetSpent(yesterday, OP, 1, 0, 5)
    stream = budget_stream(Mode.LIVE, "USD", f"account-day:{ACCOUNT}", "2025-12-31")
    late = replace(UP, service_date=NOON.date() - DAY, video_id=None)
    assert spent(capped((stream, begun), nanos=nanos), late) == [("2025-12-31", 30)]


def test_the_budget_of_a_video_at_its_end_does_not_begin_with_a_correction() -> None:
    cancelled = (VIDEO_STREAM, VideoCancelled(CHANNEL, YOU, "not needed"))
    assert spent(capped(cancelled), UP) == [("2026-01", 30), ("2026-01-01", 30)]
