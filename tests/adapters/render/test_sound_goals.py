"""R9: loudness of many voices after encoding. R10: words where they were, over an hour."""

import resource
import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from adapters.blobs.disk import DiskBlobs
from adapters.render.loudness import decoded, measured
from adapters.render.sound import mix
from adapters.voice.espeak import EspeakNarrator
from adapters.voice.tidy import TidyNarrator
from domain.ids import BlobId
from domain.music import Music, with_music
from domain.script import Scene, Script
from domain.timeline import Canvas, Sound, Speech, Timeline
from tests.adapters.sounds.sounds import music, write
from tests.given import TUNE

FPS = 30
CANVAS = Canvas(640, 360, FPS)
VOICE, MUSIC = (BlobId(f"sha256:{it * 64}") for it in "ab")
VOICES = (
    ("en", "The river rises in the hills and runs for ninety miles before it meets the sea.", 5),
    ("de", "Der Fluss entspringt in den Hügeln und fließt vierzig Kilometer bis zum Meer.", 8),
    ("fr", "La rivière prend sa source dans les collines et coule jusqu'à la mer.", 12),
    ("es", "El río nace en las colinas y corre cuarenta kilómetros hasta el mar.", 20),
    ("it", "Il fiume nasce sulle colline e scorre per quaranta chilometri fino al mare.", 5),
    ("pt", "O rio nasce nas colinas e corre quarenta quilómetros até ao mar.", 30),
    ("ru", "Река берёт начало в холмах и течёт сорок километров до моря.", 10),
    ("pl", "Rzeka wypływa ze wzgórz i płynie czterdzieści kilometrów do morza.", 60),
    ("nl", "De rivier ontspringt in de heuvels en stroomt veertig kilometer naar zee.", 5),
    ("sv", "Floden rinner upp i bergen och flyter fyrtio kilometer till havet.", 15),
    ("tr", "Nehir tepelerde doğar ve uzun bir yoldan denize akar.", 8),
    ("cs", "Řeka pramení v kopcích a teče čtyřicet kilometrů k moři.", 90),
    ("hi", "यह नदी पहाड़ियों से निकलती है और समुद्र तक बहती है।", 5),
    ("ar", "ينبع النهر من التلال ويجري مئة وأربعين كيلومترا.", 25),
    ("he", "הנהר נובע בגבעות וזורם אל הים.", 40),
    ("zh", "这条河发源于山区，流经一百四十公里后入海。", 6),
    ("ja", "かわはおかからながれて、うみにそそぐ。", 120),
    ("ko", "강은 언덕에서 시작하여 바다로 흘러간다.", 5),
    ("fi", "Joki alkaa kukkuloilta ja virtaa mereen.", 10),
    ("bg", "Реката извира в хълмовете и тече до морето.", 600),
)
MANNERS = ("default", "female", "male")
SENTENCE_S = 4.0
TONE_MS = 500


@pytest.mark.slow
@pytest.mark.parametrize("n", range(len(VOICES)), ids=[it[0] for it in VOICES])
async def test_every_voice_is_as_loud_as_any_after_encoding(tmp_path: Path, n: int) -> None:
    """R9: within 0.3 LU of -14 LUFS, true peak at most -1 dBTP; every third with music."""
    language, text, seconds = VOICES[n]
    blobs = DiskBlobs(tmp_path / "blobs")
    scene = Scene("", (text,) * max(1, round(seconds / SENTENCE_S)), "")
    script = Script("A river", language, (scene,), 5.0)
    narrator = TidyNarrator(EspeakNarrator(blobs), blobs)
    told = (await narrator.narrate(script, MANNERS[n % 3])).answer
    film = Timeline(CANVAS, CANVAS.frame_of(told.duration_ms), (), sounds=(Sound(told.audio),))
    files = {told.audio: await blobs.path(told.audio)}
    if n % 3 == 2:
        film = with_music(film, Music(TUNE, MUSIC, "tune"), told)
        files[MUSIC] = write(tmp_path / "tune.mp3", music(20), "libmp3lame")
    made = mix(film, files, tmp_path / "sound.m4a")
    got = measured(tmp_path / "sound.m4a")
    assert (got.integrated_lufs, got.true_peak_dbtp) == (made.loudness_lufs, made.true_peak_dbtp)
    assert got.integrated_lufs == pytest.approx(-14, abs=0.3)
    assert got.true_peak_dbtp <= -1


def _tones(path: Path, seconds: int) -> list[int]:
    """A voice of one tone a second, each at its own instant of it; where they begin, in ms."""
    dice = np.random.default_rng(1)
    starts = [second * 1_000 + int(dice.integers(0, 400)) for second in range(seconds)]
    at = np.arange(TONE_MS * 48) / 48_000
    tone = (6_000 * np.sin(2 * np.pi * 300 * at) * np.exp(-3 * at)).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48_000)
        for start in starts:
            second = np.zeros(48_000, "<i2")
            second[start % 1_000 * 48 :][: len(tone)] = tone
            file.writeframes(second.tobytes())
    return starts


def _onsets_ms(path: Path, starts: list[int]) -> npt.NDArray[np.float64]:
    """Where each tone begins in the file, by the first sample above a third of its peak."""
    sound = np.concatenate([piece[0] for piece in decoded(path)])
    assert len(sound) == (starts[-1] // 1_000 + 1) * 48_000
    heard = []
    for start in starts:
        first = max(0, start * 48 - 4_800)
        near = np.abs(sound[first : start * 48 + 9_600])
        heard.append((first + int(np.argmax(near > near.max() / 3))) / 48)
    return np.array(heard)


@pytest.mark.parametrize("seconds", [20, pytest.param(3_600, marks=pytest.mark.slow)])
def test_words_are_heard_when_they_are_told(tmp_path: Path, seconds: int) -> None:
    """R10: within a frame over an hour, in memory that does not grow with it (R6)."""
    starts = _tones(tmp_path / "voice.wav", seconds)
    spoken = tuple(Speech(it, it + TONE_MS) for it in starts)
    film = Timeline(CANVAS, seconds * FPS, (), sounds=(Sound(VOICE, spoken=spoken),))
    before_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert mix(film, {VOICE: tmp_path / "voice.wav"}, tmp_path / "sound.m4a").is_right
    grown_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kb
    late_ms = _onsets_ms(tmp_path / "sound.m4a", starts) - np.array(starts)
    assert np.abs(late_ms).max() < 1_000 / FPS / 10
    assert grown_kb < 120 * 1_024
