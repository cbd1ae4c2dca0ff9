import asyncio
import wave
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from adapters.render.torch_renderer import TorchRenderer
from domain.ids import BlobId
from domain.motion import MICROS
from domain.timeline import (
    Caption,
    CaptionWord,
    ChapterMark,
    Font,
    Sound,
    Still,
    Text,
    Timeline,
)
from processors.errors import InvalidInput, NotConfigured, Rejected, Unavailable
from processors.ports import Film, Progress
from tests.adapters.render.films import AT_REST, Studio, texture, timeline, unheard


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    return Studio(tmp_path)


@pytest.fixture
def film(studio: Studio) -> Timeline:
    return of(studio)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Film]:
    """A film with sound and chapters, rendered once for all that only look at it."""
    studio = Studio(tmp_path_factory.mktemp("made"), workers=2)
    marks = (ChapterMark(0, "Eins"), ChapterMark(30, "Zwei"))
    answer = studio.render(voiced(studio, replace(of(studio), chapters=marks)))
    return studio.path(answer), answer.answer


def of(studio: Studio) -> Timeline:
    return timeline(Still(0, 75, studio.picture(texture()), AT_REST), frames=75)


def voiced(studio: Studio, film: Timeline) -> Timeline:
    path = studio.folder / "voice.wav"
    at = np.arange(film.duration_ms * 22_050 // 1000) / 22_050
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 22_050, 0, "NONE", ""))
        file.writeframes((np.sin(2 * np.pi * 300 * at) * 6000).astype("<i2").tobytes())
    return replace(film, sounds=(Sound(asyncio.run(studio.blobs.put_file(path))),))


def test_every_frame_is_there_once_at_its_time(made: tuple[Path, Film]) -> None:
    with av.open(made[0]) as file:
        times = [it.time for it in file.decode(video=0)]
    assert times == pytest.approx([it / 30 for it in range(75)], abs=1e-6)
    assert made[1].frames == 75


def test_it_is_h264_high_tagged_bt709_limited(made: tuple[Path, Film]) -> None:
    with av.open(made[0]) as file:
        coded = file.streams.video[0].codec_context
        shape = next(file.decode(video=0)).format.name
        tags = (coded.color_primaries, coded.color_trc, coded.colorspace, coded.color_range)
    assert (coded.name, coded.profile, shape) == ("h264", "High", "yuv420p")
    assert tags == (1, 1, 1, 1)


def test_it_can_be_played_while_it_loads(made: tuple[Path, Film]) -> None:
    data = made[0].read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


def test_sound_and_picture_end_together(made: tuple[Path, Film]) -> None:
    with av.open(made[0]) as file:
        heard = list(file.decode(audio=0))
    assert heard[0].time == 0
    assert sum(it.samples for it in heard) / heard[0].sample_rate == pytest.approx(2.5, abs=0.03)
    assert made[1].loudness_lufs == pytest.approx(-14, abs=0.5)


def test_chapters_run_from_mark_to_mark(made: tuple[Path, Film]) -> None:
    with av.open(made[0]) as file:
        told = [
            (float(it["start"] * (it["time_base"] or 0)), it["metadata"]["title"])
            for it in file.chapters()
        ]
    assert told == [(0, "Eins"), (1, "Zwei")]


def test_two_workers_give_the_bytes_of_one(studio: Studio, made: tuple[Path, Film]) -> None:
    marks = (ChapterMark(0, "Eins"), ChapterMark(30, "Zwei"))
    again = studio.render(voiced(studio, replace(of(studio), chapters=marks)))
    assert again.answer.film == made[1].film


def test_a_finished_film_is_made_of_what_is_there(studio: Studio, film: Timeline) -> None:
    first, again = studio.render(film), studio.render(film)
    assert (first.answer.segments_made, first.answer.segments_reused) == (3, 0)
    assert (again.answer.segments_made, again.answer.segments_reused) == (0, 3)
    assert again.answer.film == first.answer.film
    assert first.usage[0].quantity > 0 == again.usage[0].quantity


def test_a_lost_and_a_damaged_segment_are_made_again(studio: Studio, film: Timeline) -> None:
    before = studio.render(film).answer
    lost, damaged, _ = studio.segments()
    lost.unlink()
    damaged.write_bytes(damaged.read_bytes()[:-9])
    after = studio.render(film).answer
    assert (after.segments_made, after.segments_reused) == (2, 1)
    assert after.film == before.film


def test_one_changed_caption_makes_one_segment_anew(studio: Studio) -> None:
    still = Still(0, 90, studio.picture(texture()), AT_REST)
    for text, fresh in (("old", 3), ("new", 1)):
        caption = Caption(35, 50, ((CaptionWord(text, 35, 50),),))
        made = studio.render(timeline(still, caption, frames=90)).answer
        assert made.segments_made == fresh


def test_progress_rises_to_the_last_frame(studio: Studio, film: Timeline) -> None:
    heard: list[Progress] = []

    async def hear(progress: Progress) -> None:
        heard.append(progress)

    asyncio.run(studio.renderer.render(film, hear))
    assert heard[-1].done == heard[-1].total == 75
    assert heard[-1].segments_done == heard[-1].segments_total == 3
    assert all(one.done <= two.done for one, two in pairwise(heard))


def test_an_unreadable_picture_is_named_as_the_fault(studio: Studio) -> None:
    broken = asyncio.run(studio.blobs.put(b"no picture"))
    with pytest.raises(InvalidInput, match="cannot be read"):
        studio.render(timeline(Still(0, 60, broken, AT_REST)))


def test_a_missing_picture_font_or_letter_is_said_before_any_work(
    studio: Studio, film: Timeline
) -> None:
    lost = Still(0, 60, BlobId(f"sha256:{'0' * 64}"), AT_REST)
    with pytest.raises(Rejected):
        studio.render(timeline(lost))
    with pytest.raises(NotConfigured, match="Mystery"):
        studio.render(replace(film, fonts=(Font("Mystery", "0" * 64),)))
    linear_b = Text(0, 9, "\U00010000", 0, 0, 50_000, MICROS)
    with pytest.raises(NotConfigured, match="LINEAR B"):
        studio.render(timeline(linear_b))
    assert studio.segments() == []


def test_an_unknown_codec_is_refused(studio: Studio, film: Timeline) -> None:
    with pytest.raises(InvalidInput, match="h264"):
        studio.render(replace(film, profile=replace(film.profile, codec="vhs")))


def test_on_a_full_disk_nothing_is_begun(studio: Studio, film: Timeline) -> None:
    full = TorchRenderer(
        studio.blobs, studio.cache, workers=1, cache_size_max_bytes=0, free_min_bytes=2**62
    )
    with pytest.raises(Unavailable, match="free some space") as refused:
        asyncio.run(full.render(film, unheard))
    assert refused.value.code == "disk-full"
    assert list(studio.cache.iterdir()) == []


@pytest.mark.parametrize("frames", [61, 62, 63])
def test_a_film_lasts_exactly_its_frames_wherever_it_ends(studio: Studio, frames: int) -> None:
    """An encoder delays short segments otherwise than long ones: their joins must not show."""
    still = Still(0, frames, studio.picture(texture()), AT_REST)
    answer = studio.render(timeline(still, frames=frames))
    with av.open(studio.path(answer)) as film:
        pictures = film.streams.video[0]
        assert pictures.frames == frames
        assert pictures.average_rate == Fraction(30)
