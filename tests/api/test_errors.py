"""Whatever goes wrong is said the same way, and never how it went wrong inside."""

from typing import Any

import pytest
from httpx2 import Response

from api.errors import MEDIA_TYPE
from commands.ports import Busy
from processors.errors import CallError, Unavailable
from tests.api.serving import OWNER, Api
from tests.given import CHANNEL, VIDEO

CHANNELS = "/api/v1/channels"
pytestmark = pytest.mark.asyncio(loop_scope="module")


def problem(answer: Response, status: int, code: str) -> dict[str, Any]:
    assert answer.headers["content-type"] == MEDIA_TYPE
    its: dict[str, Any] = answer.json()
    assert (answer.status_code, its["status"], its["code"]) == (status, status, code)
    assert its["request_id"] == answer.headers["X-Request-Id"]
    assert its["detail"]
    return its


async def test_an_unknown_field_is_named(shared: Api) -> None:
    its = await shared.send("POST", CHANNELS, {"name": "A", "language": "en", "owner": "me"})
    assert problem(its, 422, "invalid")["param"] == "owner"


async def test_several_faults_are_all_told_and_none_repeats_what_was_sent(shared: Api) -> None:
    its = await shared.send("POST", CHANNELS, {"name": "", "language": "canary-1 !"})
    assert [it["param"] for it in problem(its, 422, "invalid")["errors"]] == ["name", "language"]
    assert "canary" not in its.text


@pytest.mark.parametrize("body", [b"{", b'{"name": NaN}', b'"\\ud800"', b"[" * 100_000])
async def test_a_body_that_is_not_json_is_refused(shared: Api, body: bytes) -> None:
    problem(await shared.send("POST", CHANNELS, body), 400, "body-unreadable")


async def test_where_a_body_stops_being_json_is_said(shared: Api) -> None:
    its = problem(await shared.send("POST", CHANNELS, b'{"name":,'), 400, "body-unreadable")
    assert its["param"] == "body"
    assert its["detail"] == "the body is no JSON: Expecting value at character 8."


async def test_json_that_says_it_is_text_is_refused(shared: Api) -> None:
    headers = {"Authorization": f"Bearer {OWNER}", "Idempotency-Key": "plain"}
    headers["Content-Type"] = "text/plain"
    its = await shared.client.post(CHANNELS, content=b'{"name": "A"}', headers=headers)
    assert problem(its, 415, "media-type-unknown")["param"] == "Content-Type"


async def test_head_answers_as_get_does_without_a_body(shared: Api) -> None:
    its = await shared.send("HEAD", CHANNELS)
    assert (its.status_code, its.content) == (200, b"")
    assert int(its.headers["Content-Length"]) > 0


async def test_deep_nesting_is_refused(shared: Api) -> None:
    deep = b'{"name": ' + b"[" * 100 + b"]" * 100 + b', "language": "en"}'
    assert (await shared.send("POST", CHANNELS, deep)).status_code == 422


async def test_a_control_character_is_refused(shared: Api) -> None:
    its = await shared.send("POST", CHANNELS, {"name": "a\x00b", "language": "en"})
    assert problem(its, 422, "hidden-character")["param"] == "name"


async def test_nothing_stands_at_an_unknown_address(shared: Api) -> None:
    problem(await shared.get("/api/v1/nothing"), 404, "not-found")


@pytest.mark.parametrize("method", ["PATCH", "DELETE", "TRACE", "OPTIONS"])
async def test_an_unlisted_method_is_refused(shared: Api, method: str) -> None:
    its = await shared.send(method, CHANNELS)
    problem(its, 405, "method-not-allowed")
    assert "GET" in its.headers["Allow"] or "POST" in its.headers["Allow"]


async def test_a_body_that_is_too_large_is_not_read(shared: Api) -> None:
    problem(await shared.send("POST", CHANNELS, b" " * (2**20 + 1)), 413, "too-large")


async def test_a_body_that_hides_its_size_is_cut_off(shared: Api) -> None:
    async def chunks() -> Any:
        for _ in range(40):
            yield b" " * 2**16

    headers = {"Authorization": f"Bearer {OWNER}", "Idempotency-Key": "k"}
    headers["Content-Type"] = "application/json"
    its = await shared.client.post(CHANNELS, content=chunks(), headers=headers)
    problem(its, 413, "too-large")


@pytest.mark.parametrize("size", ["-1", "1e3", "9" * 40])
async def test_a_size_that_makes_no_sense_is_refused(shared: Api, size: str) -> None:
    headers = {"Authorization": f"Bearer {OWNER}", "Content-Length": size}
    its = await shared.client.post(CHANNELS, content=b"{}", headers=headers)
    problem(its, 413, "too-large")


async def test_a_busy_ledger_says_when_to_come_again(
    shared: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy(*_: object) -> None:
        raise Busy("connection to 10.0.0.7 refused")

    monkeypatch.setattr(type(shared.deps.ledger), "carry_out", busy)
    its = await shared.send("POST", f"{CHANNELS}/{CHANNEL}/resume")
    problem(its, 503, "busy")
    assert its.headers["Retry-After"] == "1"
    assert "10.0.0.7" not in its.text


@pytest.mark.parametrize("code", ["disk-full", "blobs-unwritable", "provider-unavailable"])
async def test_files_that_cannot_be_written_say_so_without_a_path(
    shared: Api, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    async def full(*_: object) -> None:
        raise Unavailable("the disk that holds secret/blobs is full", code=code)

    monkeypatch.setattr(type(shared.deps.blobs), "put_stream", full)
    its = await shared.upload(b"word " * 60)
    assert (its.status_code, "secret" in its.text) == (503, False)


@pytest.mark.parametrize("fault", [RuntimeError("canary"), CallError("canary", code="odd")])
async def test_what_nobody_expected_is_logged_and_not_told(
    shared: Api, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    async def breaks(*_: object) -> None:
        raise fault

    monkeypatch.setattr(type(shared.deps.ledger), "state", breaks)
    its = await shared.get(f"/api/v1/videos/{VIDEO}/files")
    problem(its, 500, "internal-error")
    assert "canary" not in its.text
    assert "Traceback" not in its.text
