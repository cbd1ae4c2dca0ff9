"""Videos on the command line, held against a real API."""

from datetime import UTC, datetime

import pytest

from tests.cli.asking import Installation, sentence
from tests.domain.video.history import FILM, SIDECAR, TITLE
from tests.given import VIDEO

ID = str(VIDEO)
LAST = "00000000-0000-0000-0000-00000000ffff"


async def test_the_board_names_every_video(here: Installation) -> None:
    (found,) = (await here.done("video", "list"))["items"]
    assert (found["video_id"], found["stage"], found["title"]) == (ID, "ready", TITLE)
    shown = (await here.says("video", "list")).stdout
    assert ID in shown
    assert TITLE in shown


async def test_a_stage_that_nothing_is_at_lists_nothing(here: Installation) -> None:
    assert (await here.done("video", "list", "--stage", "failed"))["items"] == []


async def test_a_video_is_found_by_the_beginning_of_its_id(here: Installation) -> None:
    assert (await here.done("video", "show", ID[:5]))["video_id"] == ID


async def test_a_beginning_that_no_id_has_is_refused(here: Installation) -> None:
    result = await here.says("video", "show", "beef")
    assert result.exit_code == 2
    assert sentence(result) == "no video begins with 'beef'; `ytempire video list` names them"


async def test_a_video_of_nobody_is_refused_by_the_api(here: Installation) -> None:
    result = await here.says("video", "show", LAST)
    assert result.exit_code == 2
    assert sentence(result) == "there is no such video in this account (video-unknown)"


async def test_a_video_is_shown_with_the_hashes_of_its_files(here: Installation) -> None:
    shown = (await here.says("video", "show", ID)).stdout
    assert FILM in shown
    assert SIDECAR in shown
    assert "1920×1080 at 30 fps, 45.0 s, 1,350 frames" in shown
    assert "45 s asked for, 45.0 s made" in shown
    told = await here.done("video", "show", ID)
    assert (told["asked_s"], told["made_s"]) == (45, 45.0)


async def test_its_events_come_in_their_order(here: Installation) -> None:
    names = [it["name"] for it in (await here.done("video", "events", ID))["items"]]
    assert (names[0], names[-1]) == ("video.requested", "video.ready")
    assert "Film passed inspection" in (await here.says("video", "events", ID)).stdout


async def test_its_costs_are_there_when_there_are_none(here: Installation) -> None:
    found = await here.done("video", "costs", ID)
    assert (found["lines"], found["totals"]) == ([], [])
    assert (await here.says("video", "costs", ID)).exit_code == 0


async def test_an_approval_names_the_hashes_that_it_showed(here: Installation) -> None:
    answer = await here.done("video", "approve", ID[:8], "--yes")
    assert (answer["film"], answer["metadata"]) == (FILM, SIDECAR)
    approval = (await here.done("video", "show", ID))["approval"]
    assert (approval["film"], approval["sidecar"]) == (FILM, SIDECAR)


async def test_an_approval_may_be_for_later(here: Installation) -> None:
    await here.done("video", "approve", ID, "--yes", "--publish-at", "2026-12-24T18:00:00")
    at = (await here.done("video", "show", ID))["approval"]["publish_at"]
    assert datetime.fromisoformat(at) == datetime(2026, 12, 24, 18, tzinfo=UTC)


async def test_an_approval_for_later_may_name_its_zone(here: Installation) -> None:
    await here.done("video", "approve", ID, "--yes", "--publish-at", "2026-12-24T18:00:00+02:00")
    at = (await here.done("video", "show", ID))["approval"]["publish_at"]
    assert datetime.fromisoformat(at) == datetime(2026, 12, 24, 16, tzinfo=UTC)


async def test_nothing_is_approved_where_nobody_can_be_asked(here: Installation) -> None:
    result = await here.says("video", "approve", ID)
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1].endswith("then say --yes")
    assert f"`ytempire video film {ID[:8]}`" in result.stderr
    assert (await here.done("video", "show", ID))["approval"] is None


@pytest.mark.parametrize(
    ("words", "stage"),
    [(("reject", "--reason", "too calm"), "rejected"), (("cancel",), "cancelled")],
)
async def test_a_decision_changes_the_stage(
    here: Installation, words: tuple[str, ...], stage: str
) -> None:
    await here.done("video", words[0], ID, *words[1:])
    assert (await here.done("video", "show", ID))["stage"] == stage


async def test_a_film_is_rejected_once(here: Installation) -> None:
    await here.done("video", "reject", ID, "--reason", "too calm")
    result = await here.says("video", "reject", ID, "--reason", "too calm")
    assert result.exit_code == 2
    assert sentence(result).endswith("(not-ready)")


async def test_a_film_that_did_not_fail_has_nothing_to_retry(here: Installation) -> None:
    result = await here.says("video", "retry", ID)
    assert result.exit_code == 2
    assert sentence(result).endswith("(nothing-to-retry)")


async def test_publishing_without_consent_is_refused(here: Installation) -> None:
    result = await here.says("video", "publish", ID)
    assert result.exit_code == 2
    assert sentence(result).endswith("(not-approved)")
