"""What says whose film it is: a lower third over its first picture, an end card after its words."""

from collections.abc import Iterator

from domain.bidi import is_rtl_language
from domain.brief import Aspect
from domain.card_layers import place_of
from domain.motion import MICROS
from domain.scene.cards import EndCard, LowerThird
from domain.storyboard.story import Brand, Span, Story, ramp
from domain.timeline import Beat, Card, Ground, Rect

LOWER_THIRD_DELAY_MS, LOWER_THIRD_MS, LOWER_THIRD_MIN_MS = 900, 4_500, 2_500
LOWER_THIRD_HEIGHT = 230_000
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


def lower_third(story: Story) -> Iterator[Card]:
    """Over the first scene that shows a picture, where there is time for it."""
    brand, canvas = story.design.brand, story.canvas
    first = next((n for n, it in enumerate(story.shots) if not it.card), None)
    if first is None or not brand.lower_third:
        return
    span = story.spans[first]
    start = span.start + canvas.frame_of(LOWER_THIRD_DELAY_MS)
    end = min(start + canvas.frame_of(LOWER_THIRD_MS), span.end - canvas.frame_of(GROUND_MS))
    if end - start >= canvas.frame_of(LOWER_THIRD_MIN_MS):
        yield _lower_third(story, Span(start, end))


def _lower_third(story: Story, span: Span) -> Card:
    brand, theme, canvas = story.design.brand, story.design.theme, story.canvas
    free = place_of(story.captions, theme, story.design.aspect)
    height = min(free.height, LOWER_THIRD_HEIGHT)
    enters = Beat(span.start, span.start + canvas.frame_of(theme.character.enter_ms))
    leaves = canvas.frame_of(theme.character.leave_ms)
    return Card(
        span.start,
        span.end,
        LowerThird(brand.name, brand.lower_third),
        theme,
        Rect(free.x, free.y + free.height - height, free.width, height),
        (enters,),
        logo=brand.logo,
        language=story.script.language,
        opacity=ramp(span.end - leaves, MICROS, span.end, 0),
    )


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
