"""Requests that make no sense: refused with their reason, before anything is recorded."""

from typing import Any

import pytest

from tests.api.operations import BODIES
from tests.api.serving import Api
from tests.given import CHANNEL, PHOTO, TEXT, VIDEO

VIDEOS = "/api/v1/videos"
ASKED = BODIES["generate_video"]
OF_TOPIC = ASKED | {"source_asset_id": None}
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"source_asset_id": None}, 422, "nothing-asked"),
        ({"source_asset_id": None, "topic": "ice"}, 409, "research-not-configured"),
        ({"topic": "ice"}, 422, "source-or-topic"),
        ({"source_asset_id": None, "topic": " "}, 422, "invalid"),
        ({"source_asset_id": None, "topic": "x" * 201}, 422, "invalid"),
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


@pytest.mark.parametrize(
    ("change", "param", "told"),
    [
        ({"seconds": 9}, "seconds", "seconds takes 10 or more."),
        ({"seconds": "45"}, "seconds", "seconds takes a whole number."),
        ({"aspect": "4:3"}, "aspect", "aspect takes 16:9, 9:16 or 1:1."),
        ({"language": "a b"}, "language", "language takes a language's tag, such as en or pt-BR."),
        ({"nope": 1}, "nope", "nope is not known here."),
        ({"pictures": 1}, "pictures", "pictures takes a list."),
        (
            {"cuts": [{"asset_id": str(PHOTO), "in_ms": -1}]},
            "cuts.0.in_ms",
            "in_ms of cuts no. 1 takes 0 or more.",
        ),
        (
            {"pictures": [str(PHOTO), "photo"]},
            "pictures.1",
            "pictures no. 2 takes an id such as 0190c9f5-6d7a-7c3e-9d42-1f0a5b8c2e11.",
        ),
        (
            {"decided": {"disclosure": {"realistic": "no"}}},
            "decided.disclosure.realistic",
            "realistic of disclosure of decided takes true or false.",
        ),
    ],
)
async def test_what_does_not_fit_is_said_with_what_would_be_right(
    shared: Api, change: dict[str, Any], param: str, told: str
) -> None:
    refused = (await shared.send("POST", f"{VIDEOS}/generate", ASKED | change)).json()
    assert (refused["param"], refused["detail"]) == (param, told)


@pytest.mark.parametrize(
    ("path", "body", "told"),
    [
        (f"channels/{CHANNEL}/look", {"colours": {"accent": "red"}},
         "accent of colours takes a colour such as #7a1d10."),
        (f"channels/{CHANNEL}/look", [], "the body takes an object with named fields."),
        (f"videos/{VIDEO}", {"title": ""}, "title takes 1 character or more."),
        (f"videos/{VIDEO}", {"tags": ["x" * 501]}, "tags no. 1 takes 500 characters at most."),
        (f"videos/{VIDEO}", {"pictures": [{"scene": 0}]}, "scene of pictures no. 1 takes 1 or"),
        ("costs/caps", {"scope": "video"}, "amount"),
        (f"assets/{PHOTO}/rights", {"ownership": "licensed", "licence": "x",
         "commercial_use": True}, "what is licensed says its attribution"),
    ],
)  # fmt: skip
async def test_what_does_not_fit_is_said_without_a_pattern(
    shared: Api, path: str, body: object, told: str
) -> None:
    refused = (await shared.send("PUT", f"/api/v1/{path}", body)).json()
    assert (refused["code"], told in refused["detail"]) == ("invalid", True), refused["detail"]


@pytest.mark.parametrize(
    ("method", "path", "body", "param"),
    [
        ("POST", "videos/generate", OF_TOPIC | {"topic": "ice\u202e"}, "topic"),
        ("POST", "videos/generate", OF_TOPIC | {"topic": "a\nb"}, "topic"),
        ("POST", f"videos/{VIDEO}/cancel", {"reason": "du\u200bll"}, "reason"),
        ("POST", f"videos/{VIDEO}/reject", {"reason": "so\x85 dull"}, "reason"),
        ("POST", "channels", {"name": "Na\ufeffture", "language": "en"}, "name"),
        ("PUT", f"channels/{CHANNEL}/personality", {"personality": "Dry\u2066."}, "personality"),
        ("PUT", f"channels/{CHANNEL}/look", {"lower_third": "Ice\u200f"}, "lower_third"),
        ("PUT", f"videos/{VIDEO}", {"title": "Ice\u200dberg"}, "title"),
        ("PUT", f"videos/{VIDEO}", {"tags": ["ice", "snow\u00ad"]}, "tags.1"),
        ("PUT", f"videos/{VIDEO}", {"script": [{"scene": 1, "sentences": ["A\u2060."]}]}, None),
    ],
)  # fmt: skip
async def test_what_nobody_sees_is_refused_wherever_a_person_writes(
    shared: Api, method: str, path: str, body: dict[str, Any], param: str | None
) -> None:
    refused = await shared.send(method, f"/api/v1/{path}", body)
    told = refused.json()
    assert (refused.status_code, told["code"]) == (422, "hidden-character")
    assert told["param"] == (param or "script.0.sentences.0")
    assert "has a character that nobody sees (U+" in told["detail"]
    assert told["detail"].endswith("; leave it out.")


async def test_a_topic_alone_says_what_is_missing(shared: Api) -> None:
    topic = {"channel_id": ASKED["channel_id"], "topic": "ice"}
    refused = await shared.send("POST", f"{VIDEOS}/generate", topic)
    assert "needs a research provider" in refused.json()["detail"]
    assert "PROVIDERS__RESEARCH" in refused.json()["detail"]


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
