"""A narration: the voice, and when each word of the script is spoken."""

from dataclasses import dataclass
from enum import StrEnum

from domain.ids import BlobId


class Alignment(StrEnum):
    """How the word times were won; captions say so."""

    EXACT = "exact"
    ALIGNED = "aligned"
    ESTIMATED = "estimated"


@dataclass(frozen=True, slots=True)
class Word:
    """One written word of the script, with its punctuation, and its span in the audio."""

    text: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class SpokenScene:
    """One scene's words; the scene's span runs to the next scene's start."""

    start_ms: int
    end_ms: int
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Narration:
    """One WAV (16-bit mono PCM) for the whole film, and its scenes in order."""

    audio: BlobId
    duration_ms: int
    alignment: Alignment
    scenes: tuple[SpokenScene, ...]
