"""Changes that make no sense: refused, and nothing is recorded."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from adapters.blobs.disk import DiskBlobs
from domain.ids import video_stream
from tests.api.changeable import HERE, OWN, history
from tests.api.serving import Api, serving
from tests.given import VIDEO
from tests.services import VIEWED, Services, database

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def made(
    run_services: Services, worker: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Api]:
    folder = tmp_path_factory.mktemp("made")
    with database(run_services, f"{worker}_{folder.name}", VIEWED) as url:
        async with serving(url, folder, await history(DiskBlobs(folder / "blobs"))) as served:
            yield served


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({}, 422, "nothing-asked"),
        ({"title": ""}, 422, "invalid"),
        ({"title": "a <b>"}, 422, "invalid"),
        ({"title": "x" * 101}, 422, "invalid"),
        ({"description": "ü" * 2_501}, 422, "invalid"),
        ({"tags": ["x" * 30] * 20}, 422, "invalid"),
        ({"script": [{"scene": 3, "heading": "A"}]}, 404, "scene-unknown"),
        ({"script": [{"scene": 0}]}, 422, "invalid"),
        ({"pictures": [{"scene": 3, "asset_id": str(OWN)}]}, 404, "scene-unknown"),
        ({"thumbnail_asset_id": str(VIDEO).replace("4", "9")}, 404, "asset-unknown"),
        ({"stage": "ready"}, 422, "invalid"),
    ],
)
async def test_a_change_that_makes_no_sense_records_nothing(
    made: Api, changes: dict[str, Any], status: int, code: str
) -> None:
    before = await made.deps.ledger.state(video_stream(VIDEO))
    refused = await made.send("PUT", HERE, changes)
    assert (refused.status_code, refused.json()["code"]) == (status, code), refused.text
    assert await made.deps.ledger.state(video_stream(VIDEO)) == before
