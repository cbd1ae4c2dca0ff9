"""G10: kill -9 of dispatcher, worker and Redis, again and again, and of the dispatcher that leads.

The targets: 100 kills, 0 jobs lost, 0 outcomes twice; another dispatcher within a second.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import LiteralString
from uuid import UUID

import psycopg
import pytest

from domain.ids import AccountId
from tests.faults.forks import Forks, OwnRedis
from tests.faults.loop import (
    Ledgers,
    Places,
    Writing,
    eventually,
    projector,
    running,
    worker,
)

pytestmark = pytest.mark.slow
KILLS, EVERY_S, FILMS = 100, 0.3, 3
TAKEOVER_S = 1.0
UNDONE: LiteralString = """
    SELECT count(*) FROM ledger.events AS opened
    WHERE topic = 'job.opened' AND state LIKE '%"write-script"%'::bytea AND NOT EXISTS (
        SELECT FROM ledger.events AS its
        WHERE its.originator_id = opened.originator_id AND its.topic = 'job.finished')
"""
ASKED: LiteralString = """
    SELECT count(*) FROM ledger.events
    WHERE topic = 'job.opened' AND state LIKE '%"write-script"%'::bytea
"""
TWICE: LiteralString = """
    SELECT count(*) FROM (
        SELECT FROM ledger.events WHERE topic IN ('job.finished', 'video.script-drafted')
        GROUP BY originator_id, topic HAVING count(*) > 1
    ) AS twice
"""


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[OwnRedis]:
    its = OwnRedis.started(tmp_path / "own")
    yield its
    its.end()


def count(places: Places, question: LiteralString) -> int:
    with psycopg.connect(places.database_url) as connection:
        found = connection.execute(question).fetchone()
    assert found is not None
    return int(found[0])


async def is_none(places: Places, question: LiteralString) -> bool:
    return await asyncio.to_thread(count, places, question) == 0


async def test_a_hundred_kills_lose_no_job_and_double_no_outcome(
    its: Ledgers, places: Places, redis: OwnRedis
) -> None:
    there = replace(places, redis_url=redis.server.url)
    with Forks(there, {"SECONDS": "0.02"}) as forks:
        for name in ("dispatcher", "worker") * 2:
            forks.start(name)
        async with running(partial(projector, there)):
            for n in range(KILLS):
                for film in range(FILMS):
                    await its.ask(FILMS * n + film, AccountId(UUID(int=1 + film)))
                await asyncio.sleep(EVERY_S)
                if n % 3 == 2:
                    await asyncio.to_thread(redis.kill)
                else:
                    await asyncio.to_thread(forks.kill_oldest, ("dispatcher", "worker")[n % 3])
            await eventually(partial(is_none, there, UNDONE), within_s=30)
    assert count(there, ASKED) == KILLS * FILMS
    assert count(there, TWICE) == 0


async def test_a_dispatcher_that_waits_takes_over_within_a_second(
    its: Ledgers, places: Places
) -> None:
    with Forks(places, {}) as forks:
        async with running(partial(projector, places), partial(worker, places, Writing(places))):
            leads = forks.start("dispatcher")
            await its.settled(await its.ask(1))
            forks.start("dispatcher")
            await asyncio.sleep(1)
            leads.kill()
            await its.settled(await its.ask(2), within_s=TAKEOVER_S)
