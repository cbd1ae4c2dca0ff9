"""A view built again beside the one that is read: proven, switched to, switched back."""

from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest

from domain.event import Recorded
from infra.projector.builds import BeingBuilt, KeptBehind, NothingKept, NotServed, Stuck, Unproven
from infra.projector.replay import replay
from infra.settings import Projector
from infra.settings import Rebuild as Limits
from projections import audit, channel, jobs
from projections.catalog import PROJECTIONS
from projections.change import Change, Put
from projections.projection import Poison
from projections.table import TEXT
from tests.infra.histories import SMALL_PAGES, caught_up, record
from tests.infra.rebuilding import PAGES, Fault, an_engine, failing_at, rebuilt, rolled_back
from tests.infra.test_poison import BAD, RAISES
from tests.infra.test_poison import HISTORY as POISON
from tests.infra.test_projector import FINISHED, FIRST, OPENED, SECOND, found
from tests.infra.test_replay import HISTORY, change, schemas
from tests.infra.test_replay import url as served  # noqa: F401 - a fixture
from tests.views import CHANNEL_VIEW, VIDEO_VIEW

SERVING = "SELECT schema, kept FROM ops.serving WHERE projection = 'video'"
STATES = "SELECT schema, state, position FROM ops.checkpoints WHERE projection = 'jobs' ORDER BY 1"
STAGES = ("folding", "writing", "proving")
BY_NAME = {it.name: it for it in PROJECTIONS}


@pytest.fixture
def url(served: str) -> str:  # noqa: F811 - that fixture
    return served


@pytest.mark.parametrize("name", BY_NAME)
async def test_what_is_built_again_is_what_was_read(url: str, name: str) -> None:
    done = await rebuilt(url, BY_NAME[name])
    assert (done.report.equal, done.report.examples, done.events) == (True, [], len(HISTORY))
    assert done.switched.schema == f"view_{name}_{BY_NAME[name].version}_2"
    assert (await replay(url, SMALL_PAGES)).equal


@pytest.mark.parametrize("rows_held", [1, 4, 1_000])
async def test_more_rows_than_memory_holds_are_built_the_same(url: str, rows_held: int) -> None:
    limits = Projector(rebuild=Limits(page_events=2, rows_held=rows_held))
    assert (await rebuilt(url, BY_NAME["video"], limits)).report.equal
    assert (await replay(url, SMALL_PAGES)).equal


async def test_a_new_build_has_the_keys_and_indexes_of_the_old_one(url: str) -> None:
    await rebuilt(url, jobs.PROJECTION)
    of = "SELECT replace(indexdef, %s, '') FROM pg_indexes WHERE schemaname = %s ORDER BY 1"
    with psycopg.connect(url) as connection:
        old, new = (
            connection.execute(of, (f" ON {it}.", it)).fetchall()
            for it in ("view_jobs_2", "view_jobs_2_2")
        )
    assert old == new
    assert len(new) > 1


async def test_what_was_read_is_kept_and_followed_on(url: str) -> None:
    await rebuilt(url, BY_NAME["video"])
    assert await found(url, SERVING) == [{"schema": f"{VIDEO_VIEW}_2", "kept": VIDEO_VIEW}]
    await record(url, HISTORY[1:3], seed=1)
    await caught_up(url, *PROJECTIONS)
    positions = "SELECT DISTINCT position FROM ops.checkpoints"
    assert await found(url, positions) == [{"position": len(HISTORY) + 2}]


async def test_a_rollback_reads_the_old_one_again_and_keeps_the_new(url: str) -> None:
    await rebuilt(url, BY_NAME["video"])
    back = await rolled_back(url, "video")
    assert (back.schema, back.instead_of) == (VIDEO_VIEW, f"{VIDEO_VIEW}_2")
    assert await found(url, SERVING) == [{"schema": VIDEO_VIEW, "kept": f"{VIDEO_VIEW}_2"}]
    assert (await rolled_back(url, "video")).schema == f"{VIDEO_VIEW}_2"
    assert (await replay(url, SMALL_PAGES)).equal


async def test_there_is_nothing_to_roll_back_to_before_a_rebuild(url: str) -> None:
    with pytest.raises(NothingKept, match="nothing of video is kept"):
        await rolled_back(url, "video")


async def test_a_kept_build_that_is_behind_is_not_read(url: str) -> None:
    await rebuilt(url, BY_NAME["video"])
    change(url, f"UPDATE ops.checkpoints SET position = 3 WHERE schema = '{VIDEO_VIEW}'")
    with pytest.raises(KeptBehind, match="start a projector"):
        await rolled_back(url, "video", Limits(lock_s=0.05))


async def test_a_view_that_nobody_reads_cannot_be_built_again(database_url: str) -> None:
    with pytest.raises(NotServed, match="start a projector first"):
        await rebuilt(database_url, jobs.PROJECTION)


async def test_a_view_is_built_by_one_at_a_time(url: str) -> None:
    async with an_engine(url, jobs.PROJECTION) as one, an_engine(url, jobs.PROJECTION) as other:
        with psycopg.connect(url) as connection:
            connection.execute(
                "SELECT pg_advisory_lock(hashtextextended('ytempire.rebuild/jobs', 0))"
            )
            with pytest.raises(BeingBuilt, match="somebody else is building jobs"):
                await other.run()
            connection.execute("SELECT pg_advisory_unlock_all()")
        assert (await one.run()).report.equal


async def test_a_row_that_was_tampered_with_stops_the_switch_and_is_shown(url: str) -> None:
    change(url, f"UPDATE {CHANNEL_VIEW}.channels SET name = 'Shallow Time'")
    with pytest.raises(Unproven, match="nothing was switched") as refused:
        await rebuilt(url, channel.PROJECTION)
    (example,) = refused.value.report.examples
    assert example.served is not None
    assert example.built is not None
    assert (example.served["name"], example.built["name"]) == ("Shallow Time", "Deep Time")
    (its,) = await found(url, "SELECT schema FROM ops.serving WHERE projection = 'channel'")
    assert its == {"schema": CHANNEL_VIEW}


async def test_accepted_differences_are_healed_and_kept_on_record(url: str) -> None:
    change(url, f"DELETE FROM {VIDEO_VIEW}.video_events WHERE position = 5")
    change(url, f"UPDATE {VIDEO_VIEW}.videos SET language = 'another'")
    assert not (await rebuilt(url, BY_NAME["video"], from_zero=True, accept=True)).report.equal
    (proof,) = await found(url, "SELECT equal, report FROM ops.proofs")
    counted = {it["table"]: it for it in proof["report"]["tables"] if not it["equal"]}
    assert proof["equal"] is False
    assert (counted["video_events"]["new"], counted["videos"]["changed"]) == (1, 1)
    assert (await replay(url, SMALL_PAGES)).equal


def shouts(it: Recorded) -> Iterator[Change]:
    """Another meaning: every name in capitals."""
    for each in channel.project(it):
        if isinstance(each, Put) and "name" in each.values:
            yield Put(each.table, each.key, {**each.values, "name": "DEEP TIME"})
        else:
            yield each


NOW = channel.PROJECTION.version
LOUDER = replace(channel.PROJECTION, version=NOW + 1, project=shouts)


async def test_another_meaning_is_switched_to_with_a_report(url: str) -> None:
    done = await rebuilt(url, LOUDER)
    assert (done.report.equal, done.switched.schema) == (False, f"view_channel_{LOUDER.version}")
    (example,) = done.report.examples
    assert example.built is not None
    assert example.built["name"] == "DEEP TIME"


async def test_another_version_that_claims_to_be_the_same_has_to_be(url: str) -> None:
    with pytest.raises(Unproven):
        await rebuilt(url, replace(LOUDER, same_as=NOW))
    same = replace(channel.PROJECTION, version=NOW + 2, same_as=NOW)
    assert (await rebuilt(url, same)).switched.schema == f"view_channel_{same.version}"


async def test_columns_that_only_one_version_has_are_not_compared(url: str) -> None:
    wider = replace(channel.CHANNELS, columns={**channel.CHANNELS.columns, "more": TEXT})
    others = tuple(it for it in channel.PROJECTION.tables if it.name != wider.name)
    newer = replace(channel.PROJECTION, version=NOW + 1, tables=(wider, *others), same_as=NOW)
    assert (await rebuilt(url, newer)).report.equal


@pytest.mark.parametrize("stage", STAGES)
async def test_a_rebuild_that_broke_off_leaves_what_is_read_and_is_done_again(
    url: str, stage: str
) -> None:
    async with an_engine(url, BY_NAME["video"], told=failing_at(stage)) as engine:
        with pytest.raises(Fault):
            await engine.run()
    assert (await replay(url, SMALL_PAGES)).equal
    assert (await rebuilt(url, BY_NAME["video"])).report.equal
    left = [it for it in schemas(url) if it.startswith("view_video")]
    assert sorted(left) == sorted({VIDEO_VIEW, (await serving(url))})


async def serving(url: str) -> str:
    return str((await found(url, SERVING))[0]["schema"])


async def test_a_whole_build_is_gone_on_with_unless_it_is_to_begin_from_zero(url: str) -> None:
    for from_zero in (False, True):
        stages: set[str] = set()
        async with an_engine(url, BY_NAME["video"], told=failing_at("proving")) as engine:
            with pytest.raises(Fault):
                await engine.run()
            engine.told = lambda stage, *_, its=stages: its.add(stage)
            await engine.run(from_zero=from_zero)
        assert ("folding" in stages) == from_zero


async def test_an_event_that_cannot_be_folded_parks_its_stream_in_the_new_build_too(
    database_url: str,
) -> None:
    await record(database_url, POISON)
    await caught_up(database_url, RAISES)
    done = await rebuilt(database_url, RAISES)
    assert (done.report.equal, done.parked) == (True, 1)


async def test_a_better_program_takes_in_what_was_parked(database_url: str) -> None:
    await record(database_url, POISON)
    await caught_up(database_url, RAISES)
    done = await rebuilt(database_url, channel.PROJECTION)
    assert (done.report.equal, done.parked) == (False, 0)
    rows = f"SELECT paused_because FROM {CHANNEL_VIEW}_2.channels ORDER BY channel_id"
    assert [it["paused_because"] for it in await found(database_url, rows)] == [
        "after",
        "elsewhere",
    ]


async def test_a_tampered_row_is_found_though_streams_were_parked(database_url: str) -> None:
    await record(database_url, POISON)
    await caught_up(database_url, RAISES)
    change(database_url, f"UPDATE {CHANNEL_VIEW}.channels SET name = 'Shallow Time'")
    with pytest.raises(Unproven):
        await rebuilt(database_url, channel.PROJECTION)


async def test_money_that_cannot_be_counted_is_not_switched_to(database_url: str) -> None:
    money = replace(RAISES, poison=Poison.PAUSE)
    await record(database_url, POISON)
    await caught_up(database_url, money)
    with pytest.raises(Stuck, match=BAD):
        await rebuilt(database_url, money)
    done = await rebuilt(database_url, replace(channel.PROJECTION, poison=Poison.PAUSE))
    assert (done.report.equal, done.events) == (True, 6)


async def test_what_is_recorded_while_it_is_built_is_in_it(database_url: str) -> None:
    await record(database_url, [(FIRST, OPENED), (SECOND, OPENED)])
    await caught_up(database_url, jobs.PROJECTION, audit.PROJECTION)
    await record(database_url, [(FIRST, FINISHED)], seed=1)
    await rebuilt(database_url, jobs.PROJECTION)
    assert await found(database_url, STATES) == [
        {"schema": "view_jobs_2", "state": "following", "position": 2},
        {"schema": "view_jobs_2_2", "state": "following", "position": 3},
    ]
    assert (await replay(database_url, PAGES, (jobs.PROJECTION,))).equal
