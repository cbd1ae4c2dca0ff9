"""Calls that are not begun: nothing leaves, and the reason is one that a person can act on."""

import pytest

from commands.ports import World
from domain.prices import PriceBook, Retirement
from domain.work import Narrate
from processors.errors import ModelGone
from tests.given import NOON, SCRIPT
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
