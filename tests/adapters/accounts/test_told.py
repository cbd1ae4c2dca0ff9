"""What providers tell of a key, over sockets to stand-ins: nothing is charged for it."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from adapters.accounts import anthropic, compatible, elevenlabs, google, openai
from adapters.accounts.question import Question, Told
from adapters.providers.endpoint import Endpoint
from processors.errors import (
    CallError,
    InvalidInput,
    KeyRefused,
    ModelGone,
    NoFunds,
    RateLimited,
    Unavailable,
)
from tests.contract.validity import logged_faults
from tests.standins import StandIn, faults, stand_in
from tests.standins.elevenlabs import ElevenLabs
from tests.standins.faults import Fault
from tests.standins.messages import told as replied

KEY = "sk-a-key-of-a-test"
LONG_S, SHORT_S = 20.0, 0.5


@dataclass
class Asked:
    """A provider before its stand-in, and what it is asked about."""

    name: str
    ask: Callable[[Question], Awaitable[Told]]
    model: str
    voices: dict[str, str] = field(default_factory=dict)

    async def told(self, it: StandIn, timeout_s: float = LONG_S) -> Told:
        endpoint = Endpoint(self.name, it.url, lambda: KEY, timeout_s)
        return await self.ask(Question(endpoint, self.model, self.voices))

    async def refused(self, it: StandIn, timeout_s: float = LONG_S) -> CallError:
        with pytest.raises(CallError) as caught:
            await self.told(it, timeout_s)
        assert KEY not in caught.value.sentence
        return caught.value


OPENAI = Asked("openai", openai.told, "gpt-6.1-terra")
COMPATIBLE = Asked("compatible", compatible.told, "gpt-6.1-terra")
ANTHROPIC = Asked("anthropic", anthropic.told, "claude-haiku-5-5")
ELEVENLABS = Asked(
    "elevenlabs",
    elevenlabs.told,
    "eleven_multilingual_v2",
    {"default": "Narrat0rOfTheStandIn", "female": "SecondOfTheStandInsX"},
)
GOOGLE = Asked("google", google.told, "neural2", {"en-US default": "en-US-Neural2-C"})
EVERY = (OPENAI, COMPATIBLE, ANTHROPIC, ELEVENLABS, GOOGLE)


@pytest.fixture(params=EVERY, ids=lambda it: it.name)
def asked(request: pytest.FixtureRequest) -> Asked:
    its: Asked = request.param
    return its


@pytest.fixture
def it(asked: Asked) -> Iterator[StandIn]:
    with stand_in(asked.name) as listening:
        yield listening


async def test_a_key_that_works_is_told_of_and_nothing_is_charged(
    asked: Asked, it: StandIn
) -> None:
    assert (await asked.told(it)).said
    assert it.charges == []
    assert {request.method for request in it.requests} == {"GET"}
    assert [logged_faults(asked.name, request) for request in it.requests if request.body] == []


async def test_a_key_that_has_expired_is_refused(asked: Asked, it: StandIn) -> None:
    it.refused_keys.add(KEY)

    assert type(await asked.refused(it)) is KeyRefused


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (faults.status(429, retry_after_s=7), RateLimited),
        (faults.status(500), Unavailable),
        (faults.html_502(), Unavailable),
        (faults.drop_before_body(), Unavailable),
        (faults.answer_lost(), Unavailable),
        (faults.malformed(), Unavailable),
    ],
    ids=lambda it: getattr(it, "name", ""),
)
async def test_a_fault_of_looking_is_never_an_unknown_outcome(
    asked: Asked, it: StandIn, fault: Fault, kind: type[CallError]
) -> None:
    it.script(fault, on="GET")

    told = await asked.refused(it)

    assert (type(told), told.usage) == (kind, ())


async def test_an_answer_is_not_waited_for_long(asked: Asked, it: StandIn) -> None:
    it.script(faults.slow(SHORT_S * 3), on="GET")

    assert type(await asked.refused(it, SHORT_S)) is Unavailable


@pytest.mark.parametrize("asked", [it for it in EVERY if it is not GOOGLE], ids=lambda it: it.name)
async def test_a_model_that_is_gone_is_told(asked: Asked) -> None:
    with stand_in(asked.name) as it:
        it.gone.add(asked.model)

        assert type(await asked.refused(it)) is ModelGone


async def test_a_model_listed_with_its_date_is_the_one_and_its_end_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    its: Mapping[str, Any] = {
        "type": "model",
        "id": "claude-haiku-5-5-20260901",
        "display_name": "Haiku",
        "created_at": "2026-09-01T00:00:00Z",
        "lifecycle": "deprecated",
        "retires_at": "2026-12-01T00:00:00Z",
    }
    page = {"data": [its], "has_more": False, "first_id": None, "last_id": None}
    with stand_in("anthropic") as it:
        monkeypatch.setattr(it, "listed", lambda _: replied(page))
        found = await ANTHROPIC.told(it)

    assert found == Told("may use claude-haiku-5-5-20260901", date(2026, 12, 1))


async def test_a_voice_that_is_gone_is_named() -> None:
    with ElevenLabs() as it:
        it.gone_voices.add("Narrat0rOfTheStandIn")
        told = await ELEVENLABS.refused(it)
    with stand_in("google") as it:
        it.gone.add("en-US-Neural2-C")
        other = await GOOGLE.refused(it)

    assert (type(told), told.code) == (type(other), other.code) == (InvalidInput, "voice-unknown")
    assert "no voice Narrat0rOfTheStandIn (default)" in told.sentence
    assert "no voice en-US-Neural2-C (en-US default)" in other.sentence


async def test_a_voice_that_few_films_ask_for_is_told_and_keeps_nobody_back() -> None:
    with ElevenLabs() as it:
        it.gone_voices.add("SecondOfTheStandInsX")
        told = await ELEVENLABS.told(it)

    assert told.said.endswith("knows default")
    assert told.lacks.startswith("ElevenLabs has no voice SecondOfTheStandInsX (female)")


async def test_the_credits_that_are_left_are_told_and_their_end() -> None:
    with ElevenLabs() as it:
        left = await ELEVENLABS.told(it)
        it.character_limit = 0
        spent = await ELEVENLABS.refused(it)

    assert left.said == "10,000,000 of 10,000,000 credits left, knows default, female"
    assert type(spent) is NoFunds


async def test_a_plan_that_tells_nothing_is_no_plan_without_credits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with ElevenLabs() as it:
        monkeypatch.setattr(it, "plan", lambda _: replied({"tier": "creator"}))
        told = await ELEVENLABS.refused(it)

    assert (type(told), told.code) == (Unavailable, "malformed-answer")
