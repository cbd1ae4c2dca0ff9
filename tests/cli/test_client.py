"""A client while the API is away for a moment, and for good."""

from collections.abc import Callable, Iterator

import httpx2
import pytest

from infra.cli.client import Client
from infra.cli.output import NotRunning

Handler = Callable[[httpx2.Request], httpx2.Response]


def client(handler: Handler, patience_s: float) -> Client:
    transport = httpx2.MockTransport(handler)
    return Client(httpx2.Client(base_url="http://api", transport=transport), patience_s)


def answering(*statuses: int) -> tuple[Handler, list[str]]:
    """One answer after the other, 0 for none; and the keys that were sent."""
    left: Iterator[int] = iter(statuses)
    keys: list[str] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        keys.append(request.headers.get("Idempotency-Key", ""))
        status = next(left)
        if not status:
            raise httpx2.ConnectError("refused", request=request)
        return httpx2.Response(status, json={"position": 7})

    return answer, keys


def test_a_command_is_sent_again_under_its_key() -> None:
    handler, keys = answering(0, 503, 200, 200)
    with client(handler, patience_s=20) as its:
        assert its.post("/x", {}, "key-1") == {"position": 7}
    assert keys == [*["key-1"] * 3, ""]


@pytest.mark.parametrize("gone", [False, True])
def test_what_was_done_is_waited_for_at_the_end_unless_nobody_answers(*, gone: bool) -> None:
    asked: list[tuple[str, str | None]] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append((request.url.path, request.headers.get("YT-Position")))
        if gone and request.method == "GET":
            raise httpx2.ConnectError("refused", request=request)
        return httpx2.Response(200, json={"position": 7})

    with client(answer, patience_s=20) as its:
        its.post("/x", {}, "key-1")
    assert asked == [("/x", None), ("/api/v1/views", "7")]


def test_a_refusal_is_not_asked_for_again() -> None:
    handler, keys = answering(500, 200)
    with client(handler, patience_s=20) as its, pytest.raises(NotRunning):
        its.get("/x")
    assert len(keys) == 1


def test_what_stays_away_is_said() -> None:
    handler, _keys = answering(*[0] * 50)
    with (
        client(handler, patience_s=0.2) as its,
        pytest.raises(NotRunning, match="does not answer"),
    ):
        its.get("/x")


def test_nobody_waits_where_nothing_runs() -> None:
    handler, keys = answering(503, 200)
    with client(handler, patience_s=0) as its, pytest.raises(NotRunning, match="503"):
        its.get("/x")
    assert len(keys) == 1
