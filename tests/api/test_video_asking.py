from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from domain.event import Event
from domain.ids import StreamId
from tests.adapters.render.clips import make_clip
from tests.api.operations import BODIES
from tests.api.serving import Api, serving
from tests.commands.stage import SET_UP, its
from tests.domain.video.history import FILM, INSPECTED, SIDECAR
from tests.given import NOON, PHOTO, VIDEO

VIDEOS = "/api/v1/videos"
HERE = f"{VIDEOS}/{VIDEO}"
ASKED = BODIES["generate_video"]
READY: list[tuple[StreamId, Event]] = [*SET_UP, *its(*INSPECTED)]


async def test_a_video_is_asked_for_and_found_where_the_answer_says(api: Api) -> None:
    asked = await api.send("POST", f"{VIDEOS}/generate", ASKED | {"pictures": [str(PHOTO)]})
    assert asked.status_code == 202
    found = await api.read(asked.headers["Location"], after=asked)
    assert (found["video_id"], found["stage"]) == (asked.json()["video_id"], "making")
    assert (found["seconds"], found["aspect"], found["made_for_kids"]) == (45, "16:9", False)


async def test_a_cut_that_begins_after_its_clip_is_refused_before_anything_is_made(
    api: Api, tmp_path: Path
) -> None:
    clip = make_clip(tmp_path / "a.mp4")
    asset_id = (await api.upload(clip.read_bytes(), "hive.mp4")).json()["asset_id"]
    cut = {"asset_id": asset_id, "in_ms": 9_000}
    asked = ASKED | {"pictures": [asset_id]}
    late = await api.send("POST", f"{VIDEOS}/generate", asked | {"cuts": [cut]})
    assert (late.status_code, late.json()["code"]) == (422, "cut-outside")
    fits = await api.send("POST", f"{VIDEOS}/generate", asked | {"cuts": [cut | {"in_ms": 500}]})
    assert fits.status_code == 202


@pytest.mark.parametrize("asset_id", [PHOTO, VIDEO])
async def test_a_cut_of_what_is_no_clip_is_refused(api: Api, asset_id: UUID) -> None:
    cut = {"asset_id": str(asset_id), "in_ms": 500}
    refused = await api.send("POST", f"{VIDEOS}/generate", ASKED | {"cuts": [cut]})
    assert (refused.status_code, refused.json()["code"]) == (422, "cut-of-no-clip")


async def test_a_language_that_nobody_speaks_is_refused(api: Api) -> None:
    its = await api.send("POST", f"{VIDEOS}/generate", ASKED | {"language": "zz"})
    assert (its.status_code, its.json()["code"]) == (422, "language-unknown")
    assert "does not speak 'zz'" in its.json()["detail"]


async def test_a_ready_film_is_approved_by_its_hashes(database_url: str, tmp_path: Any) -> None:
    async with serving(database_url, tmp_path, READY) as api:
        approved = await api.send("POST", f"{HERE}/approve", {"film": FILM, "sidecar": SIDECAR})
        assert approved.status_code == 202
        assert (await api.read(HERE, after=approved))["stage"] == "approved"
        work = (await api.read(f"/api/v1/jobs?video_id={VIDEO}", after=approved))["items"]
        assert [it["kind"] for it in work] == ["publish"]


async def test_another_film_than_the_one_looked_at_is_not_approved(
    database_url: str, tmp_path: Any
) -> None:
    async with serving(database_url, tmp_path, READY) as api:
        other = {"film": SIDECAR, "sidecar": FILM}
        refused = await api.send("POST", f"{HERE}/approve", other)
        assert (refused.status_code, refused.json()["code"]) == (409, "approval-outdated")


async def test_a_ready_film_is_rejected_with_a_reason(database_url: str, tmp_path: Any) -> None:
    async with serving(database_url, tmp_path, READY) as api:
        rejected = await api.send("POST", f"{HERE}/reject", {"reason": "too dry"})
        found = await api.read(HERE, after=rejected)
        assert (found["stage"], found["reason"]) == ("rejected", "too dry")


async def test_publishing_without_a_grant_asks_for_an_approval(
    database_url: str, tmp_path: Any
) -> None:
    async with serving(database_url, tmp_path, READY) as api:
        refused = await api.send("POST", f"{HERE}/publish")
        assert (refused.status_code, refused.json()["code"]) == (409, "not-approved")


async def test_a_time_without_a_zone_is_refused(database_url: str, tmp_path: Any) -> None:
    async with serving(database_url, tmp_path, READY) as api:
        at = NOON.replace(tzinfo=None).isoformat()
        body = {"film": FILM, "sidecar": SIDECAR, "publish_at": at}
        refused = await api.send("POST", f"{HERE}/approve", body)
        assert (refused.status_code, refused.json()["param"]) == (422, "publish_at")


async def test_a_video_is_cancelled_and_tells_why(api: Api) -> None:
    asked = await api.send("POST", f"{VIDEOS}/generate", ASKED)
    here = asked.headers["Location"]
    cancelled = await api.send("POST", f"{here}/cancel", {"reason": "wrong text"})
    events = (await api.read(f"{here}/events", after=cancelled))["items"]
    assert [it["name"] for it in events] == ["video.requested", "video.cancelled"]
    assert "wrong text" in events[-1]["sentence"]


async def test_only_what_failed_is_tried_again(api: Api) -> None:
    asked = await api.send("POST", f"{VIDEOS}/generate", ASKED)
    refused = await api.send("POST", f"{asked.headers['Location']}/retry")
    assert (refused.status_code, refused.json()["code"]) == (409, "nothing-to-retry")


async def test_a_preview_is_asked_for_and_seen_being_made(database_url: str, tmp_path: Any) -> None:
    async with serving(database_url, tmp_path, READY) as api:
        asked = await api.send("POST", f"{HERE}/preview")
        assert asked.status_code == 202
        found = await api.read(HERE, after=asked)
        assert (found["stage"], found["preview"]["state"]) == ("ready", "making")
        work = (await api.read(f"/api/v1/jobs?video_id={VIDEO}", after=asked))["items"]
        assert [it["kind"] for it in work] == ["preview"]
