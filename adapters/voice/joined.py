"""Utterances of a script joined into one recording, with the pauses between them."""

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from pathlib import Path

from adapters.voice.espeak import SENTENCE_PAUSE_MS
from adapters.voice.speech import Pcm, pcm_of
from adapters.voice.tidy import tidied
from adapters.voice.track import Track
from domain.ids import BlobId
from domain.narration import (
    LEAD_MS,
    SCENE_PAUSE_MS,
    TAIL_MS,
    Alignment,
    Narration,
    SpokenScene,
    Word,
)
from domain.utterance import Utterance
from processors.errors import Unavailable
from processors.ports import Blobs
from processors.speaking import Speech

_WORST = (Alignment.ESTIMATED, Alignment.ALIGNED, Alignment.EXACT)


@dataclass(frozen=True, slots=True)
class Joined:
    """Implements the port `SpeechJoiner`. Pictures change half-way through a pause.

    The whole is tidied, as every narration is.
    """

    blobs: Blobs

    async def joined(
        self, utterances: Sequence[Utterance], speeches: Sequence[Speech]
    ) -> Narration:
        """Raises Unavailable (`voice-malformed`) where a recording cannot be read."""
        pieces = [await self._piece(it) for it in speeches]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "voice.wav"
            told = await asyncio.to_thread(_told, path, utterances, pieces)
            narration = told.narration(await self.blobs.put_file(path), speeches)
        return await tidied(narration, self.blobs)

    async def _piece(self, speech: Speech) -> "_Piece":
        try:
            return _Piece(pcm_of(await self.blobs.get(speech.audio)), speech.words)
        except ValueError as wrong:
            raise Unavailable(
                f"A spoken part cannot be read: {wrong}.", code="voice-malformed"
            ) from wrong


@dataclass(frozen=True, slots=True)
class _Piece:
    pcm: Pcm
    words: tuple[Word, ...]


@dataclass
class _Telling:
    length_ms: int = 0
    scenes: list[tuple[Word, ...]] = field(default_factory=list)
    changes_ms: list[int] = field(default_factory=lambda: [0])

    def narration(self, audio: BlobId, speeches: Sequence[Speech]) -> Narration:
        scenes = (
            SpokenScene(start_ms, end_ms, words)
            for words, (start_ms, end_ms) in zip(
                self.scenes, pairwise(self.changes_ms), strict=True
            )
        )
        alignment = min((it.alignment for it in speeches), key=_WORST.index)
        return Narration(audio, self.length_ms, alignment, tuple(scenes))


def _told(path: Path, utterances: Sequence[Utterance], pieces: Sequence[_Piece]) -> _Telling:
    telling = _Telling()
    by_scene = groupby(zip(utterances, pieces, strict=True), key=lambda it: it[0].scene)
    with Track(path) as track:
        for n, (_, spoken) in enumerate(by_scene):
            if n:
                telling.changes_ms.append(track.length_ms + SCENE_PAUSE_MS // 2)
            track.silence(SCENE_PAUSE_MS if n else LEAD_MS)
            telling.scenes.append(_scene(track, [piece for _, piece in spoken]))
        track.silence(TAIL_MS)
        telling.length_ms = track.length_ms
    telling.changes_ms.append(telling.length_ms)
    return telling


def _scene(track: Track, pieces: Sequence[_Piece]) -> tuple[Word, ...]:
    words: list[Word] = []
    for n, piece in enumerate(pieces):
        track.silence(SENTENCE_PAUSE_MS if n else 0)
        from_ms = track.length_ms
        track.speech(piece.pcm.samples, piece.pcm.rate_hz)
        words += [Word(it.text, from_ms + it.start_ms, from_ms + it.end_ms) for it in piece.words]
    return tuple(words)
