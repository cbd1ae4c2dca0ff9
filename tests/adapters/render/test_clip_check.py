"""What is said of clips that are looked into, good ones and hostile ones."""

import asyncio
import socket
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from adapters.render.clips.check import ClipCheck
from adapters.render.clips.confined import STANDARD, Allowance
from domain.clip import ClipFacts
from processors.errors import InvalidInput
from tests.adapters.render import hostile
from tests.adapters.render.clips import LARGE, Made, make_clip

CHECK = ClipCheck(STANDARD, duration_max_ms=60_000)


def facts(clip: Path, check: ClipCheck = CHECK) -> ClipFacts:
    return asyncio.run(check.check(clip, clip.name))


def refusal(clip: Path, check: ClipCheck = CHECK) -> InvalidInput:
    with pytest.raises(InvalidInput, match=clip.name) as refused:
        facts(clip, check)
    return refused.value


def test_a_clip_tells_its_size_and_how_long_it_lasts(tmp_path: Path) -> None:
    assert facts(make_clip(tmp_path / "a.mp4")) == ClipFacts(1_000, 160, 90, has_sound=False)


def test_a_clips_size_is_as_it_is_seen(tmp_path: Path) -> None:
    wide = make_clip(tmp_path / "a.mkv", Made(aspect=Fraction(4, 3)))
    assert (facts(wide).width, facts(wide).height) == (213, 90)


def test_a_poster_shows_what_comes_soon_after_an_instant(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4")
    _, poster = asyncio.run(CHECK.poster(clip, "a.mp4", 500, (320, 180)))
    image = Image.open(BytesIO(poster))
    assert image.size == (320, 180)
    assert image.getpixel((200, 100)) == pytest.approx((40 + 4 * 22,) * 3, abs=3)


def test_a_clip_that_lasts_too_long_says_so(tmp_path: Path) -> None:
    refused = refusal(make_clip(tmp_path / "a.mp4"), replace(CHECK, duration_max_ms=900))
    assert refused.code == "clip-too-long"
    assert "it lasts 1.0 s; 0.9 s is the most" in refused.sentence


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (hostile.empty, "it is damaged, or no video"),
        (hostile.drawing, "it is damaged, or no video"),
        (hostile.picture, "it is damaged, or no video"),
        (hostile.headless, "it was cut off, or is empty"),
        (hostile.cut_off, "its pictures end after 0.4 s of the 1.7 s"),
        (hostile.single, "its pictures last 33 ms"),
        (hostile.silent_film, "it has no moving pictures"),
        (hostile.crowded, "more memory, or streams, than is allowed"),
        (hostile.repeating, "it was cut off"),
        (hostile.bursting, "too many of its pictures are damaged"),
    ],
)
def test_a_file_that_is_no_good_clip_is_named_with_the_reason(
    make: Callable[[Path], Path], why: str, tmp_path: Path
) -> None:
    refused = refusal(make(tmp_path / "holiday.mp4"))
    assert refused.code == "clip-unreadable"
    assert why in refused.sentence


def test_figures_that_are_no_numbers_do_no_harm(tmp_path: Path) -> None:
    assert facts(hostile.without_a_number(tmp_path / "a.mkv")).duration_ms == 1_000
    assert facts(hostile.vast(tmp_path / "a.mov")).height == 90


def test_a_playlist_opens_nothing(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "other.mp4")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/a.ts"
        for name in ("a.m3u8", "a.mp4"):
            refusal(hostile.playlist(tmp_path / name, clip.as_uri(), address))
        with pytest.raises(BlockingIOError):
            server.accept()
    refusal(hostile.concatenation(tmp_path / "b.mp4", clip))


def test_what_a_file_is_called_does_not_matter(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4").rename(tmp_path / "a.webm")
    assert facts(clip).duration_ms == 1_000


def test_a_clip_that_keeps_its_decoder_busy_is_given_up(tmp_path: Path) -> None:
    busy = replace(CHECK, allowed=Allowance(2**31, 0.001))
    large = make_clip(tmp_path / "a.mp4", LARGE)
    assert "takes more than 0.001 s" in refusal(large, busy).sentence


def test_a_clip_that_wants_too_much_memory_is_given_up(tmp_path: Path) -> None:
    poor = replace(CHECK, allowed=Allowance(2**20, 20))
    large = make_clip(tmp_path / "a.mp4", Made(size=(2048, 2048), times=range(4)))
    assert "memory" in refusal(large, poor).sentence


def told(clip: Path) -> str:
    """The clip's name with its facts, or the sentence that refuses it."""
    try:
        return f"{clip.name}: {facts(clip)}"
    except InvalidInput as refused:
        return refused.sentence


@pytest.mark.parametrize(("kind", "seed"), [("mp4", 1), ("mp4", 4), ("mkv", 2), ("mkv", 6)])
def test_a_damaged_clip_is_measured_or_named_and_does_nothing_else(
    tmp_path: Path, kind: str, seed: int
) -> None:
    chance = np.random.default_rng(seed)
    clip = make_clip(tmp_path / f"damaged.{kind}")
    data = np.frombuffer(clip.read_bytes(), np.uint8).copy()
    data[chance.integers(0, len(data), 1 << seed)] = chance.integers(0, 256, 1 << seed)
    clip.write_bytes(data.tobytes())
    assert clip.name in told(clip)


def test_a_title_in_no_known_letters_does_not_matter(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mkv", Made(title="AAAA"))
    clip.write_bytes(clip.read_bytes().replace(b"AAAA", b"\xe9\xe9\xff\xfe"))
    assert facts(clip).duration_ms == 1_000


def test_a_clip_is_found_from_wherever_somebody_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = make_clip(tmp_path / "a.mp4")
    monkeypatch.chdir(tmp_path)
    assert facts(Path(clip.name)) == facts(clip)
