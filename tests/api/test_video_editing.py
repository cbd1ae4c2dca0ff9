"""A person's changes, and what they come to."""

from collections.abc import AsyncIterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from adapters.blobs.disk import DiskBlobs
from domain.clip import ClipSound
from domain.ids import asset_stream, video_stream
from domain.metadata import Metadata
from domain.script import Script
from domain.video import Video
from processors import documents
from tests.adapters.render.clips import make_clip
from tests.api.changeable import HERE, METADATA, OWN, SCENES, history
from tests.api.operations import BODIES
from tests.api.serving import Api, serving
from tests.api.test_asset import picture
from tests.domain.video.history import FIRST, RENDERED
from tests.given import PHOTO, REQUESTED, VIDEO, YOU, blob


@pytest.fixture
async def api(database_url: str, tmp_path: Path) -> AsyncIterator[Api]:
    entries = await history(DiskBlobs(tmp_path / "blobs"))
    async with serving(database_url, tmp_path, entries) as served:
        yield served


async def edited(api: Api, **changes: Any) -> Video:
    answer = await api.send("PUT", HERE, changes)
    assert answer.status_code == 200, answer.text
    video: Video = await api.deps.ledger.state(video_stream(VIDEO))
    return video


async def test_another_title_keeps_the_rest(api: Api) -> None:
    parts = (await edited(api, title="Old ice")).parts
    assert parts.metadata is not None
    kept = await documents.load(api.deps.blobs, parts.metadata, Metadata)
    assert kept == replace(METADATA, title="Old ice")
    assert parts.film == RENDERED.film


async def test_description_and_tags_may_be_emptied(api: Api) -> None:
    parts = (await edited(api, description="", tags=[])).parts
    assert parts.metadata is not None
    kept = await documents.load(api.deps.blobs, parts.metadata, Metadata)
    assert (kept.description, kept.tags) == ("", ())


async def test_one_scene_says_something_else(api: Api) -> None:
    said = ("Something else.", "And more of it.")
    parts = (await edited(api, script=[{"scene": 2, "sentences": said}])).parts
    assert parts.script is not None
    kept = await documents.load(api.deps.blobs, parts.script, Script)
    assert kept.scenes[0] == SCENES[0]
    assert kept.scenes[1] == replace(SCENES[1], sentences=said)
    assert parts.film is None


async def test_a_longer_script_takes_longer(api: Api) -> None:
    said = {"scene": 1, "sentences": [SCENES[0].text] * 3}
    parts = (await edited(api, script=[said])).parts
    assert parts.script is not None
    assert (await documents.load(api.deps.blobs, parts.script, Script)).seconds == 40.0


async def test_a_scene_gets_a_persons_own_picture(api: Api) -> None:
    parts = (await edited(api, pictures=[{"scene": 2, "asset_id": str(OWN)}])).parts
    own = (await api.deps.ledger.state(asset_stream(OWN))).blob
    assert parts.images == (FIRST, own)


async def test_a_scene_gets_a_persons_own_clip_as_it_is_cut(api: Api, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4")
    asset_id = (await api.upload(clip.read_bytes(), "hive.mp4")).json()["asset_id"]
    cut = {"in_ms": 200, "out_ms": 800, "sound": "ducked"}
    parts = (await edited(api, pictures=[{"scene": 1, "asset_id": asset_id, "cut": cut}])).parts
    (footage, none) = parts.footage
    assert footage is not None
    assert none is None
    assert (footage.name, footage.in_ms, footage.out_ms) == ("hive.mp4", 200, 800)
    assert footage.sound is ClipSound.MUTED
    assert parts.images[0] is not None
    still = Image.open(BytesIO(await api.deps.blobs.get(parts.images[0])))
    assert still.size == (1920, 1080)


async def test_a_cut_that_begins_after_its_clip_is_refused(api: Api, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4")
    asset_id = (await api.upload(clip.read_bytes(), "hive.mp4")).json()["asset_id"]
    late = {"scene": 1, "asset_id": asset_id, "cut": {"in_ms": 9_000}}
    answer = await api.send("PUT", HERE, {"pictures": [late]})
    assert (answer.status_code, answer.json()["code"]) == (422, "cut-outside")


async def test_a_persons_own_thumbnail_stays(api: Api) -> None:
    parts = (await edited(api, thumbnail_asset_id=str(OWN))).parts
    assert parts.own_thumbnail


async def test_two_thumbnails_at_once_are_refused(api: Api) -> None:
    both = {"thumbnail_asset_id": str(OWN), "thumbnail_variant": 2}
    refused = await api.send("PUT", HERE, both)
    assert (refused.status_code, refused.json()["param"]) == (422, "thumbnail_variant")


async def test_one_decision_leaves_the_others_as_they_were(api: Api) -> None:
    video = await edited(api, audience={"made_for_kids": True})
    assert (video.decided.audience.made_for_kids, video.decided.audience.decided_by) == (True, YOU)
    assert video.decided.disclosure == REQUESTED.decided.disclosure


async def test_a_picture_is_taken_once_what_it_owes_is_said(api: Api) -> None:
    owed = "Photo: A. Lens, CC BY 4.0"
    changes = {"description": f"About ice. {owed}", "pictures": [scene_one()]}
    assert (await edited(api, **changes)).parts.images[0] == blob("photo")


async def test_only_a_jpeg_is_a_thumbnail(api: Api) -> None:
    png = await api.upload(picture("PNG"), "own.png")
    refused = await api.send("PUT", HERE, {"thumbnail_asset_id": png.json()["asset_id"]})
    assert (refused.status_code, refused.json()["code"]) == (422, "thumbnail-unfit")


async def test_what_is_not_made_yet_cannot_be_changed(api: Api) -> None:
    asked = await api.send("POST", "/api/v1/videos/generate", BODIES["generate_video"])
    refused = await api.send("PUT", asked.headers["Location"], {"title": "Early"})
    assert (refused.status_code, refused.json()["code"]) == (409, "part-missing")


def scene_one() -> dict[str, Any]:
    return {"scene": 1, "asset_id": str(PHOTO)}
