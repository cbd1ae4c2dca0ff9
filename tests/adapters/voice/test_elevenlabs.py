"""Voices of ElevenLabs, over a real socket to its stand-in."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.blobs.disk import DiskBlobs
from adapters.providers.endpoint import Endpoint
from adapters.voice.elevenlabs import ElevenLabsSpeaker
from adapters.voice.speech import pcm_of
from domain.mode import Mode
from domain.narration import Alignment
from domain.prices import Metering, Usage
from domain.utterance import Utterance
from processors.errors import (
    CallError,
    ContentRefused,
    InvalidInput,
    KeyRefused,
    ModelGone,
    NoFunds,
    OutcomeUnknown,
    RateLimited,
    Unavailable,
)
from processors.speaking import Saying
from tests.adapters.broken import BROKEN, MALFORMED
from tests.standins import faults
from tests.standins.elevenlabs import ElevenLabs
from tests.standins.faults import Fault

VOICE, MODEL = "Narrat0rOfTheStandIn", "eleven_multilingual_v2"
TEXT = "In 2009, divers filmed it. It carried coconut shells."
SAYING = Saying(Utterance(0, TEXT, "Before.", "After."), "default", "en")


@pytest.fixture
def provider() -> Iterator[ElevenLabs]:
    with ElevenLabs() as it:
        yield it


def speaker(provider: ElevenLabs, folder: Path, timeout_s: float = 5.0) -> ElevenLabsSpeaker:
    endpoint = Endpoint("elevenlabs", provider.url, lambda: "a-key", timeout_s)
    return ElevenLabsSpeaker(endpoint, MODEL, DiskBlobs(folder), {"default": VOICE})


async def test_every_word_has_the_time_of_its_first_character(
    provider: ElevenLabs, tmp_path: Path
) -> None:
    its = speaker(provider, tmp_path)

    said = await its.speak(SAYING)

    made = provider.history[0].spoken
    starts_ms = [round(made.starts_s[TEXT.index(it)] * 1000) for it in TEXT.split()]
    assert [it.text for it in said.answer.words] == TEXT.split()
    assert [it.start_ms for it in said.answer.words] == starts_ms
    assert said.answer.alignment is Alignment.EXACT
    pcm = pcm_of(await its.blobs.get(said.answer.audio))
    assert pcm.length_ms == round(made.seconds * 1000)


async def test_what_was_billed_is_what_the_header_says(
    provider: ElevenLabs, tmp_path: Path
) -> None:
    said = await speaker(provider, tmp_path).speak(SAYING)

    assert said.usage == provider.charges[0].usage == (Usage("character", len(TEXT)),)
    assert said.metering is Metering.EXACT
    assert said.request_id == provider.history[0].request_id


async def test_a_voice_is_told_what_is_said_around_it(provider: ElevenLabs, tmp_path: Path) -> None:
    its = speaker(provider, tmp_path)

    await its.speak(SAYING)

    sent = provider.requests[0].json()
    assert (sent["previous_text"], sent["next_text"]) == ("Before.", "After.")
    assert its.provider.mode is Mode.SIMULATED


async def test_how_many_calls_the_account_may_make_is_heard(
    provider: ElevenLabs, tmp_path: Path
) -> None:
    heard: list[int] = []
    its = speaker(provider, tmp_path)
    its = ElevenLabsSpeaker(its.endpoint, MODEL, its.blobs, its.voices, heard=heard.append)

    await its.speak(SAYING)

    assert heard == [provider.concurrent_max]


async def test_what_became_of_a_lost_answer_is_found_and_costs_nothing_more(
    provider: ElevenLabs, tmp_path: Path
) -> None:
    its, since = speaker(provider, tmp_path), datetime.now(UTC)
    provider.script(faults.answer_lost())
    with pytest.raises(OutcomeUnknown):
        await its.speak(SAYING)

    found = await its.find(SAYING, since)

    assert found is not None
    assert found.usage == provider.charges[0].usage
    assert found.answer.alignment is Alignment.EXACT
    assert len(provider.charges) == 1


async def test_what_was_made_for_an_equal_text_is_not_taken_for_it(
    provider: ElevenLabs, tmp_path: Path
) -> None:
    its, since = speaker(provider, tmp_path), datetime.now(UTC)
    first = (await its.speak(SAYING)).answer
    used = frozenset({first.request_id})

    assert await its.find(SAYING, since, used) is None

    provider.script(faults.answer_lost())
    with pytest.raises(OutcomeUnknown):
        await its.speak(SAYING)
    found = await its.find(SAYING, since, used)

    assert found is not None
    assert found.request_id == found.answer.request_id == provider.history[1].request_id
    assert found.request_id not in used


async def test_a_look_up_that_fails_is_asked_again(provider: ElevenLabs, tmp_path: Path) -> None:
    provider.script(faults.answer_lost(), on="GET")

    with pytest.raises(Unavailable):
        await speaker(provider, tmp_path).find(SAYING, datetime.now(UTC))


async def test_another_text_or_an_older_one_is_not_taken_for_it(
    provider: ElevenLabs, tmp_path: Path
) -> None:
    its = speaker(provider, tmp_path)
    await its.speak(SAYING)
    other = Saying(Utterance(0, "Something else."), "default", "en")

    assert await its.find(other, datetime.now(UTC)) is None
    assert await its.find(SAYING, datetime.now(UTC) + timedelta(minutes=1)) is None


@pytest.mark.parametrize(
    ("fault", "kind", "code"),
    [
        *BROKEN,
        MALFORMED,
        (faults.status(429, retry_after_s=3), RateLimited, "rate-limited"),
        (faults.status(429, "system_busy"), Unavailable, "provider-unavailable"),
        (faults.status(401, "quota_exceeded"), NoFunds, "no-funds"),
        (faults.status(402), NoFunds, "no-funds"),
        (faults.status(401), KeyRefused, "key-refused"),
        (faults.status(403), KeyRefused, "key-refused"),
        (faults.status(404), InvalidInput, "voice-unknown"),
        (faults.status(400, "model_not_found"), ModelGone, "model-gone"),
        (faults.status(400, "max_character_limit_exceeded"), InvalidInput, "text-too-long"),
        (faults.status(400, "content_against_policy"), ContentRefused, "content-refused"),
        (faults.status(422), InvalidInput, "invalid-input"),
    ],
    ids=lambda it: it.name if isinstance(it, Fault) else "",
)
async def test_every_fault_is_told_by_its_class(
    provider: ElevenLabs, tmp_path: Path, fault: Fault, kind: type[CallError], code: str
) -> None:
    provider.script(fault)

    with pytest.raises(CallError) as caught:
        await speaker(provider, tmp_path).speak(SAYING)

    assert (type(caught.value), caught.value.code) == (kind, code)
    assert len(provider.requests) == 1
    assert "a-key" not in caught.value.sentence
    paid = bool(provider.charges) and kind is not OutcomeUnknown
    assert bool(caught.value.usage) == paid


async def test_how_long_to_wait_is_taken_from_the_answer(
    provider: ElevenLabs, tmp_path: Path
) -> None:
    provider.script(faults.status(429, retry_after_s=3))

    with pytest.raises(RateLimited) as caught:
        await speaker(provider, tmp_path).speak(SAYING)

    assert caught.value.after_s == 3


async def test_a_missing_header_is_said_and_the_text_is_counted(
    provider: ElevenLabs, tmp_path: Path
) -> None:
    provider.script(faults.missing_usage())

    said = await speaker(provider, tmp_path).speak(SAYING)

    assert (said.usage, said.metering) == ((Usage("character", len(TEXT)),), Metering.PARTIAL)


async def test_who_answers_too_late_may_have_charged(provider: ElevenLabs, tmp_path: Path) -> None:
    provider.script(faults.slow(1.0))

    with pytest.raises(OutcomeUnknown):
        await speaker(provider, tmp_path, timeout_s=0.2).speak(SAYING)


async def test_nobody_there_was_asked_nothing(tmp_path: Path) -> None:
    endpoint = Endpoint("elevenlabs", "http://127.0.0.1:9", lambda: "a-key", 5.0)
    its = ElevenLabsSpeaker(endpoint, MODEL, DiskBlobs(tmp_path), {})

    with pytest.raises(Unavailable, match="could not be reached"):
        await its.speak(SAYING)
