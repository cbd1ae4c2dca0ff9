from dataclasses import replace
from datetime import date

from domain.budget import BudgetOpened, BudgetSpent
from domain.cap import BudgetScope
from domain.ids import ChannelId, budget_stream, call_stream, cap_stream
from domain.video.events import VideoCancelled
from queries import budget
from tests.domain.test_budget import OF, RESERVED
from tests.domain.test_cap import DECIDED, EVERY, OWN
from tests.domain.video.history import PUBLIC
from tests.given import (
    ACCOUNT,
    CHANNEL,
    CHANNEL_STREAM,
    NOON,
    OP,
    OPENED,
    OTHER_ACCOUNT,
    REQUESTED,
    TEXT,
    VIDEO,
    VIDEO_STREAM,
    YOU,
)
from tests.projections.test_cost import INTENDED, SUCCEEDED
from tests.queries.served import on, served, told

ACCOUNT_DAY, CHANNEL_MONTH = BudgetScope.ACCOUNT_DAY, BudgetScope.CHANNEL_MONTH
ALL = (
    (ACCOUNT_DAY, ACCOUNT, "2026-01-01"),
    (CHANNEL_MONTH, CHANNEL, "2026-01"),
    (BudgetScope.VIDEO, VIDEO, "all"),
)
VIDEO_ASKED = on(VIDEO_STREAM, REQUESTED)
TODAY = NOON.date()
CANCELLED = VideoCancelled(CHANNEL, YOU, "not needed")

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
    assert taken == (None, "0.000000000", "0.000000045")
    assert nobodys == {"caps": [], "budgets": []}


async def test_a_budget_shows_the_cap_that_holds_for_it_now(database_url: str) -> None:
    days, months = (replace(EVERY, scope=it) for it in (ACCOUNT_DAY, CHANNEL_MONTH))
    decided = [replace(DECIDED, of=of, cap_nanos=9) for of in (days, months)]
    own = replace(DECIDED, of=OWN, cap_nanos=7)
    counted = [BudgetOpened(replace(OF, scope=s, subject=of, period=p), 1, 1) for s, of, p in ALL]
    history = [*on(cap_stream(ACCOUNT), *decided, own), *on(DAY, *counted), *VIDEO_ASKED]
    taken_back = on(cap_stream(ACCOUNT), *(replace(it, cap_nanos=None) for it in (*decided, own)))
    async with served(database_url, history) as reader:
        found = told(await budget.of_account(reader, ACCOUNT))["budgets"]
    async with served(database_url, [], taken_back) as reader:
        after = told(await budget.of_account(reader, ACCOUNT))["budgets"]
    assert {it["scope"]: it["cap"] for it in found} == {
        "account-day": "0.000000009",
        "channel-month": "0.000000009",
        "video": "0.000000007",
    }
    assert [it["cap"] for it in after] == [None, None, None]


async def test_budgets_and_caps_are_called_by_their_names(database_url: str) -> None:
    counted = [BudgetOpened(replace(OF, scope=s, subject=of, period=p), 1, 1) for s, of, p in ALL]
    caps = on(cap_stream(ACCOUNT), DECIDED, replace(DECIDED, of=OWN))
    titled = [*on(CHANNEL_STREAM, OPENED), *on(VIDEO_STREAM, *PUBLIC)]
    async with served(database_url, titled, [*on(DAY, *counted), *caps]) as reader:
        found = told(await budget.of_account(reader, ACCOUNT))
    assert {it["scope"]: it["name"] for it in found["budgets"]} == {
        "account-day": None,
        "channel-month": OPENED.name,
        "video": "Ice remembers",
    }
    assert {it["channel_name"] for it in found["caps"]} == {None, OPENED.name}


async def test_what_a_cap_did_not_count_is_told_until_it_is_counted(database_url: str) -> None:
    asked = [*VIDEO_ASKED, *on(call_stream(OP), INTENDED, SUCCEEDED)]
    of_video = replace(OF, scope=BudgetScope.VIDEO, subject=VIDEO, period="all")
    async with served(database_url, asked) as reader:
        (row,) = await budget.uncounted(reader, ACCOUNT, EVERY, TODAY)
        assert await budget.uncounted(reader, ACCOUNT, OWN, TODAY) == [row]
        nobodys = replace(OWN, channel_id=ChannelId(TEXT))
        assert await budget.uncounted(reader, ACCOUNT, nobodys, TODAY) == []
        other = replace(EVERY, currency="EUR")
        assert await budget.uncounted(reader, ACCOUNT, other, TODAY) == []
    assert (row["subject_id"], row["nanos"], row["opened_nanos"]) == (VIDEO, 40, 0)
    async with served(database_url, [], on(DAY, BudgetOpened(of_video, 40, 9))) as reader:
        assert await budget.uncounted(reader, ACCOUNT, EVERY, TODAY) == []


async def test_only_running_periods_begin_to_count(database_url: str) -> None:
    async with served(database_url, on(call_stream(OP), INTENDED, SUCCEEDED)) as reader:
        found = {
            (scope, on_day): len(await budget.uncounted(reader, ACCOUNT, its, on_day))
            for scope in (ACCOUNT_DAY, CHANNEL_MONTH)
            for its in (replace(EVERY, scope=scope),)
            for on_day in (TODAY, date(2026, 1, 2), date(2026, 2, 1))
        }
    assert list(found.values()) == [1, 0, 0, 1, 1, 0]


async def test_a_video_at_its_end_begins_to_count_no_more(database_url: str) -> None:
    over = [*VIDEO_ASKED, *on(call_stream(OP), INTENDED, SUCCEEDED), *on(VIDEO_STREAM, CANCELLED)]
    async with served(database_url, over) as reader:
        assert await budget.uncounted(reader, ACCOUNT, EVERY, TODAY) == []
