"""Which transition leads into a scene's picture.

Pictures dissolve into one another. What a film turns to stands apart: the first scene of its
second half comes as the theme moves, and the last one through the theme's ground. Where a card
comes before, its ground only dissolves.
"""

from collections.abc import Mapping

from domain.bidi import is_rtl_language
from domain.motion import Easing
from domain.storyboard.story import Story
from domain.timeline import Effect, Towards, Transition

LASTS_MS: Mapping[Effect, int] = {
    Effect.DISSOLVE: 500,
    Effect.SLIDE: 700,
    Effect.WIPE: 800,
    Effect.DIP: 900,
}
TURNING: Mapping[Easing, Effect] = {Easing.SPRING: Effect.SLIDE, Easing.EXPO: Effect.WIPE}
"""By the curve of a theme's cards: lively, brisk; any other is calm and dips."""
TURNS_FROM_SCENES, ENDS_FROM_SCENES = 5, 3
_EASING: Mapping[Effect, Easing] = {Effect.DISSOLVE: Easing.LINEAR}


def effect_into(story: Story, n: int) -> Effect:
    """How the n-th scene's picture comes over the one before it."""
    count = len(story.shots)
    if story.shots[n].card or story.shots[n - 1].card:
        return Effect.DISSOLVE
    if n == count - 1 and count >= ENDS_FROM_SCENES:
        return Effect.DIP
    if n == count // 2 and count >= TURNS_FROM_SCENES:
        return TURNING.get(story.design.theme.character.easing, Effect.DIP)
    return Effect.DISSOLVE


def entrance(story: Story, n: int, frames: int) -> Transition | None:
    """Over so many frames; none where there are none. Sideways it goes as the language does."""
    if not frames:
        return None
    effect = effect_into(story, n)
    onward = effect is Effect.WIPE
    if is_rtl_language(story.script.language):
        onward = not onward
    return Transition(
        effect,
        frames,
        _EASING.get(effect, Easing.IN_OUT),
        Towards.RIGHT if onward else Towards.LEFT,
        colour=story.design.theme.colours.low,
    )
