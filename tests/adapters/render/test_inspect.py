"""Real films, made and broken for the purpose, opened again by the inspector."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from adapters.blobs.disk import DiskBlobs
from adapters.render.inspect import FilmInspector, inspection
from domain.ids import BlobId
from domain.timeline import (
    FULL,
    Box,
    Clip,
    Role,
    Still,
    Timeline,
)
from tests.adapters.render.inspected import (
    ANY,
    AT_REST,
    CAPTION,
    CLOSER,
    FPS,
    FRAMES,
    MOVING,
    Film,
    Frames,
)


def faults(film: Film, folder: Path, timeline: Timeline = MOVING) -> tuple[str, ...]:
    return inspection(film.made(folder), timeline).faults


def test_a_film_as_it_should_be_passes_with_its_figures(tmp_path: Path) -> None:
    found = inspection(Film().made(tmp_path), MOVING)
    assert found.faults == ()
    assert (found.frames, found.duration_ms, found.audio_ms) == (90, 3000, 3000)
    assert found.loudness_lufs == pytest.approx(-14, abs=0.3)
    assert found.true_peak_dbtp == pytest.approx(-13, abs=1)


def test_a_frozen_picture_is_found_even_under_captions_that_change(tmp_path: Path) -> None:
    (fault,) = faults(Film(moves=False, caption_moves=True), tmp_path)
    assert fault == (
        "The picture is frozen from 0.00 s to 3.00 s (scenes 1 to 2); its timeline holds still"
        " for at most 1 s there."
    )


def test_a_picture_without_edges_is_not_called_frozen(tmp_path: Path) -> None:
    assert faults(Film(moves=False, grain=60), tmp_path) == ()


def test_a_picture_may_rest_where_its_timeline_rests(tmp_path: Path) -> None:
    resting = replace(MOVING, layers=(Still(0, FRAMES, ANY, AT_REST),))
    assert faults(Film(moves=False), tmp_path, resting) == ()


def test_a_rest_of_the_timeline_excuses_only_itself(tmp_path: Path) -> None:
    late = (replace(CLOSER[0], frame=45), CLOSER[1])
    half = replace(MOVING, layers=(Still(0, FRAMES, ANY, late),))
    (fault,) = faults(Film(moves=False), tmp_path, half)
    assert "The picture is frozen from 1.53 s to 3.00 s" in fault


def test_a_black_stretch_of_more_than_a_second_is_found(tmp_path: Path) -> None:
    assert "The picture is black from 1.33 s to 3.00 s" in faults(Film(black_from=40), tmp_path)[0]
    assert faults(Film(black_from=FRAMES - 30), tmp_path) == ()


def night() -> Frames:
    """Black, with stars."""
    sky = np.zeros((180, 320), np.uint8)
    sky[::40, ::40] = 255
    return sky


def diagram() -> Frames:
    """White, with a stroke in the middle, which a closer camera leaves where it is."""
    sheet = np.full((180, 320), 255, np.uint8)
    sheet[30:110, 158:162] = 0
    return sheet


def texture() -> Frames:
    return np.random.default_rng(1).integers(0, 255, (180, 320), np.uint8)


def shown(film: Film, still: Frames, folder: Path, timeline: Timeline = MOVING) -> tuple[str, ...]:
    """The faults of a film whose timeline shows this still."""
    Image.fromarray(still).save(folder / "still.png")
    return inspection(film.made(folder), timeline, {ANY: folder / "still.png"}).faults


def test_a_film_of_a_dark_picture_may_look_black(tmp_path: Path) -> None:
    assert shown(Film(black_from=0), night(), tmp_path) == ()


def test_a_bright_picture_that_the_film_shows_black_is_found(tmp_path: Path) -> None:
    (fault,) = shown(Film(black_from=0), texture(), tmp_path)
    assert fault.startswith("The picture is black from 0.00 s to 3.00 s (scenes 1 to 2);")


def test_a_dark_picture_excuses_only_where_it_is_shown(tmp_path: Path) -> None:
    Image.fromarray(night()).save(tmp_path / "night.png")
    Image.fromarray(texture()).save(tmp_path / "texture.png")
    bright = BlobId("sha256:" + "1" * 64)
    stills = (Still(0, 45, ANY, CLOSER), Still(45, FRAMES, bright, CLOSER))
    timeline = replace(MOVING, layers=stills)
    paths = {ANY: tmp_path / "night.png", bright: tmp_path / "texture.png"}
    (fault,) = inspection(Film(black_from=0).made(tmp_path), timeline, paths).faults
    assert "black from 1.50 s to 3.00 s (scene 2)" in fault


def test_a_picture_whose_motion_cannot_be_seen_may_look_frozen(tmp_path: Path) -> None:
    assert "frozen" in faults(Film(picture=diagram()), tmp_path)[0]
    assert shown(Film(picture=diagram()), diagram(), tmp_path) == ()


def test_a_frozen_film_of_a_picture_with_texture_is_found(tmp_path: Path) -> None:
    (fault,) = shown(Film(picture=texture()), texture(), tmp_path)
    assert "The picture is frozen from 0.00 s to 3.00 s" in fault


def test_what_a_clip_shows_is_no_fault_for_its_darkness_or_its_rest(tmp_path: Path) -> None:
    filmed = Clip(0, FRAMES, ANY, in_ms=0, out_ms=FRAMES * 1_000 // FPS)
    timeline = replace(MOVING, layers=(filmed, CAPTION))
    assert faults(Film(moves=False), tmp_path, timeline) == ()
    assert faults(Film(black_from=0), tmp_path, timeline) == ()


def test_stretches_that_are_frozen_are_one_sentence(tmp_path: Path) -> None:
    dark = Film(picture=texture(), black_from=45)
    (black, frozen) = shown(dark, texture(), tmp_path)
    assert ("black" in black, frozen.count("from")) == (True, 1)


def test_a_film_that_should_be_black_may_be(tmp_path: Path) -> None:
    black = replace(MOVING, layers=(Box(0, FRAMES, FULL, "#000000"),))
    assert faults(Film(black_from=0), tmp_path, black) == ()


@pytest.mark.parametrize(
    ("film", "sentence"),
    [
        (Film(gain=0.05), "The loudness is -26.0 LUFS; it should be -14 ± 0.3."),
        (Film(gain=0.95), "The true peak is 0.7 dBTP; it should be at most -1."),
        (Film(sound_s=None), "The number of audio streams is 0; it should be 1."),
        (Film(sound_s=2.5), "The sound ends at 2500 ms, the picture at 3000 ms"),
        (Film(frames=60), "The film has 60 frames; its timeline has 90."),
        (Film(size=(160, 90)), "The size is 160×90; it should be 320×180."),
        (Film(profile="baseline"), "The video profile is Constrained Baseline"),
        (Film(tagged=False), "The colour is matrix 2, primaries 2, transfer 2"),
        (Film(faststart=False), "is mdat before moov; it should be moov before mdat."),
        (Film(chapters=(0,)), "The start of chapters in ms is [0]; it should be [0, 1500]."),
        (Film(channels="mono"), "The number of channels is 1; it should be 2."),
        (Film(late_from=60), "Frame 60 is not shown when 30 frames a second say."),
    ],
)
def test_each_fault_is_a_sentence_with_its_figures(
    tmp_path: Path, film: Film, sentence: str
) -> None:
    assert sentence in " ".join(faults(film, tmp_path))


def test_where_nobody_speaks_a_film_may_be_quieter_but_not_louder(tmp_path: Path) -> None:
    music = replace(MOVING, sounds=(replace(MOVING.sounds[0], role=Role.MUSIC),))
    assert faults(Film(gain=0.05), tmp_path, music) == ()
    assert "The loudness is -6.0 LUFS" in faults(Film(gain=0.5), tmp_path, music)[0]


def test_a_silent_film_needs_no_sound(tmp_path: Path) -> None:
    silent = replace(MOVING, sounds=())
    found = inspection(Film(sound_s=None).made(tmp_path), silent)
    assert (found.faults, found.audio_ms, found.loudness_lufs) == ((), 0, -70)


@pytest.mark.parametrize("kept", [0, 7, 40, 0.1, 0.5, 0.9])
def test_a_file_cut_off_anywhere_is_a_fault_and_no_crash(tmp_path: Path, kept: float) -> None:
    path = Film().made(tmp_path)
    data = path.read_bytes()
    path.write_bytes(data[: kept if isinstance(kept, int) else int(len(data) * kept)])
    assert inspection(path, MOVING).faults


def test_a_damaged_picture_is_a_fault(tmp_path: Path) -> None:
    path = Film().made(tmp_path)
    data = bytearray(path.read_bytes())
    at = data.index(b"mdat") + 20_000
    data[at : at + 4_000] = bytes(4_000)
    path.write_bytes(data)
    assert any("Decoding the pictures stops" in it for it in inspection(path, MOVING).faults)


async def test_the_inspector_opens_a_blob_and_meters_its_own_time(tmp_path: Path) -> None:
    blobs = DiskBlobs(tmp_path / "blobs")
    film = await blobs.put_file(Film().made(tmp_path))
    made = await FilmInspector(blobs).inspect(film, MOVING)
    assert made.answer.faults == ()
    assert made.usage[0].meter == "cpu_ms"
