"""A clip's pictures: the right one at every instant, upright, in the film's colours."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from struct import pack

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from adapters.render.clips.container import opened
from adapters.render.clips.fitting import Fitted, Shape, aspect
from adapters.render.clips.pictures import Pictures
from tests.adapters.render.clips import RGB, Made, limited, make_clip, number

BASE = Made()
CLOCKWISE, HALF, ANTICLOCKWISE, MIRRORED = (
    (0, 1, -1, 0),
    (-1, 0, 0, -1),
    (0, -1, 1, 0),
    (-1, 0, 0, 1),
)
BARS = [(235, 40, 40), (40, 200, 60), (50, 60, 220), (128, 128, 128)]


@contextmanager
def read(clip: Path) -> Iterator[Pictures]:
    with opened(clip) as its:
        yield Pictures.of(its)


def fitted(clip: Path, width: int, height: int, ms: int = 0) -> RGB:
    """What is seen at an instant, as full-range RGB."""
    with opened(clip) as its:
        shown = Pictures.of(its).at(ms * 1_000).frame
        picture = Fitted(Shape(width, height), aspect(its.stream)).fit(shown)
        return picture.to_ndarray(format="rgb24").astype(np.uint8)


def numbers(clip: Path, instants_ms: list[int]) -> list[int]:
    with opened(clip) as its:
        pictures, fit = Pictures.of(its), Fitted(Shape(160, 90), aspect(its.stream))
        frames = [fit.fit(pictures.at(it * 1_000).frame) for it in instants_ms]
        return [number(limited(it.to_ndarray()[50:80, 60:140].mean())) for it in frames]


@pytest.mark.parametrize(
    "made",
    [
        BASE,
        replace(BASE, options={"crf": "12", "bf": "3", "g": "12", "x264-params": "open-gop=1"}),
        replace(
            BASE,
            codec="mpeg2video",
            options={"bf": "2", "g": "9", "qmin": "1", "qmax": "1", "intra_dc_precision": "2"},
        ),
        replace(BASE, codec="libx265", options={"x265-params": "log-level=none:keyint=8"}),
        replace(BASE, codec="libvpx-vp9", options={"g": "10", "deadline": "realtime"}),
        replace(BASE, codec="libsvtav1", options={"preset": "12", "svtav1-params": "keyint=8"}),
        replace(BASE, codec="prores_ks", pix_fmt="yuv422p10le", options={}),
        replace(BASE, codec="mjpeg", pix_fmt="yuvj420p", options={"q:v": "2"}),
    ],
    ids=lambda it: it.codec,
)
def test_the_same_instant_has_the_same_picture_wherever_reading_began(
    made: Made, tmp_path: Path
) -> None:
    suffix = {"libvpx-vp9": "webm", "libsvtav1": "mkv", "mpeg2video": "ts", "mjpeg": "avi"}
    clip = make_clip(tmp_path / f"a.{suffix.get(made.codec, 'mov')}", made)
    instants = [n * 1_000 // 30 + 10 for n in range(30)]
    assert numbers(clip, instants) == list(range(30))
    for n in (29, 7, 18, 3, 0):
        assert numbers(clip, [instants[n]]) == [n]
    assert numbers(clip, [instants[n] for n in (29, 7, 18, 3, 0)]) == [29, 7, 18, 3, 0]


def bytes_at(clip: Path, instants_ms: list[int]) -> list[bytes]:
    with read(clip) as pictures:
        frames = (pictures.at(it * 1_000).frame for it in instants_ms)
        return [it.to_ndarray().tobytes() for it in frames]


def noise(n: int, width: int, height: int) -> RGB:
    values = np.random.default_rng(n // 2).integers(0, 256, (height // 6, width // 6, 3), np.uint8)
    return np.kron(values, np.ones((6, 6, 1), np.uint8))


@pytest.mark.parametrize("interlaced", [False, True])
def test_a_jump_gives_the_very_bytes_that_reading_on_gives(
    tmp_path: Path,
    interlaced: bool,  # noqa: FBT001 -- a case
) -> None:
    options = {
        "bf": "2",
        "g": "10",
        "crf": "20",
        **({"flags": "+ilme+ildct"} if interlaced else {}),
    }
    made = replace(BASE, size=(96, 96), options=options, picture=noise)
    clip = make_clip(tmp_path / "a.mp4", made)
    instants = [n * 1_000 // 30 + 10 for n in range(30)]
    whole = bytes_at(clip, instants)
    for n in (4, 11, 19, 28):
        assert bytes_at(clip, [instants[n]]) == [whole[n]]


def test_fields_of_an_interlaced_clip_are_woven(tmp_path: Path) -> None:
    combed = replace(BASE, options={"crf": "5", "flags": "+ilme+ildct"}, size=(160, 96))
    with read(make_clip(tmp_path / "a.mp4", combed)) as pictures:
        assert pictures.interlaced
        assert number(limited(pictures.at(500_000).frame.to_ndarray()[50:80].mean())) == 15


def test_pictures_with_times_of_their_own_are_shown_at_them(tmp_path: Path) -> None:
    uneven = replace(BASE, times=(0, 40, 400, 450, 900), time_base=Fraction(1, 1_000))
    clip = make_clip(tmp_path / "a.mkv", uneven)
    assert numbers(clip, [0, 39, 40, 399, 400, 899, 900, 5_000]) == [0, 0, 1, 1, 2, 3, 4, 4]


def test_time_is_counted_from_the_first_picture(tmp_path: Path) -> None:
    late = replace(BASE, times=tuple(range(90, 120)))
    assert numbers(make_clip(tmp_path / "a.mkv", late), [0, 500, 990]) == [0, 15, 29]


def corners(picture: RGB) -> tuple[bool, ...]:
    """Which corners are bright: top left, top right, bottom right, bottom left."""
    ends = ((5, 5), (5, -5), (-5, -5), (-5, 5))
    return tuple(bool(picture[y, x].mean() > 200) for y, x in ends)


@pytest.mark.parametrize(
    ("matrix", "bright"), [(CLOCKWISE, 1), (HALF, 2), (ANTICLOCKWISE, 3), (MIRRORED, 1)]
)
def test_a_clip_is_turned_as_its_display_matrix_says(
    tmp_path: Path, matrix: tuple[int, int, int, int], bright: int
) -> None:
    clip = make_clip(tmp_path / "a.mp4", replace(BASE, times=(0, 1, 2, 3)))
    data = bytearray(clip.read_bytes())
    at, (a, b, c, d) = data.index(b"tkhd") + 44, (it << 16 for it in matrix)
    data[at : at + 36] = pack(">9i", a, b, 0, c, d, 0, 0, 0, 1 << 30)
    clip.write_bytes(data)
    size = (90, 160) if matrix[0] == 0 else (160, 90)
    assert corners(fitted(clip, *size)) == tuple(n == bright for n in range(4))


def test_a_clip_covers_a_shape_near_its_own(tmp_path: Path) -> None:
    def halves(_: int, width: int, height: int) -> RGB:
        picture = np.zeros((height, width, 3), np.uint8)
        picture[:, width // 2 :] = 255
        return picture

    near = fitted(make_clip(tmp_path / "a.mp4", replace(BASE, picture=halves)), 120, 90)
    assert (near[:, :50].mean(), near[:, 70:].mean()) == pytest.approx((0, 255), abs=3)


def test_a_clip_of_quite_another_shape_stands_whole_before_a_dimmed_copy(tmp_path: Path) -> None:
    def red(_: int, width: int, height: int) -> RGB:
        return np.full((height, width, 3), (220, 40, 40), np.uint8)

    tall = fitted(make_clip(tmp_path / "a.mp4", replace(BASE, picture=red)), 180, 320)
    assert tall[160, 90] == pytest.approx((220, 40, 40), abs=6)
    assert tall[120, 4] == pytest.approx((220, 40, 40), abs=6)
    assert tall[20, 90] == pytest.approx((99, 18, 18), abs=8)
    assert tall[300, 90] == pytest.approx((99, 18, 18), abs=8)


def test_pixels_that_are_not_square_are_made_so(tmp_path: Path) -> None:
    def disc(_: int, width: int, height: int) -> RGB:
        y, x = np.mgrid[:height, :width]
        inside = ((x - width / 2) * 2) ** 2 + (y - height / 2) ** 2 < 40**2
        return np.repeat(inside[..., None], 3, axis=2).astype(np.uint8) * 255

    squeezed = replace(BASE, size=(80, 90), picture=disc, aspect=Fraction(2))
    seen = fitted(make_clip(tmp_path / "a.mkv", squeezed), 160, 90).mean(axis=2) > 128
    assert seen.any(axis=0).sum() == pytest.approx(80, abs=2)
    assert seen.any(axis=1).sum() == pytest.approx(80, abs=2)


def bars(_: int, width: int, height: int) -> RGB:
    return np.repeat(np.array([BARS], np.uint8), width // 4, axis=1).repeat(height, axis=0)


def tagged(path: Path, pix_fmt: str, matrix: int, colour_range: int, size: tuple[int, int]) -> Path:
    """Lossless, its colours coded by a matrix and a range, and tagged so."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("ffv1", 30)
        stream.width, stream.height, stream.pix_fmt = *size, pix_fmt
        stream.codec_context.colorspace = matrix
        stream.codec_context.color_range = colour_range
        for n in range(4):
            frame = av.VideoFrame.from_ndarray(bars(n, *size), format="rgb24").reformat(
                format=pix_fmt,
                dst_colorspace={1: "ITU709", 5: "ITU601", 2: "ITU601"}[matrix],
                dst_color_range={1: "MPEG", 2: "JPEG"}[colour_range],
            )
            frame.pts = n
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


@pytest.mark.parametrize("pix_fmt", ["yuv420p", "yuv422p10le", "yuv444p"])
@pytest.mark.parametrize(("matrix", "colour_range"), [(1, 1), (5, 1), (1, 2), (5, 2), (2, 1)])
def test_colours_are_those_that_the_clip_says_they_are(
    tmp_path: Path, pix_fmt: str, matrix: int, colour_range: int
) -> None:
    clip = tagged(tmp_path / "a.mkv", pix_fmt, matrix, colour_range, (320, 180))
    seen = as_bt709(clip)
    for n, colour in enumerate(BARS):
        assert seen[90, 40 + 80 * n] == pytest.approx(colour, abs=4)


def as_bt709(clip: Path) -> NDArray[np.float64]:
    """The planes that the film gets, turned to RGB by the matrix of BT.709 by hand."""
    with opened(clip) as its:
        shown = Pictures.of(its).at(0).frame
        planes = Fitted(Shape(320, 180), aspect(its.stream)).fit(shown).to_ndarray()
    luma = (planes[:180].astype(np.float64) - 16) / 219
    pairs = planes[180:].reshape(90, 160, 2).repeat(2, axis=0).repeat(2, axis=1)
    cb, cr = ((pairs[..., n].astype(np.float64) - 128) / 224 for n in (0, 1))
    red, blue = luma + 1.5748 * cr, luma + 1.8556 * cb
    green = (luma - 0.2126 * red - 0.0722 * blue) / 0.7152
    return np.stack([red, green, blue], axis=2) * 255


def test_what_is_transparent_shows_black(tmp_path: Path) -> None:
    clip = tmp_path / "a.mov"
    with av.open(str(clip), "w") as container:
        stream = container.add_stream("png", 30)
        stream.width, stream.height, stream.pix_fmt = 160, 90, "rgba"
        for n in range(4):
            rgba = np.full((90, 160, 4), 255, np.uint8)
            rgba[:, 80:, 3] = 0
            frame = av.VideoFrame.from_ndarray(rgba, format="rgba")
            frame.pts = n
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    seen = fitted(clip, 160, 90)
    assert (seen[45, 40].mean(), seen[45, 120].mean()) == pytest.approx((255, 0), abs=4)


PQ, HLG, BT2020 = 16, 18, 9


def greys(path: Path, curve: int, levels: tuple[float, ...]) -> Path:
    """Bands of greys, as shares of the signal, in BT.2020 with ten bits."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("ffv1", 30)
        stream.width, stream.height, stream.pix_fmt = 64 * len(levels), 64, "yuv420p10le"
        its = stream.codec_context
        its.colorspace = its.color_primaries = BT2020
        its.color_trc, its.color_range = curve, 1
        for n in range(4):
            luma = np.repeat([round(64 + 876 * it) for it in levels], 64)
            planes = [np.tile(luma, 64), np.full(32 * 64 * len(levels), 512)]
            packed = np.concatenate(planes).astype(np.uint16).reshape(96, -1)
            frame = av.VideoFrame.from_ndarray(packed, format="yuv420p10le")
            frame.pts = n
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


@pytest.mark.slow  # building swscale's table takes 6 s for each curve; the goal is the picture
@pytest.mark.parametrize(("curve", "white"), [(PQ, 0.58), (HLG, 0.75)])
def test_high_dynamic_range_is_brought_down_and_greys_stay_grey(
    tmp_path: Path, curve: int, white: float
) -> None:
    clip = greys(tmp_path / "a.mkv", curve, (0.0, 0.3, white, 0.9))
    with opened(clip) as its:
        shown = Pictures.of(its).at(0).frame
        planes = Fitted(Shape(256, 64), aspect(its.stream)).fit(shown).to_ndarray()
    black, dark, paper, glare = (planes[32, 32 + 64 * n] for n in range(4))
    assert black == pytest.approx(16, abs=2)
    assert black < dark < paper < glare <= 235
    assert 140 <= paper <= 225
    assert planes[64:].astype(int) == pytest.approx(128, abs=2)
