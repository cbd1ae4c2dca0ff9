"""Voices of Google, over a real socket to its stand-in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.blobs.disk import DiskBlobs
from adapters.providers.endpoint import Endpoint
from adapters.voice.google_speech import GoogleSpeaker, ssml
from adapters.voice.speech import pcm_of
from domain.narration import Alignment
from domain.prices import Usage
from domain.utterance import Utterance
from processors.errors import (
    CallError,
    InvalidInput,
    KeyRefused,
    ModelGone,
    OutcomeUnknown,
    RateLimited,
    Unavailable,
)
from processors.speaking import Saying
from tests.adapters.broken import BROKEN, MALFORMED
from tests.standins import faults
from tests.standins.faults import Fault
from tests.standins.google import Google

TEXT = "Salt & water: two things. It opened in 2009."
SAYING = Saying(Utterance(0, TEXT), "default", "en-US")
VOICES = {"en-US default": "en-US-Neural2-C"}


@pytest.fixture
def provider() -> Iterator[Google]:
    with Google() as it:
        yield it


def speaker(provider: Google, folder: Path, *, marked: bool = True) -> GoogleSpeaker:
    endpoint = Endpoint("google", provider.url, lambda: "a-key", 5.0)
    return GoogleSpeaker(endpoint, "neural2", DiskBlobs(folder), VOICES, marked=marked)


async def test_every_word_has_the_time_of_its_mark(provider: Google, tmp_path: Path) -> None:
    its = speaker(provider, tmp_path)

    said = await its.speak(SAYING)

    starts = [it.start_ms for it in said.answer.words]
    assert [it.text for it in said.answer.words] == TEXT.split()
    assert starts == sorted(set(starts))
    assert said.answer.alignment is Alignment.EXACT
    pcm = pcm_of(await its.blobs.get(said.answer.audio))
    assert said.answer.words[-1].end_ms == pcm.length_ms
    assert provider.requests[0].json()["voice"]["name"] == "en-US-Neural2-C"


async def test_marks_are_not_charged_for(provider: Google, tmp_path: Path) -> None:
    said = await speaker(provider, tmp_path).speak(SAYING)

    assert said.usage == provider.charges[0].usage


async def test_voices_without_marks_have_estimated_times(provider: Google, tmp_path: Path) -> None:
    said = await speaker(provider, tmp_path, marked=False).speak(SAYING)

    assert said.answer.alignment is Alignment.ESTIMATED
    assert said.usage == (Usage("character", len(TEXT)),)


def test_a_text_cannot_become_a_tag() -> None:
    assert ssml("<mark/> & b") == (
        '<speak><mark name="0"/>&lt;mark/&gt; <mark name="1"/>&amp; <mark name="2"/>b</speak>'
    )


@pytest.mark.parametrize(
    ("fault", "kind", "code"),
    [
        *BROKEN,
        MALFORMED,
        (faults.status(429), RateLimited, "rate-limited"),
        (faults.status(403, "forbidden"), KeyRefused, "key-refused"),
        (faults.status(400, "API_KEY_INVALID"), KeyRefused, "key-refused"),
        (faults.status(404), ModelGone, "model-gone"),
        (faults.status(400), InvalidInput, "invalid-input"),
    ],
    ids=lambda it: it.name if isinstance(it, Fault) else "",
)
async def test_every_fault_is_told_by_its_class_and_nothing_is_sent_twice(
    provider: Google, tmp_path: Path, fault: Fault, kind: type[CallError], code: str
) -> None:
    provider.script(fault)

    with pytest.raises(CallError) as caught:
        await speaker(provider, tmp_path).speak(SAYING)

    assert (type(caught.value), caught.value.code) == (kind, code)
    assert len(provider.requests) == 1
    assert "a-key" not in caught.value.sentence
    paid = bool(provider.charges) and kind is not OutcomeUnknown
    assert bool(caught.value.usage) == paid


async def test_nobody_there_was_asked_nothing(tmp_path: Path) -> None:
    endpoint = Endpoint("google", "http://127.0.0.1:9", lambda: "a-key", 5.0)

    with pytest.raises(Unavailable, match="could not be reached"):
        await GoogleSpeaker(endpoint, "neural2", DiskBlobs(tmp_path), VOICES).speak(SAYING)
