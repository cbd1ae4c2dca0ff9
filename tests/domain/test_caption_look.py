from dataclasses import replace

import pytest

from domain.caption_look import (
    CLEAR,
    PRESETS,
    AskedLook,
    CaptionFont,
    CaptionLook,
    CaptionPreset,
    refuse_unfit,
)
from domain.event import Refused

BOLD = PRESETS[CaptionPreset.BOLD]


def refused(look: CaptionLook) -> tuple[str, str]:
    with pytest.raises(Refused) as it:
        refuse_unfit(look)
    return it.value.code, it.value.sentence


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_is_whole_and_can_be_read(preset: CaptionPreset) -> None:
    refuse_unfit(PRESETS[preset])
    assert AskedLook(preset).over(CLEAR) == PRESETS[preset]


def test_one_value_that_is_said_makes_a_look_of_its_own() -> None:
    own = AskedLook(size_percent=120).over(BOLD)
    assert own == replace(BOLD, preset=CaptionPreset.CUSTOM, size_percent=120)


def test_what_is_said_lies_over_the_preset_that_is_said_with_it() -> None:
    own = AskedLook(CaptionPreset.MARKER, font=CaptionFont.SERIF).over(BOLD)
    assert (own.spoken_box, own.font) == ("#ffd23f", CaptionFont.SERIF)


def test_a_look_that_ends_as_a_preset_bears_its_name() -> None:
    own = AskedLook(size_percent=120).over(CLEAR)
    assert AskedLook(size_percent=100).over(own) == CLEAR


def test_colours_are_kept_in_small_letters() -> None:
    assert AskedLook(spoken="#FFAA00").over(CLEAR).spoken == "#ffaa00"


@pytest.mark.parametrize(
    ("look", "sentence"),
    [
        (replace(CLEAR, colour="white"), "colour is a colour like #ffd23f, not 'white'"),
        (replace(CLEAR, spoken="#ffd23f80"), "spoken is a colour like #ffd23f"),
        (replace(CLEAR, box="#12345"), "box is a colour like #0b0e14 or #0b0e149e"),
    ],
)
def test_what_is_no_colour_is_refused(look: CaptionLook, sentence: str) -> None:
    code, said = refused(look)
    assert code == "caption-colour"
    assert sentence in said


@pytest.mark.parametrize(
    "look",
    [
        *(replace(CLEAR, size_percent=it) for it in (59, 161)),
        *(replace(CLEAR, weight=it) for it in (399, 901)),
        *(replace(CLEAR, outline_percent=it) for it in (-1, 16)),
    ],
)
def test_what_is_out_of_range_is_refused(look: CaptionLook) -> None:
    assert refused(look)[0] == "caption-range"


def test_letters_without_outline_and_box_are_refused() -> None:
    code, sentence = refused(replace(CLEAR, outline_percent=0, box=""))
    assert code == "caption-contrast"
    assert "an outline of 4 % or more, or a box" in sentence


def test_letters_that_sink_into_their_outline_are_refused() -> None:
    code, sentence = refused(replace(BOLD, colour="#404040"))
    assert code == "caption-contrast"
    assert "its contrast is 2.0 : 1" in sentence


def test_a_thin_veil_does_not_count_over_a_bright_picture() -> None:
    assert refused(replace(CLEAR, outline_percent=0, box="#00000040"))[0] == "caption-contrast"


def test_the_spoken_word_has_to_stand_out_from_its_own_box() -> None:
    code, sentence = refused(replace(PRESETS[CaptionPreset.MARKER], spoken="#ffffff"))
    assert code == "caption-contrast"
    assert "the spoken word in #ffffff" in sentence
