import wave
from pathlib import Path

import numpy as np
import pytest

from adapters.blobs.disk import DiskBlobs
from adapters.voice.espeak import EspeakNarrator
from domain.mode import Mode
from domain.narration import Alignment, Narration, Word
from domain.prices import Usage
from domain.script import Scene, Script
from processors.errors import InvalidInput, NotConfigured, Unavailable

ENGLISH = (
    ("The river rises in the hills.", "It meets one of the 2,000 bays — slowly!"),
    ("In 1874 a dam was built for $3.50.",),
)
GERMAN = (("Der Fluss entspringt in den Bergen.",), ("Im Tal leben vierzig Vogelarten.",))
FRENCH = (("La rivière prend sa source dans les collines.",), ("L'eau est claire.",))
ARABIC = (("ينبع النهر من التلال.",), ("يجري مئة كيلومتر.",))
HINDI = (("यह नदी पहाड़ियों से निकलती है।",), ("घाटी में पक्षी रहते हैं।",))
CHINESE = (("这条河发源于山区。", "最后入海。"), ("山谷里有鸟。",))
KANA = (("きょうはてんきがいい。",), ("カワはながれる。",))
THAI = (("แม่น้ำสายนี้มีต้นกำเนิดจากภูเขา",),)


@pytest.fixture
def blobs(tmp_path: Path) -> DiskBlobs:
    return DiskBlobs(tmp_path / "blobs")


@pytest.fixture
def narrator(blobs: DiskBlobs) -> EspeakNarrator:
    return EspeakNarrator(blobs)


def _script(scenes: tuple[tuple[str, ...], ...], language: str = "en") -> Script:
    return Script("A river", language, tuple(Scene("A river", it, "river") for it in scenes), 9.0)


async def _told(narrator: EspeakNarrator, script: Script) -> Narration:
    return (await narrator.narrate(script, "default")).answer


def _words(narration: Narration) -> list[Word]:
    return [word for scene in narration.scenes for word in scene.words]


async def _samples(blobs: DiskBlobs, narration: Narration) -> np.ndarray:
    with wave.open(str(await blobs.path(narration.audio))) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 48_000)
        return np.frombuffer(file.readframes(file.getnframes()), "<i2")


@pytest.mark.parametrize(
    ("scenes", "language"),
    [
        (ENGLISH, "en"),
        (GERMAN, "de"),
        (FRENCH, "fr-CA"),
        (ARABIC, "ar"),
        (HINDI, "hi"),
        (CHINESE, "zh-Hans"),
        (KANA, "ja-JP"),
        (THAI, "th"),
    ],
)
async def test_every_written_word_is_timed_in_order(
    narrator: EspeakNarrator, scenes: tuple[tuple[str, ...], ...], language: str
) -> None:
    script = _script(scenes, language)
    narration = await _told(narrator, script)
    for scene, spoken in zip(script.scenes, narration.scenes, strict=True):
        assert [it.text for it in spoken.words] == scene.text.split()
    edges = [ms for word in _words(narration) for ms in (word.start_ms, word.end_ms)]
    assert edges == sorted(edges)
    assert edges[0] >= 300
    assert edges[-1] == narration.duration_ms - 800


async def test_scenes_follow_each_other_without_a_gap(narrator: EspeakNarrator) -> None:
    narration = await _told(narrator, _script(ENGLISH))
    first, second = narration.scenes
    assert (first.start_ms, second.end_ms) == (0, narration.duration_ms)
    assert first.end_ms == second.start_ms
    assert second.start_ms - first.words[-1].end_ms == 300
    assert second.words[0].start_ms - second.start_ms == 300


async def test_the_audio_lasts_exactly_as_long_as_said(
    narrator: EspeakNarrator, blobs: DiskBlobs
) -> None:
    narration = await _told(narrator, _script(ENGLISH))
    assert len(await _samples(blobs, narration)) == narration.duration_ms * 48


async def test_words_sound_and_pauses_are_silent(
    narrator: EspeakNarrator, blobs: DiskBlobs
) -> None:
    narration = await _told(narrator, _script(ENGLISH))
    samples = await _samples(blobs, narration)
    for word in (it for it in _words(narration) if it.text != "—"):
        assert np.abs(samples[word.start_ms * 48 : word.end_ms * 48]).max() > 1000, word
    for scene in narration.scenes:
        last_ms = scene.words[-1].end_ms
        assert not samples[last_ms * 48 : (last_ms + 300) * 48].any()


async def test_no_sentence_begins_or_ends_with_a_click(
    narrator: EspeakNarrator, blobs: DiskBlobs
) -> None:
    narration = await _told(narrator, _script(ENGLISH))
    samples = (await _samples(blobs, narration)).astype(int)
    silent = np.flatnonzero(samples == 0)
    edges = silent[np.flatnonzero(np.diff(silent) > 1)]
    assert max(abs(samples[it + 1]) for it in edges if not samples[it - 480 : it].any()) < 200


async def test_loud_vowels_are_not_clipped(narrator: EspeakNarrator, blobs: DiskBlobs) -> None:
    narration = await _told(narrator, _script(CHINESE, "zh"))
    assert np.abs((await _samples(blobs, narration)).astype(int)).max() < 32_000


async def test_the_same_script_makes_the_same_bytes(narrator: EspeakNarrator) -> None:
    assert await _told(narrator, _script(ENGLISH)) == await _told(narrator, _script(ENGLISH))


async def test_a_manner_changes_the_sound(narrator: EspeakNarrator) -> None:
    script = _script(GERMAN, "de")
    spoken = {(await narrator.narrate(script, it)).answer.audio for it in ("male", "female")}
    assert len(spoken) == 2


async def test_only_words_that_the_engine_marked_are_called_exact(
    narrator: EspeakNarrator,
) -> None:
    marked = await _told(narrator, _script(GERMAN, "de"))
    merged = await _told(narrator, _script(ENGLISH))
    assert (marked.alignment, merged.alignment) == (Alignment.EXACT, Alignment.ALIGNED)


async def test_characters_are_metered_offline(narrator: EspeakNarrator) -> None:
    script = _script(GERMAN, "de")
    metered = await narrator.narrate(script, "")
    characters = sum(len(it.text) for it in script.scenes)
    assert metered.usage == (Usage("character", characters),)
    assert narrator.provider.mode is Mode.OFFLINE


async def test_scenes_of_signs_alone_pass_in_silence(narrator: EspeakNarrator) -> None:
    script = _script((("— … !!!",), (), ("A word.", "***")))
    narration = await _told(narrator, script)
    signs, nothing, last = narration.scenes
    assert [it.text for it in signs.words] == ["—", "…", "!!!"]
    assert nothing.words == ()
    assert nothing.end_ms > nothing.start_ms
    assert [it.text for it in last.words] == ["A", "word.", "***"]


@pytest.mark.parametrize("text", ["\0a\x07b", "a\ud800", "[[h@l]] <break time='5s'/> &amp; a"])
async def test_hostile_text_is_read_as_text(narrator: EspeakNarrator, text: str) -> None:
    narration = await _told(narrator, _script(((text,),)))
    assert [it.text for it in _words(narration)] == text.split()
    assert narration.duration_ms > 1_300


@pytest.mark.parametrize(
    ("script", "voice", "code"),
    [
        (_script(((), ("…",))), "", "nothing-to-say"),
        (_script(ENGLISH, "xx-YY"), "", "language-unspoken"),
        (_script(ENGLISH), "robot", "voice-unknown"),
    ],
)
async def test_what_cannot_be_spoken_is_refused(
    narrator: EspeakNarrator, script: Script, voice: str, code: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        await narrator.narrate(script, voice)
    assert refused.value.code == code


async def test_kanji_are_not_spelled_out_as_signs(narrator: EspeakNarrator) -> None:
    with pytest.raises(NotConfigured) as refused:
        await narrator.narrate(_script((("今日は天気がいい。",),), "ja"), "female")
    assert refused.value.code == "voice-cannot-read"
    assert "4 kanji" in refused.value.sentence


async def test_a_slow_engine_is_unavailable(blobs: DiskBlobs) -> None:
    with pytest.raises(Unavailable) as failed:
        await _told(EspeakNarrator(blobs, timeout_s=0.001), _script(ENGLISH))
    assert failed.value.code == "voice-timeout"
    assert await blobs.usage_bytes() == 0
