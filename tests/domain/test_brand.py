"""Lower third and end card on a film."""

from dataclasses import replace
from itertools import accumulate

import pytest

from domain import motion
from domain.brief import Aspect
from domain.caption_look import CLEAR, CaptionLook, CaptionPlace
from domain.ids import BlobId
from domain.scene.cards import EndCard, Listing, LowerThird
from domain.script import Scene, Script
from domain.storyboard import Brand, Design, Shot, storyboard
from domain.storyboard.brand import END_PLACES, FREE_PLACES
from domain.timeline import Caption, Card, Ground, Rect, Timeline
from tests.domain.test_storyboard import CARD, FONTS, PICTURE, narration, script, spoken

LOGO = BlobId("sha256:" + "c" * 64)
BRAND = Brand("Small Wonders", "How nature works", "See you", 8, LOGO)


KINDS = ("title", "statement", "number", "list")
FULL = Scene("Bread", ("It takes: flour, water and salt.",), "Flour, water and salt")
ROOMY = Scene("A heading", ("Words.",), "Words")


def film(
    *shots: Shot,
    brand: Brand = BRAND,
    aspect: Aspect = Aspect.WIDE,
    captions: CaptionLook = CLEAR,
    scenes: tuple[Scene, ...] = (),
    lengths_ms: tuple[int, ...] = (),
) -> Timeline:
    lengths = lengths_ms or (6_000,) * len(shots)
    starts = accumulate(lengths, initial=0)
    words = ["One two three, four five. " * (it // 1_500) for it in lengths]
    said = [spoken(at, it) for at, it in zip(starts, words, strict=False)]
    design = Design(aspect, FONTS, brand=brand, captions=captions)
    told = Script("Title", "en", scenes or (ROOMY,) * len(shots), 9.0)
    return storyboard(told, narration(*said), shots, design)


def cards(timeline: Timeline, kind: type) -> list[Card]:
    its = [it for it in timeline.layers if isinstance(it, Card)]
    return [it for it in its if isinstance(it.content, kind)]


def meet(one: Rect, two: Rect) -> bool:
    across = one.x < two.x + two.width and two.x < one.x + one.width
    return across and one.y < two.y + two.height and two.y < one.y + one.height


def test_the_lower_third_lies_over_the_first_picture_for_a_few_seconds() -> None:
    (third,) = cards(film(CARD, PICTURE, PICTURE), LowerThird)
    assert third.content == LowerThird("Small Wonders", "How nature works")
    assert 180 < third.start_frame < third.end_frame < 360
    assert motion.at(third.opacity, third.end_frame) == (0.0,)


def test_films_without_its_words_have_no_lower_third() -> None:
    assert cards(film(PICTURE, brand=replace(BRAND, lower_third="")), LowerThird) == []


@pytest.mark.parametrize("aspect", Aspect)
def test_in_a_film_of_cards_the_lower_third_has_room_below_one(aspect: Aspect) -> None:
    timeline = film(CARD, CARD, aspect=aspect)
    (third,) = cards(timeline, LowerThird)
    scenes = [it for it in timeline.layers if isinstance(it, Card) and it.content.KIND in KINDS]
    under = [it for it in scenes if it.start_frame < third.end_frame]
    assert len(under) == 1 < len(scenes)
    assert not any(meet(it.place, third.place) for it in under)
    assert all(it.place.height > third.place.height for it in under)
    assert scenes[1].place.height > scenes[0].place.height


def test_it_lies_over_several_short_pictures_rather_than_over_a_card() -> None:
    timeline = film(CARD, PICTURE, PICTURE, PICTURE, lengths_ms=(3_000,) * 4)
    (third,) = cards(timeline, LowerThird)
    assert third.start_frame >= 90
    assert third.end_frame - third.start_frame >= 75


def test_over_short_scenes_of_both_kinds_it_keeps_clear_of_all_captions() -> None:
    """Captions over pictures stand high here, those over cards low."""
    look = replace(CLEAR, place=CaptionPlace.HIGH)
    timeline = film(CARD, PICTURE, CARD, PICTURE, lengths_ms=(3_000,) * 4, captions=look)
    (third,) = cards(timeline, LowerThird)
    bottoms = {it.style.bottom for it in timeline.layers if isinstance(it, Caption)}
    assert len(bottoms) == 2
    assert min(bottoms) < third.place.y
    assert third.place.y + third.place.height < max(bottoms)


def test_a_card_with_room_is_taken_rather_than_a_full_one() -> None:
    """The title is over too soon; after it comes a list, then a statement."""
    lengths = (3_000, 6_000, 6_000)
    timeline = film(CARD, CARD, CARD, scenes=(ROOMY, FULL, ROOMY), lengths_ms=lengths)
    assert [it.content.KIND for it in cards(timeline, Listing)] == ["list"]
    assert [it.start_frame for it in cards(timeline, LowerThird)] == [270 + 27]


def test_a_scene_too_short_for_a_lower_third_has_none() -> None:
    short = storyboard(
        script(1),
        narration(spoken(0, "One.")),
        [PICTURE],
        Design(Aspect.WIDE, FONTS, brand=replace(BRAND, end_card="")),
    )
    assert cards(short, LowerThird) == []


def test_the_end_card_stands_after_all_is_told_for_as_long_as_it_was_asked_for() -> None:
    with_one, without = film(PICTURE), film(PICTURE, brand=replace(BRAND, end_card=""))
    (end,) = cards(with_one, EndCard)
    assert cards(without, EndCard) == []
    assert (end.start_frame, end.end_frame) == (without.duration_frames, with_one.duration_frames)
    assert end.end_frame - end.start_frame == 8 * 30
    assert with_one.images[-1] == LOGO
    captions = [it for it in with_one.layers if isinstance(it, Caption)]
    assert max(it.end_frame for it in captions) <= end.start_frame


def test_the_ground_of_the_end_card_is_there_before_its_words() -> None:
    timeline = film(PICTURE)
    (ground,) = (it for it in timeline.layers if isinstance(it, Ground))
    (end,) = cards(timeline, EndCard)
    assert motion.at(ground.opacity, end.start_frame) == (1.0,)


@pytest.mark.parametrize("aspect", Aspect)
def test_closing_words_keep_clear_of_the_end_screens_places(aspect: Aspect) -> None:
    assert not any(meet(END_PLACES[aspect], it) for it in FREE_PLACES[aspect])
