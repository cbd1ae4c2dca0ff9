"""A voice made longer or shorter: its length, its pitch, and where its words are then."""

import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from adapters.blobs.disk import DiskBlobs
from adapters.voice.espeak import EspeakNarrator
from adapters.voice.stretch import AtempoStretcher
from domain.narration import Alignment, Narration, SpokenScene, Word
from domain.script import Scene, Script

RATE_HZ, PER_MS = 48_000, 48
PITCH_HZ = 250
STARTS_MS = (300, 1_150, 1_900, 3_020, 4_210, 5_555)
LENGTH_MS, WORD_MS = 6_500, 200
TIMES = (0.94, 0.97, 1.03, 1.06)

Sound = npt.NDArray[np.float64]


def beeps() -> Sound:
    """A tone at each start, silence between."""
    sound = np.zeros(LENGTH_MS * PER_MS)
    tone = 0.3 * np.sin(2 * np.pi * PITCH_HZ * np.arange(WORD_MS * PER_MS) / RATE_HZ)
    for it in STARTS_MS:
        sound[it * PER_MS : (it + WORD_MS) * PER_MS] = tone
    return sound


async def spoken(blobs: DiskBlobs, folder: Path, sound: Sound) -> Narration:
    path = folder / "spoken.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes((sound * 32_767).astype("<i2").tobytes())
    words = tuple(Word("beep", it, it + WORD_MS) for it in STARTS_MS)
    scene = SpokenScene(0, LENGTH_MS, words)
    return Narration(await blobs.put_file(path), LENGTH_MS, Alignment.EXACT, (scene,))


async def sound_of(blobs: DiskBlobs, narration: Narration) -> Sound:
    with wave.open(str(await blobs.path(narration.audio))) as file:
        raw = file.readframes(file.getnframes())
    return np.frombuffer(raw, "<i2") / 32_768


def onsets_ms(sound: Sound) -> list[float]:
    """Where it becomes loud after 50 ms of quiet."""
    loud = np.flatnonzero(np.abs(sound) > 0.05)
    return [float(it) / PER_MS for it in loud[np.diff(loud, prepend=-(10**6)) > 50 * PER_MS]]


@pytest.mark.parametrize("times", TIMES)
async def test_every_word_begins_where_its_sound_does(tmp_path: Path, times: float) -> None:
    blobs = DiskBlobs(tmp_path / "blobs")

    its = await AtempoStretcher(blobs).stretched(await spoken(blobs, tmp_path, beeps()), times)

    starts_ms = [it.start_ms for it in its.scenes[0].words]
    heard_ms = onsets_ms(await sound_of(blobs, its))
    assert heard_ms == pytest.approx(starts_ms, abs=12)
    assert starts_ms == pytest.approx([it * times for it in STARTS_MS], abs=1)


@pytest.mark.parametrize("times", TIMES)
async def test_it_takes_exactly_so_long_at_the_same_pitch(tmp_path: Path, times: float) -> None:
    blobs = DiskBlobs(tmp_path / "blobs")

    its = await AtempoStretcher(blobs).stretched(await spoken(blobs, tmp_path, beeps()), times)

    sound = await sound_of(blobs, its)
    assert len(sound) == its.duration_ms * PER_MS
    assert its.duration_ms == its.scenes[-1].end_ms == round(LENGTH_MS * times)
    assert its.stretch == times
    spectrum = np.abs(np.fft.rfft(sound))
    assert spectrum.argmax() * RATE_HZ / len(sound) == pytest.approx(PITCH_HZ, rel=0.01)


async def test_what_was_spoken_is_kept_as_it_was(tmp_path: Path) -> None:
    blobs = DiskBlobs(tmp_path / "blobs")
    before = await spoken(blobs, tmp_path, beeps())

    its = await AtempoStretcher(blobs).stretched(before, 1.06)

    assert its.audio != before.audio
    kept = await sound_of(blobs, before)
    assert kept == pytest.approx(beeps(), abs=1e-3)


async def test_the_same_speech_is_stretched_to_the_same_bytes(tmp_path: Path) -> None:
    blobs = DiskBlobs(tmp_path / "blobs")
    before = await spoken(blobs, tmp_path, beeps())

    twice = [await AtempoStretcher(blobs).stretched(before, 1.04) for _ in range(2)]

    assert twice[0] == twice[1]


async def test_sentences_of_a_voice_go_with_their_sound(tmp_path: Path) -> None:
    blobs = DiskBlobs(tmp_path / "blobs")
    sentences = ("The river rises early.", "Nobody saw it coming.", "Then the bridge gave way.")
    script = Script("", "en", (Scene("", sentences, ""),), 6.0)
    before = (await EspeakNarrator(blobs).narrate(script, "default")).answer

    its = await AtempoStretcher(blobs).stretched(before, 1.06)

    counts = np.cumsum([0, *(len(it.split()) for it in sentences[:-1])])
    for narration in (before, its):
        starts_ms = [narration.scenes[0].words[int(it)].start_ms for it in counts]
        heard_ms = sentence_onsets_ms(await sound_of(blobs, narration))
        assert heard_ms == pytest.approx(starts_ms, abs=30)


def sentence_onsets_ms(sound: Sound) -> list[float]:
    """Where it is heard again after 300 ms of silence."""
    heard = np.flatnonzero(np.abs(sound) > 0.005)
    return [float(it) / PER_MS for it in heard[np.diff(heard, prepend=-(10**6)) > 300 * PER_MS]]
