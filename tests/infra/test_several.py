"""Several views built again in one scan: each as if it had been built alone."""

import asyncio
import sys
from dataclasses import replace

import psycopg
import pytest

from infra.projector.builds import BeingBuilt, NotServed, Stuck, Unproven
from infra.projector.rebuild import Rebuilt
from infra.projector.replay import replay
from infra.projector.several import NotRebuilt
from infra.settings import Projector
from infra.settings import Rebuild as Limits
from projections import audit, channel, cost, jobs
from projections.catalog import PROJECTIONS
from projections.projection import Poison, Projection
from tests.infra.histories import SMALL_PAGES, caught_up, record
from tests.infra.rebuilding import (
    PAGES,
    Fault,
    an_engine,
    failing_at,
    rebuilt,
    rebuilt_together,
    some_engines,
)
from tests.infra.test_poison import HISTORY as POISON
from tests.infra.test_poison import RAISES
from tests.infra.test_projector import found
from tests.infra.test_projector_process import until
from tests.infra.test_rebuild_faults import HELD
from tests.infra.test_replay import HISTORY, change, schemas
from tests.infra.test_replay import url as served  # noqa: F401 - a fixture
from tests.views import CHANNEL_VIEW

SERVING = "SELECT projection, schema FROM ops.serving ORDER BY projection"
TWO = (channel.PROJECTION, jobs.PROJECTION)
PROGRAM = """
import asyncio, sys, time
from projections import channel, jobs
from tests.infra.rebuilding import some_engines
def told(stage, *_):
    if stage == sys.argv[2]:
        print(stage, flush=True)
        time.sleep(60)
async def main():
    async with some_engines(sys.argv[1], (channel.PROJECTION, jobs.PROJECTION), told=told) as its:
        await its.run()
asyncio.run(main())
"""


@pytest.fixture
def url(served: str) -> str:  # noqa: F811 - that fixture
    return served


async def outcomes(
    url: str, projections: tuple[Projection, ...], limits: Projector = PAGES
) -> dict[str, str]:
    """What became of each: the schema that is read now, or why not."""
    return {
        projection.name: _outcome(its)
        for projection, its in zip(
            projections, await rebuilt_together(url, projections, limits), strict=True
        )
    }


def _outcome(its: Rebuilt | NotRebuilt) -> str:
    if isinstance(its, NotRebuilt):
        return type(its.why).__name__
    assert its.report.equal, its.report
    return its.switched.schema


async def serving(url: str) -> dict[str, str]:
    return {it["projection"]: it["schema"] for it in await found(url, SERVING)}


def builds(n: int) -> dict[str, str]:
    """The n-th of every view."""
    return {it.name: f"view_{it.name}_{it.version}" + f"_{n}" * (n > 1) for it in PROJECTIONS}


async def test_all_views_are_built_again_as_each_would_be_alone(url: str) -> None:
    for it in PROJECTIONS:
        await rebuilt(url, it)
    assert await outcomes(url, PROJECTIONS) == builds(3) == await serving(url)
    assert (await replay(url, SMALL_PAGES)).equal


async def test_the_ledger_is_read_once_for_all_of_them(url: str) -> None:
    folded = []
    async with some_engines(url, PROJECTIONS) as engines:
        engines.told = lambda stage, done, _: folded.append(done) if stage == "folding" else None
        await engines.run()
    assert folded == sorted(set(folded))
    assert folded[-1] == len(HISTORY)


@pytest.mark.parametrize("rows_held", [1, 4, 12, 1_000])
async def test_the_rows_of_all_of_them_together_are_bounded(url: str, rows_held: int) -> None:
    limits = Projector(rebuild=Limits(page_events=2, rows_held=rows_held))
    assert await outcomes(url, PROJECTIONS, limits) == builds(2)
    assert (await replay(url, SMALL_PAGES)).equal


async def test_each_is_built_as_far_as_it_is_read(url: str) -> None:
    await record(url, HISTORY[1:3], seed=1)
    await caught_up(url, jobs.PROJECTION, audit.PROJECTION)
    assert await outcomes(url, PROJECTIONS) == builds(2)
    await caught_up(url, *PROJECTIONS)
    assert (await replay(url, SMALL_PAGES)).equal


async def test_a_whole_build_of_one_is_gone_on_with(url: str) -> None:
    async with an_engine(url, jobs.PROJECTION, told=failing_at("proving")) as engine:
        with pytest.raises(Fault):
            await engine.run()
    assert await outcomes(url, TWO) == {"channel": f"{CHANNEL_VIEW}_2", "jobs": "view_jobs_2_2"}


async def test_a_poisoned_view_is_built_page_by_page_and_no_other(database_url: str) -> None:
    both = (RAISES, jobs.PROJECTION, audit.PROJECTION)
    stages = []
    await record(database_url, POISON)
    await caught_up(database_url, *both)
    async with some_engines(database_url, both) as engines:
        for it in engines.engines:
            it.told = lambda stage, *_, name=it.projection.name: stages.append((name, stage))
        done = await engines.run()
    assert [_outcome(it) for it in done] == [f"{CHANNEL_VIEW}_2", "view_jobs_2_2", "view_audit_2_2"]
    assert [it.parked for it in done if isinstance(it, Rebuilt)] == [1, 0, 0]
    assert {name for name, stage in stages if "page by page" in stage} == {"channel"}


async def test_money_that_cannot_be_counted_stops_no_other_view(database_url: str) -> None:
    money = replace(RAISES, poison=Poison.PAUSE)
    await record(database_url, POISON)
    await caught_up(database_url, money, jobs.PROJECTION)
    its = await outcomes(database_url, (money, jobs.PROJECTION))
    assert its == {"channel": Stuck.__name__, "jobs": "view_jobs_2_2"}
    assert await serving(database_url) == {"channel": CHANNEL_VIEW, "jobs": "view_jobs_2_2"}


async def test_a_view_that_was_tampered_with_stops_no_other(url: str) -> None:
    change(url, f"UPDATE {CHANNEL_VIEW}.channels SET name = 'Shallow Time'")
    its = await outcomes(url, PROJECTIONS)
    assert its == builds(2) | {"channel": Unproven.__name__}
    assert await serving(url) == builds(2) | {"channel": CHANNEL_VIEW}


async def test_what_somebody_else_builds_or_nobody_reads_stops_no_other(url: str) -> None:
    change(url, "DELETE FROM ops.serving WHERE projection = 'cost'")
    with psycopg.connect(url) as connection:
        connection.execute("SELECT pg_advisory_lock(hashtextextended('ytempire.rebuild/jobs', 0))")
        its = await outcomes(url, (*TWO, cost.PROJECTION))
    assert its == {
        "channel": f"{CHANNEL_VIEW}_2",
        "jobs": BeingBuilt.__name__,
        "cost": NotServed.__name__,
    }


@pytest.mark.parametrize("stage", ["folding", "writing", "proving"])
async def test_broken_off_it_leaves_what_is_read_and_is_done_again(url: str, stage: str) -> None:
    async with some_engines(url, PROJECTIONS, told=failing_at(stage)) as engines:
        with pytest.raises(Fault):
            await engines.run()
    assert await serving(url) == builds(1)
    assert (await replay(url, SMALL_PAGES)).equal
    await rebuilt_together(url, PROJECTIONS)
    left = {it for it in schemas(url) if it.startswith("view_")}
    assert left == {*builds(1).values(), *(await serving(url)).values()}


async def test_cancelled_while_it_folds_it_leaves_what_is_read(url: str) -> None:
    async with some_engines(url, PROJECTIONS) as engines:
        running = asyncio.create_task(engines.run())

        def told(*_: object) -> None:
            running.cancel()

        engines.told = told
        with pytest.raises(asyncio.CancelledError):
            await running
    assert await serving(url) == builds(1)
    assert await outcomes(url, PROJECTIONS) == builds(2)


@pytest.mark.parametrize("stage", ["folding", "writing", "proving"])
async def test_killed_it_leaves_what_is_read_and_is_done_again(url: str, stage: str) -> None:
    program = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", PROGRAM, url, stage), stdout=asyncio.subprocess.PIPE
    )
    assert program.stdout is not None
    assert (await program.stdout.readline()).decode().strip() == stage
    program.kill()
    await program.wait()
    assert await serving(url) == builds(1)
    await until(url, HELD, [{"n": 0}])
    assert await outcomes(url, TWO) == {it.name: builds(2)[it.name] for it in TWO}
