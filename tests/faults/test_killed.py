"""Programs killed with -9, stopped and woken again, told to stop: each job is done once."""

import asyncio
import signal
from functools import partial

import pytest

from domain.call import CallIntended, CallReconciled, CallSucceeded
from domain.ids import JobId, job_stream, video_stream
from domain.job import JobFinished
from domain.video.events import ScriptDrafted
from tests.faults.loop import (
    WORKER,
    Killable,
    Ledgers,
    Places,
    Writing,
    a_video,
    dispatcher,
    eventually,
    projector,
    running,
    system,
    worker,
)

pytestmark = pytest.mark.slow
IN_TIME_S = WORKER.lease_s + 3.0


async def sent(places: Places, job: JobId, times: int = 1) -> None:
    async def is_sent() -> bool:
        return len(places.noted(f"sent {job}")) >= times

    await eventually(is_sent, within_s=20)


async def done_once(its: Ledgers, n: int, job: JobId) -> None:
    outcomes = [it for it in await its.events(job_stream(job)) if isinstance(it, JobFinished)]
    drafts = await its.events(video_stream(a_video(n)))
    assert outcomes == [JobFinished(used=True)]
    assert sum(isinstance(it, ScriptDrafted) for it in drafts) == 1


async def test_a_killed_workers_job_passes_on_and_is_done_once(
    its: Ledgers, places: Places, killable: Killable
) -> None:
    job = await its.ask()
    async with running(partial(projector, places), partial(dispatcher, places)):
        first = killable.start("worker", SECONDS="60")
        await sent(places, job)
        first.kill()
        async with running(partial(worker, places, Writing(places))):
            await its.settled(job, within_s=IN_TIME_S)
    kinds = [type(it) for it in await its.call(job)]
    assert kinds == [CallIntended, CallReconciled, CallIntended, CallSucceeded]
    await done_once(its, 0, job)


async def test_a_worker_that_woke_from_the_dead_changes_nothing(
    its: Ledgers, places: Places, killable: Killable
) -> None:
    job = await its.ask()
    async with running(partial(projector, places), partial(dispatcher, places)):
        zombie = killable.start("worker", SECONDS="0.5")
        await sent(places, job)
        zombie.send_signal(signal.SIGSTOP)
        async with running(partial(worker, places, Writing(places))):
            await its.settled(job, within_s=IN_TIME_S)
            before = await its.reader.head()
            zombie.send_signal(signal.SIGCONT)
            await asyncio.sleep(1)
    assert await its.reader.head() == before
    await done_once(its, 0, job)


@pytest.mark.parametrize("victim", ["dispatcher", "projector"])
async def test_a_killed_program_is_followed_by_another(
    its: Ledgers, places: Places, killable: Killable, victim: str
) -> None:
    others = {"dispatcher": projector, "projector": dispatcher}
    async with running(partial(others[victim], places), partial(worker, places, Writing(places))):
        first = killable.start(victim)
        await its.settled(await its.ask(1), within_s=20)
        first.kill()
        jobs = [await its.ask(n) for n in (2, 3)]
        killable.start(victim)
        await its.settled(*jobs, within_s=20)
    for n, job in zip((2, 3), jobs, strict=True):
        await done_once(its, n, job)


async def test_a_second_dispatcher_waits_and_takes_over(
    its: Ledgers, places: Places, killable: Killable
) -> None:
    first = killable.start("dispatcher")
    async with system(places, Writing(places)):
        await its.settled(await its.ask(1), within_s=20)
        first.kill()
        await its.settled(await its.ask(2))


async def test_told_to_stop_a_worker_finishes_its_job(
    its: Ledgers, places: Places, killable: Killable
) -> None:
    job = await its.ask()
    async with running(partial(projector, places), partial(dispatcher, places)):
        process = killable.start("worker", SECONDS="1")
        await sent(places, job)
        process.terminate()
        assert await asyncio.to_thread(process.wait, 10) == 0
    await done_once(its, 0, job)


async def test_a_job_too_long_for_the_time_of_grace_passes_on_at_once(
    its: Ledgers, places: Places, killable: Killable
) -> None:
    job = await its.ask()
    async with running(partial(projector, places), partial(dispatcher, places)):
        process = killable.start("worker", SECONDS="60")
        await sent(places, job)
        process.terminate()
        assert await asyncio.to_thread(process.wait, 10) == 0
        async with running(partial(worker, places, Writing(places))):
            await its.settled(job, within_s=IN_TIME_S)
    await done_once(its, 0, job)
