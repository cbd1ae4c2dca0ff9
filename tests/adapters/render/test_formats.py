"""Every codec: the same bytes each time, joined without a seam, tagged as players expect."""

from dataclasses import replace
from pathlib import Path

import av
import pytest
from PIL import Image

from adapters.render import film_facts
from adapters.render.segments import Segment, segments
from adapters.render.stitch import stitch
from domain.film_format import Codec, FilmFormat, profile_of
from domain.motion import MICROS, Keyframe
from domain.timeline import Canvas, ChapterMark, Profile, Still, Timeline
from processors.errors import Unavailable
from tests.adapters.render.films import Studio, filmed, texture, timeline

TALL, SQUARE = Canvas(180, 320, 25), Canvas(180, 180, 50)
MOVING = (Keyframe(0, (500_000, 500_000, MICROS)), Keyframe(50, (520_000, 500_000, 1_200_000)))
SHOWN = {"still": texture()}


def profile(codec: Codec) -> Profile:
    return replace(profile_of(FilmFormat(codec=codec)), segment_frames=20)


def moving(codec: Codec) -> Timeline:
    film = timeline(Still(0, 50, "still", MOVING), frames=50)  # type: ignore[arg-type]  # by its name
    return replace(film, profile=profile(codec), chapters=(ChapterMark(0, "Eins"),))


def made(film: Timeline, folder: Path) -> list[tuple[Segment, Path]]:
    """Its segments, each in a file of its own."""
    parts = []
    for n, it in enumerate(segments(film, "here")):
        (folder / str(n)).mkdir(parents=True)
        parts.append((it, filmed(it.part, SHOWN, folder / str(n))))
    return parts


def joined(film: Timeline, folder: Path) -> Path:
    stitch(made(film, folder), film, None, folder / "whole.mp4")
    return folder / "whole.mp4"


@pytest.mark.parametrize("codec", Codec)
def test_a_film_is_the_same_to_the_byte_and_what_its_timeline_asks_for(
    codec: Codec, tmp_path: Path
) -> None:
    film = moving(codec)
    one, other = (joined(film, tmp_path / it) for it in ("one", "other"))
    assert one.read_bytes() == other.read_bytes()
    assert list(film_facts.faults(one, film)) == []


@pytest.mark.parametrize("codec", Codec)
def test_an_encoder_gives_the_same_bytes_whatever_lies_in_memory(
    codec: Codec, tmp_path: Path
) -> None:
    """At a height that no block divides, an encoder may read beyond the picture."""
    film, seen = moving(codec), set()
    for n in range(4):
        litter = bytes([n]) * (n * 300_007)
        (tmp_path / str(n)).mkdir()
        seen.add(filmed(film, SHOWN, tmp_path / str(n)).read_bytes())
        del litter
    assert len(seen) == 1


@pytest.mark.parametrize("codec", Codec)
def test_joined_segments_show_every_frame_at_its_time(codec: Codec, tmp_path: Path) -> None:
    with av.open(joined(moving(codec), tmp_path)) as film:
        times = [it.time for it in film.decode(video=0)]
    assert times == pytest.approx([n / 30 for n in range(50)], abs=1e-6)


@pytest.mark.parametrize("canvas", [TALL, SQUARE])
@pytest.mark.parametrize("codec", Codec)
def test_every_shape_and_rate_is_made(codec: Codec, canvas: Canvas, tmp_path: Path) -> None:
    film = replace(moving(codec), canvas=canvas)
    assert list(film_facts.faults(joined(film, tmp_path), film)) == []


def test_segments_of_two_encoders_are_not_joined(tmp_path: Path) -> None:
    film = moving(Codec.H264)
    parts = made(film, tmp_path)
    softer = replace(parts[1][0].part, profile=replace(film.profile, preset="ultrafast"))
    (tmp_path / "other").mkdir()
    parts[1] = (
        parts[1][0],
        filmed(softer, {"still": Image.new("RGB", (480, 270))}, tmp_path / "other"),
    )
    with pytest.raises(Unavailable) as refused:
        stitch(parts, film, None, tmp_path / "whole.mp4")
    assert refused.value.code == "segments-differ"


@pytest.mark.slow
@pytest.mark.parametrize("codec", [Codec.HEVC, Codec.AV1])
def test_any_number_of_workers_gives_the_same_film(codec: Codec, tmp_path: Path) -> None:
    films = []
    for workers in (1, 2):
        (tmp_path / str(workers)).mkdir()
        studio = Studio(tmp_path / str(workers), workers)
        still = Still(0, 50, studio.picture(SHOWN["still"]), MOVING)
        film = replace(timeline(still, frames=50), profile=profile(codec))
        films.append(studio.render(film).answer.film)
    assert films[0] == films[1]
