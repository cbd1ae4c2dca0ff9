from dataclasses import replace
from uuid import UUID

import pytest

from commands.cost import AdjustCost
from domain.cost import CostAdjusted
from domain.event import Event, Refused
from domain.ids import VideoId, period_stream
from domain.mode import Mode
from domain.money import Money
from domain.period import PeriodClosed
from domain.prices import LineKind, Price, PriceBook, PricedLine, Provider
from tests.commands.stage import SET_UP, Stage, its
from tests.domain.video.history import SCRIPTED
from tests.given import ACCOUNT, CHANNEL, DAY, NOON, VIDEO, YOU

VOICES = Provider("voices", "one", Mode.LIVE)
ADJUST = AdjustCost(
    *(UUID(int=70), ACCOUNT, YOU, "invoice 7", VOICES, "character", Money(-15, "USD"), NOON.date()),
    receipt="ab" * 32,
    charged=frozenset({"voices"}),
)


def adjusted(command: AdjustCost, *more: Event) -> tuple[CostAdjusted, PricedLine]:
    closed = [(period_stream(ACCOUNT), it) for it in more]
    stage = Stage([*SET_UP, *its(*SCRIPTED), *closed])
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


def test_what_is_dated_before_the_account_began_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        adjusted(replace(ADJUST, first=NOON.date(), service_date=NOON.date() - DAY))
    assert refused.value.code == "cost-date-invalid"


def test_a_clock_that_ran_back_leaves_today_to_be_corrected() -> None:
    happened, _ = adjusted(replace(ADJUST, first=NOON.date() + DAY))
    assert happened.lines[0].service_date == NOON.date()
