"""A narration: the voice, and when each word of the script is spoken."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import accumulate

from domain.ids import BlobId

LEAD_MS, SCENE_PAUSE_MS, TAIL_MS = 300, 600, 800
"""The silence of every narration that is spoken here: before it, between scenes, after it."""

NEAR_ENOUGH, WRITTEN_OFF_MAX = 0.02, 0.15


def silence_s(scenes: int) -> float:
    """How long nobody speaks in a narration of so many scenes, whoever tells it."""
    return (LEAD_MS + max(scenes - 1, 0) * SCENE_PAUSE_MS + TAIL_MS) / 1000


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
    """One WAV (16-bit mono PCM) for the whole film, and its scenes in order.

    `stretch`: how many times as long it takes as it was spoken, at the same pitch.
    """

    audio: BlobId
    duration_ms: int
    alignment: Alignment
    scenes: tuple[SpokenScene, ...]
    stretch: float = 1.0


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

    return _retimed(narration, moved, audio)


def stretched(narration: Narration, times: float, audio: BlobId) -> Narration:
    """The narration of `audio`, which takes so many times as long: all times scaled."""
    scaled = _retimed(narration, lambda ms: round(ms * times), audio)
    return replace(scaled, stretch=narration.stretch * times)


def stretch(spoken_ms: int, asked_s: float, written_s: float, most: float) -> float:
    """How many times as long a voice is made, so that a film takes what was asked.

    By the share `most` at most; not at all where it is near enough, nor where the script was not
    written that long, as when its source is too short. `written_s` is what it was estimated at.
    """
    if not spoken_ms or abs(written_s / asked_s - 1) > WRITTEN_OFF_MAX:
        return 1.0
    times = asked_s * 1000 / spoken_ms
    return 1.0 if abs(times - 1) <= NEAR_ENOUGH else min(max(times, 1 - most), 1 + most)


def _retimed(narration: Narration, moved: Callable[[int], int], audio: BlobId) -> Narration:
    scenes = tuple(
        SpokenScene(
            moved(scene.start_ms),
            moved(scene.end_ms),
            tuple(Word(it.text, moved(it.start_ms), moved(it.end_ms)) for it in scene.words),
        )
        for scene in narration.scenes
    )
    duration_ms = moved(narration.duration_ms)
    return replace(narration, audio=audio, duration_ms=duration_ms, scenes=scenes)
