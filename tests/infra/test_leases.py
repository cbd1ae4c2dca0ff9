"""Leases: one worker holds a job at a time, and for as long as it is heard of."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from psycopg import AsyncConnection

from infra.ledger.pool import Pool, ledger_pool
from infra.settings import Ledger
from infra.worker.leases import Leases
from tests.given import JOB, OTHER_JOB

LEASE_S = 0.3


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[Pool]:
    async with ledger_pool(database_url, Ledger(connections=2)) as opened:
        yield opened


@pytest.fixture
def leases(pool: Pool) -> Leases:
    return Leases(pool, "one", LEASE_S)


async def test_a_job_is_held_by_one_worker_at_a_time(pool: Pool, leases: Leases) -> None:
    lease = await leases.take(JOB)
    assert lease is not None
    assert await Leases(pool, "two", 1).take(JOB) is None
    assert await Leases(pool, "two", 1).take(OTHER_JOB) is not None
    await leases.release(lease)
    assert await Leases(pool, "two", 1).take(JOB) is not None


async def test_of_many_who_ask_at_once_one_gets_the_lease(leases: Leases) -> None:
    taken = await asyncio.gather(*(leases.take(JOB) for _ in range(8)))
    assert sum(it is not None for it in taken) == 1


async def test_a_lease_that_is_not_renewed_passes_on_and_its_fence_is_worth_nothing(
    pool: Pool, leases: Leases
) -> None:
    before = await leases.take(JOB)
    assert before is not None
    await asyncio.sleep(LEASE_S)
    after = await Leases(pool, "two", 1).take(JOB)
    assert after is not None
    assert (after.epoch, after.number) > (before.epoch, before.number)
    assert after.fence != before.fence
    assert not await leases.renew(before)
    await leases.release(before)
    assert await leases.renew(after)


async def test_a_renewed_lease_outlasts_its_time(pool: Pool, leases: Leases) -> None:
    lease = await leases.take(JOB)
    assert lease is not None
    for _ in range(3):
        await asyncio.sleep(LEASE_S / 2)
        assert await leases.renew(lease)
    assert await Leases(pool, "two", 1).take(JOB) is None


async def test_a_restore_begins_another_epoch(pool: Pool, database_url: str) -> None:
    before = await Leases(pool, "one", 1).take(JOB)
    async with await AsyncConnection.connect(database_url, autocommit=True) as owner:
        await owner.execute("TRUNCATE ops.leases")
        await owner.execute("UPDATE ops.lease_epoch SET epoch = epoch + 1")
        await owner.execute("ALTER SEQUENCE ops.lease_numbers RESTART")
    after = await Leases(pool, "one", 1).take(JOB)
    assert before is not None
    assert after is not None
    assert (before.number, after.epoch) == (after.number, before.epoch + 1)
    assert before.fence != after.fence
