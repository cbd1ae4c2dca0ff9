"""The lower third: over the first picture that is seen long enough, else over several scenes.

Where no picture is, it lies over cards: those stand above it for as long as they are shown. So
every film that lasts for its delay, its least time and its way out has one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from domain.brief import Aspect
from domain.card_layers import place_of
from domain.motion import MICROS
from domain.scene.cards import Chart, Comparison, Listing, LowerThird, SceneCard, Years
from domain.storyboard.story import Span, Story, ramp
from domain.timeline import Beat, Card, Rect

DELAY_MS, SHOWN_MS, SHOWN_MIN_MS, BEFORE_END_MS = 900, 4_500, 2_500, 600
HEIGHT, GAP = 230_000, 20_000
OVER_CARDS = {Aspect.WIDE: 160_000, Aspect.TALL: 100_000, Aspect.SQUARE: 160_000}
_FULL = (Listing, Comparison, Years, Chart)
"""Kinds of cards that need all their room; others are taken first."""


@dataclass(frozen=True, slots=True)
class Spot:
    """When and where it is shown."""

    span: Span
    place: Rect

    def above(self, place: Rect, scene: Span) -> Rect:
        """What of a card's place is left in a scene in which it is shown."""
        if self.span.end <= scene.start or scene.end <= self.span.start:
            return place
        return replace(place, height=self.place.y - GAP - place.y)


def spot(story: Story, cards: Mapping[int, SceneCard]) -> Spot | None:
    """The best there is; None where none is asked for, or the film is too short."""
    if not story.design.brand.lower_third:
        return None
    run = min(_runs(story), key=lambda it: _worth(it, cards), default=None)
    return _spot(story, run, cards) if run else None


def _runs(story: Story) -> Iterator[tuple[int, int]]:
    """For each scene from which it could be shown: up to which it has to be."""
    least = story.canvas.frame_of(SHOWN_MIN_MS)
    count = len(story.spans)
    for first in range(count):
        lasts = (it for it in range(first, count) if _shown(story, first, it) >= least)
        if (last := next(lasts, None)) is not None:
            yield first, last


def _shown(story: Story, first: int, last: int) -> int:
    span = _span(story, first, last)
    return span.end - span.start


def _span(story: Story, first: int, last: int) -> Span:
    start = story.spans[first].start + story.canvas.frame_of(DELAY_MS)
    latest = story.spans[last].end - story.canvas.frame_of(BEFORE_END_MS)
    return Span(start, min(start + story.canvas.frame_of(SHOWN_MS), latest))


def _worth(run: tuple[int, int], cards: Mapping[int, SceneCard]) -> tuple[int, int, int, int]:
    """The least is the best: pictures, then cards with room; within one scene; early."""
    first, last = run
    its = [cards[it] for it in range(first, last + 1) if it in cards]
    return sum(isinstance(it, _FULL) for it in its), len(its), last - first, first


def _spot(story: Story, run: tuple[int, int], cards: Mapping[int, SceneCard]) -> Spot:
    first, last = run
    theme, aspect = story.design.theme, story.design.aspect
    over = {it in cards for it in range(first, last + 1)}
    styles = [story.captions_over_cards if it else story.captions for it in over]
    places = [place_of(it, theme, aspect) for it in styles]
    bottom = min(it.y + it.height for it in places)
    free = min(it.height for it in places)
    height = min(free, OVER_CARDS[aspect] if True in over else HEIGHT)
    its = places[0]
    return Spot(_span(story, first, last), Rect(its.x, bottom - height, its.width, height))


def lower_third(story: Story, shown: Spot | None) -> Iterator[Card]:
    """Its layer; none without a spot."""
    if shown is None:
        return
    brand, theme, canvas, span = story.design.brand, story.design.theme, story.canvas, shown.span
    enters = Beat(span.start, span.start + canvas.frame_of(theme.character.enter_ms))
    leaves = canvas.frame_of(theme.character.leave_ms)
    yield Card(
        span.start,
        span.end,
        LowerThird(brand.name, brand.lower_third),
        theme,
        shown.place,
        (enters,),
        logo=brand.logo,
        language=story.script.language,
        opacity=ramp(span.end - leaves, MICROS, span.end, 0),
    )
