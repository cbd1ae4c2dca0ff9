import pytest

from domain.contrast import contrast, laid_over, luminance


def test_black_on_white_has_the_greatest_contrast() -> None:
    assert contrast("#000000", "#ffffff") == contrast("#ffffff", "#000000") == 21


def test_the_grey_at_the_limit_of_the_guidelines() -> None:
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_green_is_brighter_than_red_and_red_than_blue() -> None:
    assert luminance("#00ff00") > luminance("#ff0000") > luminance("#0000ff")


def test_a_veil_is_mixed_with_what_lies_beneath() -> None:
    assert laid_over("#00000080", "#ffffff") == "#7f7f7f"
    assert laid_over("#123456", "#ffffff") == "#123456"
