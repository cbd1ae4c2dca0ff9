"""An account is erased, and a worker that does it may die at every step."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from domain.account import AccountErased, Erasure
from domain.ids import AccountId, JobId, job_stream
from domain.job import JobCancelled, JobFinished
from domain.sealed import Erased
from domain.video import Stage
from infra.worker.leases import Leases
from processors.erase import announced, reapply
from processors.errors import Unavailable
from processors.traces import Traces
from tests.given import ACCOUNT, OTHER_ACCOUNT, VIDEO_STREAM
from tests.infra.erasable import EMAIL, GRANT, LOGGED, ME, MINE, NOT_MINE, Home, filled

STEPS_MAX = 60


@pytest.fixture
async def home(database_url: str, tmp_path: Path) -> AsyncIterator[Home]:
    async with filled(database_url, tmp_path) as its:
        yield its


@dataclass
class Fuse:
    """So many steps may be done; then the worker is gone."""

    steps: int

    def burn(self) -> None:
        self.steps -= 1
        if self.steps < 0:
            raise asyncio.CancelledError

    def on(self, port: Any) -> Any:
        return Mortal(port, self)


@dataclass
class Mortal:
    """A port whose every call may be the last."""

    port: Any
    fuse: Fuse

    def __getattr__(self, name: str) -> Any:
        async def called(*args: Any) -> Any:
            self.fuse.burn()
            return await getattr(self.port, name)(*args)

        return called


def mortal(traces: Traces, fuse: Fuse) -> Traces:
    ports = {it.name: getattr(traces, it.name) for it in fields(traces)}
    passing = tuple(fuse.on(it) for it in ports.pop("passing"))
    return Traces(**{name: fuse.on(it) for name, it in ports.items()}, passing=passing)


async def is_erased(home: Home) -> None:
    assert await home.left() == NOT_MINE
    assert await home.vault.open(ME, LOGGED, "email", home.email) is Erased.ERASED
    assert (await home.ledger.state(ME)).erasure is Erasure.ERASED
    assert (await home.ledger.state(VIDEO_STREAM)).stage is Stage.CANCELLED
    assert await announced(home.anchors) == [ACCOUNT]


async def test_everything_of_the_account_goes_and_nothing_of_another(home: Home) -> None:
    assert await home.left() == MINE | NOT_MINE
    assert await home.vault.open(ME, LOGGED, "email", home.email) == EMAIL
    job = await home.job()
    await home.processor().run(job)
    await is_erased(home)
    assert (await home.events(ME))[-1] == AccountErased(job.job_id)
    assert (await home.events(job_stream(job.job_id)))[-1] == JobFinished(used=True)


async def test_a_file_that_came_too_late_goes_unless_another_account_names_it(home: Home) -> None:
    for name in ("source", "shared", "orphan"):
        await home.traces().discard(ACCOUNT, home.made[name])
    assert await home.left() == (MINE | NOT_MINE) - {"source", "orphan"}


async def test_its_other_jobs_are_cancelled(home: Home) -> None:
    job = await home.job()
    await home.processor().run(job)
    streams = await home.traces().belongings.streams(ACCOUNT, "job")
    last = {it: (await home.events(it))[-1] for it in streams if it != job_stream(job.job_id)}
    assert set(last.values()) == {JobCancelled("the account is being erased")}


async def test_wherever_the_worker_dies_the_next_one_ends_in_the_same(home: Home) -> None:
    job, deaths = await home.job(), 0
    for steps in range(STEPS_MAX):
        dying = home.processor(mortal(home.traces(), Fuse(steps)))
        dying = replace(dying, anchors=Fuse(1 + steps % 2).on(home.anchors))
        try:
            await dying.run(job)
        except asyncio.CancelledError:
            deaths += 1
            assert (await home.ledger.state(ME)).erasure is Erasure.BEGUN
    assert 12 < deaths < STEPS_MAX
    await is_erased(home)
    assert (await home.events(ME)).count(AccountErased(job.job_id)) == 1


async def test_the_notice_stands_outside_before_anything_goes(home: Home) -> None:
    job = await home.job()
    only_the_notice = home.processor(mortal(home.traces(), Fuse(1)))
    with pytest.raises(asyncio.CancelledError):
        await only_the_notice.run(job)
    assert (await home.ledger.state(VIDEO_STREAM)).stage is not Stage.CANCELLED
    assert await home.left() == MINE | NOT_MINE
    notice = json.loads(await home.anchors.read(f"erasures/{ACCOUNT}.json") or b"")
    assert notice["account_id"] == str(ACCOUNT)
    assert set(notice) == {"account_id", "begun_at", "position"}


async def test_nothing_goes_while_another_worker_still_makes_something_of_it(home: Home) -> None:
    job = await home.job()
    leases = Leases(home.pool, "another", 60)
    (other, *_) = await home.traces().belongings.streams(ACCOUNT, "job")
    lease = await leases.take(JobId(UUID(other.partition("/")[2])))
    if other == job_stream(job.job_id) or lease is None:
        pytest.fail("the history has another job")
    with pytest.raises(Unavailable, match="has not stopped yet"):
        await home.processor().run(job)
    assert await home.left() == MINE | NOT_MINE
    await leases.release(lease)
    await home.processor().run(job)
    await is_erased(home)


async def test_a_restored_backup_from_before_is_put_right(home: Home) -> None:
    await home.job()
    unknown = AccountId(UUID(int=99))
    for _ in range(2):
        assert await reapply(home.ledger, home.traces(), [ACCOUNT, unknown]) == 2
    assert await home.left() == NOT_MINE
    assert (await home.events(ME)).count(AccountErased(None)) == 1
    assert (await home.ledger.state(ME)).wants() == ()
    assert (await home.ledger.state(VIDEO_STREAM)).stage is Stage.CANCELLED
    jobs = await home.traces().belongings.streams(ACCOUNT, "job")
    assert jobs
    assert all([(await home.ledger.state(it)).settled for it in jobs])


async def test_where_there_is_no_other_account_no_file_is_left(
    database_url: str, tmp_path: Path
) -> None:
    async with filled(database_url, tmp_path, alone=True) as home:
        await home.processor().run(await home.job())
        assert await home.left() == set()


async def test_another_account_is_erased_without_touching_this_one(home: Home) -> None:
    await reapply(home.ledger, home.traces(), [OTHER_ACCOUNT])
    assert await home.left() == (MINE | NOT_MINE) - {"theirs"}
    assert await home.vault.kept(GRANT, "token") == "t0ken"
