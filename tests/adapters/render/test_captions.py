from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.fonts import Style, faces, for_language
from adapters.render.captions import CaptionPatches
from adapters.render.fonts import Typefaces
from benchmarks.gallery.scripts import SENTENCES, captions, shown
from domain.brief import Aspect
from domain.caption_look import CLEAR, PRESETS, CaptionLook, CaptionPreset
from domain.film_format import FilmFormat, Resolution, canvas_of
from domain.motion import MICROS
from domain.timeline import Caption, CaptionWord

MARKER, BOLD = PRESETS[CaptionPreset.MARKER], PRESETS[CaptionPreset.BOLD]
HD = FilmFormat(Resolution.HD)
SHOWN = [
    pytest.param(it, marks=pytest.mark.skipif(not shown(it), reason="fonts-zh is not installed"))
    for it in SENTENCES
]
SEEN = 0.02


def patches(caption: Caption, language: str, aspect: Aspect) -> CaptionPatches:
    known = Typefaces(for_language(faces(), language))
    return CaptionPatches(caption, canvas_of(aspect, HD), known)


def changes(caption: Caption) -> list[int]:
    """The first frame, and every one at which another word lights up."""
    words = [word for line in caption.lines for word in line]
    return sorted({caption.start_frame, *(it.start_frame for it in words)})


def every(language: str, look: CaptionLook, aspect: Aspect) -> Iterator[CaptionPatches]:
    for caption in captions(language, look, aspect):
        made = patches(caption, language, aspect)
        for frame in changes(caption)[:3]:
            made.at(frame)
        yield made


@pytest.mark.parametrize("look", [CLEAR, MARKER])
def test_a_word_that_lights_up_changes_what_painting_all_anew_would(look: CaptionLook) -> None:
    caption = captions("ar", look, Aspect.WIDE)[0]
    kept = patches(caption, "ar", Aspect.WIDE)
    for frame in changes(caption):
        one, two = kept.at(frame), patches(caption, "ar", Aspect.WIDE).at(frame)
        for plane in ("luma", "chroma", "luma_alpha", "chroma_alpha"):
            assert np.array_equal(getattr(one, plane), getattr(two, plane))


def test_nothing_is_painted_while_no_other_word_lights_up() -> None:
    caption = captions("en", CLEAR, Aspect.WIDE)[0]
    made = patches(caption, "en", Aspect.WIDE)
    first, second = changes(caption)[:2]
    assert made.at(first) is made.at(second - 1)
    assert made.at(second - 1) is not made.at(second)


def test_a_word_that_lights_up_leaves_all_others_as_they_were() -> None:
    caption = captions("en", CLEAR, Aspect.WIDE)[0]
    made = patches(caption, "en", Aspect.WIDE)
    one, two = (made.at(it).luma for it in changes(caption)[:2])
    columns = np.flatnonzero((one != two).any(axis=0))
    assert np.ptp(columns) < 0.4 * one.shape[1]


@pytest.mark.parametrize("aspect", Aspect)
@pytest.mark.parametrize("language", SHOWN)
def test_no_letter_is_cut_and_every_line_is_title_safe(language: str, aspect: Aspect) -> None:
    canvas = canvas_of(aspect, HD)
    for made in every(language, replace(BOLD, size_percent=130), aspect):
        rows, columns = np.nonzero(made.painting[:, :, 3] > SEEN)
        assert made.lettered is not None
        left, top = made.lettered.x, made.lettered.y
        assert left + columns.min() >= 0.05 * canvas.width - 8
        assert left + columns.max() <= 0.95 * canvas.width + 8
        assert top + rows.min() >= 0.05 * canvas.height
        assert top + rows.max() <= (0.8 if aspect is Aspect.TALL else 0.95) * canvas.height
        height, width = made.painting.shape[:2]
        assert 0 < rows.min() <= rows.max() < height - 1
        assert 0 < columns.min() <= columns.max() < width - 1


@pytest.mark.parametrize("language", SHOWN)
def test_two_lines_of_any_script_do_not_touch(language: str) -> None:
    for made in every(language, replace(CLEAR, box="", outline_percent=0), Aspect.TALL):
        if len(made.caption.lines) > 1:
            inked = np.flatnonzero((made.painting[:, :, 3] > SEEN).any(axis=1))
            assert np.ptp(inked) + 1 > len(inked)


@pytest.mark.parametrize("language", SHOWN)
def test_every_word_has_ink(language: str) -> None:
    for made in every(language, CLEAR, Aspect.SQUARE):
        assert made.lettered is not None
        for word in made.lettered.words:
            assert max(it.coverage.max() for it in word.letters) > 0.9


def test_an_outline_that_meets_another_is_not_painted_twice() -> None:
    look = replace(CLEAR, box="", outline="#00000080", outline_percent=15)
    made = next(every("ja", look, Aspect.WIDE))
    assert made.lettered is not None
    assert made.lettered.ground[:, :, 3].max() == pytest.approx(128 / 255, abs=0.001)


def test_a_caption_of_nothing_that_can_be_drawn_is_empty() -> None:
    (first, *_) = captions("en", replace(CLEAR, box=""), Aspect.WIDE)
    words = tuple(replace(it, text="\U0001d11e") for it in first.lines[0])
    made = patches(replace(first, lines=(words,)), "en", Aspect.WIDE)
    assert not made.at(first.start_frame).luma_alpha.any()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from([it for text in SENTENCES.values() for it in text.split()]),
                min_size=1, max_size=6), st.sampled_from(Aspect))  # fmt: skip
def test_words_of_any_scripts_side_by_side_fit_their_line(words: list[str], aspect: Aspect) -> None:
    (first, *_) = captions("en", BOLD, aspect)
    line = tuple(CaptionWord(it, n, n + 1) for n, it in enumerate(words) if shown_here(it))
    if line:
        made = patches(replace(first, lines=(line,)), "en", aspect)
        made.at(0)
        columns = np.flatnonzero((made.painting[:, :, 3] > SEEN).any(axis=0))
        room = first.style.width_max * canvas_of(aspect, HD).width / MICROS
        assert np.ptp(columns) <= room


def shown_here(word: str) -> bool:
    known = Typefaces(faces())
    return all(known.runs(it, Style(20)) for it in word)
