from itertools import product

import pytest

from domain.brief import Aspect
from domain.event import Refused
from domain.film_format import (
    RATES_FPS,
    Codec,
    FilmFormat,
    Resolution,
    canvas_of,
    profile_of,
    refuse_unknown,
)
from domain.storyboard import Design, storyboard
from domain.timeline import Canvas, Profile, Timeline
from tests.domain.test_storyboard import FONTS, PICTURE, narration, script, spoken

SHAPES = {Aspect.WIDE: (16, 9), Aspect.TALL: (9, 16), Aspect.SQUARE: (1, 1)}


@pytest.mark.parametrize(("aspect", "resolution"), list(product(Aspect, Resolution)))
def test_every_resolution_is_of_the_shorter_side(aspect: Aspect, resolution: Resolution) -> None:
    canvas = canvas_of(aspect, FilmFormat(resolution))
    wide, high = SHAPES[aspect]
    assert canvas.width * high == canvas.height * wide
    assert min(canvas.width, canvas.height) == int(resolution.value[:-1])


def test_what_is_not_asked_for_is_full_hd_at_30_in_h264() -> None:
    assert canvas_of(Aspect.WIDE, FilmFormat()) == Canvas(1920, 1080, 30)
    assert profile_of(FilmFormat()) == Profile(segment_frames=120)


@pytest.mark.parametrize("fps", RATES_FPS)
def test_segments_last_as_long_at_every_rate(fps: int) -> None:
    assert profile_of(FilmFormat(fps=fps)).segment_frames / fps == 4


def test_every_codec_has_its_own_quality() -> None:
    profiles = {it: profile_of(FilmFormat(codec=it)) for it in Codec}
    assert {it.codec for it in profiles.values()} == {"h264", "hevc", "av1"}
    assert len({it.crf for it in profiles.values()}) == 3


def test_another_rate_is_refused() -> None:
    refuse_unknown(FilmFormat(fps=50))
    with pytest.raises(Refused, match="24, 25, 30, 50, 60") as refused:
        refuse_unknown(FilmFormat(fps=29))
    assert refused.value.code == "format-fps"


@pytest.mark.parametrize("fps", RATES_FPS)
def test_a_film_tells_its_story_in_the_same_time_at_every_rate(fps: int) -> None:
    its, usual = told(FilmFormat(Resolution.HD, fps)), told(FilmFormat())
    assert its.canvas == Canvas(1280, 720, fps)
    for one, other in zip(spans_s(its), spans_s(usual), strict=True):
        assert one == pytest.approx(other, abs=1.5 / 24)


def told(asked: FilmFormat) -> Timeline:
    voice = narration(*(spoken(n * 6000, "One two three, four five. " * 4) for n in range(2)))
    return storyboard(script(2), voice, (PICTURE, PICTURE), Design(Aspect.WIDE, FONTS, asked))


def spans_s(film: Timeline) -> list[tuple[float, float]]:
    fps = film.canvas.fps
    return [(it.start_frame / fps, it.end_frame / fps) for it in film.layers]
