import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from adapters.blobs.disk import DiskBlobs
from adapters.voice.espeak import EspeakNarrator
from adapters.voice.tidy import TidyNarrator
from domain.mode import Mode
from domain.narration import Alignment, Narration, SpokenScene, Word
from domain.prices import Provider
from domain.script import Scene, Script
from processors.ports import Metered

Sound = npt.NDArray[np.float64]
SCRIPT = Script("A river", "en", (Scene("", ("One two.",), ""),), 5.0)


def tone(ms: int, level: float = 0.3) -> Sound:
    return level * np.sin(2 * np.pi * 250 * np.arange(ms * 48) / 48_000)


def still(ms: int) -> Sound:
    return np.zeros(ms * 48)


def breath(ms: int, dbfs: float) -> Sound:
    """Noise that swells and fades away, so loud in its middle."""
    noise = np.random.default_rng(4).standard_normal(ms * 48)
    return 10 ** (dbfs / 20) * noise * np.hanning(ms * 48)


class Recorded:
    """A narrator who says what was recorded, each word as long as its span."""

    provider = Provider("recorded", "1", Mode.OFFLINE)

    def __init__(self, recorded: Narration) -> None:
        self.recorded = recorded

    async def narrate(self, _script: Script, _voice: str) -> Metered[Narration]:
        return Metered(self.recorded, ())


def recorded(path: Path, sound: Sound) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes((np.clip(sound, -1, 1) * 32_767).astype("<i2").tobytes())
    return path


async def told(folder: Path, sound: Sound, *words: tuple[int, int]) -> tuple[Narration, Sound]:
    """The narration once it is tidy, and its sound."""
    blobs = DiskBlobs(folder / "blobs")
    audio = await blobs.put_file(recorded(folder / "recorded.wav", sound))
    spoken = SpokenScene(0, len(sound) // 48, tuple(Word("word", *it) for it in words))
    before = Narration(audio, len(sound) // 48, Alignment.EXACT, (spoken,))
    narration = (await TidyNarrator(Recorded(before), blobs).narrate(SCRIPT, "")).answer
    with wave.open(str(await blobs.path(narration.audio))) as file:
        raw = file.readframes(file.getnframes())
    heard = np.frombuffer(raw, "<i2") / 32_767
    assert len(heard) == narration.duration_ms * 48
    return narration, heard


def onsets_ms(heard: Sound) -> list[int]:
    """When a sound begins after a quarter of a second of quiet."""
    loud = np.abs(heard).reshape(-1, 48).max(axis=1) > 0.05
    quiet = np.convolve(loud, np.ones(250), "full")[: len(loud)]
    return [int(n) for n in np.flatnonzero(loud) if n == 0 or quiet[n - 1] == 0]


async def test_silence_at_both_ends_is_trimmed_and_the_words_move_with_it(tmp_path: Path) -> None:
    sound = np.concatenate([still(2_000), tone(500), still(3_000)])
    narration, heard = await told(tmp_path, sound, (2_000, 2_500))
    (word,) = narration.scenes[0].words
    assert (word.start_ms, word.end_ms, narration.duration_ms) == (300, 800, 1_600)
    assert onsets_ms(heard) == pytest.approx([300], abs=2)


async def test_an_overlong_pause_is_shortened_and_every_word_stays_on_its_sound(
    tmp_path: Path,
) -> None:
    parts = [still(300), tone(500), still(4_000), tone(400), still(1_200), tone(300), still(500)]
    starts = (300, 4_800, 6_400)
    narration, heard = await told(
        tmp_path, np.concatenate(parts), *((it, it + 300) for it in starts)
    )
    moved = [it.start_ms for it in narration.scenes[0].words]
    assert moved == [300, 1_800, 3_400]
    assert onsets_ms(heard) == pytest.approx(moved, abs=2)


@pytest.mark.parametrize("dbfs", [-35, -45])
async def test_a_breath_before_a_word_stays_as_it_was(tmp_path: Path, dbfs: float) -> None:
    parts = [tone(800), still(2_600), breath(350, dbfs), still(50), tone(800), still(300)]
    narration, heard = await told(tmp_path, np.concatenate(parts), (0, 800), (3_800, 4_600))
    second = narration.scenes[0].words[1].start_ms
    before = heard[(second - 400) * 48 : (second - 50) * 48]
    np.testing.assert_allclose(before, breath(350, dbfs), atol=2e-4)


async def test_a_breath_in_a_noisy_room_stays_too(tmp_path: Path) -> None:
    room = 10 ** (-66 / 20) * np.random.default_rng(9).standard_normal(48 * 7_000)
    parts = [tone(800), still(2_600), breath(350, -42), still(50), tone(3_200)]
    narration, heard = await told(tmp_path, np.concatenate(parts) + room, (0, 800), (3_800, 7_000))
    assert narration.duration_ms < 7_000
    (second,) = onsets_ms(heard)[1:]
    swell = heard[(second - 300) * 48 : (second - 150) * 48]
    assert 20 * np.log10(swell.std()) > -48


async def test_a_join_makes_no_click(tmp_path: Path) -> None:
    hum = 0.0004 * np.sin(2 * np.pi * 50 * np.arange(48 * 6_000) / 48_000)
    parts = [tone(1_000), still(4_000), tone(1_000)]
    _, heard = await told(tmp_path, np.concatenate(parts) + hum, (0, 1_000), (5_000, 6_000))
    quiet = heard[1_100 * 48 : 1_900 * 48]
    assert np.abs(np.diff(quiet)).max() < 4 / 32_768


async def test_an_offset_is_taken_out(tmp_path: Path) -> None:
    _, heard = await told(tmp_path, tone(2_000) + 0.05, (0, 2_000))
    assert abs(heard.mean()) < 1e-4


async def test_a_word_that_begins_in_silence_keeps_its_silence(tmp_path: Path) -> None:
    parts = [tone(500), still(4_000), tone(500)]
    sound = np.concatenate(parts)
    narration, _ = await told(tmp_path, sound, (0, 500), (2_000, 2_500), (4_500, 5_000))
    assert narration.duration_ms == 5_000


@pytest.mark.parametrize("sound", [still(2_000), tone(2_000)], ids=["silence", "no pause"])
async def test_what_needs_nothing_is_left_alone(tmp_path: Path, sound: Sound) -> None:
    narration, heard = await told(tmp_path, sound, (0, 2_000))
    assert (narration.duration_ms, len(heard)) == (2_000, len(sound))


async def test_the_offline_voice_keeps_its_pauses(tmp_path: Path) -> None:
    blobs = DiskBlobs(tmp_path / "blobs")
    script = Script("A", "en", (Scene("", ("The river rises.", "It runs."), ""),) * 2, 5.0)
    plain = (await EspeakNarrator(blobs).narrate(script, "")).answer
    tidy = (await TidyNarrator(EspeakNarrator(blobs), blobs).narrate(script, "")).answer
    gone_ms = plain.duration_ms - tidy.duration_ms
    assert 0 <= gone_ms < 500
    lengths = [
        [it.end_ms - it.start_ms for scene in told.scenes for it in scene.words[:-1]]
        for told in (plain, tidy)
    ]
    assert lengths[0] == lengths[1]
