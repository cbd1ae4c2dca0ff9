"""The client of the discovery document against the stand-in, over a socket."""

import json
import wave
from base64 import b64decode
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import googleapiclient
import pytest
from googleapiclient.discovery import build_from_document
from googleapiclient.errors import HttpError

from tests.standins import faults, stand_in
from tests.standins.server import StandIn

DOCUMENTS = Path(googleapiclient.__file__).parent / "discovery_cache" / "documents"
SSML = '<speak><mark name="0"/>The <mark name="1"/>tide &amp; <mark name="2"/>wind.</speak>'
AUDIO = {"audioEncoding": "LINEAR16", "sampleRateHertz": 24_000}
ASKED = {"input": {"ssml": SSML}, "voice": {"languageCode": "en-US"}, "audioConfig": AUDIO}


@pytest.fixture
def it() -> Iterator[StandIn]:
    with stand_in("google") as it:
        yield it


def client(it: StandIn, version: str = "v1beta1", key: str = "a-key") -> Any:
    told = json.loads((DOCUMENTS / f"texttospeech.{version}.json").read_text("utf-8"))
    for name in ("rootUrl", "baseUrl", "mtlsRootUrl"):
        told[name] = f"{it.url}/"
    return build_from_document(told, developerKey=key)


def ask(it: StandIn, version: str = "v1beta1", key: str = "a-key", **more: Any) -> Any:
    with client(it, version, key) as api:
        return api.text().synthesize(body={**ASKED, **more}).execute(num_retries=0)


def test_marks_come_with_the_time_at_which_they_are_reached(it: StandIn) -> None:
    told = ask(it, enableTimePointing=["SSML_MARK"])

    assert [(one["markName"], one["timeSeconds"]) for one in told["timepoints"]] == [
        ("0", 0.0),
        ("1", pytest.approx(0.255)),
        ("2", pytest.approx(0.695)),
    ]


def test_the_sound_is_a_wave_file_of_the_asked_rate(it: StandIn) -> None:
    with wave.open(BytesIO(b64decode(ask(it, "v1")["audioContent"]))) as sound:
        assert (sound.getframerate(), sound.getnchannels()) == (24_000, 1)


def test_marks_are_not_billed_and_other_tags_are(it: StandIn) -> None:
    ask(it)

    assert it.billed == {
        ("en-US-Standard-A", "character"): len("<speak>The tide &amp; wind.</speak>")
    }


def test_voices_are_listed_by_language(it: StandIn) -> None:
    with client(it) as api:
        told = api.voices().list(languageCode="de-DE").execute()

    assert [one["name"] for one in told["voices"]] == ["de-DE-Neural2-B"]


@pytest.mark.parametrize(
    "asked",
    [
        {"input": {"ssml": "<speak>never closed"}},
        {"input": {"text": "a" * 5_001}},
        {"input": {}},
        {"voice": {}},
        {"audioConfig": {}},
    ],
    ids=["broken", "long", "empty", "voiceless", "formless"],
)
def test_bad_requests_are_refused(it: StandIn, asked: dict[str, Any]) -> None:
    with pytest.raises(HttpError) as refused:
        ask(it, **asked)

    assert refused.value.resp.status == 400
    assert it.charges == []


def test_an_expired_key_is_a_bad_request_with_a_reason(it: StandIn) -> None:
    it.refused_keys.add("old")

    with pytest.raises(HttpError) as refused:
        ask(it, key="old")

    told = json.loads(refused.value.content)["error"]
    assert (told["code"], told["details"][0]["reason"]) == (400, "API_KEY_INVALID")


@pytest.mark.parametrize(
    "fault", [faults.status(429, retry_after_s=1), faults.status(500), faults.html_502()]
)
def test_each_status_arrives(it: StandIn, fault: faults.Fault) -> None:
    it.script(fault)

    with pytest.raises(HttpError) as failed:
        ask(it)

    assert (failed.value.resp.status, it.charges) == (fault.code, [])


def test_half_an_answer_is_billed_and_handed_on_unread(it: StandIn) -> None:
    it.script(faults.malformed())

    assert isinstance(ask(it), str)
    assert len(it.charges) == 1
