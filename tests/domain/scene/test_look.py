from dataclasses import replace
from uuid import UUID

import pytest

from domain.caption_look import CaptionFont
from domain.event import Refused
from domain.ids import AssetId, BlobId
from domain.scene.look import (
    USUAL,
    AskedFilmLook,
    Logo,
    Look,
    OwnColours,
    ThemeName,
    refuse_unfit,
    theme_of,
)
from domain.scene.theme import NIGHT, PAPER, THEMES

LOGO = Logo(AssetId(UUID(int=7)), BlobId("sha256:" + "a" * 64))


def test_every_theme_has_a_name_to_ask_for_it_by() -> None:
    assert {it.value for it in ThemeName} == set(THEMES)
    assert theme_of(USUAL).colours == NIGHT.colours


def test_what_is_said_of_a_look_changes_and_the_rest_stays() -> None:
    look = AskedFilmLook(logo=LOGO, lower_third="How nature works").over(USUAL)
    later = AskedFilmLook(end_card="Bye", font=CaptionFont.SERIF).over(look)
    assert later == replace(
        USUAL, logo=LOGO, lower_third="How nature works", end_card="Bye", font=CaptionFont.SERIF
    )
    assert AskedFilmLook(logo_removed=True).over(later).logo is None


def test_own_colours_are_kept_until_another_theme_is_chosen() -> None:
    own = AskedFilmLook(colours=OwnColours(accent="#FFE08A")).over(USUAL)
    more = AskedFilmLook(colours=OwnColours(quiet="#c0c8e0"), theme=ThemeName.NIGHT).over(own)
    assert more.colours == OwnColours(accent="#ffe08a", quiet="#c0c8e0")
    assert theme_of(more).colours == replace(NIGHT.colours, accent="#ffe08a", quiet="#c0c8e0")
    other = AskedFilmLook(theme=ThemeName.PAPER).over(more)
    assert theme_of(other).colours == PAPER.colours


def test_the_font_is_the_themes_family() -> None:
    assert theme_of(replace(USUAL, font=CaptionFont.SERIF)).type.face == ("serif", 100)


def test_condensed_letters_are_narrower_ones_of_the_usual_family() -> None:
    assert theme_of(replace(USUAL, font=CaptionFont.CONDENSED)).type.face == ("sans", 78)


def test_a_theme_as_it_is_has_the_usual_letters() -> None:
    assert NIGHT.type.face == ("sans", 100)


@pytest.mark.parametrize(
    ("look", "code", "told"),
    [
        (Look(colours=OwnColours(text="#1d2a55")), "look-colour", "has a contrast of"),
        (Look(colours=OwnColours(text="red")), "look-colour", "#rrggbb"),
        (Look(lower_third="a" * 61), "look-text", "^a lower third says at most 60 characters"),
        (Look(end_card="a" * 61), "look-text", "^an end card says at most 60 characters"),
        (Look(end_card_s=4), "look-end-card", "5 to 20 s"),
        (Look(end_card_s=21), "look-end-card", "5 to 20 s"),
    ],
)
def test_a_look_that_cannot_be_shown_is_refused_with_what_would_be_right(
    look: Look, code: str, told: str
) -> None:
    with pytest.raises(Refused, match=told) as refused:
        refuse_unfit(look)
    assert refused.value.code == code


def test_a_look_that_fits_is_not_refused() -> None:
    refuse_unfit(Look(colours=OwnColours(accent="#ffe08a"), end_card="Bye", end_card_s=20))
