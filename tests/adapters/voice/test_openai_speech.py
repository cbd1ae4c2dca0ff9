"""Voices of OpenAI, over a real socket to its stand-in."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.blobs.disk import DiskBlobs
from adapters.providers.endpoint import Endpoint
from adapters.voice.openai_speech import OpenAISpeaker
from adapters.voice.speech import pcm_of
from domain.narration import Alignment
from domain.prices import Metering, Usage
from domain.utterance import Utterance
from processors.errors import (
    CallError,
    InvalidInput,
    KeyRefused,
    NoFunds,
    OutcomeUnknown,
    RateLimited,
    Unavailable,
)
from processors.speaking import Saying
from tests.adapters.broken import BROKEN
from tests.standins import StandIn, faults, stand_in
from tests.standins.faults import Fault

TEXT = "The octopus has three hearts."
SAYING = Saying(Utterance(0, TEXT), "female", "en")


@pytest.fixture
def openai() -> Iterator[StandIn]:
    with stand_in("openai") as it:
        yield it


def speaker(openai: StandIn, folder: Path) -> OpenAISpeaker:
    endpoint = Endpoint("openai", openai.url, lambda: "a-key", 5.0)
    return OpenAISpeaker(endpoint, "tts-1", DiskBlobs(folder), {"female": "nova"})


async def test_a_text_is_spoken_by_the_voice_of_its_manner(openai: StandIn, tmp_path: Path) -> None:
    its = speaker(openai, tmp_path)

    said = await its.speak(SAYING)

    assert openai.requests[0].json()["voice"] == "nova"
    pcm = pcm_of(await its.blobs.get(said.answer.audio))
    assert " ".join(it.text for it in said.answer.words) == TEXT
    assert said.answer.words[-1].end_ms == pcm.length_ms > 0
    assert said.usage == openai.charges[0].usage


async def test_its_word_times_are_estimated_and_say_so(openai: StandIn, tmp_path: Path) -> None:
    said = await speaker(openai, tmp_path).speak(SAYING)

    assert said.answer.alignment is Alignment.ESTIMATED
    assert said.metering is Metering.PARTIAL


async def test_a_model_that_is_charged_by_tokens_is_metered_by_the_length_of_its_sound(
    openai: StandIn, tmp_path: Path
) -> None:
    its = replace(speaker(openai, tmp_path), model="gpt-4o-mini-tts")

    said = await its.speak(SAYING)

    length_ms = pcm_of(await its.blobs.get(said.answer.audio)).length_ms
    text, sound = said.usage
    assert text == Usage("input_token", 10)
    assert (sound.meter, sound.quantity) == ("audio_out_token", -(-1_250 * length_ms // 60_000))
    assert said.metering is Metering.ESTIMATED
    assert sound.quantity <= its.most(SAYING)[1].quantity


@pytest.mark.parametrize(
    ("fault", "kind", "code"),
    [
        *BROKEN,
        (faults.status(429, retry_after_s=3), RateLimited, "rate-limited"),
        (faults.status(429, "insufficient_quota"), NoFunds, "no-funds"),
        (faults.status(401), KeyRefused, "key-refused"),
        (faults.status(400, "invalid_value"), InvalidInput, "invalid-input"),
        (faults.oversize(60 * 2**20), Unavailable, "answer-too-large"),
    ],
    ids=lambda it: it.name if isinstance(it, Fault) else "",
)
async def test_every_fault_is_told_by_its_class(
    openai: StandIn, tmp_path: Path, fault: Fault, kind: type[CallError], code: str
) -> None:
    openai.script(fault)

    with pytest.raises(CallError) as caught:
        await speaker(openai, tmp_path).speak(SAYING)

    assert (type(caught.value), caught.value.code) == (kind, code)
    paid = bool(openai.charges) and kind is not OutcomeUnknown
    assert bool(caught.value.usage) == paid
