"""Readiness, with a real ledger and real tables."""

import orjson
import pytest
from redis.asyncio import Redis

from infra.health import Health
from infra.ledger.mapper import Mapper
from infra.ledger.pool import ledger_pool
from infra.ledger.reader import LedgerReader
from infra.reader import opened_reader
from infra.settings import Views
from projections.catalog import PROJECTIONS
from queries.freshness import standing
from tests.commands.stage import SET_UP
from tests.infra.histories import ONE, caught_up, record
from tests.infra.test_replay import change

AHEAD = f"UPDATE ops.checkpoints SET position = {2**63 - 1} WHERE projection = 'video'"
NOWHERE = "redis://127.0.0.1:1"


@pytest.fixture
async def url(database_url: str) -> str:
    await record(database_url, SET_UP)
    await caught_up(database_url, *PROJECTIONS)
    return database_url


async def tables_are_well(url: str) -> bool:
    async with (
        ledger_pool(url, ONE) as pool,
        opened_reader(url, Views(connections=2)) as reader,
        Redis.from_url(NOWHERE) as redis,
    ):
        parts = await Health(LedgerReader(pool, Mapper()), reader, redis).parts()
    assert parts["ledger"]
    return parts["tables"]


async def test_tables_as_far_as_the_ledger_are_well(url: str) -> None:
    assert await tables_are_well(url)


async def test_a_table_ahead_of_the_ledger_is_not(url: str) -> None:
    change(url, AHEAD)
    assert not await tables_are_well(url)


async def test_a_view_ahead_of_the_ledger_says_so_and_is_not_behind(url: str) -> None:
    change(url, AHEAD)
    async with opened_reader(url, Views(connections=2)) as reader:
        told = orjson.loads(await standing(reader))["views"]
    video = next(it for it in told if it["view"] == "video")
    assert (video["lag_events"], video["paused"]) == (0, "ahead of the ledger")
