"""An appeal pack, asked for over the API and opened as a stranger would."""

from collections.abc import AsyncIterator
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import orjson
import pytest

from adapters.anchors.folder import FolderAnchors
from adapters.blobs.disk import DiskBlobs
from adapters.provenance import jpeg
from domain.call import About, CallIntended, CallSucceeded
from domain.channel import AutoPublishGranted
from domain.event import Event
from domain.ids import OpId, StreamId, call_stream
from domain.mode import Mode
from domain.music import Music
from domain.prices import LineKind, Metering, PricedLine, Provider
from domain.provenance import DigitalSource
from domain.video.changes import DecidedChange
from domain.video.events import MusicChosen, VideoEdited
from domain.video.narration_events import NarrationChosen
from domain.work import Given
from infra.audit import proof as proofs
from infra.audit.run import sealing
from infra.settings import Audit
from tests.adapters.provenance.test_jpeg import picture
from tests.api.serving import STRANGER, Api, serving
from tests.commands.stage import ATTRIBUTED, SET_UP, its
from tests.domain.video.history import (
    APPROVED,
    FILMED,
    PUBLISHED,
    READY,
    RENDERED,
    THUMBNAILED,
    VARIANTS,
)
from tests.given import (
    ACCOUNT,
    CHANNEL,
    CHANNEL_STREAM,
    DAY,
    DECIDED,
    JOB,
    NOON,
    OP,
    TUNE,
    VIDEO,
    YOU,
    blob,
)

HERE = f"/api/v1/videos/{VIDEO}/appeal-pack"
ABOUT = About(ACCOUNT, CHANNEL, VIDEO, JOB)
MODEL = Provider("openai", "gpt-6.1-terra", Mode.LIVE)
LINE = PricedLine(
    *(LineKind.CASH, Mode.LIVE, "openai", "gpt-6.1-terra", "input_token", 1_000, 2_500, 1),
    *("USD", 2_500_000, "2026-01", NOON.date(), "2026-01"),
)
CALL: list[tuple[StreamId, Event]] = [
    (call_stream(OP), CallIntended(ABOUT, "write-script", 1, 1, MODEL, "a" * 64, NOON)),
    (
        call_stream(OP),
        CallSucceeded(ABOUT, 1, blob("answer"), "req-1", Metering.EXACT, (LINE,)),
    ),
]
OTHERS = CallIntended(replace(ABOUT, video_id=None), "mail", 1, 1, MODEL, "b" * 64, NOON)
KIDS = replace(DECIDED, audience=replace(DECIDED.audience, made_for_kids=True))
TUNED = MusicChosen(CHANNEL, Music(TUNE, blob("tune"), "tune.flac"), "", YOU)
TOLD = NarrationChosen(CHANNEL, Given(TUNE, blob("tune"), "mine.wav"), "", YOU)
EDITED = VideoEdited(CHANNEL, DecidedChange(DECIDED, KIDS), YOU)


@pytest.fixture
async def api(viewed_url: str, tmp_path: Path) -> AsyncIterator[Api]:
    """A published film whose thumbnail is marked; everything is sealed."""
    blobs = DiskBlobs(tmp_path / "blobs")
    shown = await blobs.put(jpeg.marked(picture(), DigitalSource.ALGORITHMIC))
    await blobs.put(b"source")
    variants = (replace(VARIANTS[0], wide=shown, capital_px=99), *VARIANTS[1:])
    made = replace(THUMBNAILED, thumbnail=shown, variants=variants)
    asked, *filmed = [made if it is THUMBNAILED else it for it in FILMED]
    film: list[Event] = [asked, TUNED, TOLD, *filmed, READY, EDITED, READY, APPROVED, PUBLISHED]
    other = (call_stream(OpId(VIDEO)), OTHERS)
    granted = (CHANNEL_STREAM, AutoPublishGranted(YOU, NOON + DAY, 2))
    history = [*SET_UP, granted, *its(*film), *CALL, other]
    async with serving(viewed_url, tmp_path, history) as served:
        async with sealing(
            viewed_url, FolderAnchors(tmp_path / "anchors"), tmp_path, Audit()
        ) as sealer:
            await sealer.run(at_once=True)
        yield served


async def packed(api: Api) -> dict[str, bytes]:
    answer = await api.get(HERE)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/zip")
    with ZipFile(BytesIO(answer.content)) as pack:
        return {it: pack.read(it) for it in pack.namelist()}


async def told(api: Api, name: str) -> Any:
    return orjson.loads((await packed(api))[f"{name}.json"])


async def test_every_file_is_what_the_manifest_says(api: Api) -> None:
    files = await packed(api)
    listed = orjson.loads(files.pop("manifest.json"))["files"]
    assert {it: sha256(data).hexdigest() for it, data in files.items()} == {
        it: its["sha256"] for it, its in listed.items()
    }


async def test_asked_for_twice_it_is_the_same_bytes(api: Api) -> None:
    assert (await api.get(HERE)).content == (await api.get(HERE)).content


async def test_it_says_who_approved_what_and_where_it_went(api: Api) -> None:
    summary = await told(api, "summary")
    (approved,), (published,) = summary["approved"], summary["published"]
    assert (approved["approver"], approved["film"]) == (YOU, RENDERED.film)
    assert (published["platform"], summary["stage"]) == ("folder", "published")
    (granted,) = summary["publication_allowed_unseen"]
    assert (granted["granted_by"], granted["per_day"]) == (YOU, 2)


async def test_it_says_under_what_every_file_was_used(api: Api) -> None:
    files = (await told(api, "sources"))["files"]
    assert [it["name"] for it in files] == ["ice.txt", "photo.jpg", "tune.flac"]
    assert files[1]["rights"][0]["attribution"] == ATTRIBUTED.attribution


async def test_it_names_every_model_of_this_video_and_of_no_other(api: Api) -> None:
    (call,) = (await told(api, "models"))["calls"]
    assert call["provider"] == {"name": "openai", "model": "gpt-6.1-terra", "mode": "live"}
    assert (call["request_sha256"], call["outcomes"][0]["request_id"]) == ("a" * 64, "req-1")


async def test_costs_add_up_exactly(api: Api) -> None:
    costs = await told(api, "costs")
    assert costs["totals"] == [
        {"mode": "live", "kind": "cash", "currency": "USD", "amount_nanos": "2500000"}
    ]


async def test_edits_and_decisions_are_told_one_after_the_other(api: Api) -> None:
    music, voice, edit = (await told(api, "edits"))["edits"]
    assert (music["field"], music["after"]["name"]) == ("music", "tune.flac")
    assert (voice["field"], voice["after"]["name"]) == ("narration", "mine.wav")
    assert (edit["editor"], edit["field"]) == (YOU, "decided")
    decisions = (await told(api, "decisions"))["decisions"]
    assert [it["audience"]["made_for_kids"] for it in decisions] == [False, True]


async def test_marks_are_looked_at_and_missed_where_they_are_gone(api: Api) -> None:
    marks = await told(api, "provenance")
    assert (marks["thumbnail"]["source"], marks["thumbnail"]["holds"]) == ("algorithmicMedia", True)
    assert marks["film"] == {"blob": RENDERED.film, "marked": False}


async def test_files_that_are_still_there_come_along(api: Api) -> None:
    files = await packed(api)
    assert files["files/source.txt"] == b"source"
    assert jpeg.mark_of(files["files/thumbnail.jpg"]) is not None
    assert "files/script.json" not in files


async def test_each_key_event_is_proved_by_itself(api: Api) -> None:
    files = await packed(api)
    listed = orjson.loads(files["proofs/index.json"])["events"]
    assert {it["proof"] for it in listed} == {"proved"}
    assert {"video.publish-approved", "asset.rights-decided"} <= {it["event"] for it in listed}
    for it in listed:
        found = proofs.from_bytes(files[f"proofs/{it['position']}.json"])
        proofs.check(found)
        assert found.row.topic == it["event"]


async def test_nobody_gets_the_pack_of_another_account(api: Api) -> None:
    answer = await api.as_(STRANGER).get(HERE)
    assert (answer.status_code, answer.json()["code"]) == (404, "video-unknown")
