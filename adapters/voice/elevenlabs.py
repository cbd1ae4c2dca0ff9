"""Voices of ElevenLabs: speech with the time of every character, and what was billed for it."""

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from elevenlabs.types import AudioWithTimestampsResponse, SpeechHistoryItemResponse

from adapters.providers.elevenlabs import ONCE, client, meant, unfound
from adapters.providers.endpoint import Endpoint
from adapters.providers.paid import kept
from adapters.voice.speech import MS, SAMPLE_BYTES, Characters, Pcm, character_marks, words
from domain.prices import Metering, Provider, Usage
from processors.errors import CallError, Unavailable
from processors.ports import Blobs, Metered
from processors.speaking import Saying, Speech

RATE_HZ = 24_000
FORMAT = "pcm_24000"
"""Samples without a codec: no delay of an encoder moves the words; every plan has it."""

HISTORY_PAGE = 100
CLOCKS_APART = timedelta(seconds=5)
"""So far may the provider's clock be behind ours when what it made is looked for."""

Heard = Callable[[int], None]
"""Told how many calls at once the account may make, as every answer says."""


def unheard(_: int) -> None:
    """Nobody listens."""


@dataclass(frozen=True)
class ElevenLabsSpeaker:
    """Implements the port `FindingSpeaker`; `voices` are ids by manner (`default`, ...).

    A manner that is not among them is taken for an id itself.
    """

    endpoint: Endpoint
    model: str
    blobs: Blobs
    voices: Mapping[str, str]
    characters_max: int = 5_000
    heard: Heard = field(default=unheard)

    @property
    def provider(self) -> Provider:
        return Provider("elevenlabs", self.model, self.endpoint.mode)

    def most(self, saying: Saying) -> tuple[Usage, ...]:
        """Its models bill a character or less for each; those beyond 16 bits may count twice."""
        return _characters(len(saying.utterance.text.encode("utf-16-le")) // 2)

    async def speak(self, saying: Saying) -> Metered[Speech]:
        """Raises the taxonomy; a voice that does not exist is InvalidInput (`voice-unknown`)."""
        its = saying.utterance
        try:
            async with client(self.endpoint) as asked:
                told = await asked.text_to_speech.with_raw_response.convert_with_timestamps(
                    self._voice(saying),
                    text=its.text,
                    model_id=self.model,
                    output_format=FORMAT,
                    previous_text=its.before or None,
                    next_text=its.after or None,
                    request_options=ONCE,
                )
                return await self._metered(its.text, told.data, told.headers)
        except CallError:
            raise
        except Exception as error:
            raise meant(error, _characters(len(its.text))) from error

    async def find(
        self, saying: Saying, since: datetime, used: frozenset[str] = frozenset()
    ) -> Metered[Speech] | None:
        """By the account's history: the same text by the same voice and model, made since then.

        Of several the one made nearest to then, and none whose request is known.
        """
        try:
            async with client(self.endpoint) as asked:
                page = await asked.history.list(
                    page_size=HISTORY_PAGE,
                    voice_id=self._voice(saying),
                    model_id=self.model,
                    date_after_unix=int((since - CLOCKS_APART).timestamp()),
                    source="TTS",
                    request_options=ONCE,
                )
                made = _nearest(page.history, saying.utterance.text, since, used)
                if made is None:
                    return None
                parts = asked.history.get_audio(made.history_item_id, request_options=ONCE)
                samples = b"".join([part async for part in parts])
                return await self._recovered(made, samples)
        except CallError:
            raise
        except Exception as error:
            raise unfound(error) from error

    def _voice(self, saying: Saying) -> str:
        return self.voices.get(saying.voice, saying.voice)

    async def _metered(
        self, text: str, told: AudioWithTimestampsResponse, headers: Mapping[str, str]
    ) -> Metered[Speech]:
        billed = headers.get("character-cost", "")
        count = int(billed) if billed.isdecimal() else len(text)
        if (most := headers.get("maximum-concurrent-requests", "")).isdecimal():
            self.heard(int(most))
        pcm = _pcm(told.audio_base_64, _characters(count))
        request_id = headers.get("request-id", "")
        speech = await self._speech(text, pcm, _spoken(told), count)
        metering = Metering.EXACT if billed.isdecimal() else Metering.PARTIAL
        its = replace(speech, request_id=request_id)
        return Metered(its, _characters(count), metering, request_id)

    async def _recovered(self, made: SpeechHistoryItemResponse, samples: bytes) -> Metered[Speech]:
        count = made.character_count_change_to - made.character_count_change_from
        pcm = _whole(samples, _characters(count))
        its = made.alignments.alignment if made.alignments else None
        spoken = None
        if its is not None:
            spoken = _timed(its.characters, its.character_start_times_seconds)
        request_id = made.request_id or ""
        speech = await self._speech(made.text or "", pcm, spoken, count)
        known = replace(speech, request_id=request_id)
        return Metered(known, _characters(count), Metering.EXACT, request_id)

    async def _speech(self, text: str, pcm: Pcm, spoken: Characters | None, count: int) -> Speech:
        marks = None if spoken is None else [*character_marks(text, spoken)]
        its, alignment = words(text, marks, pcm.length_ms)
        audio = await kept(self.blobs, pcm.wav(), _characters(count))
        return Speech(audio, its, alignment, count)


def _nearest(
    history: Sequence[SpeechHistoryItemResponse], text: str, since: datetime, used: frozenset[str]
) -> SpeechHistoryItemResponse | None:
    at_s = since.timestamp()
    made = (it for it in history if it.text == text and it.request_id not in used)
    return min(made, key=lambda it: abs(it.date_unix - at_s), default=None)


def _characters(count: int) -> tuple[Usage, ...]:
    return (Usage("character", count),)


def _pcm(audio_base64: str, charged: tuple[Usage, ...]) -> Pcm:
    """The SDK checks no types: what should be a text may be anything."""
    try:
        return _whole(base64.b64decode(audio_base64, validate=True), charged)
    except (binascii.Error, TypeError, ValueError) as wrong:
        raise _nonsense("its audio is not base64", charged) from wrong


def _whole(samples: bytes, charged: tuple[Usage, ...]) -> Pcm:
    if not samples or len(samples) % SAMPLE_BYTES:
        raise _nonsense("its samples are cut", charged)
    return Pcm(samples, RATE_HZ)


def _nonsense(why: str, charged: tuple[Usage, ...]) -> Unavailable:
    return Unavailable(
        f"ElevenLabs answered nonsense: {why}.", code="malformed-answer", usage=charged
    )


def _spoken(told: AudioWithTimestampsResponse) -> Characters | None:
    its = told.alignment
    return None if its is None else _timed(its.characters, its.character_start_times_seconds)


def _timed(characters: list[str], starts_s: list[float]) -> Characters | None:
    if len(characters) != len(starts_s):
        return None
    return Characters(tuple(characters), tuple(round(it * MS) for it in starts_s))
