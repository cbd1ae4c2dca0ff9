"""What is seen of each scene: its picture, its footage, or a card on a quiet ground."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from domain.bidi import is_rtl_language
from domain.card_layers import Scene, card_layer, icon_of, place_of
from domain.clip_layers import clip_layer
from domain.motion import MICROS, Keyframe, Track
from domain.scene.cards import SceneCard
from domain.scene.choosing import chosen
from domain.scene.spoken import Spoken
from domain.storyboard.lower_third import Spot
from domain.storyboard.story import Story, ramp
from domain.storyboard.transitions import LASTS_MS, effect_into, entrance
from domain.timeline import Card, Clip, Ground, Still
from domain.timeline.spans import OPAQUE

CARD_FADE_MS = 667
PICTURE_ZOOM_MAX = 110_000
ZOOM_RATE_MAX = 14_000
PAN_MARGIN = 4_000


@dataclass(frozen=True, slots=True)
class _Change:
    """One picture gives way to the next, which is seen from `shown` and alone from `end` on.

    Where that is after `start`, the ground of a card comes before the card itself.
    """

    start: int
    shown: int
    end: int

    @property
    def gone(self) -> int:
        """The frame from which nothing is seen of the picture before."""
        return self.shown if self.start < self.shown else self.end


Chosen = Mapping[int, tuple[SceneCard, bool]]
"""The cards by their scenes, and whether each is centred."""


def cards_of(story: Story) -> Chosen:
    shown = frozenset(n for n, it in enumerate(story.shots) if it.card)
    return chosen(story.script, shown)


def visuals(
    story: Story, cards: Chosen, third: Spot | None
) -> Iterator[Still | Clip | Ground | Card]:
    """Pictures come over one another; a card's words come when what was before it is gone.

    Cards leave free what the lower third takes.
    """
    shots, spans = story.shots, story.spans
    changes = [_change(story, n) for n in range(1, len(shots))]
    into = [_Change(0, 0, 0), *changes]
    gone = [*(it.gone for it in changes), spans[-1].end]
    icons = _icons({n: card for n, (card, _) in cards.items()})
    for n in range(len(shots)):
        if n in cards:
            yield _ground(story, n, into[n], gone[n])
            card = replace(_card(story, n, cards[n], gone[n]), icon=icons[n])
            yield replace(card, place=third.above(card.place, spans[n])) if third else card
        else:
            yield _moving(story, n, into[n], gone[n])


def _icons(cards: Mapping[int, SceneCard]) -> dict[int, str]:
    """Each icon once in a film."""
    named = {n: icon_of(card) for n, card in cards.items()}
    firsts = {icon: n for n, icon in reversed(named.items())}
    return {n: icon if firsts[icon] == n else "" for n, icon in named.items()}


def _moving(story: Story, n: int, into: _Change, end: int) -> Still | Clip:
    shot, fps, start = story.shots[n], story.canvas.fps, into.shown
    comes = entrance(story, n, into.end - start)
    if shot.footage is not None:
        return replace(clip_layer(shot.footage, start, end, fps, OPAQUE), entrance=comes)
    return Still(start, end, shot.image, _camera(n, start, end, fps), entrance=comes)


def _ground(story: Story, n: int, into: _Change, end: int) -> Ground:
    theme = story.design.theme
    return Ground(
        into.start,
        end,
        theme.colours,
        theme.ground,
        n,
        flip=is_rtl_language(story.script.language),
        opacity=ramp(into.start, 0, into.shown, MICROS),
    )


def _card(story: Story, n: int, chosen_as: tuple[SceneCard, bool], end: int) -> Card:
    theme, aspect, span = story.design.theme, story.design.aspect, story.spans[n]
    card, centred = chosen_as
    words = Spoken.of(story.narration.scenes[n])
    scene = Scene(card, words, span.start, span.end, story.canvas, theme)
    place = place_of(story.captions_over_cards, theme, aspect)
    return card_layer(scene, place, story.script.language, centred=centred, shown_until=end)


def _change(story: Story, n: int) -> _Change:
    """Centred on the change of scene; shorter where a scene is, so that no two meet."""
    card, one, two = story.shots[n].card, story.spans[n - 1], story.spans[n]
    lasts_ms = CARD_FADE_MS if card else LASTS_MS[effect_into(story, n)]
    fade = min(story.canvas.frame_of(lasts_ms), one.end - one.start, two.end - two.start)
    start = two.start - fade // 2
    return _Change(start, two.start if card else start, start + fade)


def _camera(n: int, start: int, end: int, fps: int) -> Track:
    """Zooms and pans in turn, slower than 1.4 % of the width a second."""
    zoom = MICROS + min(PICTURE_ZOOM_MAX, ZOOM_RATE_MAX * (end - start) // fps)
    wide, near = (500_000, 500_000, MICROS), (500_000, 500_000, zoom)
    reach = max(0, (MICROS - MICROS * MICROS // zoom) // 2 - PAN_MARGIN)
    left, right = (500_000 - reach, 500_000, zoom), (500_000 + reach, 500_000, zoom)
    first, last = ((wide, near), (left, right), (near, wide), (right, left))[n % 4]
    return (Keyframe(start, first), Keyframe(end, last))
