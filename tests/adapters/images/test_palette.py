import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.images.palette import CONTRAST_MIN, Oklch, contrast, legible, luminance, palette


def test_a_seed_gives_the_same_palette_for_ever() -> None:
    assert palette("bees") == palette("bees")
    assert (palette("bees").text, palette("bees").accent) == ((239, 246, 253), (254, 163, 139))


def test_contrast_is_that_of_wcag() -> None:
    assert contrast((255, 255, 255), (0, 0, 0)) == pytest.approx(21)
    assert contrast((118, 118, 118), (255, 255, 255)) == pytest.approx(4.54, abs=0.01)
    assert luminance((255, 0, 0)) == pytest.approx(0.2126)


def test_oklch_is_converted_as_published() -> None:
    assert Oklch(1.0, 0.0, 0.0).rgb == (255, 255, 255)
    assert Oklch(0.62796, 0.25768, 29.234).rgb == (255, 0, 0)
    assert Oklch(0.45201, 0.31321, 264.052).rgb == (0, 0, 255)


def test_a_colour_outside_srgb_keeps_its_lightness() -> None:
    inside = Oklch(0.6, 0.0, 200.0).rgb
    assert luminance(Oklch(0.6, 0.4, 200.0).rgb) == pytest.approx(luminance(inside), rel=0.25)


def test_a_colour_is_lightened_until_it_can_be_read() -> None:
    ground = Oklch(0.4, 0.1, 250.0).rgb
    assert contrast(Oklch(0.5, 0.1, 250.0).rgb, ground) < CONTRAST_MIN
    assert contrast(legible(Oklch(0.5, 0.1, 250.0), ground), ground) >= CONTRAST_MIN


@given(st.text(max_size=20))
def test_whatever_stands_on_the_ground_can_be_read_on_all_of_it(seed: str) -> None:
    made = palette(seed)
    lightest = max((tuple(np.ceil(it).astype(int)) for it in made.ramp()), key=luminance)
    for colour in (made.text, made.quiet, made.accent):
        assert contrast(colour, lightest) >= 0.98 * CONTRAST_MIN


@given(st.text(max_size=20))
def test_a_ramp_grows_lighter_all_the_way(seed: str) -> None:
    shades = [luminance(tuple(np.rint(it).astype(int))) for it in palette(seed).ramp()[::64]]
    assert shades == sorted(shades)
