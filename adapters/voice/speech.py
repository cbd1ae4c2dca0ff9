"""A provider's spoken answer as a file and words: PCM kept as WAV, characters made into words."""

import io
import re
import wave
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from adapters.voice import word_times
from adapters.voice.espeak_process import Mark
from domain.narration import Alignment, Word

SAMPLE_BYTES = 2
MS = 1000


@dataclass(frozen=True, slots=True)
class Pcm:
    """16-bit little-endian mono samples."""

    samples: bytes
    rate_hz: int

    @property
    def length_ms(self) -> int:
        return len(self.samples) // SAMPLE_BYTES * MS // self.rate_hz

    def wav(self) -> bytes:
        file = io.BytesIO()
        with wave.open(file, "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(SAMPLE_BYTES)
            out.setframerate(self.rate_hz)
            out.writeframes(self.samples)
        return file.getvalue()


def pcm_of(wav: bytes) -> Pcm:
    """Raises ValueError where these are no 16-bit mono samples in a WAV."""
    try:
        with wave.open(io.BytesIO(wav), "rb") as file:
            if (file.getnchannels(), file.getsampwidth()) != (1, SAMPLE_BYTES):
                raise ValueError("it is not mono with 16 bits")
            return Pcm(file.readframes(file.getnframes()), file.getframerate())
    except (wave.Error, EOFError) as wrong:
        raise ValueError(f"it is no WAV: {wrong}") from wrong


@dataclass(frozen=True, slots=True)
class Characters:
    """What a provider says it spoke, character by character, and when each one begins."""

    characters: tuple[str, ...]
    starts_ms: tuple[int, ...]


def words(
    text: str, marks: Sequence[Mark] | None, length_ms: int
) -> tuple[tuple[Word, ...], Alignment]:
    """`text.split()` with spans: exact where the provider gave every word's own start."""
    timed = word_times.timed(text, marks or (), 0, length_ms)
    if marks is None:
        return timed.words, Alignment.ESTIMATED
    return timed.words, word_times.alignment(timed.marked, len(timed.words))


def character_marks(text: str, spoken: Characters) -> Iterator[Mark]:
    """A character that is no space, where the text and what was spoken agree."""
    for here, there, size in _matches(text, spoken.characters):
        for n in range(size):
            if not text[here + n].isspace():
                yield Mark(here + n, 1, spoken.starts_ms[there + n])


def word_marks(text: str, starts_ms: Mapping[int, int]) -> Iterator[Mark]:
    """The beginnings of words by their number, counted from 0."""
    for n, word in enumerate(re.finditer(r"\S+", text)):
        if n in starts_ms:
            yield Mark(word.start(), len(word.group()), starts_ms[n])


def _matches(text: str, characters: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Runs of the text that were spoken as they are written: from where, from where, how many."""
    said = "".join(characters)
    if len(characters) != len(said):
        return
    if said == text:
        yield 0, 0, len(text)
        return
    matcher = SequenceMatcher(None, text, said, autojunk=False)
    yield from ((it.a, it.b, it.size) for it in matcher.get_matching_blocks())
