"""Every scripted fault, as the client on the other end of the socket meets it."""

from collections.abc import Iterator

import httpx2
import pytest

from tests.standins import faults, stand_in
from tests.standins.faults import USUAL, Fault
from tests.standins.script import Script
from tests.standins.server import StandIn

ASKED = {"model": "m", "input": "Say something about the sea."}
HEADERS = {"authorization": "Bearer a-key"}


@pytest.fixture
def it() -> Iterator[StandIn]:
    with stand_in("openai") as it:
        yield it


def ask(it: StandIn, key: str = "a-key", timeout_s: float = 5.0) -> httpx2.Response:
    headers = {"authorization": f"Bearer {key}"} if key else {}
    return httpx2.post(f"{it.url}/responses", json=ASKED, headers=headers, timeout=timeout_s)


def test_a_request_is_logged_and_billed_once(it: StandIn) -> None:
    answer = ask(it)

    assert answer.status_code == 200
    assert [(one.method, one.path, one.json()) for one in it.requests] == [
        ("POST", "/v1/responses", ASKED)
    ]
    assert [(one.model, one.request) for one in it.charges] == [("m", it.requests[0])]
    assert it.billed["m", "input_token"] == answer.json()["usage"]["input_tokens"]


def test_requests_are_logged_with_their_times(it: StandIn) -> None:
    it.script(faults.slow(0.05))
    ask(it)
    ask(it)

    assert it.requests[1].at_s - it.requests[0].at_s >= 0.05


def test_a_status_comes_with_its_headers_and_costs_nothing(it: StandIn) -> None:
    it.script(faults.status(429, retry_after_s=1.5))

    answer = ask(it)

    assert (answer.status_code, answer.headers["retry-after"]) == (429, "1.5")
    assert answer.json()["error"]["code"] == "rate_limit_exceeded"
    assert it.charges == []


def test_a_reason_can_be_chosen(it: StandIn) -> None:
    it.script(faults.status(429, "insufficient_quota"))

    assert ask(it).json()["error"]["type"] == "insufficient_quota"


def test_a_proxy_answers_with_a_page(it: StandIn) -> None:
    it.script(faults.html_502())

    answer = ask(it)

    assert (answer.status_code, answer.headers["content-type"]) == (502, "text/html")
    assert it.charges == []


@pytest.mark.parametrize(
    ("fault", "charges"),
    [(faults.drop_before_body(), 0), (faults.answer_lost(), 1), (faults.drop_after(20), 1)],
)
def test_a_dropped_connection_is_billed_if_the_work_was_done(
    it: StandIn, fault: Fault, charges: int
) -> None:
    it.script(fault)

    with pytest.raises(httpx2.TransportError):
        ask(it)

    assert len(it.charges) == charges
    assert [one.fault for one in it.requests] == [fault.name]


def test_whoever_hangs_up_on_a_slow_answer_pays_for_it(it: StandIn) -> None:
    it.script(faults.slow(0.3))

    with pytest.raises(httpx2.ReadTimeout):
        ask(it, timeout_s=0.05)

    assert len(it.charges) == 1


def test_a_malformed_answer_is_no_json_and_is_billed(it: StandIn) -> None:
    it.script(faults.malformed())

    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        ask(it).json()

    assert len(it.charges) == 1


def test_usage_may_be_missing_though_it_is_billed(it: StandIn) -> None:
    it.script(faults.missing_usage(), faults.partial_usage())

    none, parts = ask(it).json(), ask(it).json()

    assert "usage" not in none
    assert parts["usage"].keys() == {"input_tokens", "output_tokens", "total_tokens"}
    assert len(it.charges) == 2


def test_an_answer_can_be_blown_up(it: StandIn) -> None:
    it.script(faults.oversize(2_000_000))

    answer = ask(it)

    assert len(answer.content) == 2_000_000
    assert answer.json()["status"] == "completed"


def test_an_expired_key_is_refused_until_it_is_renewed(it: StandIn) -> None:
    it.refused_keys.add("old")

    assert [ask(it, key).status_code for key in ("old", "new", "")] == [401, 200, 401]


def test_faults_come_in_their_order_and_only_where_they_belong(it: StandIn) -> None:
    it.script(faults.status(500), None, faults.status(503))
    it.script(faults.status(418), on="GET /v1/responses/")

    assert [ask(it).status_code for _ in range(4)] == [500, 200, 503, 200]
    assert httpx2.get(f"{it.url}/responses/resp_1", headers=HEADERS).status_code == 418


def test_a_share_of_requests_fails_the_same_way_for_the_same_seed() -> None:
    assert fates(7) == fates(7)
    assert fates(7) != fates(8)


def test_the_share_is_about_what_was_asked_for() -> None:
    script = Script(share=0.2, seed=7)

    met = [script.by_chance("POST /v1/responses", b"the same") for _ in range(1_000)]

    assert 170 <= sum(it is not None for it in met) <= 230


def fates(seed: int) -> list[str]:
    """What forty equal requests meet where every fifth one fails."""
    with stand_in("openai") as it:
        it.fail(0.2, seed, [it for it in USUAL if it.kind != faults.Kind.DROP_BEFORE_BODY])
        with httpx2.Client(headers=HEADERS) as client:
            for _ in range(40):
                try:
                    client.post(f"{it.url}/moderations", json={"input": "x"})
                except httpx2.TransportError:
                    continue
        return [one.fault for one in it.requests]


def test_what_breaks_inside_is_not_taken_for_a_fault() -> None:
    with pytest.raises(ZeroDivisionError):
        ask_one_that_breaks()


def ask_one_that_breaks() -> None:
    def broken(_: object) -> None:
        raise ZeroDivisionError

    with stand_in("openai") as it:
        it.answers.hook = broken
        with pytest.raises(httpx2.TransportError):
            ask(it)


def test_unknown_paths_are_refused(it: StandIn) -> None:
    assert httpx2.post(f"{it.url}/embeddings", json={}, headers=HEADERS).status_code == 404
