import resource
import wave
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
import pytest

from adapters.blobs.disk import DiskBlobs
from adapters.render.loudness import decoded, measured
from adapters.render.sound import Mixed, mix
from adapters.voice.espeak import EspeakNarrator
from domain.ids import BlobId
from domain.script import Scene, Script
from domain.timeline import Canvas, Sound, Timeline
from processors.errors import InvalidInput, Unavailable

TEXTS = {
    "en": "The river rises in the hills and runs for ninety miles before it meets the sea.",
    "ru": "Река берёт начало в холмах и течёт сто сорок километров.",
    "zh": "这条河发源于山区，流经一百四十公里后入海。",
    "ar": "ينبع النهر من التلال ويجري مئة وأربعين كيلومترا.",
}
SECOND = np.arange(48_000) / 48_000
VOICE = BlobId(f"sha256:{'a' * 64}")
MS_CANVAS = Canvas(2, 2, 100)
"""Films of whole hundredths of a second."""


def _mix(voice: Path, duration_ms: int, out: Path) -> Mixed:
    film = Timeline(MS_CANVAS, duration_ms // 10, (), sounds=(Sound(VOICE),))
    return mix(film, {VOICE: voice}, out)


def _wav(path: Path, samples: npt.NDArray[np.floating], channels: int = 1) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes((np.clip(samples, -1, 1) * 32_767).astype("<i2").tobytes())
    return path


async def _voice(folder: Path, language: str, times: int = 1) -> tuple[Path, int]:
    """A narration of one sentence, said several times, and its length in ms."""
    blobs = DiskBlobs(folder / "blobs")
    script = Script("A river", language, (Scene("", (TEXTS[language],) * times, ""),), 5.0)
    told = (await EspeakNarrator(blobs).narrate(script, "")).answer
    return await blobs.path(told.audio), told.duration_ms // 10 * 10


def _assert_right(out: Path, mixed: Mixed) -> None:
    """The file itself, opened again, is what was promised and what was said."""
    got = measured(out)
    assert (got.integrated_lufs, got.true_peak_dbtp) == (
        mixed.loudness_lufs,
        mixed.true_peak_dbtp,
    )
    assert got.integrated_lufs == pytest.approx(-14.0, abs=0.3)
    assert got.true_peak_dbtp <= -1.0
    assert _lasts_ms(out) == mixed.duration_ms


def _lasts_ms(path: Path) -> int:
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        assert (stream.codec_context.name, stream.profile) == ("aac", "LC")
        assert (stream.rate, stream.layout.name, stream.start_time) == (48_000, "stereo", 0)
        assert stream.duration is not None
        return round(stream.duration * 1000 / 48_000)


def _files(folder: Path) -> list[Path]:
    return list(folder.iterdir())


def _samples(path: Path) -> npt.NDArray[np.float32]:
    return np.concatenate(list(decoded(path)), axis=1)


@pytest.mark.parametrize("language", sorted(TEXTS))
async def test_a_voice_is_as_loud_as_promised_after_encoding(tmp_path: Path, language: str) -> None:
    voice, length_ms = await _voice(tmp_path, language)
    mixed = _mix(voice, length_ms, tmp_path / "mix.m4a")
    assert mixed.duration_ms == length_ms
    _assert_right(tmp_path / "mix.m4a", mixed)


@pytest.mark.slow
async def test_three_minutes_are_as_loud_as_promised(tmp_path: Path) -> None:
    voice, length_ms = await _voice(tmp_path, "en", times=40)
    assert length_ms > 180_000
    _assert_right(tmp_path / "mix.m4a", _mix(voice, length_ms, tmp_path / "mix.m4a"))


@pytest.mark.parametrize("more_ms", [-2_000, -330, 10, 770, 4_000])
async def test_sound_lasts_exactly_as_long_as_the_film(tmp_path: Path, more_ms: int) -> None:
    voice, length_ms = await _voice(tmp_path, "en")
    out = tmp_path / "mix.m4a"
    _assert_right(out, _mix(voice, length_ms + more_ms, out))
    samples = _samples(out)
    assert samples.shape == (2, (length_ms + more_ms) * 48)
    assert np.abs(samples[:, -24:]).max() < 0.01


async def test_the_voice_stands_where_it_stood(tmp_path: Path) -> None:
    voice, length_ms = await _voice(tmp_path, "en")
    _mix(voice, length_ms, tmp_path / "mix.m4a")
    before, after = _samples(voice)[0], _samples(tmp_path / "mix.m4a")[0]
    lags = range(-96, 97)
    steady = slice(48_000, 96_000)
    likeness = [float(np.dot(before[steady], np.roll(after, lag)[steady])) for lag in lags]
    assert lags[int(np.argmax(likeness))] == 0


async def test_a_copy_of_the_packets_sounds_the_same(tmp_path: Path) -> None:
    voice, length_ms = await _voice(tmp_path, "en")
    _mix(voice, length_ms, tmp_path / "mix.m4a")
    film = tmp_path / "film.mp4"
    with (
        av.open(str(tmp_path / "mix.m4a")) as sound,
        av.open(str(film), "w", options={"movflags": "faststart"}) as container,
    ):
        stream = container.add_stream_from_template(sound.streams.audio[0])
        for packet in sound.demux(audio=0):
            if packet.dts is not None:
                packet.stream = stream
                container.mux(packet)
    assert _lasts_ms(film) == length_ms
    np.testing.assert_array_equal(_samples(film), _samples(tmp_path / "mix.m4a"))


async def test_the_same_voice_makes_the_same_bytes(tmp_path: Path) -> None:
    voice, length_ms = await _voice(tmp_path, "ar")
    one, two = tmp_path / "one.m4a", tmp_path / "two.m4a"
    assert _mix(voice, length_ms, one) == _mix(voice, length_ms, two)
    assert one.read_bytes() == two.read_bytes()


def test_a_clipped_square_wave_is_turned_down(tmp_path: Path) -> None:
    voice = _wav(tmp_path / "square.wav", np.tile(np.sign(np.sin(400 * np.pi * SECOND)), 5))
    mixed = _mix(voice, 5_000, tmp_path / "mix.m4a")
    _assert_right(tmp_path / "mix.m4a", mixed)
    assert mixed.gain_db < -10


def test_a_recording_in_stereo_at_another_rate_is_taken(tmp_path: Path) -> None:
    tone = np.tile(0.05 * np.sin(880 * np.pi * SECOND), 4)
    voice = _wav(tmp_path / "stereo.wav", np.repeat(tone, 2), channels=2)
    _assert_right(tmp_path / "mix.m4a", _mix(voice, 4_000, tmp_path / "mix.m4a"))


def _clicks(every: int) -> npt.NDArray[np.floating]:
    samples = np.zeros(4 * 48_000)
    samples[::every] = 1
    return samples


@pytest.mark.parametrize(
    ("samples", "code"),
    [
        (np.zeros(4 * 48_000), "narration-silent"),
        (np.zeros(0), "narration-silent"),
        (_clicks(every=24_000), "narration-unmixable"),
        (_clicks(every=480), "narration-unmixable"),
    ],
    ids=["silence", "nothing", "clicks", "dense clicks"],
)
def test_what_cannot_be_a_voice_is_refused(
    tmp_path: Path, samples: npt.NDArray[np.floating], code: str
) -> None:
    voice = _wav(tmp_path / "voice.wav", samples)
    with pytest.raises(InvalidInput) as refused:
        _mix(voice, 4_000, tmp_path / "mix.m4a")
    assert refused.value.code == code
    assert _files(tmp_path) == [voice]


@pytest.mark.parametrize("content", [b"", b"a text, not a sound", b"RIFF\x00\x00\x00\x00WAVE"])
def test_what_is_no_sound_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "voice.wav").write_bytes(content)
    with pytest.raises(InvalidInput) as refused:
        _mix(tmp_path / "voice.wav", 4_000, tmp_path / "mix.m4a")
    assert refused.value.code == "narration-unreadable"


async def test_a_full_disk_is_said_plainly_and_leaves_nothing(tmp_path: Path) -> None:
    voice, length_ms = await _voice(tmp_path, "en")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
    try:
        with pytest.raises(Unavailable) as failed:
            _mix(voice, length_ms, tmp_path / "mix.m4a")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert failed.value.code == "disk-full"
    assert [it.name for it in _files(tmp_path)] == ["blobs"]
