"""Voices that are called for one utterance at a time: what they are asked, what they answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from domain.ids import BlobId
from domain.narration import Alignment, Narration, Word
from domain.prices import Provider
from domain.utterance import Utterance
from processors.ports import Metered


@dataclass(frozen=True, slots=True)
class Saying:
    """What a voice is to say in one call; what is said around it sets its tone alone."""

    utterance: Utterance
    voice: str
    language: str


@dataclass(frozen=True, slots=True)
class Speech:
    """One utterance spoken: a WAV (16-bit mono PCM), its words in it, and what was billed.

    `request_id` is the provider's own name for it, where it gave one.
    """

    audio: BlobId
    words: tuple[Word, ...]
    alignment: Alignment
    billed_characters: int
    request_id: str = ""


@runtime_checkable
class Speaker(Protocol):
    """A voice that is called for one utterance at a time, each of them paid for by itself."""

    @property
    def provider(self) -> Provider: ...

    @property
    def characters_max(self) -> int:
        """Of one utterance."""
        ...

    async def speak(self, saying: Saying) -> Metered[Speech]:
        """`words` are exactly the utterance's text split at white space."""
        ...


@runtime_checkable
class FindingSpeaker(Speaker, Protocol):
    """One whose provider can be asked what became of a call; of others nobody knows."""

    async def find(
        self, saying: Saying, since: datetime, used: frozenset[str]
    ) -> Metered[Speech] | None:
        """What was made of it since then, by the provider's own word; None where nothing was.

        `used` are requests whose answers are known: equal texts of the same narration.
        """
        ...


class Stretcher(Protocol):
    """Makes a voice longer or shorter at its own pitch, on our own machine."""

    async def stretched(self, narration: Narration, times: float) -> Narration:
        """So many times as long; what was spoken stays as it is, in its own file."""
        ...


class SpeechJoiner(Protocol):
    """Utterances made into one recording, on our own machine."""

    async def joined(
        self, utterances: Sequence[Utterance], speeches: Sequence[Speech]
    ) -> Narration: ...
