"""What is heard under the voice: levels, places and lengths, measured in the mix itself."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from adapters.render.looping import looped
from adapters.render.loudness import measured
from adapters.render.mixing import Bed, Mix, Voice, loudness_of
from adapters.render.placing import mix_of
from adapters.render.sound import mix
from adapters.sounds.unpacking import unpacked
from domain.ids import BlobId
from domain.timeline import Canvas, Ducking, Role, Sound, Speech, Timeline
from processors.errors import InvalidInput
from tests.adapters.sounds.sounds import music, tone, write

VOICE, MUSIC, CLIP = (BlobId(f"sha256:{it * 64}") for it in "abc")
CANVAS = Canvas(64, 36, 30)
UNDER = Ducking(speaking_lu=20, pausing_lu=10)
SPOKEN = (Speech(2_000, 8_000), Speech(12_000, 18_000))
Stereo = npt.NDArray[np.float32]


def _film(seconds: float, *sounds: Sound) -> Timeline:
    return Timeline(CANVAS, round(seconds * 30), (), sounds=sounds)


def _talk(path: Path, seconds: int = 20, spoken: Iterable[Speech] = SPOKEN) -> Path:
    """A voice of tones and noise where it speaks, and silence elsewhere."""
    dice = np.random.default_rng(5)
    sound = np.zeros(seconds * 48_000)
    for it in spoken:
        here = slice(it.start_ms * 48, it.end_ms * 48)
        count = here.stop - here.start
        syllables = 0.5 + 0.5 * np.sin(2 * np.pi * 4 * np.arange(count) / 48_000)
        sound[here] = 0.1 * dice.standard_normal(count) * syllables
    return write(path, np.clip(sound, -1, 1))


def _part(mix: Mix, kind: type) -> Stereo:
    """One kind of source alone, whole."""
    alone = Mix(
        mix.samples, tuple(it for it in mix.sources if isinstance(it, kind)), has_voice=False
    )
    return np.concatenate(list(alone.blocks()), axis=1)


def _lufs(sound: Stereo, *spans: tuple[float, float]) -> float:
    parts = [sound[:, round(a * 48_000) : round(b * 48_000)] for a, b in spans]
    return loudness_of(parts).integrated_lufs


def test_music_stands_so_far_under_the_voice_as_is_said(tmp_path: Path) -> None:
    files = {
        VOICE: _talk(tmp_path / "voice.wav"),
        MUSIC: write(tmp_path / "music.flac", music(30), "flac"),
    }
    film = _film(20, Sound(VOICE, spoken=SPOKEN), Sound(MUSIC, Role.MUSIC, ducking=UNDER))
    its = mix_of(film, files, tmp_path)
    voice, bed = _part(its, Voice), _part(its, Bed)
    said = _lufs(voice, (2, 8), (12, 18))
    assert said - _lufs(bed, (2, 8), (12, 18)) == pytest.approx(20, abs=1)
    assert said - _lufs(bed, (9.2, 11.7)) == pytest.approx(10, abs=1.5)


@pytest.mark.parametrize("seconds", [3, 7.3])
def test_short_music_lasts_as_long_as_the_film_and_fades_out_with_it(
    tmp_path: Path, seconds: float
) -> None:
    quiet = np.zeros((2, 24_000))
    file = write(tmp_path / "music.wav", np.concatenate([quiet, music(seconds), quiet], axis=1))
    sound = Sound(MUSIC, Role.MUSIC, fade_out_ms=2_000, loop_fade_ms=1_000)
    heard = _part(mix_of(_film(30, sound), {MUSIC: file}, tmp_path), Bed)
    levels = 20 * np.log10(np.abs(heard).reshape(2, -1, 4_800).max(axis=(0, 2)) + 1e-9)
    assert levels[:275].min() > levels[:275].max() - 15
    assert levels[-1] < levels[:275].max() - 20
    assert heard[:, -1].max() == 0


def test_music_comes_again_without_a_click(tmp_path: Path) -> None:
    file = write(tmp_path / "music.wav", np.tile(tone(4.37, 220), (2, 1)))
    its = unpacked(file, "music", tmp_path / "music.pcm", 0, 60_000)
    loop = looped(its, 48_000 * 20, 48_000)
    heard = loop.read(0, 48_000 * 20)[0]
    steps = np.abs(np.diff(heard))
    assert steps.max() < 1.5 * np.abs(np.diff(heard[: loop.period])).max()
    power = (heard[: 48_000 * 20].reshape(-1, 4_800) ** 2).mean(axis=1)
    assert power.min() > 0.1 * np.median(power)


def test_a_fade_at_the_end_of_music_is_not_repeated(tmp_path: Path) -> None:
    sound = music(12)
    sound[:, -4 * 48_000 :] *= np.linspace(1, 0, 4 * 48_000) ** 2
    its = unpacked(write(tmp_path / "m.wav", sound), "music", tmp_path / "m.pcm", 0, 60_000)
    loop = looped(its, 48_000 * 60, 48_000)
    assert 8 * 48_000 <= loop.end <= 11 * 48_000
    levels = (loop.read(0, 48_000 * 60)[0].reshape(-1, 24_000) ** 2).mean(axis=1)
    assert levels.min() > 0.1 * np.median(levels)


def test_a_loop_reads_the_same_however_it_is_cut(tmp_path: Path) -> None:
    file = write(tmp_path / "music.wav", music(5))
    loop = looped(unpacked(file, "music", tmp_path / "m.pcm", 0, 60_000), 48_000 * 20, 48_000)
    whole = loop.read(0, 480_000)
    parts = [loop.read(at, min(7_001, 480_000 - at)) for at in range(0, 480_000, 7_001)]
    np.testing.assert_array_equal(np.concatenate(parts, axis=1), whole)


def test_a_clip_is_heard_where_it_is_seen_and_no_longer(tmp_path: Path) -> None:
    file = write(tmp_path / "clip.m4a", np.concatenate([tone(1, 880), tone(9, 440)]), "aac")
    clip = Sound(CLIP, Role.CLIP, start_frame=60, end_frame=120, offset_ms=1_000)
    heard = _part(mix_of(_film(10, clip), {CLIP: file}, tmp_path), Bed)[0]
    sounding = np.flatnonzero(np.abs(heard) > 1e-3) / 48_000
    assert (sounding[0], sounding[-1]) == pytest.approx((2, 4), abs=0.01)
    spectrum = np.abs(np.fft.rfft(heard[2 * 48_000 : 4 * 48_000]))
    assert np.argmax(spectrum) / 2 == pytest.approx(440, abs=1)


def test_a_quiet_room_in_a_clip_is_not_made_loud(tmp_path: Path) -> None:
    files = {
        VOICE: _talk(tmp_path / "voice.wav"),
        CLIP: write(
            tmp_path / "room.wav", 1e-3 * np.random.default_rng(2).standard_normal(960_000)
        ),
    }
    film = _film(20, Sound(VOICE, spoken=SPOKEN), Sound(CLIP, Role.CLIP))
    its = mix_of(film, files, tmp_path)
    assert _lufs(_part(its, Bed), (0, 20)) < _lufs(_part(its, Voice), (2, 8)) - 20


def test_a_film_with_music_alone_is_as_loud_as_any(tmp_path: Path) -> None:
    film = _film(6, Sound(MUSIC, Role.MUSIC, ducking=UNDER, loop_fade_ms=1_000))
    file = write(tmp_path / "music.mp3", music(4, level=0.02), "libmp3lame")
    made = mix(film, {MUSIC: file}, tmp_path / "sound.m4a")
    assert made.is_right
    assert measured(tmp_path / "sound.m4a").integrated_lufs == made.loudness_lufs


@pytest.mark.parametrize("sound", [np.zeros(96_000), np.eye(1, 96_000)[0]], ids=["silent", "click"])
def test_what_cannot_be_as_loud_is_mixed_and_says_so(
    tmp_path: Path, sound: npt.NDArray[np.float64]
) -> None:
    film = _film(2, Sound(MUSIC, Role.MUSIC))
    made = mix(film, {MUSIC: write(tmp_path / "m.wav", sound)}, tmp_path / "sound.m4a")
    assert made.misses_by_lu > 0.3
    assert made.peaks_are_right
    assert not made.is_right


def test_a_film_of_one_second_is_as_loud_as_any(tmp_path: Path) -> None:
    voice = _talk(tmp_path / "voice.wav", 1, (Speech(0, 1_000),))
    assert mix(_film(1, Sound(VOICE)), {VOICE: voice}, tmp_path / "sound.m4a").is_right


def test_voice_and_music_together_are_as_loud_as_a_voice_alone(tmp_path: Path) -> None:
    files = {
        VOICE: _talk(tmp_path / "voice.wav"),
        MUSIC: write(tmp_path / "music.wav", music(4)),
    }
    film = _film(
        6,
        Sound(VOICE, spoken=SPOKEN),
        Sound(MUSIC, Role.MUSIC, ducking=UNDER, fade_out_ms=2_000, loop_fade_ms=1_500),
    )
    one, two = tmp_path / "one.m4a", tmp_path / "two.m4a"
    assert mix(film, files, one).is_right
    mix(film, files, two)
    assert one.read_bytes() == two.read_bytes()
    assert sorted(it.name for it in tmp_path.iterdir() if it.is_dir()) == []


def test_music_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "music.mp3").write_bytes(b"no music")
    film = _film(2, Sound(MUSIC, Role.MUSIC))
    with pytest.raises(InvalidInput, match="The music cannot be used") as refused:
        mix(film, {MUSIC: tmp_path / "music.mp3"}, tmp_path / "sound.m4a")
    assert refused.value.code == "sound-unreadable"
