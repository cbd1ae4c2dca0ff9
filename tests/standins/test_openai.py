"""The real SDK against the stand-in, over a socket."""

from base64 import b64decode
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import av
import openai
import pytest
from openai import OpenAI
from PIL import Image
from pydantic import BaseModel, Field

from tests.standins import Declined, Unfinished, faults, stand_in
from tests.standins.server import StandIn

SOURCE = "The tide comes twice a day. It waits for nobody. Every boat in the harbour knows it."
PROMPT = f"Write a script of this.\n<source>\n{SOURCE}\n</source>"


class Scene(BaseModel):
    heading: str
    sentences: list[str]


class Script(BaseModel):
    title: str = Field(max_length=60)
    scenes: list[Scene] = Field(min_length=4, max_length=8)


@pytest.fixture
def it() -> Iterator[StandIn]:
    with stand_in("openai") as it:
        yield it


@pytest.fixture
def client(it: StandIn) -> Iterator[OpenAI]:
    with OpenAI(base_url=it.url, api_key="a-key", max_retries=0) as client:
        yield client


def respond(client: OpenAI, **more: Any) -> Any:
    return client.responses.parse(model="m", input=PROMPT, text_format=Script, **more)


def test_a_script_is_made_of_the_sources_own_sentences(client: OpenAI) -> None:
    script = respond(client).output_parsed

    said = [line for scene in script.scenes for line in scene.sentences]
    assert said[:3] == SOURCE.replace(". ", ".|").split("|")
    assert all(scene.heading for scene in script.scenes)


def test_the_same_prompt_is_always_answered_the_same(client: OpenAI) -> None:
    assert respond(client).output_parsed == respond(client).output_parsed


def test_chat_answers_in_the_asked_shape_too(client: OpenAI) -> None:
    answer = client.chat.completions.parse(
        model="m",
        messages=[{"role": "system", "content": "Rules."}, {"role": "user", "content": PROMPT}],
        response_format=Script,
    )

    assert answer.choices[0].message.parsed is not None
    assert answer.choices[0].message.parsed.scenes[0].sentences[0] in SOURCE


def test_what_is_billed_is_what_is_told(it: StandIn, client: OpenAI) -> None:
    it.answers.cached_tokens, it.answers.reasoning_tokens = 16, 100

    usage = respond(client).usage

    assert it.billed == {
        ("m", "input_token"): usage.input_tokens - 16,
        ("m", "cached_input_token"): 16,
        ("m", "output_token"): usage.output_tokens,
    }
    assert usage.output_tokens_details.reasoning_tokens == 100


def test_a_test_orders_answers_one_by_one_or_by_prompt(it: StandIn, client: OpenAI) -> None:
    it.answers.queue.append({"title": "Ordered", "scenes": [{"heading": "", "sentences": []}] * 4})
    it.answers.hook = lambda prompt: {"title": prompt.marked["source"][:8], "scenes": []}

    assert respond(client).output_parsed.title == "Ordered"
    assert client.responses.create(model="m", input=PROMPT).output_text.startswith(
        '{"title": "The tide"'
    )


def test_a_model_may_decline(it: StandIn, client: OpenAI) -> None:
    it.answers.queue += [Declined("No."), Declined("Not this.")]

    answer = client.chat.completions.create(model="m", messages=[{"role": "user", "content": "x"}])

    assert answer.choices[0].message.refusal == "No."
    assert respond(client).output[0].content[0].refusal == "Not this."


def test_an_answer_may_be_cut_short(it: StandIn, client: OpenAI) -> None:
    it.answers.queue += [Unfinished(), Unfinished("content_filter")]

    response = client.responses.create(model="m", input="x")
    chat = client.chat.completions.create(model="m", messages=[{"role": "user", "content": "x"}])

    assert response.status == "incomplete"
    assert response.incomplete_details is not None
    assert response.incomplete_details.reason == "max_output_tokens"
    assert chat.choices[0].finish_reason == "content_filter"


def test_background_work_is_known_at_once_and_done_later(it: StandIn, client: OpenAI) -> None:
    begun = client.responses.create(
        model="m", input=PROMPT, background=True, store=True, metadata={"op": "1"}
    )
    found = [client.responses.retrieve(begun.id) for _ in range(2)]

    assert [begun.status, *(it.status for it in found)] == ["queued", "in_progress", "completed"]
    assert found[1].output_text
    assert found[1].metadata == {"op": "1"}
    assert len(it.charges) == 1


def test_what_was_not_stored_is_not_found(client: OpenAI) -> None:
    answer = client.responses.create(model="m", input="x", store=False)

    with pytest.raises(openai.NotFoundError):
        client.responses.retrieve(answer.id)


def test_a_lost_chat_answer_is_found_by_its_metadata(it: StandIn, client: OpenAI) -> None:
    it.script(faults.answer_lost())

    with pytest.raises(openai.APIConnectionError):
        chat(client, op="1")
    chat(client, op="2")

    assert [found.metadata for found in client.chat.completions.list(metadata={"op": "1"})] == [
        {"op": "1"}
    ]
    assert len(it.charges) == 2


def test_lists_come_in_pages(client: OpenAI) -> None:
    for _ in range(5):
        chat(client, op="1")

    assert len(list(client.chat.completions.list(metadata={"op": "1"}, limit=2))) == 5


def chat(client: OpenAI, op: str) -> None:
    client.chat.completions.create(
        model="m", messages=[{"role": "user", "content": "x"}], store=True, metadata={"op": op}
    )


def test_moderation_flags_what_a_test_marks(client: OpenAI) -> None:
    calm, bad = client.moderations.create(input=["the sea", "a flag-violence"]).results

    assert not calm.flagged
    assert bad.flagged
    assert bad.categories.violence
    assert not bad.categories.hate


@pytest.mark.parametrize(("size", "form"), [("1536x864", "png"), ("864x1536", "jpeg")])
def test_a_picture_has_the_asked_size(it: StandIn, client: OpenAI, size: str, form: Any) -> None:
    answer = client.images.generate(
        model="gpt-image-2.5-flare", prompt="a boat", size=size, output_format=form
    )

    assert answer.data is not None
    assert answer.usage is not None
    with Image.open(BytesIO(b64decode(answer.data[0].b64_json or ""))) as picture:
        assert ("{}x{}".format(*picture.size), (picture.format or "").lower()) == (size, form)
    assert it.billed["gpt-image-2.5-flare", "image_out_token"] == answer.usage.output_tokens


@pytest.mark.parametrize("size", ["1000x1000", "4096x2160", "3200x640", "big"])
def test_a_picture_of_an_impossible_size_is_refused(client: OpenAI, size: str) -> None:
    with pytest.raises(openai.BadRequestError):
        client.images.generate(model="m", prompt="a boat", size=size)


def test_a_picture_is_refused_for_its_content(it: StandIn, client: OpenAI) -> None:
    with pytest.raises(openai.BadRequestError) as refused:
        client.images.generate(model="m", prompt="a flag-image")

    assert refused.value.code == "moderation_blocked"
    assert it.charges == []


@pytest.mark.parametrize("form", ["wav", "mp3", "opus", "aac", "flac"])
def test_speech_is_real_sound(it: StandIn, client: OpenAI, form: Any) -> None:
    answer = client.audio.speech.create(
        model="m", voice="nova", input="The tide comes.", response_format=form
    )

    with av.open(BytesIO(answer.content), "r") as sound:
        rate_hz = sound.streams.audio[0].rate
        samples = sum(frame.samples for frame in sound.decode(sound.streams.audio[0]))
    assert samples / rate_hz == pytest.approx(1.2, abs=0.15)
    assert it.billed == {("m", "character"): 15}


def test_bare_samples_are_24_khz(client: OpenAI) -> None:
    answer = client.audio.speech.create(
        model="m", voice="nova", input="The tide comes.", response_format="pcm"
    )

    assert len(answer.content) / 2 / 24_000 == pytest.approx(1.2, abs=0.001)


def test_a_retired_model_is_not_found(client: OpenAI) -> None:
    with pytest.raises(openai.NotFoundError) as gone:
        client.responses.create(model="gpt-4", input="x")

    assert gone.value.code == "model_not_found"


def test_models_are_listed_while_they_are_there(it: StandIn, client: OpenAI) -> None:
    it.gone.add("tts-2")

    assert "tts-2" not in [model.id for model in client.models.list()]
    assert client.models.retrieve("gpt-6.1-terra").id == "gpt-6.1-terra"
    with pytest.raises(openai.NotFoundError):
        client.models.retrieve("tts-2")


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object", "properties": {}},
        {"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": False},
        {"$ref": "#/$defs/A", "description": "beside it"},
    ],
    ids=["open", "optional", "referred"],
)
def test_a_strict_schema_has_to_be_strict(client: OpenAI, schema: dict[str, Any]) -> None:
    shape: Any = {"type": "json_schema", "name": "A", "schema": schema, "strict": True}

    with pytest.raises(openai.BadRequestError) as refused:
        client.responses.create(model="m", input="x", text={"format": shape})

    assert refused.value.code == "invalid_json_schema"


def test_a_local_server_speaks_chat_alone() -> None:
    with (
        stand_in("compatible") as it,
        OpenAI(base_url=it.url, api_key="any", max_retries=0) as client,
    ):
        chat(client, op="1")
        with pytest.raises(openai.NotFoundError):
            client.responses.create(model="m", input="x")
        with pytest.raises(openai.NotFoundError):
            client.chat.completions.list()
