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
from domain.prices import LineKind, PricedLine, Provider
from tests.commands.stage import SET_UP, Stage, its
from tests.domain.video.history import SCRIPTED
from tests.given import ACCOUNT, CHANNEL, NOON, VIDEO, YOU

VOICES = Provider("voices", "one", Mode.LIVE)
ADJUST = AdjustCost(
    UUID(int=70), ACCOUNT, YOU, "invoice 7", VOICES, "character", Money(-15, "USD"), NOON.date()
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
