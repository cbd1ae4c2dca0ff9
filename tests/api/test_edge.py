"""What goes out with every answer, and what is written down of it."""

import pytest
from structlog.testing import capture_logs

from tests.api.serving import OWNER, Api
from tests.given import ACCOUNT, VIDEO

ADDRESSES = ["/", "/healthz", "/api/v1/channels", "/api/v1/nothing", "/page/page.js"]
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize("address", ADDRESSES)
async def test_every_answer_is_locked_down(shared: Api, address: str) -> None:
    headers = (await shared.get(address)).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert int(headers["Strict-Transport-Security"].split("=")[1].split(";")[0]) >= 31_536_000
    assert "Access-Control-Allow-Origin" not in headers
    assert "Server" not in headers


async def test_nobody_shares_what_is_somebodys(shared: Api) -> None:
    found = await shared.get("/api/v1/channels")
    told = await shared.send("POST", "/api/v1/channels", {"name": "A", "language": "en"})
    assert found.headers["Cache-Control"] == "private, no-cache"
    assert told.headers["Cache-Control"] == "no-store"


async def test_every_request_has_an_id_of_ours(shared: Api) -> None:
    answers = [await shared.get("/healthz", **{"X-Request-Id": "mine"}) for _ in range(2)]
    ids = {it.headers["X-Request-Id"] for it in answers}
    assert (len(ids), "mine" in ids) == (2, False)


async def test_the_log_says_who_asked_what_and_holds_no_secret(shared: Api) -> None:
    canaries = {"canary-key", "canary-name", "canary-query"}
    body = {"name": "canary-name", "language": "en"}
    with capture_logs() as entries:
        await shared.send("POST", "/api/v1/channels?x=canary-query", body, key="canary-key")
        await shared.as_("canary-token").get(f"/api/v1/videos/{VIDEO}")
    told, refused = entries
    assert (told["operation"], told["status"]) == ("open_channel", 201)
    assert told["account_id"] == str(ACCOUNT)
    assert (refused["status"], refused["account_id"]) == (401, None)
    assert [it for it in (*canaries, OWNER, "canary-token") if it in str(entries)] == []


async def test_an_address_cannot_write_lines_of_its_own_into_the_log(shared: Api) -> None:
    with capture_logs() as entries:
        await shared.get("/api/v1/a%0d%0aforged")
    assert "\n" not in str(entries[0]["path"])


async def test_an_unexpected_fault_is_in_the_log_without_the_values_at_hand(
    shared: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def breaks(*_: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr(type(shared.deps.ledger), "state", breaks)
    with capture_logs() as entries:
        answer = await shared.get(f"/api/v1/videos/{VIDEO}/files")
    assert "RuntimeError: out of order" in entries[0]["traceback"]
    assert entries[0]["request_id"] == answer.json()["request_id"]
    assert OWNER not in str(entries)
