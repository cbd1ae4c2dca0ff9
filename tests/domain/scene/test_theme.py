from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.contrast import CONTRAST_MIN, contrast
from domain.scene.theme import NIGHT, THEMES, Theme

CHANNEL = st.integers(0, 255)
COLOUR = st.tuples(CHANNEL, CHANNEL, CHANNEL).map(lambda it: "#{:02x}{:02x}{:02x}".format(*it))


def between(low: str, high: str, share: float) -> str:
    pairs = ((int(low[n : n + 2], 16), int(high[n : n + 2], 16)) for n in (1, 3, 5))
    return "#" + "".join(f"{round(one + (two - one) * share):02x}" for one, two in pairs)


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda it: it.name)
@given(share=st.floats(0, 1))
def test_all_that_is_written_stands_out_from_every_spot_of_the_ground(
    theme: Theme, share: float
) -> None:
    its = theme.colours
    ground = between(its.low, its.high, share)
    assert min(contrast(it, ground) for it in (its.text, its.quiet, its.accent)) >= CONTRAST_MIN


@given(COLOUR)
def test_colours_that_cannot_be_read_are_refused_whatever_they_are(text: str) -> None:
    its = NIGHT.colours
    legible = all(contrast(text, it) >= CONTRAST_MIN for it in (its.low, its.high, its.panel))
    try:
        replace(its, text=text)
    except ValueError:
        assert not legible
    else:
        assert legible


def test_the_refusal_names_both_colours_and_what_would_be_right() -> None:
    with pytest.raises(ValueError, match=r"#1d2a55 on #0b1022 has a contrast of .*; 4.5 is"):
        replace(NIGHT.colours, text=NIGHT.colours.high)


def test_a_colour_is_written_in_six_digits() -> None:
    with pytest.raises(ValueError, match="#rrggbb, not 'red'"):
        replace(NIGHT.colours, low="red")


def test_a_margin_leaves_room_for_the_card() -> None:
    with pytest.raises(ValueError, match="fifth"):
        replace(NIGHT, margin=300_000)
