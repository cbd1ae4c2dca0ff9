"""The past on the command line: each reading command, a stream's state, and the whole system."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import psycopg
import pytest
from typer.testing import Result

from domain.sealed import Sealed
from infra.aggregate import Aggregate
from infra.projector.whole import whole
from infra.settings import Projector
from projections.catalog import PROJECTIONS
from tests.cli.asking import Installation, run, sentence
from tests.commands.stage import SET_UP, its
from tests.domain.video.history import INSPECTED
from tests.given import CHANNEL, NOON, VIDEO, VIDEO_STREAM
from tests.infra.histories import caught_up, record

READS = [
    ("video", "list"),
    ("video", "show", str(VIDEO)),
    ("video", "events", str(VIDEO)),
    ("video", "costs", str(VIDEO)),
    ("channel", "list"),
    ("channel", "show", str(CHANNEL)),
    ("job", "list"),
    ("audit", "show"),
    ("account", "show"),
]
HEAD = len(SET_UP) + len(INSPECTED)
SEALED = Sealed("s1.1.bm9uY2U.Y2lwaGVy")


@dataclass(frozen=True, slots=True)
class Login:
    email: Sealed
    others: frozenset[UUID]


@pytest.mark.parametrize("words", READS, ids=" ".join)
async def test_every_reading_command_shows_the_past(
    here: Installation, words: tuple[str, ...]
) -> None:
    now = await here.done(*words)
    await here.done("video", "reject", str(VIDEO), "--reason", "too dry")
    then = await here.done(*words, "--as-of", str(HEAD))
    now.pop("file_list", None), then.pop("file_list", None)
    assert then == now
    assert (await here.says(*words, "--as-of", str(HEAD))).exit_code == 0


def test_a_position_below_zero_is_said_to_be_none(database_url: str, tmp_path: Path) -> None:
    result = run("as-of", "-1", home=tmp_path, env={"DATABASE_URL": database_url})
    assert result.exit_code == 2
    assert sentence(result).startswith("It is neither a position nor a time")


async def test_what_there_was_not_yet_is_not_found(here: Installation) -> None:
    early = await here.done("video", "list", "--as-of", str(len(SET_UP)))
    assert early["items"] == []
    result = await here.says("video", "show", str(VIDEO), "--as-of", str(len(SET_UP)))
    assert result.exit_code == 2
    assert sentence(result) == "there is no such video in this account (video-unknown)"


@pytest.mark.parametrize(("then", "code"), [("soon", "invalid"), ("999", "beyond")])
async def test_a_past_that_there_is_not_is_said(here: Installation, then: str, code: str) -> None:
    result = await here.says("audit", "show", "--as-of", then)
    assert result.exit_code == 2
    assert f"as-of-{code}" in sentence(result)


async def folded(url: str) -> None:
    await record(url, [*SET_UP, *its(*INSPECTED)])
    await caught_up(url, *PROJECTIONS)


@pytest.fixture
def url(database_url: str) -> str:
    asyncio.run(folded(database_url))
    return database_url


def said(url: str, home: Path, *words: str) -> Result:
    return run(*words, home=home, env={"DATABASE_URL": url})


def done(url: str, home: Path, *words: str) -> Any:
    result = said(url, home, *words, "--json")
    assert result.exit_code == 0, result.output
    return orjson.loads(result.stdout)


def ask(url: str, question: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(url, autocommit=True) as connection:
        return connection.execute(question.encode()).fetchall()


def test_the_whole_system_is_folded_up_to_a_position(url: str, tmp_path: Path) -> None:
    found = done(url, tmp_path, "as-of", "8")
    assert (found["position"], found["events"], found["schema"]) == (8, 8, None)
    assert found["tables"]["audit_events"]["rows"] == 8
    assert ask(url, "SELECT 1 FROM pg_namespace WHERE nspname LIKE 'as_of%'") == []
    assert "8 events folded" in said(url, tmp_path, "as-of", "8").stdout


def test_as_of_the_last_position_every_table_has_the_rows_that_are_served(
    url: str, tmp_path: Path
) -> None:
    tables = done(url, tmp_path, "as-of", str(HEAD), "--keep")["tables"]
    for projection in PROJECTIONS:
        for table in projection.tables:
            served = f"TABLE view_{projection.name}_{projection.version}.{table.name}"
            kept = f"TABLE as_of_{HEAD}.{table.name}"
            assert ask(url, f"({served} EXCEPT {kept}) UNION ALL ({kept} EXCEPT {served})") == []
            assert tables[table.name]["rows"] == len(ask(url, served))


def test_what_is_kept_is_made_anew_for_the_same_position(url: str, tmp_path: Path) -> None:
    first, again = (done(url, tmp_path, "as-of", "8", "--keep") for _ in range(2))
    assert first == again
    assert ask(url, "SELECT count(*) FROM as_of_8.audit_events") == [(8,)]


def test_a_time_is_the_position_that_it_meant(url: str, tmp_path: Path) -> None:
    ((at,),) = ask(url, "SELECT recorded_at FROM ledger.events WHERE notification_id = 8")
    by_time = done(url, tmp_path, "as-of", at.isoformat())
    assert by_time == done(url, tmp_path, "as-of", "8")


async def test_a_fold_up_to_nothing_is_empty(database_url: str) -> None:
    found = await whole(database_url, 0, Projector(), keep=False)
    assert (found.position, found.at, found.events) == (0, None, 0)
    assert {it.rows for it in found.tables.values()} == {0}


def test_a_stream_is_shown_as_decisions_saw_it(url: str, tmp_path: Path) -> None:
    now = done(url, tmp_path, "state", VIDEO_STREAM)
    then = done(url, tmp_path, "state", VIDEO_STREAM, "--as-of", str(len(SET_UP) + 1))
    assert (now["version"], then["version"]) == (len(INSPECTED), 1)
    assert (now["as_of"], then["as_of"]) == (None, len(SET_UP) + 1)
    assert then["state"]["parts"]["film"] is None
    assert now["state"]["parts"]["film"] is not None
    assert "version 10" in said(url, tmp_path, "state", VIDEO_STREAM).stdout


def test_a_sealed_value_is_shown_as_it_is_stored() -> None:
    found = Aggregate(VIDEO_STREAM, None, 1, NOON, Login(SEALED, frozenset((VIDEO, CHANNEL))))
    assert found.as_json()["state"] == {"email": SEALED, "others": [str(CHANNEL), str(VIDEO)]}


def test_a_stream_that_has_not_begun_says_so(url: str, tmp_path: Path) -> None:
    result = said(url, tmp_path, "state", VIDEO_STREAM, "--as-of", "1")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "has not begun" in result.stderr


@pytest.mark.parametrize("stream", ["video", "film/1", "video/"])
def test_what_is_no_stream_is_refused(url: str, tmp_path: Path, stream: str) -> None:
    result = said(url, tmp_path, "state", stream)
    assert result.exit_code == 2
    assert "a stream is account|asset|" in sentence(result)
