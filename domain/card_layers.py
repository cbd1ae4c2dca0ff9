"""Cards on a film: where they stand, and when each of their parts comes, by the spoken words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.brief import Aspect
from domain.caption_layers import block_height
from domain.motion import MICROS, Keyframe, Track
from domain.scene.cards import (
    Chart,
    Comparison,
    Listing,
    Number,
    Quote,
    SceneCard,
    Statement,
    Title,
    Years,
)
from domain.scene.icons import icon_for
from domain.scene.spoken import Spoken
from domain.scene.theme import Theme
from domain.timeline import Beat, Canvas, CaptionStyle, Card, Rect

LEAD_MS = 120
"""A part begins to come this long before it is spoken, so that it is there with its word."""
TOGETHER_MS, LATEST_MS = 350, 1_500
COUNT_LEAD_MS, COUNT_MIN_MS, COUNT_MAX_MS = 400, 700, 1_800
COUNT_SEEN_MS = 800
"""A card that goes has shown the value for this long."""
STRIKE_MIN_MS, STRIKE_MAX_MS = 260, 700
SPREAD = 0.6
"""Parts whose words are not found come one by one over this share of the scene."""
TOP = {Aspect.WIDE: 85_000, Aspect.TALL: 105_000, Aspect.SQUARE: 75_000}
BOTTOM = {Aspect.WIDE: 930_000, Aspect.TALL: 800_000, Aspect.SQUARE: 930_000}
"""9:16 keeps out of the bottom fifth, where players put their buttons."""
CAPTION_GAP = 24_000
_SIDE = {Aspect.WIDE: 0.85, Aspect.TALL: 1.0, Aspect.SQUARE: 1.0}


@dataclass(frozen=True, slots=True)
class Scene:
    """One scene on the film: its card, its words, the frames from `start` to `end`."""

    card: SceneCard
    spoken: Spoken
    start: int
    end: int
    canvas: Canvas
    theme: Theme

    def frame(self, ms: int) -> int:
        """The frame of an instant of the film, within the scene."""
        return min(max(self.canvas.frame_of(ms), self.start), self.end - 1)

    def beat(self, frame: int, length_ms: int) -> Beat:
        return Beat(frame, frame + max(1, self.canvas.frame_of(length_ms)))

    @property
    def enters(self) -> Beat:
        return self.beat(self.start, self.theme.character.enter_ms)


def card_layer(
    scene: Scene, place: Rect, language: str, *, centred: bool, shown_until: int
) -> Card:
    """The layer of a scene's card, going as the next scene comes."""
    theme = scene.theme
    leaves = max(1, scene.canvas.frame_of(theme.character.leave_ms))
    return Card(
        scene.start,
        max(shown_until, scene.start + 1),
        scene.card,
        theme,
        place,
        tuple(beats(scene)),
        centred=centred,
        language=language,
        opacity=_leaving(shown_until - leaves, shown_until),
    )


def _leaving(start: int, end: int) -> Track:
    return (Keyframe(start, (MICROS,)), Keyframe(end, (0,)))


def icon_of(card: SceneCard) -> str:
    """The icon that a card's words name; none where its kind has no room for one."""
    match card:
        case Statement(text=text, heading=heading):
            return icon_for(f"{text} {heading}")
        case Number(text=text):
            return icon_for(text)
        case _:
            return ""


def place_of(style: CaptionStyle, theme: Theme, aspect: Aspect) -> Rect:
    """What the captions leave free, above them or below, whichever is more."""
    block = block_height(style.size, aspect)
    above = (TOP[aspect], style.bottom - block - CAPTION_GAP)
    below = (style.bottom + CAPTION_GAP, BOTTOM[aspect])
    top, bottom = max(above, below, key=lambda it: it[1] - it[0])
    side = round(theme.margin * _SIDE[aspect])
    return Rect(side, top, MICROS - 2 * side, bottom - top)


def beats(scene: Scene) -> Iterator[Beat]:
    """One for the card as a whole, then one for each of its parts, none before another."""
    match scene.card:
        case Title():
            yield from (scene.enters, _after(scene, scene.enters))
        case Statement():
            yield from (scene.enters, _strike(scene, scene.card))
        case Number():
            yield from (scene.enters, _count(scene, scene.card))
        case Quote():
            yield from _quoted(scene, scene.card)
        case _:
            yield from _named(scene, _parts(scene.card))


def _parts(card: Listing | Comparison | Years | Chart) -> tuple[str, ...]:
    """What is spoken of each part."""
    match card:
        case Listing(items=items):
            return items
        case Comparison(left=left, right=right):
            return left.head, right.head
        case Years(moments=moments):
            return tuple(it.year for it in moments)
        case Chart(values=values):
            return tuple(it.figure.text for it in values)


def _after(scene: Scene, beat: Beat) -> Beat:
    return scene.beat(beat.start_frame + scene.canvas.frame_of(TOGETHER_MS), 700)


def _strike(scene: Scene, card: Statement) -> Beat:
    """As the key word is spoken, never before the phrase is there."""
    word = " ".join(card.text.split()[card.key_start : card.key_end]).strip(".,;:!?…“”«»\"'")
    said = scene.spoken.when(word)
    settled = scene.start + scene.canvas.frame_of(TOGETHER_MS)
    if said is None:
        return scene.beat(settled, STRIKE_MAX_MS)
    length_ms = min(max(said.end_ms - said.start_ms, STRIKE_MIN_MS), STRIKE_MAX_MS)
    return scene.beat(max(settled, scene.frame(said.start_ms)), length_ms)


def _count(scene: Scene, card: Number) -> Beat:
    """It is at its value when the last of it has been spoken, where there is time to count.

    Where there is not it is counted before, and in a short scene it is there at once.
    """
    said = scene.spoken.when(card.figure.text) or scene.spoken.when(card.figure.number)
    if said is None:
        return _over(scene, scene.beat(scene.start, COUNT_MAX_MS))
    begin_ms = max(said.start_ms - COUNT_LEAD_MS, said.end_ms - COUNT_MAX_MS)
    begin = scene.frame(begin_ms)
    until_ms = scene.canvas.ms_of(begin) + COUNT_MIN_MS
    return _over(scene, scene.beat(begin, max(said.end_ms, until_ms) - scene.canvas.ms_of(begin)))


def _over(scene: Scene, count: Beat) -> Beat:
    """The count, moved to end before the scene does, and shortened where that is too early."""
    latest = max(scene.end - scene.canvas.frame_of(COUNT_SEEN_MS), scene.start + 1)
    end = min(count.end_frame, latest)
    least = scene.canvas.frame_of(COUNT_MIN_MS)
    return Beat(max(scene.start, min(count.start_frame, end - least)), end)


def _quoted(scene: Scene, card: Quote) -> Iterator[Beat]:
    said = scene.spoken.when(card.text)
    begin = scene.start
    if said is not None:
        latest = scene.start + scene.canvas.frame_of(LATEST_MS)
        begin = min(scene.frame(said.start_ms - LEAD_MS), latest)
    quote = scene.beat(begin, scene.theme.character.enter_ms)
    named = scene.spoken.when(card.author) if card.author else None
    at = quote.end_frame if named is None else scene.frame(named.start_ms - LEAD_MS)
    yield from (quote, scene.beat(max(at, quote.end_frame), scene.theme.character.enter_ms))


def _named(scene: Scene, texts: Sequence[str]) -> Iterator[Beat]:
    """The heading at once, each part as it is spoken."""
    yield scene.enters
    at, heard = scene.start, 0
    for n, text in enumerate(texts):
        said = scene.spoken.when(text, heard)
        if said is None:
            share = SPREAD * (n + 1) / (len(texts) + 1)
            named = scene.start + round((scene.end - scene.start) * share)
        else:
            named, heard = scene.frame(said.start_ms - LEAD_MS), said.end
        at = max(at, named)
        yield scene.beat(at, scene.theme.character.enter_ms)
