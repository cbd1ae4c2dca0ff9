"""A person's own recording as a film's voice, held against a real ledger."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.blobs.disk import DiskBlobs
from tests.api.changeable import HERE, SCRIPT, history
from tests.api.operations import BODIES
from tests.api.serving import Api, serving
from tests.given import PHOTO, TUNE

VIDEOS = "/api/v1/videos"
SCRIPT_HERE = f"{HERE}/files/script.txt"
MINE = {"asset_id": str(TUNE)}


@pytest.fixture
async def made(viewed_url: str, tmp_path: Path) -> AsyncIterator[Api]:
    before = await history(DiskBlobs(tmp_path / "blobs"))
    async with serving(viewed_url, tmp_path, before) as served:
        yield served


async def test_a_text_is_asked_for_with_a_recording_of_it(api: Api) -> None:
    asked = BODIES["generate_video"] | {"narration_asset_id": str(TUNE)}
    answer = await api.send("POST", f"{VIDEOS}/generate", asked)
    found = await api.read(answer.headers["Location"], after=answer)
    assert found["verbatim"]
    assert found["recording"] == MINE | {"name": "tune.flac"}


async def test_a_made_film_is_told_anew_by_a_recording_and_by_its_channel(made: Api) -> None:
    assert (await made.read(HERE))["alignment"] == "exact"
    given = await made.send("PUT", f"{HERE}/narration", MINE)
    found = await made.read(HERE, after=given)
    assert (found["recording"]["name"], found["alignment"]) == ("tune.flac", None)
    assert (found["files"]["film"], found["files"]["narration"]) == (None, None)
    work = (await made.read(f"/api/v1/jobs?video_id={found['video_id']}", after=given))["items"]
    assert [it["kind"] for it in work] == ["narrate"]
    taken_back = await made.send("DELETE", f"{HERE}/narration")
    assert (await made.read(HERE, after=taken_back))["recording"] is None


async def test_a_picture_is_no_recording(made: Api) -> None:
    refused = await made.send("PUT", f"{HERE}/narration", {"asset_id": str(PHOTO)})
    assert (refused.status_code, refused.json()["code"]) == (422, "asset-kind")


async def test_a_script_that_is_not_there_yet_was_recorded_by_nobody(api: Api) -> None:
    asked = await api.send("POST", f"{VIDEOS}/generate", BODIES["generate_video"])
    refused = await api.send("PUT", f"{asked.headers['Location']}/narration", MINE)
    assert (refused.status_code, refused.json()["code"]) == (409, "part-missing")


async def test_a_recorded_script_is_changed_only_where_it_says_the_same(made: Api) -> None:
    await made.send("PUT", f"{HERE}/narration", MINE)
    other = {"script": [{"scene": 1, "sentences": ["Something else."]}]}
    same = {
        "script": [{"scene": 1, "heading": "Here", "sentences": ["Sentence number 1: is HERE!"]}]
    }

    refused = await made.send("PUT", HERE, other)
    taken = await made.send("PUT", HERE, same)

    told = refused.json()
    assert (refused.status_code, told["code"]) == (409, "recording-says-otherwise")
    assert "tune.flac" in told["detail"]
    assert "narration ID --none" in told["detail"]
    assert (await made.read(HERE, after=taken))["recording"]["name"] == "tune.flac"
    taken_back = await made.send("DELETE", f"{HERE}/narration")
    assert (await made.send("PUT", HERE, other)).status_code == 200, taken_back.text


async def test_what_is_to_be_recorded_is_a_file_of_plain_text(made: Api) -> None:
    said = "Sentence number 1 is here.\n\nSentence number 2 is here.\n"
    text = await made.get(SCRIPT_HERE)
    assert (text.status_code, text.text) == (200, said)
    assert text.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert SCRIPT.text in said.replace("\n\n", " ")
    same = await made.get(SCRIPT_HERE, **{"If-None-Match": text.headers["ETag"]})
    assert same.status_code == 304
