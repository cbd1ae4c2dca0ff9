from projections import account
from queries import freshness
from tests.given import CHANNEL_STREAM, OPENED
from tests.infra.histories import record
from tests.queries.served import on, served, told


async def test_every_view_says_how_far_it_has_come(database_url: str) -> None:
    async with served(database_url, on(CHANNEL_STREAM, OPENED)) as reader:
        fresh = told(await freshness.standing(reader))
        await record(database_url, on(CHANNEL_STREAM, OPENED), seed=1)
        behind = told(await freshness.standing(reader))
    assert (fresh["head"], behind["head"]) == (1, 2)
    assert fresh["views"][0] == {
        "view": "account",
        "version": account.PROJECTION.version,
        "position": 1,
        "lag_events": 0,
        "lag_s": 0,
        "paused": None,
        "parked": 0,
    }
    assert {it["lag_events"] for it in behind["views"]} == {1}
    assert all(it["lag_s"] > 0 for it in behind["views"])


async def test_without_views_there_is_only_a_head(database_url: str) -> None:
    async with served(database_url) as reader:
        assert told(await freshness.standing(reader))["head"] == 0
