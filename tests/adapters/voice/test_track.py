import wave
from pathlib import Path

import numpy as np
import pytest

from adapters.voice.track import Samples, Track, resampled


def _tone(rate_hz: int, seconds: float, hertz: float = 440.0) -> Samples:
    at = np.arange(round(rate_hz * seconds)) / rate_hz
    tone = 10_000 * np.sin(2 * np.pi * hertz * at)
    return np.asarray(np.rint(tone), np.int16)


def _pitch(samples: Samples) -> float:
    """The strongest frequency, in hertz."""
    return float(np.abs(np.fft.rfft(samples)).argmax() * 48_000 / len(samples))


@pytest.mark.parametrize("rate_hz", [8_000, 22_050, 44_100, 48_000])
def test_sound_keeps_its_length_pitch_and_loudness_at_48_khz(rate_hz: int) -> None:
    got = resampled(_tone(rate_hz, 1.0), rate_hz)
    assert abs(len(got) - 48_000) <= 48
    assert _pitch(got) == pytest.approx(440, abs=1)
    assert got.std() == pytest.approx(10_000 / np.sqrt(2), rel=0.01)


def test_parts_follow_each_other_to_the_millisecond(tmp_path: Path) -> None:
    with Track(tmp_path / "voice.wav") as track:
        track.silence(300)
        length_ms = track.speech(_tone(22_050, 0.5).tobytes(), 22_050)
        track.silence(200)
    with wave.open(str(tmp_path / "voice.wav")) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    assert length_ms == pytest.approx(500, abs=2)
    assert len(samples) == track.length_ms * 48 == (500 + length_ms) * 48
    assert not samples[: 300 * 48].any()
    assert not samples[-200 * 48 :].any()


def test_the_ends_of_speech_are_faded(tmp_path: Path) -> None:
    loud = np.full(22_050, 20_000, np.int16)
    with Track(tmp_path / "voice.wav") as track:
        track.speech(loud.tobytes(), 22_050)
    with wave.open(str(tmp_path / "voice.wav")) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(int)
    assert np.abs(np.diff(samples)).max() < 200


def test_no_speech_adds_nothing(tmp_path: Path) -> None:
    with Track(tmp_path / "voice.wav") as track:
        assert track.speech(b"", 22_050) == 0
    assert track.length_ms == 0
