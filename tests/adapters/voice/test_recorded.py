"""A recording of a script, and when each word of it is spoken."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from adapters.blobs.disk import DiskBlobs
from adapters.voice import espeak
from adapters.voice.espeak import EspeakNarrator
from adapters.voice.recorded import RecordedNarrator
from adapters.voice.speech import Pcm, pcm_of
from domain.ids import BlobId
from domain.narration import Alignment, Narration, Word
from domain.script import Scene, Script
from processors.errors import InvalidInput

FRAME_MS = 1000 / 30
HEARTS = (
    ("The octopus has three hearts, and its blood is blue.",
     "Two hearts pump blood through the gills, while the third one serves the body."),
    ("When it swims, that heart stops, which is why it would rather crawl.",
     "In 2009, divers in Indonesia filmed one carrying coconut shells."),
    ("Each of its arms holds a third of its neurons, so an arm can taste and decide alone.",
     "It lives for only a few years, and most die after their eggs have hatched."),
)  # fmt: skip
LAMPS = (
    ("Lighthouses were built on cliffs and rocks to warn ships of danger at night.",
     "Their lamps burned oil, then gas, and at last electricity lit them all."),
    ("A keeper had to wind the clockwork every few hours so that the light would turn.",
     "Most of them work by themselves today, and some have become hotels."),
)  # fmt: skip


def script(*scenes: tuple[str, ...]) -> Script:
    return Script("A title", "en", tuple(Scene("", it, "") for it in scenes), 30.0)


@contextmanager
def spoken_at(rate_wpm: int, pitch: int, pitch_range: int) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(espeak, "RATE_WPM", rate_wpm)
        patched.setattr(espeak, "PITCH", pitch)
        patched.setattr(espeak, "PITCH_RANGE", pitch_range)
        yield


async def recorded(
    blobs: DiskBlobs, its: Script, manner: str, how: tuple[int, int, int]
) -> tuple[BlobId, Narration]:
    """Another manner, pace and pitch, with noise; and when its words really are."""
    with spoken_at(*how):
        told = (await EspeakNarrator(blobs).narrate(its, manner)).answer
    samples = np.frombuffer(pcm_of(await blobs.get(told.audio)).samples, "<i2")
    noisy = samples + np.random.default_rng(1).normal(0, 60, len(samples))
    clipped = np.clip(noisy, -32_768, 32_767).astype("<i2")
    return await blobs.put(Pcm(clipped.tobytes(), 48_000).wav()), told


def words(of: Narration) -> list[Word]:
    return [it for scene in of.scenes for it in scene.words]


@pytest.mark.parametrize(
    ("manner", "how"),
    [
        pytest.param("female", (150, 60, 40), id="a low woman, slowly"),
        pytest.param("male", (215, 50, 58), marks=pytest.mark.slow, id="a man, fast"),
        pytest.param("male", (190, 30, 70), marks=pytest.mark.slow, id="a deep man"),
        pytest.param("default", (140, 46, 30), marks=pytest.mark.slow, id="evenly, slowly"),
        pytest.param("female", (175, 80, 80), marks=pytest.mark.slow, id="a high woman"),
    ],
)
async def test_every_word_is_found_within_two_frames(
    tmp_path: Path, manner: str, how: tuple[int, int, int]
) -> None:
    blobs, its = DiskBlobs(tmp_path), script(*HEARTS)
    recording, truth = await recorded(blobs, its, manner, how)

    read = (await RecordedNarrator(blobs).read(its, recording, "mine.wav")).answer

    assert [it.text for it in words(read)] == [it.text for it in words(truth)]
    off_ms = [abs(a.start_ms - b.start_ms) for a, b in zip(words(read), words(truth), strict=True)]
    assert max(off_ms) <= 2 * FRAME_MS
    assert read.alignment is Alignment.ALIGNED


async def test_another_text_is_refused_by_the_name_of_the_file(tmp_path: Path) -> None:
    blobs = DiskBlobs(tmp_path)
    recording, _ = await recorded(blobs, script(*LAMPS), "female", (150, 60, 40))

    with pytest.raises(
        InvalidInput, match=r"mine\.wav does not .* `ytempire video files"
    ) as caught:
        await RecordedNarrator(blobs).read(script(*HEARTS[:2]), recording, "mine.wav")

    assert caught.value.code == "recording-other-text"


async def test_a_recording_beyond_the_longest_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.voice.recorded.LENGTH_MAX_MS", 2_000)
    blobs = DiskBlobs(tmp_path)
    long = await blobs.put(Pcm(bytes(2 * 8_000 * 3), 8_000).wav())

    with pytest.raises(InvalidInput, match=r"mine\.wav lasts longer than 2 s") as caught:
        await RecordedNarrator(blobs).read(script(*HEARTS), long, "mine.wav")

    assert caught.value.code == "sound-long"


@pytest.mark.parametrize("samples", [b"no sound at all", Pcm(bytes(96_000), 48_000).wav()])
async def test_what_is_no_voice_is_refused(tmp_path: Path, samples: bytes) -> None:
    blobs = DiskBlobs(tmp_path)

    with pytest.raises(InvalidInput, match=r"mine\.wav"):
        await RecordedNarrator(blobs).read(script(*HEARTS), await blobs.put(samples), "mine.wav")
