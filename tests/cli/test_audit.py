"""The audit on the command line: the timeline, and the proof that can fail."""

import asyncio
from pathlib import Path

import orjson
import psycopg
from typer.testing import Result

from infra.cli.database import database
from infra.embedded.supervisor import Supervisor, in_use
from infra.settings import Embedded, Settings
from projections.catalog import PROJECTIONS
from tests.cli.asking import Installation, run, sentence
from tests.commands.stage import SET_UP
from tests.infra.histories import caught_up, record
from tests.services import Services
from tests.views import CHANNEL_VIEW


async def served(url: str) -> None:
    await record(url, SET_UP)
    await caught_up(url, *PROJECTIONS)


def replayed(url: str, home: Path, *words: str) -> Result:
    return run("audit", "replay", *words, home=home, env={"DATABASE_URL": url})


async def test_what_was_recorded_is_listed_newest_first(here: Installation) -> None:
    found = (await here.done("audit", "show", "--limit", "3"))["items"]
    positions = [it["position"] for it in found]
    assert positions == sorted(positions, reverse=True)
    assert len(positions) == 3
    assert found[0]["name"] in (await here.says("audit", "show", "--limit", "1")).stdout


async def test_one_stream_is_followed(here: Installation) -> None:
    stream = (await here.done("audit", "show", "--limit", "1"))["items"][0]["stream"]
    found = (await here.done("audit", "show", "--stream", stream))["items"]
    assert {it["stream"] for it in found} == {stream}


def test_tables_that_events_come_to_are_equal(database_url: str, tmp_path: Path) -> None:
    asyncio.run(served(database_url))
    result = replayed(database_url, tmp_path, "--json")
    assert result.exit_code == 0
    found = orjson.loads(result.stdout)
    assert (found["equal"], found["events"], found["parked"]) == (True, len(SET_UP), 0)
    assert found["tables"]["audit_events"] == len(SET_UP)
    assert f"equal at position {len(SET_UP)}" in replayed(database_url, tmp_path).stdout


def test_a_changed_row_is_shown_and_ends_with_one(database_url: str, tmp_path: Path) -> None:
    asyncio.run(served(database_url))
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(f"UPDATE {CHANNEL_VIEW}.channels SET name = 'Shallow Time'")
    result = replayed(database_url, tmp_path)
    assert result.exit_code == 1
    assert "NOT EQUAL" in result.stdout
    assert "Shallow Time" in result.stdout


def test_a_database_that_is_away_is_said(tmp_path: Path) -> None:
    result = replayed(f"postgresql://nobody@/none?host={tmp_path}", tmp_path)
    assert result.exit_code == 3
    assert sentence(result).startswith("the database does not answer: ")


def test_a_database_without_tables_is_said(run_services: Services, tmp_path: Path) -> None:
    result = replayed(run_services.postgres_url, tmp_path)
    assert result.exit_code == 3
    assert "has no tables yet" in sentence(result)


def test_a_home_without_a_database_is_said(tmp_path: Path) -> None:
    result = run("audit", "replay", home=tmp_path)
    assert result.exit_code == 3
    assert "there is no database" in sentence(result)


def test_an_embedded_database_is_started_for_the_while(tmp_path: Path) -> None:
    """In a home where something ran before, and nothing runs now."""
    (tmp_path / "postgres").mkdir()
    with database(Settings(ytempire_home=tmp_path)):
        assert in_use(tmp_path)
    assert not in_use(tmp_path)


def test_a_database_that_runs_is_taken_as_it_is(tmp_path: Path) -> None:
    its = Settings(ytempire_home=tmp_path)
    with Supervisor(tmp_path, Embedded()), database(its) as found:
        assert found is its
    assert not (tmp_path / "postgres").exists()


def test_a_home_is_held_for_as_long_as_something_runs_there(tmp_path: Path) -> None:
    assert not in_use(tmp_path)
    with Supervisor(tmp_path, Embedded()):
        assert in_use(tmp_path)
    assert not in_use(tmp_path)
