"""Voices of OpenAI: samples and nothing else, so that word times are estimated, and said to be."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from adapters.providers.endpoint import Endpoint
from adapters.providers.openai_client import asked
from adapters.providers.paid import kept
from adapters.voice.speech import SAMPLE_BYTES, Pcm, words
from domain.prices import Metering, Provider, Usage
from processors.errors import Unavailable
from processors.estimates import BYTES_A_TOKEN
from processors.ports import Blobs, Metered
from processors.speaking import Saying, Speech

RATE_HZ = 24_000
"""Of the format `pcm`: 16-bit, mono, without a header (OpenAI's speech guide)."""

MS_A_MINUTE = 60_000
ANSWER_MAX_BYTES = 1_200 * RATE_HZ * SAMPLE_BYTES
LEAST_BYTES = 2

BY_TOKENS = "gpt-"
"""How models begin that are charged by tokens of text and sound; others are by characters."""

SOUND_TOKENS_A_MINUTE = 1_250
"""OpenAI's own estimate of 0.015 USD a minute at 12 USD a million; no answer tells the tokens."""

SLOWEST_MS_A_CHARACTER, PAUSES_MS = 350, 3_000
"""No voice takes longer for a text, signs of Chinese included."""


@dataclass(frozen=True)
class OpenAISpeaker:
    """Implements the port `Speaker`. `voices` are names (`alloy`) by manner; others are names."""

    endpoint: Endpoint
    model: str
    blobs: Blobs
    voices: Mapping[str, str]
    characters_max: int = 4_096

    @property
    def provider(self) -> Provider:
        return Provider("openai", self.model, self.endpoint.mode)

    def most(self, saying: Saying) -> tuple[Usage, ...]:
        text = saying.utterance.text
        return self._used(text, PAUSES_MS + SLOWEST_MS_A_CHARACTER * len(text))

    async def speak(self, saying: Saying) -> Metered[Speech]:
        """Raises the taxonomy. Nothing is metered in the answer: characters are what was sent.

        Tokens are estimated: of the text by its bytes, of the sound by its length.
        """
        text, most = saying.utterance.text, self.most(saying)
        async with asked(self.endpoint, self.model, most, ANSWER_MAX_BYTES) as client:
            told = await client.audio.speech.with_raw_response.create(
                model=self.model,
                voice=self.voices.get(saying.voice, saying.voice),
                input=text,
                response_format="pcm",
            )
            samples, request_id = told.content, told.headers.get("x-request-id", "")
            kind = told.headers.get("content-type", "")
        pcm = Pcm(_whole(samples, kind, most), RATE_HZ)
        usage = self._used(text, pcm.length_ms)
        its, alignment = words(text, None, pcm.length_ms)
        audio = await kept(self.blobs, pcm.wav(), usage)
        speech = Speech(audio, its, alignment, len(text))
        metering = Metering.ESTIMATED if self._by_tokens else Metering.PARTIAL
        return Metered(speech, usage, metering, request_id)

    @property
    def _by_tokens(self) -> bool:
        return self.model.startswith(BY_TOKENS)

    def _used(self, text: str, length_ms: int) -> tuple[Usage, ...]:
        if not self._by_tokens:
            return (Usage("character", len(text)),)
        sound = math.ceil(SOUND_TOKENS_A_MINUTE * length_ms / MS_A_MINUTE)
        read = math.ceil(len(text.encode()) / BYTES_A_TOKEN)
        return (Usage("input_token", read), Usage("audio_out_token", sound))


def _whole(samples: bytes, kind: str, charged: tuple[Usage, ...]) -> bytes:
    if (
        len(samples) < LEAST_BYTES
        or len(samples) % SAMPLE_BYTES
        or "text" in kind
        or "json" in kind
    ):
        raise Unavailable(
            "openai answered with something that is no sound; it is asked again",
            code="malformed-answer",
            usage=charged,
        )
    return samples
