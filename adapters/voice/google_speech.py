"""Voices of Google: speech with the time of every word that was marked."""

import asyncio
import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from adapters.providers.endpoint import Endpoint
from adapters.providers.google import meant, service
from adapters.providers.paid import kept
from adapters.voice.espeak_process import Mark
from adapters.voice.speech import MS, pcm_of, word_marks, words
from domain.prices import Metering, Provider, Usage
from processors.errors import CallError, Unavailable
from processors.ports import Blobs, Metered
from processors.speaking import Saying, Speech

API = "texttospeech.v1beta1"
"""The one version that tells the times of marks."""


MARK = re.compile(r'<mark name="\d+"/>')


@dataclass(frozen=True)
class GoogleSpeaker:
    """Implements the port `Speaker`. `voices` are names (`en-US-Neural2-C`) by language and manner.

    Keys are `en-US default` and the like; without one the language's own first voice speaks.
    Google keeps nothing that could be looked up. Without `marked`, as voices that take no
    marks need it, word times are estimated.
    """

    endpoint: Endpoint
    model: str
    blobs: Blobs
    voices: Mapping[str, str]
    characters_max: int = 1_000
    """Google takes 5,000 bytes of SSML, and a mark of some 20 comes with every word."""

    marked: bool = True

    @property
    def provider(self) -> Provider:
        return Provider("google", self.model, self.endpoint.mode)

    def most(self, saying: Saying) -> tuple[Usage, ...]:
        return (Usage("character", self._characters(saying)),)

    async def speak(self, saying: Saying) -> Metered[Speech]:
        """Raises the taxonomy."""
        sent = self._request(saying)
        characters = self.most(saying)
        try:
            told = await asyncio.to_thread(_synthesised, self.endpoint, sent)
        except CallError:
            raise
        except Exception as error:
            raise meant(error, characters) from error
        speech = await self._speech(saying.utterance.text, told, characters)
        return Metered(speech, characters, Metering.PARTIAL)

    def _characters(self, saying: Saying) -> int:
        """What Google charges for: spaces and tags too, but no marks (its own price list)."""
        text = saying.utterance.text
        return len(MARK.sub("", ssml(text)) if self.marked else text)

    def _request(self, saying: Saying) -> dict[str, Any]:
        text = saying.utterance.text
        voice = {"languageCode": saying.language}
        if name := self.voices.get(f"{saying.language} {saying.voice}"):
            voice["name"] = name
        its: dict[str, Any] = {
            "input": {"ssml": ssml(text)} if self.marked else {"text": text},
            "voice": voice,
            "audioConfig": {"audioEncoding": "LINEAR16", "sampleRateHertz": 24_000},
        }
        return its | ({"enableTimePointing": ["SSML_MARK"]} if self.marked else {})

    async def _speech(
        self, text: str, told: Mapping[str, Any], charged: tuple[Usage, ...]
    ) -> Speech:
        try:
            pcm = pcm_of(base64.b64decode(told["audioContent"], validate=True))
            marks = _marks(text, told) if self.marked else None
        except (KeyError, TypeError, ValueError, binascii.Error) as wrong:
            raise Unavailable(
                "Google answered nonsense; it is asked again.",
                code="malformed-answer",
                usage=charged,
            ) from wrong
        its, alignment = words(text, marks, pcm.length_ms)
        audio = await kept(self.blobs, pcm.wav(), charged)
        return Speech(audio, its, alignment, charged[0].quantity)


def ssml(text: str) -> str:
    """The text with a mark before every word, named by its number."""
    marked = (f'<mark name="{n}"/>{escape(it)}' for n, it in enumerate(text.split()))
    return f"<speak>{' '.join(marked)}</speak>"


def _synthesised(its: Endpoint, sent: Mapping[str, Any]) -> dict[str, Any]:
    api = service(its, API)
    try:
        told: dict[str, Any] = api.text().synthesize(body=sent).execute(num_retries=0)
        return told
    finally:
        api.close()


def _marks(text: str, told: Mapping[str, Any]) -> list[Mark]:
    """Each word's start at its mark; words whose mark is lost share the time around them."""
    starts_ms = {
        int(it["markName"]): round(it["timeSeconds"] * MS) for it in told.get("timepoints", ())
    }
    return [*word_marks(text, starts_ms)]
