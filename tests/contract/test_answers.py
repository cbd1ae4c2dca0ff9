"""Every answer of every stand-in is what its provider published, refusals included."""

from typing import Any

import httpx2
import pytest

from tests.contract.asked import CHAT, EVERY, RESPONSE, Asked
from tests.contract.validity import answer_faults
from tests.standins import PROVIDERS, Declined, Unfinished, faults, stand_in
from tests.standins.server import StandIn

KEY = {"authorization": "Bearer a-key", "xi-api-key": "a-key"}
PAID = [it for it in EVERY if it.method == "POST"]


def ask(it: StandIn, asked: Asked, key: dict[str, str] = KEY) -> httpx2.Response:
    for earlier in asked.before:
        ask(it, earlier)
    url, body = it.root + asked.path, asked.body
    return httpx2.request(asked.method, url, params=asked.query, json=body, headers=key)


def judged(asked: Asked, answer: httpx2.Response) -> list[str]:
    return answer_faults(
        asked.provider, asked.method, asked.path, answer.status_code, answer.json()
    )


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_route_is_judged(provider: str) -> None:
    asked = [(it.method, it.path) for it in EVERY if it.provider == provider]
    with stand_in(provider) as it:
        routes = list(it.routes())

    unjudged = [it for it in routes if all(it.matched(*one) is None for one in asked)]
    assert [(it.method, it.path) for it in unjudged] == []


@pytest.mark.parametrize("asked", EVERY, ids=str)
def test_an_answer_is_as_published(asked: Asked) -> None:
    with stand_in(asked.provider) as it:
        answer = ask(it, asked)

    assert answer.status_code == 200
    if answer.headers["content-type"] == "application/json":
        assert judged(asked, answer) == []
    else:
        assert answer.headers["content-type"].startswith("audio/")


@pytest.mark.parametrize("asked", PAID, ids=str)
@pytest.mark.parametrize("status", [400, 401, 403, 404, 422, 429, 500, 503])
def test_a_refusal_is_as_published(asked: Asked, status: int) -> None:
    with stand_in(asked.provider) as it:
        it.script(faults.status(status))
        answer = ask(it, asked)

    assert answer.status_code == status
    assert judged(asked, answer) == []


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_missing_key_is_refused_as_published(provider: str) -> None:
    asked = next(it for it in EVERY if it.provider == provider)
    with stand_in(provider) as it:
        answer = ask(it, asked, key={})

    assert answer.status_code in (400, 401)
    assert judged(asked, answer) == []


@pytest.mark.parametrize("asked", [RESPONSE, CHAT], ids=str)
@pytest.mark.parametrize(
    "said", [Declined(), Unfinished(), Unfinished("content_filter"), "plain"], ids=str
)
def test_what_a_model_may_say_instead_is_as_published(asked: Asked, said: Any) -> None:
    with stand_in(asked.provider) as it:
        it.answers.queue.append(said)
        answer = ask(it, asked)

    assert judged(asked, answer) == []
