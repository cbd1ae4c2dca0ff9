"""Requests that make no sense: refused with their reason, before anything is recorded."""

from typing import Any

import pytest

from tests.api.operations import BODIES
from tests.api.serving import Api
from tests.given import PHOTO, TEXT, VIDEO

VIDEOS = "/api/v1/videos"
ASKED = BODIES["generate_video"]
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"source_asset_id": None}, 422, "nothing-asked"),
        ({"source_asset_id": None, "topic": "ice"}, 409, "research-not-configured"),
        ({"topic": "ice"}, 422, "invalid"),
        ({"source_asset_id": str(PHOTO)}, 422, "asset-kind"),
        ({"source_asset_id": str(VIDEO)}, 404, "asset-unknown"),
        ({"channel_id": str(VIDEO)}, 404, "channel-unknown"),
        ({"pictures": [str(TEXT)]}, 422, "asset-kind"),
        ({"seconds": 9}, 422, "invalid"),
        ({"seconds": "45"}, 422, "invalid"),
        ({"aspect": "4:3"}, 422, "invalid"),
        ({"language": "not a language"}, 422, "invalid"),
        ({"decided": {"disclosure": {"realistic": False}}}, 422, "invalid"),
    ],
)
async def test_a_request_that_makes_no_sense_is_refused_with_its_reason(
    shared: Api, change: dict[str, Any], status: int, code: str
) -> None:
    refused = await shared.send("POST", f"{VIDEOS}/generate", ASKED | change)
    assert (refused.status_code, refused.json()["code"]) == (status, code)


async def test_a_topic_alone_says_what_is_missing(shared: Api) -> None:
    topic = {"channel_id": ASKED["channel_id"], "topic": "ice"}
    refused = await shared.send("POST", f"{VIDEOS}/generate", topic)
    assert "needs a research provider" in refused.json()["detail"]


@pytest.mark.parametrize(
    "query",
    [
        "limit=201",
        "limit=0",
        "limit=1&limit=2",
        "cursor=-1",
        "cursor=nonsense",
        "stage=odd",
        "channel_id=%00",
        "x=" + "y" * 10_001,
    ],
)
async def test_a_question_that_makes_no_sense_is_refused(shared: Api, query: str) -> None:
    refused = await shared.get(f"{VIDEOS}?{query}")
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid")


@pytest.mark.parametrize("position", ["-1", "x", str(2**63)])
async def test_a_position_that_makes_no_sense_is_refused(shared: Api, position: str) -> None:
    assert (await shared.get(VIDEOS, **{"YT-Position": position})).status_code == 422
