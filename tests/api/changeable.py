"""A film of two scenes whose script and metadata can be read: what a person may change."""

from dataclasses import replace

from adapters.blobs.disk import DiskBlobs
from domain.asset import AssetKind, AssetUploaded
from domain.event import Event
from domain.ids import AssetId, StreamId, asset_stream
from domain.metadata import Metadata
from domain.script import Scene, Script
from domain.video.events import ScriptAccepted, ScriptDrafted, VideoPackaged
from processors import documents
from tests.api.test_asset import picture
from tests.commands.stage import SET_UP, its
from tests.domain.video.history import FIRST, OFFLINE, RENDERED, SECOND, VOICED
from tests.domain.video.history import illustrated as drawn
from tests.given import ACCOUNT, JOB, REQUESTED, VIDEO, blob

HERE = f"/api/v1/videos/{VIDEO}"
SCENES = tuple(Scene(f"Scene {n}", (f"Sentence number {n} is here.",), "ice") for n in (1, 2))
SCRIPT = Script("Ice", "en", SCENES, 20.0)
METADATA = Metadata("Ice remembers", "About ice.", ("ice",), "en")
OWN = AssetId(VIDEO)


async def history(blobs: DiskBlobs) -> list[tuple[StreamId, Event]]:
    script = await documents.store(blobs, SCRIPT)
    metadata = await documents.store(blobs, METADATA)
    jpeg = await blobs.put(picture("JPEG"))
    own = AssetUploaded(ACCOUNT, AssetKind.IMAGE, jpeg, 900, "image/jpeg", "own.jpg")
    made: list[Event] = [
        REQUESTED,
        ScriptDrafted(JOB, 1, script, 2, OFFLINE),
        ScriptAccepted(JOB, script, 0.9, blob("verdict"), OFFLINE),
        VideoPackaged(JOB, script, metadata, METADATA.title, OFFLINE),
        replace(VOICED, script=script),
        replace(drawn(0, FIRST), script=script),
        replace(drawn(1, SECOND), script=script),
        RENDERED,
    ]
    return [*SET_UP, (asset_stream(OWN), own), *its(*made)]
