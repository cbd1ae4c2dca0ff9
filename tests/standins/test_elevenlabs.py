"""The real SDK against the stand-in, over a socket."""

import threading
from base64 import b64decode
from collections.abc import Iterator
from functools import partial
from typing import Any

import httpx
import numpy as np
import pytest
from elevenlabs.client import ElevenLabs as Client
from elevenlabs.core.api_error import ApiError

from tests.standins import faults
from tests.standins.elevenlabs import ElevenLabs
from tests.standins.speaking import espeak

VOICE = "Narrat0rOfTheStandIn"
TEXT = "The tide comes, twice a day. Nobody waits."
ONCE: Any = {"max_retries": 0}


@pytest.fixture
def it() -> Iterator[ElevenLabs]:
    with ElevenLabs() as it:
        yield it


@pytest.fixture
def client(it: ElevenLabs) -> Iterator[Client]:
    with httpx.Client(timeout=5.0) as http:
        yield Client(base_url=it.url, api_key="a-key", httpx_client=http)


def speak(client: Client, text: str = TEXT, voice: str = VOICE, **more: Any) -> Any:
    return client.text_to_speech.with_raw_response.convert_with_timestamps(
        voice, text=text, output_format="pcm_24000", request_options=ONCE, **more
    )


def test_speech_comes_with_the_time_of_every_character(client: Client) -> None:
    times = speak(client).data.alignment

    assert "".join(times.characters) == TEXT
    starts, ends = times.character_start_times_seconds, times.character_end_times_seconds
    assert starts[1:] == ends[:-1]
    assert all(start < end for start, end in zip(starts, ends, strict=True))


def test_it_sounds_exactly_where_the_alignment_says(client: Client) -> None:
    told = speak(client).data
    samples = np.frombuffer(b64decode(told.audio_base_64), "<i2")

    def loud(n: int) -> bool:
        start, end = (
            round(at[n] * 24_000)
            for at in (
                told.alignment.character_start_times_seconds,
                told.alignment.character_end_times_seconds,
            )
        )
        return bool(np.abs(samples[start:end]).max() > 1_000)

    assert [loud(n) for n in range(len(TEXT))] == [it.isalnum() for it in TEXT]


def test_a_voice_can_speak_too(it: ElevenLabs, client: Client) -> None:
    it.speak = espeak

    told = speak(client).data

    edges = [
        *told.alignment.character_start_times_seconds,
        told.alignment.character_end_times_seconds[-1],
    ]
    assert edges == sorted(edges)
    assert edges[-1] == pytest.approx(len(b64decode(told.audio_base_64)) / 48_000, abs=0.01)
    assert len(edges) == len(TEXT) + 1


def test_the_headers_tell_cost_and_concurrency(it: ElevenLabs, client: Client) -> None:
    headers = speak(client).headers

    assert headers["character-cost"] == str(len(TEXT))
    assert headers["maximum-concurrent-requests"] == "10"
    assert headers["current-concurrent-requests"] == "1"
    assert headers["request-id"]
    assert it.billed == {("eleven_multilingual_v2", "character"): len(TEXT)}


def test_a_lost_answer_is_found_in_the_history_for_nothing(it: ElevenLabs, client: Client) -> None:
    it.script(faults.answer_lost())
    with pytest.raises(httpx.RemoteProtocolError):
        speak(client)
    speak(client, "Something else was said.")

    found = client.history.list(
        voice_id=VOICE, model_id="eleven_multilingual_v2", source="TTS", search="Nobody waits"
    ).history

    assert [one.text for one in found] == [TEXT]
    assert found[0].alignments is not None
    assert "".join(found[0].alignments.alignment.characters) == TEXT
    assert found[0].character_count_change_to - found[0].character_count_change_from == len(TEXT)
    assert len(b"".join(client.history.get_audio(found[0].history_item_id))) > 48_000
    assert len(it.charges) == 2


def test_the_history_is_told_by_time_and_page(it: ElevenLabs, client: Client) -> None:
    for at in (100, 200, 300):
        it.clock = partial(float, at)
        speak(client, f"Said at {at}.")

    late = client.history.list(date_after_unix=200, date_before_unix=300)
    first = client.history.list(page_size=2)
    rest = client.history.list(start_after_history_item_id=first.last_history_item_id)

    assert [one.text for one in late.history] == ["Said at 200."]
    assert (first.has_more, rest.has_more) == (True, False)
    assert [one.text for one in rest.history] == ["Said at 100."]


def test_a_model_is_looked_up_with_a_source_alone(client: Client) -> None:
    with pytest.raises(ApiError) as refused:
        client.history.list(model_id="eleven_multilingual_v2")

    assert refused.value.status_code == 422


def test_voices_and_plan_are_told(it: ElevenLabs, client: Client) -> None:
    speak(client)
    it.gone_voices.add("SecondOfTheStandInsX")

    assert [voice.voice_id for voice in client.voices.get_all().voices] == [VOICE]
    assert client.voices.search().total_count == 1
    assert client.user.subscription.get().character_count == len(TEXT)


def test_models_are_listed_while_they_are_there(it: ElevenLabs, client: Client) -> None:
    it.gone.add("eleven_v3")

    assert "eleven_v3" not in [model.model_id for model in client.models.list()]


@pytest.mark.parametrize(
    ("text", "voice", "told"),
    [
        (TEXT, "nobody", (404, "voice_not_found")),
        ("a" * 10_001, VOICE, (400, "max_character_limit_exceeded")),
        ("a flag-speech", VOICE, (400, "content_against_policy")),
    ],
)
def test_what_cannot_be_said_is_refused(
    it: ElevenLabs, client: Client, text: str, voice: str, told: tuple[int, str]
) -> None:
    with pytest.raises(ApiError) as refused:
        speak(client, text, voice)

    assert (refused.value.status_code, refused.value.body["detail"]["status"]) == told
    assert it.charges == []


def test_a_wrong_key_and_used_up_credits_have_one_status(it: ElevenLabs, client: Client) -> None:
    it.character_limit = 10
    with pytest.raises(ApiError) as poor:
        speak(client)
    it.refused_keys.add("a-key")
    with pytest.raises(ApiError) as wrong:
        speak(client)

    assert (poor.value.status_code, wrong.value.status_code) == (401, 401)
    assert poor.value.body["detail"]["status"] == "quota_exceeded"
    assert wrong.value.body["detail"]["status"] == "invalid_api_key"


def test_too_many_calls_at_once_are_refused(it: ElevenLabs, client: Client) -> None:
    it.concurrent_max, it.latency_s = 1, 0.2
    other = threading.Thread(target=speak, args=(client,))
    other.start()
    while not it.in_flight:
        other.join(0.005)

    with pytest.raises(ApiError) as refused:
        speak(client)
    other.join()

    assert refused.value.body["detail"]["status"] == "too_many_concurrent_requests"
    assert (it.peak_in_flight, len(it.charges)) == (2, 1)


@pytest.mark.parametrize(
    ("fault", "error", "charges"),
    [
        (faults.status(429, "system_busy", retry_after_s=1), ApiError, 0),
        (faults.status(500), ApiError, 0),
        (faults.html_502(), ApiError, 0),
        (faults.drop_before_body(), httpx.TransportError, 0),
        (faults.answer_lost(), httpx.TransportError, 1),
        (faults.drop_after(30), httpx.TransportError, 1),
        (faults.malformed(), ApiError, 1),
    ],
    ids=lambda it: getattr(it, "name", ""),
)
def test_each_fault_arrives(
    it: ElevenLabs, client: Client, fault: faults.Fault, error: type[Exception], charges: int
) -> None:
    it.script(fault)

    with pytest.raises(error):
        speak(client)

    assert len(it.charges) == charges


def test_the_cost_may_be_missing_and_an_answer_huge(it: ElevenLabs, client: Client) -> None:
    it.script(faults.missing_usage(), faults.oversize(500_000), faults.slow(0.05))

    assert "character-cost" not in speak(client).headers
    assert speak(client).headers["content-length"] == "500000"
    assert speak(client).data.alignment is not None


@pytest.mark.parametrize("form", ["mp3_44100_128", "opus_48000_64", "wav_24000"])
def test_other_formats_sound_as_long(client: Client, form: Any) -> None:
    sound = b"".join(client.text_to_speech.convert(VOICE, text=TEXT, output_format=form))

    assert len(sound) > 10_000
