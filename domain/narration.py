"""A narration: the voice, and when each word of the script is spoken."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

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


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch of the audio that is taken out."""

    start_ms: int
    end_ms: int


def shortened(narration: Narration, cuts: Sequence[Cut], audio: BlobId) -> Narration:
    """The narration of `audio`, which lacks those stretches (rising, apart): all times moved."""
    ends = [it.start_ms for it in cuts]
    gone = [0, *accumulate(it.end_ms - it.start_ms for it in cuts)]

    def moved(ms: int) -> int:
        before = bisect_right(ends, ms)
        late = cuts[before - 1].end_ms - ms if before else 0
        return ms - gone[before] + max(late, 0)

    return Narration(
        audio,
        moved(narration.duration_ms),
        narration.alignment,
        tuple(
            SpokenScene(
                moved(scene.start_ms),
                moved(scene.end_ms),
                tuple(Word(it.text, moved(it.start_ms), moved(it.end_ms)) for it in scene.words),
            )
            for scene in narration.scenes
        ),
    )
