"""Marked films, read again as bytes and by PyAV."""

from pathlib import Path
from tempfile import TemporaryDirectory

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.images import backdrop
from adapters.provenance import jpeg, mp4
from adapters.provenance.film import mark_film
from adapters.provenance.xmp import known
from domain.provenance import DigitalSource
from tests.adapters.provenance.test_jpeg import picture

TRAINED, RULES = DigitalSource.TRAINED, DigitalSource.ALGORITHMIC
CARD = backdrop.packed(64, 36, "ice", "1")


@pytest.fixture(scope="module")
def filmed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    with av.open(str(path), "w", options={"movflags": "faststart"}) as out:
        stream = out.add_stream("libx264", 10)
        stream.width, stream.height, stream.pix_fmt = 64, 36, "yuv420p"
        for n in range(12):
            frame = av.VideoFrame.from_ndarray(np.full((36, 64, 3), 20 * n, np.uint8), "rgb24")
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path.read_bytes()


@pytest.fixture
def film(filmed: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "film.mp4"
    path.write_bytes(filmed)
    return path


def frames(path: Path) -> list[bytes]:
    with av.open(str(path)) as opened:
        return [it.to_ndarray().tobytes() for it in opened.decode(video=0)]


def test_every_byte_of_the_film_stays_where_it_was(film: Path, filmed: bytes) -> None:
    shown = frames(film)
    mp4.mark(film, TRAINED)
    assert film.read_bytes().startswith(filmed)
    assert frames(film) == shown
    once = film.read_bytes()
    mp4.mark(film, TRAINED)
    assert film.read_bytes() == once


def test_it_says_how_it_was_made_and_whether_that_still_holds(film: Path) -> None:
    assert mp4.mark_of(film) is None
    mp4.mark(film, TRAINED)
    mark = mp4.mark_of(film)
    assert mark is not None
    assert (known(mark), mark.holds) == (TRAINED, True)
    changed = bytearray(film.read_bytes())
    changed[200] ^= 1
    film.write_bytes(changed)
    mark = mp4.mark_of(film)
    assert mark is not None
    assert not mark.holds


def test_a_mark_that_was_cut_off_is_missed(film: Path, filmed: bytes) -> None:
    mp4.mark(film, RULES)
    film.write_bytes(filmed)
    assert mp4.mark_of(film) is None


@pytest.mark.parametrize(
    ("shown", "source"),
    [
        ([CARD], RULES),
        ([], RULES),
        ([CARD, picture()], DigitalSource.SYNTHETIC),
        ([jpeg.marked(picture(), TRAINED)], DigitalSource.WITH_TRAINED),
        ([b"no picture"], DigitalSource.SYNTHETIC),
    ],
)
def test_a_film_is_marked_by_what_it_shows(
    film: Path, tmp_path: Path, shown: list[bytes], source: DigitalSource
) -> None:
    paths = [tmp_path / str(n) for n in range(len(shown))]
    for path, data in zip(paths, shown, strict=True):
        path.write_bytes(data)
    mark_film(film, paths)
    assert known(mp4.mark_of(film)) is source


def test_a_film_that_shows_a_marked_clip_says_so(film: Path, tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(film.read_bytes())
    mp4.mark(clip, TRAINED)
    mark_film(film, [clip])
    assert known(mp4.mark_of(film)) is DigitalSource.WITH_TRAINED


@pytest.mark.parametrize("data", [b"", b"no film at all, only text", b"\0\0\0\x08free"])
def test_what_is_no_film_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "no.mp4"
    path.write_bytes(data)
    with pytest.raises(ValueError, match="no MP4"):
        mp4.mark(path, RULES)
    assert path.read_bytes() == data


@given(st.binary(max_size=100))
@settings(max_examples=50)
def test_no_bytes_of_any_kind_do_more_than_be_refused(noise: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "noise.mp4"
        path.write_bytes(b"\0\0\0\x08ftyp" + noise)
        said = "no MP4 with a mark"
        try:
            assert mp4.mark_of(path) is None
        except ValueError as refused:
            said = str(refused)
        assert "no MP4" in said
