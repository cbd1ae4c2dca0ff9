"""What a video is made from: a topic asked for, found out about, and shown sentence by sentence."""

from collections.abc import AsyncIterator
from dataclasses import replace
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import orjson
import pytest

from domain.research import Finding, Research, WebSource
from domain.script import Scene, Script
from domain.video.events import ScriptDrafted
from domain.video.research_events import VideoResearched
from processors import documents
from tests.api.serving import STRANGER, Api, serving
from tests.domain.video.history import OF_TOPIC, OFFLINE, TOPIC
from tests.given import CHANNEL, JOB, REQUESTED, TEXT, TUNE, VIDEO, VIDEO_STREAM, because, blob
from tests.happen import Happen

KEYS = count(900)
HERE = f"/api/v1/videos/{VIDEO}"
PAGES = (WebSource("https://a.example/ice", "Ice"), WebSource("https://b.example/", "<b>Water</b>"))
FACTS = (Finding("Ice floats.", (1,)), Finding("Water shrinks as it melts.", (1, 2)))
FOUND = Research(TOPIC, "en", FACTS, PAGES)
CITED = (("Water shrinks as it melts.",),)
SCRIPT = Script(
    "Ice", "en", (Scene("Melting", ("Melted ice needs less room.",), "less room", CITED),), 5.0
)


@pytest.fixture
async def searching(database_url: str, tmp_path: Path) -> AsyncIterator[Api]:
    """Where somebody is chosen to find out about topics."""
    async with serving(database_url, tmp_path, researches=True) as api:
        yield api


async def happened(api: Api, *events: Any) -> None:
    for it in events:
        await api.deps.ledger.carry_out(Happen(VIDEO_STREAM, it), because(next(KEYS)))


async def researched(api: Api, *more: WebSource) -> tuple[str, str]:
    """The blobs of what was found, and of its facts alone."""
    brief = await documents.store(api.deps.blobs, replace(FOUND, sources=(*PAGES, *more)))
    source = await api.deps.blobs.put(FOUND.text.encode())
    await happened(api, OF_TOPIC, VideoResearched(JOB, brief, source, 2, 2, OFFLINE))
    return brief, source


async def test_a_topic_is_taken_where_somebody_finds_out_about_topics(searching: Api) -> None:
    asked = {"channel_id": str(CHANNEL), "topic": f" {TOPIC} "}
    taken = await searching.send("POST", "/api/v1/videos/generate", asked)
    assert taken.status_code == 202
    video = await searching.read(f"/api/v1/videos/{taken.json()['video_id']}", after=taken)
    assert (video["topic"], video["source"], video["source_asset"]) == (TOPIC, None, None)
    with_voice = asked | {"narration_asset_id": str(TUNE)}
    refused = await searching.send("POST", "/api/v1/videos/generate", with_voice)
    assert (refused.status_code, refused.json()["code"]) == (422, "recording-of-a-topic")


@pytest.mark.parametrize("researches", [True, False])
async def test_whether_topics_are_taken_can_be_asked(
    database_url: str, tmp_path: Path, *, researches: bool
) -> None:
    async with serving(database_url, tmp_path, researches=researches) as api:
        assert (await api.get("/api/v1/capabilities")).json() == {"topics": researches}


async def test_a_topics_brief_names_its_pages_and_what_each_sentence_rests_on(api: Api) -> None:
    brief, source = await researched(api)
    script = await documents.store(api.deps.blobs, SCRIPT)
    await happened(api, ScriptDrafted(JOB, 1, script, 1, OFFLINE))
    told = (await api.get(f"{HERE}/brief")).json()
    assert (told["topic"], told["source_asset"]) == (TOPIC, None)
    assert (told["blob"], told["source"]) == (brief, source)
    assert told["findings"][1] == {"n": 2, "text": FACTS[1].text, "pages": [1, 2]}
    assert told["pages"][1] == {"n": 2, "url": "https://b.example/", "title": "<b>Water</b>"}
    (said,) = told["sentences"]
    assert (said["scene"], said["sentence"], said["findings"]) == (1, 1, [2])
    assert said["rests_on"] == [FACTS[1].text]


async def test_what_was_found_is_among_the_files(api: Api) -> None:
    brief, source = await researched(api)
    files = {it["name"]: it["blob"] for it in (await api.get(f"{HERE}/files")).json()["files"]}
    assert (files["brief.json"], files["source.txt"]) == (brief, source)
    assert (await api.get(f"{HERE}/files/brief.json")).json()["topic"] == TOPIC


async def test_an_appeal_pack_holds_what_was_found_and_when(api: Api) -> None:
    brief, source = await researched(api)
    answer = await api.get(f"{HERE}/appeal-pack")
    with ZipFile(BytesIO(answer.content)) as pack:
        (found,) = orjson.loads(pack.read("sources.json"))["research"]
        assert (found["brief"], found["source"], found["pages"]) == (brief, source, 2)
        assert orjson.loads(pack.read("files/brief.json"))["topic"] == TOPIC
        proved = orjson.loads(pack.read("proofs/index.json"))["events"]
    assert "video.researched" in {it["event"] for it in proved}


async def test_a_texts_brief_names_the_file_and_what_each_sentence_rests_on(api: Api) -> None:
    source = await api.deps.blobs.put(FOUND.text.encode())
    script = await documents.store(api.deps.blobs, SCRIPT)
    await happened(
        api, replace(REQUESTED, source=source), ScriptDrafted(JOB, 1, script, 1, OFFLINE)
    )
    told = (await api.get(f"{HERE}/brief")).json()
    assert (told["topic"], told["source_asset"], told["blob"]) == (None, str(TEXT), None)
    assert (told["findings"], told["pages"]) == ([], [])
    assert told["sentences"][0]["rests_on"] == [FACTS[1].text]


async def test_a_brief_is_empty_before_anything_was_found_or_after_it_was_erased(api: Api) -> None:
    gone = VideoResearched(JOB, blob("gone"), blob("gone"), 2, 2, OFFLINE)
    await happened(api, OF_TOPIC)
    nothing = (await api.get(f"{HERE}/brief")).json()
    assert (nothing["blob"], nothing["findings"], nothing["sentences"]) == (None, [], [])
    script = await documents.store(api.deps.blobs, SCRIPT)
    await happened(api, gone, ScriptDrafted(JOB, 1, script, 1, OFFLINE))
    told = (await api.get(f"{HERE}/brief")).json()
    assert (told["blob"], told["findings"], told["pages"]) == (gone.brief, [], [])
    assert told["sentences"][0]["rests_on"] == list(CITED[0])


async def test_nobody_reads_anothers_brief(api: Api) -> None:
    await researched(api)
    refused = await api.as_(STRANGER).get(f"{HERE}/brief")
    assert (refused.status_code, refused.json()["code"]) == (404, "video-unknown")
