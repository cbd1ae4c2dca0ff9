from dataclasses import replace

from domain.thumbnail import preferred
from tests.domain.video.history import THUMBNAIL, VARIANTS


def test_the_one_with_the_largest_letters_stands() -> None:
    assert preferred(VARIANTS).wide == THUMBNAIL


def test_of_equal_ones_the_first_stands() -> None:
    alike = [replace(it, capital_px=70) for it in VARIANTS]
    assert preferred(alike) == alike[0]
