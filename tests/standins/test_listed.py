"""Models and voices that nobody lists, asked of stand-ins that go by their lists, by the SDKs."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import openai
import pytest
from anthropic import Anthropic, NotFoundError
from elevenlabs.client import ElevenLabs
from elevenlabs.core.api_error import ApiError

from infra.prices import price_book
from tests.standins import StandIn, stand_in
from tests.standins.listed import listed

NARRATOR, STRANGER = "Narrat0rOfTheStandIn", "A0fTheUsualFormIsOne"


@contextmanager
def by_list(name: str) -> Iterator[StandIn]:
    with stand_in(name) as it:
        it.by_list = True
        yield it


def test_openai_knows_the_models_of_its_list_their_dated_states_and_no_others() -> None:
    with by_list("openai") as it, openai.OpenAI(base_url=it.url, api_key="any") as client:
        for known in ("gpt-6.1-terra", "gpt-6.1-terra-2026-09-01"):
            assert client.responses.create(model=known, input="x").model == known
        with pytest.raises(openai.NotFoundError) as unknown:
            client.responses.create(model="gpt-9-nope", input="x")
        with pytest.raises(openai.NotFoundError):
            client.models.retrieve("gpt-9-nope")

    error = unknown.value
    assert (error.code, error.type) == ("model_not_found", "invalid_request_error")


def test_anthropic_does_not_find_what_it_does_not_list() -> None:
    with by_list("anthropic") as it, Anthropic(base_url=it.url, api_key="any") as client:
        with pytest.raises(NotFoundError) as unknown:
            client.messages.create(
                model="claude-nope", max_tokens=9, messages=[{"role": "user", "content": "x"}]
            )
        names = {one.id for one in client.models.list()}

    assert "not_found_error" in str(unknown.value.body)
    assert names == listed("anthropic")


@pytest.mark.parametrize(
    ("model", "voice", "code"),
    [("eleven_nope", NARRATOR, "model_not_found"), ("eleven_v3", STRANGER, "voice_not_found")],
)
def test_elevenlabs_knows_its_models_and_the_voices_of_the_account(
    model: str, voice: str, code: str
) -> None:
    with by_list("elevenlabs") as it, httpx.Client(timeout=5.0) as http:
        client = ElevenLabs(base_url=it.url, api_key="any", httpx_client=http)
        speak = client.text_to_speech.convert_with_timestamps
        with pytest.raises(ApiError) as refused:
            speak(voice, text="The sea.", model_id=model)
        assert speak(NARRATOR, text="The sea.", model_id="eleven_v3").audio_base_64

    assert code in str(refused.value.body)


@pytest.mark.parametrize(("voice", "status"), [("en-US-Neural2-C", 200), ("en-US-Nobody", 400)])
def test_google_knows_the_voices_that_it_lists(voice: str, status: int) -> None:
    body = {
        "input": {"text": "The sea."},
        "voice": {"languageCode": "en-US", "name": voice},
        "audioConfig": {"audioEncoding": "LINEAR16"},
    }
    with by_list("google") as it:
        found = httpx.post(f"{it.url}/v1/text:synthesize", params={"key": "any"}, json=body)
    assert found.status_code == status


def test_without_a_list_any_name_is_taken_but_those_that_are_gone() -> None:
    with stand_in("openai") as it:
        assert it.has("m")
        assert not it.has("gpt-4")


@pytest.mark.parametrize("name", ["openai", "anthropic", "elevenlabs"])
def test_every_model_that_has_a_price_is_known_or_gone(name: str) -> None:
    with stand_in(name) as it:
        it.by_list = True
        priced = {one.model for one in price_book().prices if one.provider == name}
        assert {one for one in priced if not it.has(one)} <= it.gone


def test_a_model_that_is_still_to_be_retired_is_there() -> None:
    assert "gpt-5" in listed("openai")
