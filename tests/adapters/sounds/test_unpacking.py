import re
from pathlib import Path

import numpy as np
import pytest

from adapters.sounds.unpacking import SoundCheck, Unpacked, unpacked
from processors.errors import InvalidInput, Unavailable
from tests.adapters.sounds.sounds import tone, write

PLAYLIST = b"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nfile://SECRET\n#EXT-X-ENDLIST\n"
LIST = b"ffconcat version 1.0\nfile 'SECRET'\n"


def _open(path: Path, offset_ms: int = 0, length_ms: int = 60_000) -> Unpacked:
    return unpacked(path, path.name, path.with_suffix(".pcm"), offset_ms, length_ms)


def _hertz(its: Unpacked) -> float:
    middle = its.read(its.samples // 4, 24_000)[0]
    return float(np.argmax(np.abs(np.fft.rfft(middle)))) * 2


@pytest.mark.parametrize(
    ("name", "codec", "rate_hz"),
    [
        ("8 bits.wav", "pcm_u8", 8_000),
        ("24 bits.wav", "pcm_s24le", 96_000),
        ("float.wav", "pcm_f32le", 192_000),
        ("old.aiff", "pcm_s16be", 22_050),
        ("tape.flac", "flac", 44_100),
        ("song.mp3", "libmp3lame", 44_100),
        ("song.m4a", "aac", 48_000),
        ("song.opus", "libopus", 48_000),
        ("song.ogg", "libopus", 24_000),
    ],
)
def test_a_sound_of_any_format_is_the_same_sound(
    tmp_path: Path, name: str, codec: str, rate_hz: int
) -> None:
    its = _open(write(tmp_path / name, tone(2, rate_hz=rate_hz), codec, rate_hz=rate_hz))
    assert its.samples == pytest.approx(2 * 48_000, abs=2_500)
    assert _hertz(its) == pytest.approx(440, abs=3)
    assert np.abs(its.read(24_000, 48_000)).max() == pytest.approx(0.25, abs=0.03)


@pytest.mark.parametrize("channels", [1, 2, 6])
def test_any_number_of_channels_is_heard_on_both_sides(tmp_path: Path, channels: int) -> None:
    sound = np.tile(tone(1), (channels, 1))
    read = _open(write(tmp_path / "wide.wav", sound)).read(0, 48_000)
    assert np.abs(read).max(axis=1).min() >= 0.24


def test_only_what_is_wanted_is_taken(tmp_path: Path) -> None:
    sound = np.concatenate([tone(1, 440), tone(1, 880)])
    its = _open(write(tmp_path / "two.wav", sound), offset_ms=1_000, length_ms=500)
    assert (its.samples, _hertz(its)) == (24_000, 880)
    assert not its.read(-100, 50).any()
    assert its.read(23_990, 100).shape == (2, 100)


def test_what_is_louder_than_full_scale_is_not_cut(tmp_path: Path) -> None:
    its = _open(write(tmp_path / "hot.wav", tone(1, level=1.5), "pcm_f32le"))
    assert np.abs(its.read(0, 48_000)).max() == pytest.approx(1.5, abs=0.01)


def test_a_file_that_breaks_off_is_heard_as_far_as_it_goes(tmp_path: Path) -> None:
    path = write(tmp_path / "song.mp3", tone(4), "libmp3lame")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert 80_000 < _open(path).samples < 110_000


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"a text, not a sound",
        b"RIFF\x00\x00\x00\x00WAVE",
        b"RIFF\xff\xff\xff\xffWAVEfmt \x10\x00\x00\x00\x01\x00\xff\xff\xff\xff\xff\xff" * 9,
        b"ID3\x04\x00\x00\x7f\x7f\x7f\x7f" + bytes(2_000),
        np.random.default_rng(3).bytes(50_000),
        PLAYLIST,
        LIST,
    ],
    ids=["empty", "text", "head", "hostile", "hollow", "noise", "playlist", "list"],
)
def test_what_is_no_sound_is_refused_by_its_name(tmp_path: Path, content: bytes) -> None:
    secret = write(tmp_path / "secret.wav", tone(2))
    path = tmp_path / "song.mp3"
    path.write_bytes(content.replace(b"SECRET", str(secret).encode()))
    with pytest.raises(InvalidInput) as refused:
        _open(path)
    assert re.search(r"song\.mp3 cannot be used: .*give a sound", refused.value.sentence)
    assert "Errno" not in refused.value.sentence
    assert str(tmp_path) not in refused.value.sentence


async def test_music_is_checked_for_length_and_for_being_heard(tmp_path: Path) -> None:
    await SoundCheck(3).check(write(tmp_path / "song.wav", tone(3)), "song.wav")
    with pytest.raises(InvalidInput) as long:
        await SoundCheck(2).check(tmp_path / "song.wav", "song.wav")
    silence = write(tmp_path / "silence.wav", np.zeros(48_000))
    with pytest.raises(InvalidInput) as silent:
        await SoundCheck(3).check(silence, "silence.wav")
    assert (long.value.code, silent.value.code) == ("sound-long", "sound-silent")


def test_a_full_disk_is_not_the_files_fault(tmp_path: Path) -> None:
    song = write(tmp_path / "song.wav", tone(2))
    with pytest.raises(Unavailable) as failed:
        unpacked(song, "song.wav", Path("/dev/full"), 0, 2_000)
    assert failed.value.code == "disk-full"
