"""Clips in real films, decoded again."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from adapters.render.clips.confined import Allowance
from adapters.render.clips.readers import Clips
from adapters.render.compositor import Compositor
from adapters.render.stills import Stills
from domain.ids import BlobId
from domain.motion import MICROS, Keyframe
from domain.timeline import Clip, Timeline
from processors.errors import InvalidInput
from tests.adapters.render.clips import LARGE, RGB, Made, limited, make_clip, number
from tests.adapters.render.films import FACES, PROFILE, Studio, lumas, timeline

CLIP = BlobId("sha256:" + "c" * 64)


@pytest.fixture
def clips(tmp_path: Path) -> Iterator[Clips]:
    kept = Clips({CLIP: make_clip(tmp_path / "clip.mp4")})
    yield kept
    kept.close()


def shown(**how: Any) -> Clip:
    return replace(Clip(0, 40, CLIP, in_ms=0, out_ms=1_000, name="hive.mp4"), **how)


def drawn(clips: Clips, film: Timeline) -> list[float]:
    """The mean luma of what is right of the middle of each frame."""
    compositor = Compositor(film, Stills({}), FACES, clips=clips)
    frames = (compositor.draw(it) for it in range(film.duration_frames))
    return [float(it.nv12().luma[100:140, 160:240].mean()) for it in frames]


def numbers(clips: Clips, film: Timeline) -> list[int]:
    """Of the clip's pictures, frame by frame."""
    return [number(limited(it - 0.5)) for it in drawn(clips, film)]


def test_a_film_shows_a_clips_pictures_and_holds_the_last(clips: Clips) -> None:
    assert numbers(clips, timeline(shown(), frames=40)) == [*range(30), *[29] * 10]


def test_a_film_shows_the_part_that_was_cut(clips: Clips) -> None:
    film = timeline(shown(in_ms=500, out_ms=700), frames=12)
    assert numbers(clips, film) == [15, 16, 17, 18, 19, 20, *[20] * 6]


def test_a_clip_that_repeats_begins_its_part_again(clips: Clips) -> None:
    film = timeline(shown(in_ms=500, out_ms=700, repeats=True), frames=12)
    assert numbers(clips, film) == [15, 16, 17, 18, 19, 20] * 2


def textured(n: int, width: int, height: int) -> RGB:
    """Of the moving kind: most of each picture is told by those around it."""
    noise = np.random.default_rng(1).integers(0, 256, (height // 6, 64, 3), np.uint8)
    wide = np.kron(noise, np.ones((6, 6, 1), np.uint8))
    return np.ascontiguousarray(wide[:height, 5 * n : 5 * n + width])


def hashes(film: Timeline, clip: Path) -> list[str]:
    """Of every frame's bytes, drawn by readers of its own."""
    clips = Clips({CLIP: clip})
    compositor = Compositor(film, Stills({}), FACES, clips=clips)
    drawn = (compositor.draw(it).nv12() for it in range(film.duration_frames))
    made = [sha256(it.luma.tobytes() + it.chroma.tobytes()).hexdigest() for it in drawn]
    clips.close()
    return made


def test_the_parts_of_a_film_have_the_bytes_of_the_whole(tmp_path: Path) -> None:
    made = Made(size=(160, 96), options={"crf": "20", "bf": "3", "g": "12"}, picture=textured)
    clip = make_clip(tmp_path / "a.mp4", made)
    camera = (Keyframe(0, (500_000, 500_000, MICROS)), Keyframe(40, (450_000, 500_000, 1_200_000)))
    layer = shown(start_frame=3, rate=700_000, repeats=True, out_ms=800, camera=camera)
    film = timeline(layer, frames=40)
    parts = [film.part(*it) for it in ((0, 7), (7, 22), (22, 40))]
    whole = hashes(film, clip)
    assert [it for part in parts for it in hashes(part, clip)] == whole
    assert len(set(whole)) > 20


def test_a_clip_covers_its_place_and_fades_like_a_still(clips: Clips) -> None:
    faded = shown(out_ms=34, opacity=(Keyframe(0, (0,)), Keyframe(10, (MICROS,))))
    levels = drawn(clips, timeline(faded, frames=11))
    assert levels[0] == 16
    assert np.diff(levels) == pytest.approx((levels[10] - levels[0]) / 10, abs=1)


def test_a_camera_that_goes_nearer_magnifies_a_clip(clips: Clips) -> None:
    near = (Keyframe(0, (500_000, 500_000, MICROS)), Keyframe(10, (125_000, 500_000, 3 * MICROS)))
    levels = drawn(clips, timeline(shown(out_ms=33, camera=near), frames=11))
    assert levels[10] == pytest.approx(levels[0], abs=1)


def test_a_clip_that_cannot_be_decoded_is_named(tmp_path: Path) -> None:
    (tmp_path / "damaged").write_bytes(b"\0\0\0\x18ftypmp42 and no more than this")
    with pytest.raises(InvalidInput, match=r"hive\.mp4 cannot be shown") as refused:
        drawn(Clips({CLIP: tmp_path / "damaged"}), timeline(shown(), frames=2))
    assert refused.value.code == "clip-unreadable"


def test_a_clip_that_keeps_its_reader_busy_ends_the_reader_alone(
    clips: Clips, tmp_path: Path
) -> None:
    busy = Clips({CLIP: make_clip(tmp_path / "large.mp4", LARGE)}, Allowance(2**31, 0.001))
    with pytest.raises(InvalidInput, match=r"hive\.mp4 cannot be shown: .* more than 0\.001 s"):
        drawn(busy, timeline(shown(), frames=2))
    assert numbers(clips, timeline(shown(), frames=2)) == [0, 1]


def test_a_film_with_a_clip_is_rendered_by_workers_in_segments(tmp_path: Path) -> None:
    studio = Studio(tmp_path)
    clip = asyncio.run(studio.blobs.put_file(make_clip(tmp_path / "clip.mp4")))
    film = timeline(shown(clip=clip), frames=40)
    split = replace(film, profile=replace(PROFILE, segment_frames=20))
    frames = lumas(studio.path(studio.render(split)))
    seen = [number(limited(it[100:140, 160:240].mean())) for it in frames]
    assert seen == [*range(30), *[29] * 10]
