from dataclasses import replace

import pytest

from domain.brief import Aspect
from domain.caption_layers import caption_layers, columns_of, style_of
from domain.caption_look import CLEAR, PRESETS, CaptionFont, CaptionLook, CaptionPlace
from domain.captions import Cue, CueWord
from domain.motion import MICROS
from domain.storyboard import LAYOUTS
from domain.timeline import Canvas, CaptionStyle

CANVAS = Canvas(1920, 1080, 30)
LOOKS = [replace(it, place=place) for it in PRESETS.values() for place in CaptionPlace]


def style(look: CaptionLook, aspect: Aspect) -> CaptionStyle:
    return style_of(look, LAYOUTS[aspect].captions, aspect)


def top(its: CaptionStyle, aspect: Aspect) -> float:
    """Of two lines of Latin, as a share of the height."""
    shorter = {Aspect.TALL: 9 / 16}.get(aspect, 1)
    return (its.bottom - 3.2 * its.size * shorter) / MICROS


@pytest.mark.parametrize("aspect", Aspect)
@pytest.mark.parametrize("look", LOOKS)
def test_every_look_stays_title_safe_at_every_aspect(look: CaptionLook, aspect: Aspect) -> None:
    its = style(look, aspect)
    assert its.width_max <= 0.9 * MICROS
    assert top(its, aspect) >= 0.05
    assert its.bottom <= (0.8 if aspect is Aspect.TALL else 0.95) * MICROS


@pytest.mark.parametrize("aspect", Aspect)
def test_captions_in_the_middle_stand_in_the_middle(aspect: Aspect) -> None:
    its = style(replace(CLEAR, place=CaptionPlace.MIDDLE), aspect)
    assert top(its, aspect) + its.bottom / MICROS == pytest.approx(1, abs=0.001)


def test_the_usual_look_is_the_one_that_films_had_before() -> None:
    usual = LAYOUTS[Aspect.WIDE].captions
    assert replace(style(CLEAR, Aspect.WIDE), outline_width=usual.outline_width) == usual


def test_condensed_letters_are_narrow_ones_of_the_same_family() -> None:
    its = style(replace(CLEAR, font=CaptionFont.CONDENSED), Aspect.WIDE)
    assert (its.family, its.width_percent) == ("sans", 78)


def test_larger_letters_leave_room_for_fewer_columns() -> None:
    assert columns_of(CLEAR, 42) == 42
    assert columns_of(replace(CLEAR, size_percent=150), 42) == 28
    assert columns_of(replace(CLEAR, font=CaptionFont.CONDENSED), 42) > 50
    assert columns_of(replace(CLEAR, size_percent=160, weight=900), 12) == 8


def test_a_word_stays_lit_until_the_first_of_the_next_line() -> None:
    one, two = CueWord("one", 0, 300), CueWord("two", 500, 900)
    (made,) = caption_layers([Cue(0, 1_000, ((one,), (two,)))], CLEAR_STYLE, CANVAS, 90, "ltr")
    ((first,), (second,)) = made.lines
    assert (first.end_frame, second.start_frame, made.direction) == (15, 15, "ltr")


def test_a_long_pause_is_no_ones_word() -> None:
    words = (CueWord("one", 0, 300), CueWord("two", 1_000, 1_300))
    (made,) = caption_layers([Cue(0, 2_000, (words,))], CLEAR_STYLE, CANVAS, 90)
    assert [it.end_frame for it in made.lines[0]] == [9, 39]


CLEAR_STYLE = CaptionStyle()
