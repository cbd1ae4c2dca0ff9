"""A recording of a script, and when each word of it is spoken."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt
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


Sound = npt.NDArray[np.float64]
SEEDED = np.random.default_rng
LOW, DEEP = ("female", (150, 60, 40)), ("male", (190, 30, 70))


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
    told, samples = await spoken(blobs, its, manner, how)
    return await kept(blobs, samples + SEEDED(1).normal(0, 60, len(samples))), told


async def spoken(
    blobs: DiskBlobs, its: Script, manner: str, how: tuple[int, int, int]
) -> tuple[Narration, Sound]:
    with spoken_at(*how):
        told = (await EspeakNarrator(blobs).narrate(its, manner)).answer
    samples = np.frombuffer(pcm_of(await blobs.get(told.audio)).samples, "<i2")
    return told, samples.astype(np.float64)


async def kept(blobs: DiskBlobs, samples: Sound) -> BlobId:
    clipped = np.clip(samples, -32_768, 32_767).astype("<i2")
    return await blobs.put(Pcm(clipped.tobytes(), 48_000).wav())


def in_a_room(samples: Sound) -> Sound:
    """With rumbling noise 20 dB below the voice."""
    noise = np.convolve(SEEDED(7).normal(0, 1, len(samples)), np.exp(-np.arange(200) / 30), "same")
    voice = np.sqrt(np.mean(samples[np.abs(samples) > 50] ** 2))
    return np.asarray(samples + noise / noise.std() * voice / 10, np.float64)


def with_pauses(samples: Sound, its: Script, starts_ms: list[int]) -> tuple[Sound, list[int]]:
    """Half a second to a second before every sentence but the first."""
    lengths = [len(it.split()) for scene in its.scenes for it in scene.sentences]
    for first in np.cumsum(lengths)[:-1]:
        at_ms, pause_ms = starts_ms[first] - 60, int(SEEDED(int(first)).integers(500, 1_000))
        samples = np.insert(samples, at_ms * 48, np.zeros(pause_ms * 48))
        starts_ms = [it + pause_ms * (it >= at_ms) for it in starts_ms]
    return samples, starts_ms


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
    off = off_ms(read, [it.start_ms for it in words(truth)])
    assert off.max() <= 2 * FRAME_MS
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


@pytest.mark.slow
@pytest.mark.parametrize("voice", [LOW, DEEP])
async def test_pauses_between_sentences_move_no_word(
    tmp_path: Path, voice: tuple[str, tuple[int, int, int]]
) -> None:
    blobs, its = DiskBlobs(tmp_path), script(*HEARTS)
    told, samples = await spoken(blobs, its, *voice)
    samples, starts_ms = with_pauses(samples, its, [it.start_ms for it in words(told)])

    read = (await RecordedNarrator(blobs).read(its, await kept(blobs, samples), "mine.wav")).answer

    assert off_ms(read, starts_ms).max() <= 2 * FRAME_MS


@pytest.mark.slow
@pytest.mark.parametrize("voice", [LOW, DEEP])
async def test_a_noisy_room_blurs_few_words(
    tmp_path: Path, voice: tuple[str, tuple[int, int, int]]
) -> None:
    blobs, its = DiskBlobs(tmp_path), script(*HEARTS)
    told, samples = await spoken(blobs, its, *voice)
    noisy = await kept(blobs, in_a_room(samples))

    read = (await RecordedNarrator(blobs).read(its, noisy, "mine.wav")).answer

    off = off_ms(read, [it.start_ms for it in words(told)])
    assert off.mean() <= 20
    assert np.count_nonzero(off > 2 * FRAME_MS) <= 0.05 * len(off)


async def test_long_silence_at_both_ends_is_not_listened_to(tmp_path: Path) -> None:
    blobs, its = DiskBlobs(tmp_path), script(*HEARTS[:2])
    told, samples = await spoken(blobs, its, *LOW)
    alone = (await RecordedNarrator(blobs).read(its, await kept(blobs, samples), "a")).answer
    amid = await kept(blobs, np.pad(samples, 10_000 * 48))

    read = (await RecordedNarrator(blobs).read(its, amid, "mine.wav")).answer

    assert read.duration_ms == pytest.approx(told.duration_ms, abs=20)
    first_ms = words(read)[0].start_ms - words(alone)[0].start_ms
    assert off_ms(read, [it.start_ms + first_ms for it in words(alone)]).max() <= 20


@pytest.mark.slow
async def test_a_word_said_twice_moves_no_other_word_far(tmp_path: Path) -> None:
    blobs, its = DiskBlobs(tmp_path), script(*HEARTS)
    said = HEARTS[0][1].replace("pump", "pump pump")
    told, samples = await spoken(blobs, script((HEARTS[0][0], said), *HEARTS[1:]), *DEEP)
    starts_ms = [it.start_ms for it in words(told)]
    twice = [it.text for it in words(told)].index("pump")

    read = (await RecordedNarrator(blobs).read(its, await kept(blobs, samples), "mine.wav")).answer

    del starts_ms[twice]
    off = np.delete(off_ms(read, starts_ms), [twice, twice + 1])
    assert off.max() <= 2 * FRAME_MS


@pytest.mark.parametrize(
    ("scene", "sentence"),
    [
        (1, 0),
        pytest.param(0, 1, marks=pytest.mark.slow),
        pytest.param(2, 1, marks=pytest.mark.slow),
    ],
)
async def test_a_sentence_that_is_not_said_is_told_of(
    tmp_path: Path, scene: int, sentence: int
) -> None:
    blobs, its = DiskBlobs(tmp_path), script(*HEARTS)
    said = [list(it) for it in HEARTS]
    left_out = said[scene].pop(sentence)
    _, samples = await spoken(blobs, script(*(tuple(it) for it in said)), *LOW)

    with pytest.raises(InvalidInput, match=r"mine\.wav does not seem to say") as caught:
        await RecordedNarrator(blobs).read(its, await kept(blobs, samples), "mine.wav")

    assert caught.value.code == "recording-lacks-words"
    assert left_out in caught.value.sentence


def off_ms(read: Narration, starts_ms: list[int]) -> "npt.NDArray[np.int64]":
    found = np.array([it.start_ms for it in words(read)])
    return np.asarray(np.abs(found - np.array(starts_ms)), np.int64)
