"""`ytempire projections` and `ytempire parked`, as an operator meets them."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import psycopg
import pytest
from typer.testing import Result

from infra.cli.doctor.views import views, warnings
from infra.settings import Settings
from projections import video
from projections.catalog import PROJECTIONS
from tests.cli.asking import run, sentence
from tests.commands.stage import SET_UP
from tests.given import CHANNEL_STREAM
from tests.infra.histories import caught_up, record
from tests.infra.test_poison import HISTORY, RAISES, paused
from tests.infra.test_replay import change
from tests.views import CHANNEL_VIEW, VIDEO_VIEW

READ = "SELECT set_config('search_path', string_agg(schema, ', '), false) FROM ops.serving"
SKIPS = """
    SELECT skips FROM ops.serving JOIN ops.checkpoints USING (projection, schema)
    WHERE projection = 'channel'
"""
EVENT = "SELECT state FROM ledger.events WHERE originator_id = 'system/main'"
OTHERS = tuple(it for it in PROJECTIONS if it.name != "channel")


@dataclass(frozen=True)
class Operator:
    """Somebody at the command line of a database."""

    url: str
    home: Path

    def says(self, *words: str) -> Result:
        return run(*words, home=self.home, env={"DATABASE_URL": self.url})

    def done(self, *words: str) -> Any:
        result = self.says(*words, "--json")
        assert result.exit_code == 0, result.output
        return orjson.loads(result.stdout.splitlines()[-1])

    def view(self, name: str) -> Any:
        return next(
            it for it in self.done("projections", "list")["projections"] if it["name"] == name
        )


@pytest.fixture
def operator(database_url: str, tmp_path: Path) -> Operator:
    async def story() -> None:
        await record(database_url, SET_UP)
        await caught_up(database_url, *PROJECTIONS)

    asyncio.run(story())
    return Operator(database_url, tmp_path)


@pytest.fixture
def troubled(database_url: str, tmp_path: Path) -> Operator:
    """One view met an event that it could not fold; the program is a better one by now."""

    async def story() -> None:
        await record(database_url, HISTORY)
        await caught_up(database_url, RAISES, *OTHERS)

    asyncio.run(story())
    return Operator(database_url, tmp_path)


def test_every_view_is_listed_with_how_far_it_is(operator: Operator) -> None:
    its = operator.view("video")
    assert (its["served"], its["kept"], its["position"]) == (VIDEO_VIEW, None, len(SET_UP))
    assert (its["lag_events"], its["lag_s"], its["parked"]) == (0, 0, [])
    assert VIDEO_VIEW not in operator.says("projections", "list").stdout
    assert "served" in operator.says("projections", "list").stdout


def test_a_view_is_built_again_rolled_back_and_dropped(operator: Operator) -> None:
    built = operator.done("projections", "rebuild", "video")
    assert (built["proof"]["equal"], built["instead_of"]) == (True, VIDEO_VIEW)
    assert operator.done("projections", "rollback", "video")["schema"] == VIDEO_VIEW
    build = f"{video.PROJECTION.version}/2"
    refused = operator.says("projections", "drop", "video", build)
    assert (refused.exit_code, "--kept drops it" in sentence(refused)) == (1, True)
    assert operator.view("video")["kept"] == f"{VIDEO_VIEW}_2"


def test_two_views_are_built_again_together(operator: Operator) -> None:
    its = operator.done("projections", "rebuild", "video", "jobs")["rebuilt"]
    assert [(it["projection"], it["schema"]) for it in its] == [
        ("video", f"{VIDEO_VIEW}_2"),
        ("jobs", "view_jobs_2_2"),
    ]
    assert all(it["proof"]["equal"] for it in its)
    assert "view_jobs_2_3" in operator.says("projections", "rebuild", "video", "jobs").stderr


def test_all_views_are_built_again_but_for_one_that_differs(operator: Operator) -> None:
    change(operator.url, f"UPDATE {CHANNEL_VIEW}.channels SET name = 'Shallow Time'")
    said = operator.says("projections", "rebuild", "--all", "--json")
    assert said.exit_code == 1
    assert f"1 of {len(PROJECTIONS)} were not built again: channel" in said.stderr
    its = orjson.loads(said.stdout.splitlines()[-1])["rebuilt"]
    assert [it["projection"] for it in its if "error" in it] == ["channel"]
    (channel,) = (it for it in its if "error" in it)
    assert channel["proof"]["examples"][0]["served"]["name"] == "Shallow Time"
    assert {it["schema"] for it in its if "schema" in it} == {
        f"view_{it.name}_{it.version}_2" for it in OTHERS
    }
    again = operator.says("projections", "rebuild", "channel", "video")
    assert again.exit_code == 1
    assert f"channel is read as before: {CHANNEL_VIEW}_2 is not what is read" in again.stderr


def test_what_differs_is_shown_and_switched_to_only_if_asked(operator: Operator) -> None:
    change(operator.url, f"UPDATE {CHANNEL_VIEW}.channels SET name = 'Shallow Time'")
    refused = operator.says("projections", "rebuild", "channel", "--from-zero")
    assert refused.exit_code == 1
    assert "Shallow Time" in refused.stdout
    assert "--accept-differences" in refused.stderr
    words = ("projections", "rebuild", "channel", "--from-zero", "--accept-differences")
    assert operator.done(*words)["proof"]["equal"] is False
    assert operator.done("audit", "replay")["equal"] is True


FAR = 2**63 - 1
AHEAD = f"UPDATE ops.checkpoints SET position = {FAR} WHERE projection = 'video'"
STRAY = "UPDATE ops.serving SET kept = NULL WHERE projection = 'video'"


def test_a_view_ahead_of_the_ledger_is_said_and_not_waited_for(operator: Operator) -> None:
    change(operator.url, AHEAD)
    its = operator.view("video")
    assert (its["lag_events"], its["builds"][0]["state"]) == (0, "ahead of the ledger")
    assert "ahead of the ledger" in operator.says("projections", "list").stdout
    refused = operator.says("projections", "rebuild", "video")
    assert refused.exit_code == 1
    assert f"ahead of the ledger, which ends at {len(SET_UP)}" in sentence(refused)
    assert "--from-zero replaces it" in sentence(refused)


def test_a_rebuild_from_zero_replaces_a_view_ahead_of_the_ledger(operator: Operator) -> None:
    change(operator.url, AHEAD)
    built = operator.done("projections", "rebuild", "video", "--from-zero")
    assert (built["events"], built["kept"]) == (len(SET_UP), False)
    its = operator.view("video")
    assert (its["position"], its["kept"]) == (len(SET_UP), None)
    assert operator.says("projections", "rollback", "video").exit_code == 1


def test_a_kept_build_ahead_of_the_ledger_is_not_read_again(operator: Operator) -> None:
    operator.done("projections", "rebuild", "video")
    change(operator.url, AHEAD + " AND build = 1")
    refused = operator.says("projections", "rollback", "video")
    assert (refused.exit_code, "ahead of the ledger" in sentence(refused)) == (1, True)


def test_a_rollback_does_not_wait_for_what_is_not_recorded(operator: Operator) -> None:
    operator.done("projections", "rebuild", "video")
    asyncio.run(record(operator.url, [(CHANNEL_STREAM, paused("now"))], seed=7))
    change(operator.url, AHEAD + " AND build = 2")
    refused = operator.says("projections", "rollback", "video")
    assert refused.exit_code == 1
    assert sentence(refused).startswith(f"nothing is recorded at {len(SET_UP) + 2}")


def test_a_build_that_nobody_reads_or_keeps_is_named(operator: Operator) -> None:
    operator.done("projections", "rebuild", "video")
    change(operator.url, STRAY)
    assert operator.view("video")["builds"][0]["role"] == "being dropped"


def test_the_doctor_names_a_view_ahead_of_the_ledger(operator: Operator) -> None:
    its = Settings(ytempire_home=operator.home, database_url=operator.url)
    assert list(warnings(views(its, answers=True))) == []
    change(operator.url, AHEAD)
    (said,) = warnings(views(its, answers=True))
    assert said.startswith(f"the view video stands at {FAR}, ahead of the ledger")
    assert list(warnings(views(its, answers=False))) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("projections", "rebuild", "films"), "there is no view films; there are account, audit"),
        (("projections", "rebuild", "jobs", "films"), "there is no view films"),
        (("projections", "rebuild"), "name the views to build again, of account, audit"),
        (("projections", "rebuild", "jobs", "--all"), "name the views to build again, of account"),
        (("projections", "rollback", "video"), "nothing of video is kept"),
        (("projections", "drop", "video", "two"), "two is no build; say VERSION/BUILD"),
        (("projections", "drop", "video", "1/7"), "video has no build 1/7"),
        (("parked", "discard", "video", "3", "--reason", "so"), "video is not parked at 3"),
    ],
)
def test_what_makes_no_sense_is_said_in_a_sentence(
    operator: Operator, words: tuple[str, ...], said: str
) -> None:
    result = operator.says(*words)
    assert result.exit_code in (1, 2)
    assert sentence(result).startswith(said)


def test_what_is_parked_is_listed(troubled: Operator) -> None:
    (its,) = troubled.done("parked", "list")["parked"]
    assert (its["view"], its["stream"], its["position"]) == ("channel", CHANNEL_STREAM, 3)
    assert (its["event"], its["pauses"], its["discarded"]) == ("channel.paused", False, False)
    assert troubled.view("channel")["parked"][0]["stream"] == CHANNEL_STREAM


def test_a_retry_takes_in_what_was_parked_and_all_that_followed(troubled: Operator) -> None:
    assert troubled.done("parked", "retry") == {"parked": []}
    assert reasons(troubled.url) == ["after", "elsewhere"]
    assert troubled.done("audit", "replay")["equal"] is True


def test_a_discarded_event_is_left_out_and_everything_after_it_is_not(troubled: Operator) -> None:
    asyncio.run(record(troubled.url, [(CHANNEL_STREAM, paused("last"))], seed=7))
    words = ("parked", "discard", "channel", "3", "--reason", "a broken import")
    assert troubled.done(*words) == {"parked": []}
    assert reasons(troubled.url) == ["last", "elsewhere"]
    assert column(troubled.url, SKIPS) == [[3]]
    (event,) = column(troubled.url, EVENT)
    assert orjson.loads(event)["reason"] == "a broken import"
    assert troubled.done("audit", "replay")["equal"] is True


def test_a_rebuild_from_zero_leaves_out_what_was_discarded(troubled: Operator) -> None:
    troubled.done("parked", "discard", "channel", "3", "--reason", "a broken import")
    again = troubled.done("projections", "rebuild", "channel", "--from-zero")
    assert again["proof"]["equal"] is True
    assert column(troubled.url, SKIPS) == [[3]]


def test_a_discard_needs_a_reason(troubled: Operator) -> None:
    refused = troubled.says("parked", "discard", "channel", "3", "--reason", " ")
    assert (refused.exit_code, sentence(refused)[:7]) == (2, "say why")
    hidden = troubled.says("parked", "discard", "channel", "3", "--reason", "so\u202e")
    assert (hidden.exit_code, "nobody sees (U+202E" in sentence(hidden)) == (2, True)


def test_what_still_cannot_be_taken_in_ends_with_one(
    troubled: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(
        __import__("infra.cli.projections").cli.projections.KNOWN, "channel", RAISES
    )
    result = troubled.says("parked", "retry", "channel")
    assert result.exit_code == 1
    assert "1 still cannot be taken in" in result.stderr


def reasons(url: str) -> list[str]:
    """Why each channel is paused, as it is read."""
    return column(url, "SELECT paused_because FROM channels ORDER BY channel_id")


def column(url: str, query: str) -> list[Any]:
    with psycopg.connect(url) as connection:
        connection.execute(READ)
        return [it for (it,) in connection.execute(query.encode())]
