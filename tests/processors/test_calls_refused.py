"""Calls that are not begun: nothing leaves, and the reason is one that a person can act on."""

import pytest

from commands.ports import World
from domain.cap import BudgetScope, CapDecided, CapOf
from domain.ids import cap_stream
from domain.mode import Mode
from domain.prices import PriceBook, Retirement
from domain.work import Narrate
from infra.prices import price_book
from processors.errors import ModelGone, Rejected
from tests.given import ACCOUNT, NOON, SCRIPT, YOU
from tests.memory import MemoryLedger
from tests.processors.bench import LIVE, Bench
from tests.processors.test_calls import GOOD, StandIn, judge

NOVEMBER = NOON.replace(month=11)


async def test_a_model_that_was_retired_leaves_room_for_another_provider() -> None:
    ends = Retirement(LIVE.name, LIVE.model, NOVEMBER.date())
    world = World(NOVEMBER, PriceBook(retirements=(ends,)))
    its, provider = Bench(Narrate(SCRIPT, "en"), MemoryLedger(world=lambda: world)), StandIn([GOOD])
    with pytest.raises(ModelGone, match="retired") as gone:
        await its.calls().make(judge(provider, LIVE))
    assert (gone.value.code, provider.sent) == ("model-retired", 0)


async def test_a_call_that_no_budget_has_room_for_is_not_sent_and_says_why() -> None:
    world = World(NOVEMBER, price_book())
    capped = CapDecided(ACCOUNT, CapOf(BudgetScope.VIDEO, None, Mode.LIVE, "USD"), 1, YOU)
    ledger = MemoryLedger([(cap_stream(ACCOUNT), capped)], world=lambda: world)
    its, provider = Bench(Narrate(SCRIPT, "en"), ledger), StandIn([GOOD])
    with pytest.raises(Rejected, match="live budget of the video is capped at") as refused:
        await its.calls().make(judge(provider, LIVE))
    assert (refused.value.code, provider.sent) == ("budget-exceeded", 0)
