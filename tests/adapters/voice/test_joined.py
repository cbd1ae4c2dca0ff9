"""Utterances joined into one recording."""

import wave
from pathlib import Path

import pytest

from adapters.blobs.disk import DiskBlobs
from adapters.voice.espeak import SENTENCE_PAUSE_MS
from adapters.voice.joined import Joined
from adapters.voice.speech import Pcm
from domain.narration import LEAD_MS, SCENE_PAUSE_MS, TAIL_MS, Alignment, Word
from domain.utterance import Utterance
from processors.errors import Unavailable
from processors.speaking import Speech

RATE_HZ = 24_000
LONG_MS = 500


async def speech(blobs: DiskBlobs, text: str, alignment: Alignment = Alignment.EXACT) -> Speech:
    pcm = Pcm(b"\x00\x10" * (RATE_HZ * LONG_MS // 1000), RATE_HZ)
    return Speech(await blobs.put(pcm.wav()), (Word(text, 20, LONG_MS),), alignment, len(text))


async def test_words_move_with_their_sound(tmp_path: Path) -> None:
    blobs = DiskBlobs(tmp_path)
    spoken = [await speech(blobs, it) for it in ("One", "two", "Three")]
    its = [Utterance(0, "One"), Utterance(0, "two"), Utterance(1, "Three")]

    told = await Joined(blobs).joined(its, spoken)

    second_ms = LEAD_MS + LONG_MS + SENTENCE_PAUSE_MS
    third_ms = second_ms + LONG_MS + SCENE_PAUSE_MS
    starts = [it.start_ms for scene in told.scenes for it in scene.words]
    assert starts == [LEAD_MS + 20, second_ms + 20, third_ms + 20]
    assert told.duration_ms == third_ms + LONG_MS + TAIL_MS
    assert told.scenes[0].end_ms == told.scenes[1].start_ms == third_ms - SCENE_PAUSE_MS // 2


async def test_the_recording_is_as_long_as_it_says(tmp_path: Path) -> None:
    blobs = DiskBlobs(tmp_path)

    told = await Joined(blobs).joined([Utterance(0, "One")], [await speech(blobs, "One")])

    with wave.open(str(await blobs.path(told.audio)), "rb") as file:
        assert file.getnframes() * 1000 == told.duration_ms * file.getframerate()


async def test_a_recording_is_aligned_as_its_worst_part(tmp_path: Path) -> None:
    blobs = DiskBlobs(tmp_path)
    spoken = [await speech(blobs, "One"), await speech(blobs, "two", Alignment.ESTIMATED)]

    told = await Joined(blobs).joined([Utterance(0, "One"), Utterance(0, "two")], spoken)

    assert told.alignment is Alignment.ESTIMATED


async def test_a_part_that_is_no_sound_is_told(tmp_path: Path) -> None:
    blobs = DiskBlobs(tmp_path)
    broken = Speech(await blobs.put(b"no sound"), (), Alignment.EXACT, 0)

    with pytest.raises(Unavailable, match="cannot be read"):
        await Joined(blobs).joined([Utterance(0, "One")], [broken])
