from itertools import product

import pytest

from domain.brief import Aspect
from domain.film_format import Codec, FilmFormat, Resolution, canvas_of, profile_of
from domain.motion import MICROS
from domain.timeline import Text, Timeline, preview_of

SAID = Text(0, 90, "said", 0, 0, 50_000, MICROS)


@pytest.mark.parametrize(("aspect", "resolution"), list(product(Aspect, Resolution)))
def test_a_preview_has_a_quarter_of_the_pixels_and_tells_the_same(
    aspect: Aspect, resolution: Resolution
) -> None:
    asked = FilmFormat(resolution, codec=Codec.AV1)
    film = Timeline(canvas_of(aspect, asked), 90, (SAID,), profile=profile_of(asked))
    small = preview_of(film)
    assert small.canvas.width * small.canvas.height * 4 == film.canvas.width * film.canvas.height
    assert (small.layers, small.duration_ms) == (film.layers, film.duration_ms)
    assert (small.profile.codec, small.profile.preset) == ("h264", "ultrafast")
