"""Lower third and end card on a film."""

from dataclasses import replace

import pytest

from domain import motion
from domain.brief import Aspect
from domain.ids import BlobId
from domain.scene.cards import EndCard, LowerThird
from domain.storyboard import Brand, Design, Shot, storyboard
from domain.storyboard.brand import END_PLACES, FREE_PLACES
from domain.timeline import Caption, Card, Ground, Rect, Timeline
from tests.domain.test_storyboard import CARD, FONTS, PICTURE, narration, script, spoken

LOGO = BlobId("sha256:" + "c" * 64)
BRAND = Brand("Small Wonders", "How nature works", "See you", 8, LOGO)


def film(*shots: Shot, brand: Brand = BRAND) -> Timeline:
    scenes = [spoken(n * 6000, "One two three, four five. " * 4) for n in range(len(shots))]
    design = Design(Aspect.WIDE, FONTS, brand=brand)
    return storyboard(script(len(shots)), narration(*scenes), shots, design)


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


def test_films_of_cards_or_without_its_words_have_no_lower_third() -> None:
    assert cards(film(CARD), LowerThird) == []
    assert cards(film(PICTURE, brand=replace(BRAND, lower_third="")), LowerThird) == []


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
