from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from adapters import fonts
from adapters.fonts import (
    BOLD,
    Face,
    Style,
    draw_line,
    faces,
    for_language,
    ink_px,
    is_rtl,
    length_px,
)
from processors.errors import NotConfigured

LARGE = Style(100, BOLD)


def drawn(text: str, style: Style = LARGE) -> Image.Image:
    image = Image.new("L", (900, 200))
    draw_line(ImageDraw.Draw(image), (20, 130), text, style, 255)
    return image


@pytest.mark.parametrize("text", ["Straße", "Пчёлы", "μέλισσα", "मधु", "نحلة", "דבורה"])
def test_every_script_of_the_faces_is_drawn_without_a_missing_sign(text: str) -> None:
    assert any(it.has(text) for it in faces())
    assert drawn(text).getbbox() is not None


def test_a_face_is_known_by_the_hash_of_its_file() -> None:
    assert all(len(it.sha256) == 64 and it.path.exists() for it in faces())


def test_weight_and_width_change_how_far_a_line_advances() -> None:
    bold = length_px("Hamburg", LARGE)
    assert length_px("Hamburg", Style(100)) < bold
    assert length_px("Hamburg", Style(100, BOLD, width_percent=75)) < bold


def test_arabic_letters_are_joined() -> None:
    apart = sum(length_px(it, LARGE) for it in "نحلة")
    assert length_px("نحلة", LARGE) < 0.9 * apart


def test_the_first_strong_letter_decides_the_direction() -> None:
    assert is_rtl("«نحلة» bee")
    assert not is_rtl("12 bee نحلة")
    assert not is_rtl("12")


def test_a_line_of_two_scripts_is_set_in_runs_that_add_up() -> None:
    assert length_px("мёд דבש", LARGE) == pytest.approx(
        length_px("мёд ", LARGE) + length_px("דבש", LARGE), abs=2
    )
    assert ink_px("мёд דבש", LARGE)[2] <= length_px("мёд דבש", LARGE) + 5


def test_runs_of_a_line_from_right_to_left_begin_at_the_right() -> None:
    image = drawn("דבש мёд")
    assert (
        image.crop((20, 0, 20 + int(length_px("мёд", LARGE)), 200)).tobytes()
        == drawn("мёд").crop((20, 0, 20 + int(length_px("мёд", LARGE)), 200)).tobytes()
    )


def test_the_ink_lies_where_it_is_said_to_lie() -> None:
    left, top, right, bottom = ink_px("Hög", LARGE)
    assert drawn("Hög").getbbox() == pytest.approx(
        (20 + left, 130 + top, 20 + right, 130 + bottom), abs=1.5
    )


def test_white_space_has_no_ink() -> None:
    assert ink_px("  ", LARGE) == (0, 0, 0, 0)


def test_a_symbol_that_no_face_has_is_left_out() -> None:
    assert fonts.showable("Bee \U0001d11e hive") == "Bee  hive"


def test_a_letter_that_no_face_has_is_refused_with_what_to_install() -> None:
    with pytest.raises(NotConfigured, match=r"MYANMAR LETTER KA.*install a Noto font") as refused:
        fonts.showable("က")
    assert refused.value.code == "letters-missing"


@pytest.mark.skipif(any("zh" in it.languages for it in faces()), reason="fonts-zh is installed")
def test_simplified_chinese_without_its_extra_is_refused_by_the_extras_name() -> None:
    with pytest.raises(NotConfigured, match="the extra fonts-zh"):
        fonts.showable("们")


@pytest.mark.parametrize(
    ("language", "first"),
    [("zh", "SC"), ("zh-Hant", "TC"), ("zh-TW", "TC"), ("ja", "JP"), ("ko-KR", "KR"), ("en", "JP")],
)
def test_han_is_set_in_the_forms_of_its_language(language: str, first: str) -> None:
    known = [
        Face(Path(f"Noto{name}"), name, "sans", languages)
        for name, languages in (
            *(("Sans", ()), ("JP", ("ja",)), ("SC", ("zh",))),
            *(("TC", ("zh-hant", "yue")), ("KR", ("ko",)), ("Emoji", ())),
        )
    ]
    ordered = [it.sha256 for it in for_language(known, language)]
    assert (ordered[0], ordered[1], ordered[-1]) == ("Sans", first, "Emoji")
    assert sorted(ordered) == sorted(it.sha256 for it in known)


def test_a_family_sets_what_it_has_and_sans_the_rest() -> None:
    assert length_px("Hamburg", Style(100, family="serif")) != length_px("Hamburg", Style(100))
    assert length_px("دبش", Style(100, family="serif")) == length_px("دبش", Style(100))


def test_a_face_without_weights_is_grown_to_look_bold() -> None:
    ink = [sum(drawn("海", Style(100, weight)).histogram()[128:]) for weight in (400, 700, 900)]
    assert ink == sorted(set(ink))
