"""What is due, and in which order: asked of a real table."""

from datetime import timedelta
from uuid import UUID

from domain.ids import JobId
from infra.dispatcher.due import Connection, DueJobs
from tests.infra.dispatcher.table import LATER, PAST, Table


async def ids(jobs: DueJobs) -> list[JobId]:
    return [it.job_id for it in await jobs.now()]


async def test_nothing_is_due_before_there_is_a_table(connection: Connection) -> None:
    jobs = DueJobs(connection, 99)
    assert await jobs.now() == ()
    assert await jobs.next_s(1) == 1


async def test_open_jobs_are_due_from_their_time_on(table: Table) -> None:
    due, _ = await table.open(1), await table.open(2, after=LATER)
    finished = await table.open(3)
    await table.finish(finished)
    assert await ids(table.due()) == [due]


async def test_a_job_under_a_lease_is_not_due_until_it_runs_out(table: Table) -> None:
    held, freed = await table.open(1), await table.open(2)
    await table.hold(held)
    await table.hold(freed, PAST)
    assert await ids(table.due()) == [freed]


async def test_a_lease_that_ends_after_any_could_was_taken_before_a_clock_ran_back(
    table: Table,
) -> None:
    held = await table.open(1)
    await table.hold(held, LATER)
    assert await ids(table.due()) == [held]
    assert await table.due().next_s(60) == 60


async def test_of_more_than_are_looked_at_everybodys_first_are(table: Table) -> None:
    first, second, _ = [await table.open(n) for n in (1, 2, 3)]
    other = await table.open(4, account=2)
    assert await ids(table.due(most=3)) == [first, other, second]


async def test_an_account_finishes_its_films_before_it_begins_others(table: Table) -> None:
    begun = [await table.open(n, kind="write-script") for n in (1, 2)]
    made = await table.open(3, kind="render")
    done = await table.open(4, kind="publish")
    assert await ids(table.due()) == [done, made, *begun]


async def test_what_is_nearest_to_done_of_one_account_stands_before_nobody_elses_work(
    table: Table,
) -> None:
    films = [await table.open(n, kind="render") for n in (1, 2, 3)]
    script = await table.open(4, account=2, kind="write-script")
    assert await ids(table.due()) == [films[0], script, *films[1:]]


async def test_the_next_look_is_when_a_job_falls_due_or_a_lease_runs_out(table: Table) -> None:
    await table.open(1, after=timedelta(seconds=5))
    assert 4 < await table.due().next_s(60) <= 5
    await table.hold(JobId(UUID(int=9)), timedelta(seconds=2))
    assert 1 < await table.due().next_s(60) <= 2
    assert await table.due().next_s(0.5) == 0.5
