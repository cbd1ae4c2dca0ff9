import os
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.render.segments import Cleared, Segment, SegmentCache, segments
from domain.ids import StreamId
from domain.motion import MICROS
from domain.timeline import FULL, Box, Caption, CaptionWord, ChapterMark, Font, Text, Timeline
from processors.errors import Unavailable
from tests.adapters.render.films import timeline

GROUND = Box(0, 100, FULL, "#336699")


@pytest.fixture
def cache(tmp_path: Path) -> SegmentCache:
    return SegmentCache(tmp_path, size_max_bytes=25)


def planned(film: Timeline, made_with: str = "cpu libx264") -> list[Segment]:
    return segments(film, made_with)


def text(said: str) -> Text:
    return Text(35, 55, said, 0, 0, 50_000, MICROS)


def test_segments_follow_one_another_to_the_last_frame() -> None:
    film = planned(timeline(GROUND, frames=110))
    spans = [(it.start_frame, it.end_frame) for it in film]
    assert spans == [(0, 30), (30, 60), (60, 90), (90, 110)]
    assert sum(it.frames for it in film) == 110


def test_a_change_is_seen_by_the_segments_that_show_it_alone() -> None:
    one, two = (planned(timeline(GROUND, text(it), frames=90)) for it in ("one", "two"))
    assert [a.key == b.key for a, b in zip(one, two, strict=True)] == [True, False, True]


def test_one_caption_of_ten_minutes_changes_two_segments_at_most() -> None:
    """Ten minutes in segments of 4 s, a cue every 3 s: each cue is seen by one, or by two."""
    frames, cue = 600 * 30, 90
    profile = replace(timeline().profile, segment_frames=120)
    cues = [
        Caption(n, n + cue, ((CaptionWord("said", n, n + cue),),)) for n in range(0, frames, cue)
    ]

    def keys(*captions: Caption) -> list[str]:
        film = replace(timeline(GROUND, *captions, frames=frames), profile=profile)
        return [it.key for it in planned(film)]

    before = keys(*cues)
    for n in (77, 100):
        edited = replace(
            cues[n], lines=((CaptionWord("meant", cues[n].start_frame, cues[n].end_frame),),)
        )
        after = keys(*cues[:n], edited, *cues[n + 1 :])
        assert 1 <= sum(a != b for a, b in zip(before, after, strict=True)) <= 2


def test_what_no_frame_shows_changes_no_segment() -> None:
    film = timeline(GROUND, frames=90)
    marked = replace(film, chapters=(ChapterMark(0, "Start"),))
    assert [it.key for it in planned(film)] == [it.key for it in planned(marked)]


def test_another_font_or_profile_is_another_segment() -> None:
    film = timeline(GROUND, frames=30)
    others = [
        replace(film, fonts=(Font("other.ttf", "0" * 64),)),
        replace(film, profile=replace(film.profile, crf=30)),
    ]
    assert len({planned(it)[0].key for it in (film, *others)}) == 3


def test_another_device_or_encoder_is_another_segment() -> None:
    film = timeline(GROUND, frames=30)
    builds = ("cpu libx264 62 x86_64", "cpu libx264 63 x86_64", "cuda libx264 62 x86_64")
    assert len({planned(film, it)[0].key for it in builds}) == 3


def test_a_kept_segment_is_found_whole(cache: SegmentCache) -> None:
    path = cache.keep("key", b"bytes")
    assert cache.find("key") == cache.whole("key") == path
    assert path.read_bytes() == b"bytes"
    assert cache.find("other") is None


def test_a_damaged_segment_is_removed_and_missed(cache: SegmentCache) -> None:
    cache.keep("key", b"bytes").write_bytes(b"bytez")
    with pytest.raises(Unavailable):
        cache.whole("key")
    assert list(cache.folder.iterdir()) == []


def test_the_least_recently_used_go_first_and_none_in_use(cache: SegmentCache) -> None:
    paths = [cache.keep(str(n), b"ten bytes!") for n in range(4)]
    for age_s, path in zip((40, 30, 20, 10), paths, strict=True):
        os.utime(path, (1_000_000 - age_s, 1_000_000 - age_s))
    cache.shrink(frozenset(paths[:1]))
    assert sorted(cache.folder.iterdir()) == sorted([paths[0], *paths[2:]])


def test_what_a_killed_process_left_goes_in_time(cache: SegmentCache) -> None:
    newest = cache.keep("key", b"bytes")
    (cache.folder / "film-left").mkdir()
    (cache.folder / "film-left" / "sound.m4a").write_bytes(b"")
    for name in ("left.part", "being-written.part"):
        (cache.folder / name).write_bytes(b"")
    for name, age_s in (("film-left", 4000), ("left.part", 4000), ("being-written.part", 1)):
        at_s = newest.stat().st_mtime - age_s
        os.utime(cache.folder / name, (at_s, at_s))
    cache.shrink(frozenset())
    assert {it.name for it in cache.folder.iterdir()} == {newest.name, "being-written.part"}


@pytest.mark.parametrize("frames", [61, 62, 74])
def test_a_short_end_belongs_to_the_segment_before_it(frames: int) -> None:
    spans = [(it.start_frame, it.end_frame) for it in planned(timeline(frames=frames))]
    assert spans == [(0, 30), (30, frames)]


@pytest.mark.parametrize("frames", [1, 2, 15, 30, 60])
def test_a_film_has_no_other_short_segment(frames: int) -> None:
    lengths = [it.frames for it in planned(timeline(frames=frames))]
    assert sum(lengths) == frames
    assert all(it >= min(frames, 15) for it in lengths)


async def test_a_cleared_cache_is_empty_and_works_on(tmp_path: Path) -> None:
    cache = SegmentCache(tmp_path, 1_000)
    cache.keep("key", b"segment")
    (tmp_path / "film-left").mkdir()
    (tmp_path / "film-left" / "film.mp4").write_bytes(b"film")
    await Cleared(tmp_path).forget([])
    assert cache.find("key")
    await Cleared(tmp_path).forget([StreamId("video/1")])
    assert os.listdir(tmp_path) == []
    assert cache.keep("key", b"segment").exists()
