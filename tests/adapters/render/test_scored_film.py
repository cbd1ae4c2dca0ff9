"""Whole films with music and clips' sounds, rendered and inspected as any film is."""

import asyncio
from pathlib import Path

import numpy as np
import pytest

from adapters.render.inspect import inspection
from domain.ids import BlobId
from domain.motion import MICROS, Keyframe
from domain.music import LOOP_FADE_MS
from domain.timeline import Ducking, Role, Sound, Speech, Still, Timeline
from processors.errors import InvalidInput
from tests.adapters.render.films import Studio, texture, timeline
from tests.adapters.sounds.sounds import music, tone, write

NEARER = (Keyframe(0, (500_000, 500_000, MICROS)), Keyframe(90, (500_000, 500_000, 1_200_000)))


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    return Studio(tmp_path)


def _kept(studio: Studio, name: str, sound: np.ndarray, codec: str = "pcm_s16le") -> BlobId:
    return asyncio.run(studio.blobs.put_file(write(studio.folder / name, sound, codec)))


def _film(studio: Studio, *sounds: Sound) -> Timeline:
    film = timeline(Still(0, 90, studio.picture(texture()), NEARER), frames=90)
    return Timeline(film.canvas, 90, film.layers, film.fonts, sounds, profile=film.profile)


def _scored(studio: Studio) -> tuple[Sound, Sound]:
    voice = Sound(_kept(studio, "voice.wav", tone(3, 250)), spoken=(Speech(0, 3_000),))
    tune = _kept(studio, "tune.mp3", music(2), "libmp3lame")
    return voice, Sound(tune, Role.MUSIC, loop_fade_ms=LOOP_FADE_MS, ducking=Ducking())


def test_a_film_with_voice_music_and_a_heard_clip_passes_inspection(studio: Studio) -> None:
    seen = _kept(studio, "seen.m4a", tone(2, 900), "aac")
    clip = Sound(seen, Role.CLIP, 30, 60, offset_ms=500, ducking=Ducking())
    film = _film(studio, *_scored(studio), clip)
    found = inspection(studio.path(studio.render(film)), film)
    assert found.faults == ()
    assert found.audio_ms == 3_000
    assert found.loudness_lufs == pytest.approx(-14, abs=0.3)


@pytest.mark.slow
def test_other_music_makes_no_picture_again(studio: Studio) -> None:
    voice, tune = _scored(studio)
    assert studio.render(_film(studio, voice, tune)).answer.segments_made == 3
    louder = Sound(tune.audio, Role.MUSIC, loop_fade_ms=LOOP_FADE_MS, ducking=Ducking(12, 6))
    again = studio.render(_film(studio, voice, louder)).answer
    assert (again.segments_made, again.segments_reused) == (0, 3)


@pytest.mark.slow
def test_a_film_with_music_alone_passes_inspection(studio: Studio) -> None:
    film = _film(studio, _scored(studio)[1])
    assert inspection(studio.path(studio.render(film)), film).faults == ()


def test_music_that_breaks_the_decoder_names_itself_and_leaves_nothing(studio: Studio) -> None:
    (studio.folder / "broken.mp3").write_bytes(b"ID3" + bytes(5_000))
    broken = asyncio.run(studio.blobs.put_file(studio.folder / "broken.mp3"))
    with pytest.raises(InvalidInput, match="The music cannot be used"):
        studio.render(_film(studio, Sound(broken, Role.MUSIC)))
    assert [it for it in studio.cache.iterdir() if it.is_dir() and it.name[:5] == "film-"] == []
