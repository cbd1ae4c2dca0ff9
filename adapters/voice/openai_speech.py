"""Voices of OpenAI: samples and nothing else, so that word times are estimated, and said to be."""

from collections.abc import Mapping
from dataclasses import dataclass

from adapters.providers.endpoint import Endpoint
from adapters.providers.openai import asked
from adapters.providers.paid import kept
from adapters.voice.speech import SAMPLE_BYTES, Pcm, words
from domain.prices import Metering, Provider, Usage
from processors.errors import Unavailable
from processors.ports import Blobs, Metered
from processors.speaking import Saying, Speech

RATE_HZ = 24_000
"""Of the format `pcm`: 16-bit, mono, without a header (OpenAI's speech guide)."""

ANSWER_MAX_BYTES = 1_200 * RATE_HZ * SAMPLE_BYTES
LEAST_BYTES = 2


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

    async def speak(self, saying: Saying) -> Metered[Speech]:
        """Raises the taxonomy. Nothing is metered in the answer: characters are what was sent."""
        text = saying.utterance.text
        usage = (Usage("character", len(text)),)
        async with asked(self.endpoint, self.model, usage, ANSWER_MAX_BYTES) as client:
            told = await client.audio.speech.with_raw_response.create(
                model=self.model,
                voice=self.voices.get(saying.voice, saying.voice),
                input=text,
                response_format="pcm",
            )
            samples, request_id = told.content, told.headers.get("x-request-id", "")
            kind = told.headers.get("content-type", "")
        pcm = Pcm(_whole(samples, kind, usage), RATE_HZ)
        its, alignment = words(text, None, pcm.length_ms)
        audio = await kept(self.blobs, pcm.wav(), usage)
        speech = Speech(audio, its, alignment, len(text))
        return Metered(speech, usage, Metering.PARTIAL, request_id)


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
