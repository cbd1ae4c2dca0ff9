"""The end card, after a film's words."""

from collections.abc import Iterator

from domain.bidi import is_rtl_language
from domain.brief import Aspect
from domain.motion import MICROS
from domain.scene.cards import EndCard
from domain.storyboard.story import Brand, Story, ramp
from domain.timeline import Beat, Card, Ground, Rect

GROUND_MS = 600
END_PLACES = {
    Aspect.WIDE: Rect(60_000, 110_000, 420_000, 420_000),
    Aspect.TALL: Rect(90_000, 120_000, 820_000, 260_000),
    Aspect.SQUARE: Rect(80_000, 80_000, 840_000, 300_000),
}
"""Where closing words stand, clear of the places of the end screen."""
FREE_PLACES = {
    Aspect.WIDE: (
        Rect(540_000, 80_000, 400_000, 400_000),
        Rect(540_000, 520_000, 400_000, 400_000),
        Rect(150_000, 590_000, 160_000, 284_000),
    ),
    Aspect.TALL: (Rect(110_000, 430_000, 780_000, 247_000),),
    Aspect.SQUARE: (Rect(150_000, 420_000, 700_000, 394_000),),
}
"""Kept free for YouTube's end screen: two videos and the round picture to subscribe by."""


def end_frames(story_fps: int, brand: Brand) -> int:
    """How many frames the end card adds to the film."""
    return brand.end_card_s * story_fps if brand.end_card else 0


def end_card(story: Story, told: int, duration: int) -> Iterator[Ground | Card]:
    """From the frame at which all is told to the end of the film."""
    brand, theme, canvas = story.design.brand, story.design.theme, story.canvas
    if duration <= told:
        return
    comes = max(0, told - canvas.frame_of(GROUND_MS))
    rtl = is_rtl_language(story.script.language)
    opacity = ramp(comes, 0, told, MICROS)
    yield Ground(
        comes, duration, theme.colours, theme.ground, len(story.shots), flip=rtl, opacity=opacity
    )
    yield Card(
        told,
        duration,
        EndCard(brand.end_card, brand.name),
        theme,
        END_PLACES[story.design.aspect],
        (Beat(told, told + canvas.frame_of(theme.character.enter_ms)),),
        logo=brand.logo,
        language=story.script.language,
    )
