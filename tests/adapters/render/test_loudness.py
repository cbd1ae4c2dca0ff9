"""Cases from EBU Tech 3341 (minimum requirements, with their tolerances), by number."""

import wave
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from adapters.render.loudness import Loudness, Meter, Stereo, measured

RATE_HZ = 48_000


def _sine(level_dbfs: float, seconds: float, hertz: float = 1_000, phase: float = 0.0) -> Stereo:
    at = np.arange(round(RATE_HZ * seconds)) / RATE_HZ
    one = 10 ** (level_dbfs / 20) * np.sin(2 * np.pi * hertz * at + phase)
    return np.stack([one, one]).astype(np.float32)


def _loudness(*pieces: Stereo) -> Loudness:
    meter = Meter()
    for piece in pieces:
        meter.add(piece)
    return meter.loudness()


@pytest.mark.parametrize(
    "parts",
    [
        [(-23, 20)],
        [(-36, 10), (-23, 60), (-36, 10)],
        [(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)],
        [(-26, 20), (-20, 20.1), (-26, 20)],
    ],
    ids=["1", "3", "4", "5"],
)
def test_tones_measure_what_the_standard_says(parts: Sequence[tuple[float, float]]) -> None:
    got = _loudness(*(_sine(level, seconds) for level, seconds in parts))
    assert got.integrated_lufs == pytest.approx(-23.0, abs=0.1)


@pytest.mark.parametrize(
    ("hertz", "degrees"),
    [(12_000, 0), (12_000, 45), (8_000, 60), (6_000, 67.5)],
    ids=["15", "16", "17", "18"],
)
def test_peaks_between_samples_are_seen(hertz: float, degrees: float) -> None:
    sine = _sine(20 * np.log10(0.5), 1, hertz, np.radians(degrees))
    ramp = np.minimum(1, np.arange(RATE_HZ) / 4_800) * np.minimum(
        1, np.arange(RATE_HZ)[::-1] / 4_800
    )
    got = _loudness((sine * ramp).astype(np.float32))
    assert -6.4 <= got.true_peak_dbtp <= -5.8


def test_one_channel_is_three_decibels_less_than_two() -> None:
    both = _sine(-20, 5)
    one = both * np.array([[1], [0]], np.float32)
    difference = _loudness(both).integrated_lufs - _loudness(one).integrated_lufs
    assert difference == pytest.approx(3.01, abs=0.02)


def test_pieces_measure_as_the_whole() -> None:
    whole = _sine(-14, 3, hertz=440)
    assert _loudness(*np.array_split(whole, 7, axis=1)) == _loudness(whole)


@pytest.mark.parametrize("seconds", [0.3, 5])
def test_nothing_heard_is_silence(seconds: float) -> None:
    assert _loudness(np.zeros((2, round(RATE_HZ * seconds)), np.float32)).is_silence


def test_no_sound_at_all_is_silence() -> None:
    assert Meter().loudness().is_silence


def test_a_mono_file_is_measured_as_it_plays_on_two_speakers(tmp_path: Path) -> None:
    path = tmp_path / "tone.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes((_sine(-23, 5)[0] * 32_767).astype("<i2").tobytes())
    got = measured(path)
    assert got.integrated_lufs == pytest.approx(-23.0, abs=0.1)
    assert got.true_peak_dbtp == pytest.approx(-23.0, abs=0.2)
