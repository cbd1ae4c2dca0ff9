from dataclasses import replace

import pytest

from domain.brief import Aspect
from domain.caption_layers import Told, caption_layers, columns_of, style_of
from domain.caption_look import CLEAR, PRESETS, CaptionFont, CaptionLook, CaptionPlace
from domain.captions import Cue, CueWord
from domain.motion import MICROS
from domain.storyboard import LAYOUTS, Design, storyboard
from domain.timeline import Canvas, Caption, CaptionStyle
from tests.domain.test_storyboard import CARD, PICTURE, told

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
    (made,) = caption_layers(
        [Cue(0, 1_000, ((one,), (two,)))], CLEAR_STYLE, CANVAS, 90, Told("ltr")
    )
    ((first,), (second,)) = made.lines
    assert (first.end_frame, second.start_frame, made.direction) == (15, 15, "ltr")


def pieces(text: str, line: int = 9) -> tuple[tuple[CueWord, ...], ...]:
    """Characters of 100 ms each, joined, so many a line."""
    made = [CueWord(it, n * 100, n * 100 + 100, joined=n > 0) for n, it in enumerate(text)]
    return tuple(tuple(made[n : n + line]) for n in range(0, len(made), line))


def lit(text: str, line: int, *phrases: str) -> list[list[tuple[str, int, int, bool]]]:
    told = Told(divide=lambda it: [one for one in phrases if one in it])
    cue = Cue(0, 2_000, pieces(text, line))
    (made,) = caption_layers([cue], CLEAR_STYLE, CANVAS, 90, told)
    return [[(it.text, it.start_frame, it.end_frame, it.joined) for it in of] for of in made.lines]


def test_the_characters_of_a_phrase_light_up_at_once() -> None:
    assert lit("蜂は踊る", 9, "蜂は", "踊る") == [[("蜂は", 0, 6, False), ("踊る", 6, 12, True)]]


def test_a_phrase_that_two_lines_share_lights_up_line_by_line() -> None:
    assert lit("蜂は踊る", 3, "蜂は", "踊る") == [
        [("蜂は", 0, 6, False), ("踊", 6, 9, True)],
        [("る", 9, 12, True)],
    ]


def test_a_word_cut_by_force_lights_up_as_one_where_it_stands_on_one_line() -> None:
    words = (
        CueWord("over", 0, 300),
        CueWord("long", 300, 600, joined=True),
        CueWord("is", 600, 900),
    )
    (made,) = caption_layers([Cue(0, 1_000, (words,))], CLEAR_STYLE, CANVAS, 90)
    assert [(it.text, it.joined) for it in made.lines[0]] == [("overlong", False), ("is", False)]


def test_a_long_pause_is_no_ones_word() -> None:
    words = (CueWord("one", 0, 300), CueWord("two", 1_000, 1_300))
    (made,) = caption_layers([Cue(0, 2_000, (words,))], CLEAR_STYLE, CANVAS, 90)
    assert [it.end_frame for it in made.lines[0]] == [9, 39]


CLEAR_STYLE = CaptionStyle()


def test_captions_stand_low_while_a_card_is_shown() -> None:
    look = replace(CLEAR, place=CaptionPlace.HIGH)
    script, narration = told(2)
    made = storyboard(script, narration, (PICTURE, CARD), Design(Aspect.WIDE, (), captions=look))
    captions = [it for it in made.layers if isinstance(it, Caption)]
    second = CANVAS.frame_of(narration.scenes[1].start_ms)
    high, low = style(look, Aspect.WIDE).bottom, style(CLEAR, Aspect.WIDE).bottom
    assert {it.style.bottom for it in captions if it.start_frame < second} == {high}
    assert {it.style.bottom for it in captions if it.start_frame >= second} == {low}
