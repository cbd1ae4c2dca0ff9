"""The offline narrator: espeak-ng, sentence by sentence, with its own word times.

Pace at 165 words a minute, measured on three sentences of 80 to 120 letters (a year and a
number among them), without the pauses between sentences; in ms per word, and per character
other than white space: en 321 79, de 384 76, es 336 78, fr 287 58, pt 365 83, it 362 77,
ru 380 74, hi 337 92, ar 552 125; without spaces, per character alone: zh 276, ja (kana) 118.
"""

import asyncio
import tempfile
from collections.abc import Coroutine, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import espeakng_loader

from adapters.voice import espeak_process, espeak_voices, word_times
from adapters.voice.espeak_process import Order, Utterance
from adapters.voice.track import Track
from domain.ids import BlobId
from domain.mode import Mode
from domain.narration import LEAD_MS, SCENE_PAUSE_MS, TAIL_MS, Narration, SpokenScene, Word
from domain.prices import Provider, Usage
from domain.script import Script
from processors.errors import InvalidInput
from processors.ports import Blobs, Metered

VERSION = "1.52.0"
RATE_WPM, PITCH, PITCH_RANGE = 165, 46, 58
SENTENCE_PAUSE_MS = 350
UNSPOKEN_MS = 400
AT_ONCE = 2

Said = TypeVar("Said")


class EspeakNarrator:
    """Implements the port `Narrator`; the same script makes the same bytes.

    In scripts without spaces (Chinese, Japanese, Thai) a word is what white space leaves
    whole: a sentence or clause, whose span is exact; captions share it out by characters.
    """

    provider = Provider("espeak-ng", VERSION, Mode.OFFLINE)

    def __init__(self, blobs: Blobs, timeout_s: float = 20.0) -> None:
        self._blobs = blobs
        self._timeout_s = timeout_s
        self._voices = espeak_voices.voices(Path(espeakng_loader.get_data_path()))

    async def narrate(self, script: Script, voice: str) -> Metered[Narration]:
        """`voice` is a manner: `default`, `male` or `female`.

        Raises InvalidInput (`language-unspoken`, `voice-unknown`, `nothing-to-say`),
        NotConfigured (`voice-cannot-read`) and Unavailable where the engine fails.
        """
        if not any(_is_spoken(it.text) for it in script.scenes):
            raise InvalidInput(
                "The script holds no word that could be spoken; write at least one sentence.",
                code="nothing-to-say",
            )
        name = espeak_voices.voice_for(script.language, voice, self._voices)
        espeak_voices.refuse_unreadable(" ".join(it.text for it in script.scenes), name)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "voice.wav"
            told = await self._told(script, name, path)
            narration = told.narration(await self._blobs.put_file(path))
        characters = sum(len(it.text) for it in script.scenes)
        return Metered(narration, (Usage("character", characters),))

    async def _told(self, script: Script, voice: str, path: Path) -> "_Telling":
        """One scene's sentences at a time are held in memory, spoken a few at once."""
        turns = asyncio.Semaphore(AT_ONCE)
        with Track(path) as track:
            telling = _Telling(track)
            for scene in script.scenes:
                spoken = await _all(self._utterance(it, voice, turns) for it in scene.sentences)
                await asyncio.to_thread(telling.scene, scene.sentences, spoken)
            telling.end()
        return telling

    async def _utterance(
        self, sentence: str, voice: str, turns: asyncio.Semaphore
    ) -> Utterance | None:
        if not _is_spoken(sentence):
            return None
        order = Order(sentence.replace("\0", " "), voice, RATE_WPM, PITCH, PITCH_RANGE)
        async with turns:
            return await espeak_process.speak(order, self._timeout_s)


@dataclass
class _Telling:
    """Scenes joined on a track; pictures change half-way through the pause between two."""

    track: Track
    scenes: list[tuple[Word, ...]] = field(default_factory=list)
    changes_ms: list[int] = field(default_factory=lambda: [0])
    marked: int = 0

    def scene(self, sentences: Sequence[str], spoken: Sequence[Utterance | None]) -> None:
        self._pause_before_scene()
        words: list[Word] = []
        for n, (sentence, utterance) in enumerate(zip(sentences, spoken, strict=True)):
            self.track.silence(SENTENCE_PAUSE_MS if n else 0)
            words += self._sentence(sentence, utterance)
        self.scenes.append(tuple(words))

    def end(self) -> None:
        self.track.silence(TAIL_MS)
        self.changes_ms.append(self.track.length_ms)

    def narration(self, audio: BlobId) -> Narration:
        spans = pairwise(self.changes_ms)
        scenes = (
            SpokenScene(start_ms, end_ms, words)
            for words, (start_ms, end_ms) in zip(self.scenes, spans, strict=True)
        )
        alignment = word_times.alignment(self.marked, sum(len(it) for it in self.scenes))
        return Narration(audio, self.track.length_ms, alignment, tuple(scenes))

    def _pause_before_scene(self) -> None:
        if not self.scenes:
            self.track.silence(LEAD_MS)
            return
        self.changes_ms.append(self.track.length_ms + SCENE_PAUSE_MS // 2)
        self.track.silence(SCENE_PAUSE_MS)

    def _sentence(self, sentence: str, utterance: Utterance | None) -> Iterator[Word]:
        from_ms = self.track.length_ms
        if utterance is None or not utterance.pcm:
            self.track.silence(UNSPOKEN_MS)
        else:
            self.track.speech(utterance.pcm, utterance.rate_hz)
        marks = utterance.marks if utterance else ()
        timed = word_times.timed(sentence, marks, from_ms, self.track.length_ms - from_ms)
        self.marked += timed.marked
        yield from timed.words


async def _all(sayings: Iterable[Coroutine[Any, Any, Said]]) -> list[Said]:
    """Every answer in order, or the first failure once all the others have stopped."""
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(it) for it in sayings]
    except ExceptionGroup as failed:
        raise failed.exceptions[0] from failed
    return [it.result() for it in tasks]


def _is_spoken(text: str) -> bool:
    """Signs alone would be read out by their names."""
    return any(it.isalnum() for it in text)
