"""Telling: a story becomes a timeline, with its voice, headings, captions and chapters."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from domain.bidi import is_rtl_language
from domain.brief import Aspect
from domain.caption_layers import Told, caption_layers, columns_of
from domain.captions import cues
from domain.clip_layers import clip_sounds
from domain.ducking import spoken
from domain.film_format import canvas_of, profile_of
from domain.motion import MICROS, Easing, Keyframe
from domain.narration import Narration
from domain.scene.headings import heading_of
from domain.script import Script
from domain.storyboard.brand import end_card, end_frames
from domain.storyboard.lower_third import lower_third, spot
from domain.storyboard.story import LAYOUTS, Design, Layout, Shot, Span, Story, ramp
from domain.storyboard.transitions import LASTS_MS
from domain.storyboard.visuals import cards_of, visuals
from domain.timeline import (
    FULL,
    Box,
    Canvas,
    Caption,
    ChapterMark,
    Clip,
    Layer,
    Sound,
    Text,
    Timeline,
)

TAIL_MS = 900
CLOSING_MS = 467
HEADING_DELAY_MS, HEADING_MS, HEADING_FADE_MS = 400, 3_500, 333
CLEAR_MS = max(LASTS_MS.values()) // 2
"""Before a scene ends its heading is gone, as the next picture begins to come."""


def storyboard(
    script: Script,
    narration: Narration,
    shots: Sequence[Shot],
    design: Design,
) -> Timeline:
    """Raises ValueError unless there is one shot and one spoken scene for every scene."""
    if not len(script.scenes) == len(narration.scenes) == len(shots) > 0:
        raise ValueError("a storyboard takes one spoken scene and one shot for every scene")
    layout, canvas = LAYOUTS[design.aspect], canvas_of(design.aspect, design.format)
    told = max(canvas.frame_of(narration.duration_ms + TAIL_MS), len(shots))
    duration = told + end_frames(canvas.fps, design.brand)
    spans = list(_spans(narration, canvas, told))
    story = Story(script, narration, shots, spans, design, canvas)
    cards = cards_of(story)
    third = spot(story, {n: it for n, (it, _) in cards.items()})
    seen = tuple(visuals(story, cards, third))
    return Timeline(
        canvas=canvas,
        duration_frames=duration,
        layers=(
            *seen,
            *_headings(script, shots, spans, layout, canvas),
            *lower_third(story, third),
            *_captions(story, told),
            *end_card(story, told, duration),
            _closing(canvas, duration),
        ),
        fonts=design.fonts,
        sounds=_sounds(shots, seen, narration, canvas),
        chapters=tuple(
            ChapterMark(span.start, scene.heading)
            for span, scene in zip(spans, script.scenes, strict=True)
        ),
        profile=profile_of(design.format),
    )


def _sounds(
    shots: Sequence[Shot], seen: Sequence[Layer], narration: Narration, canvas: Canvas
) -> tuple[Sound, ...]:
    """The voice, and under it the clips that are heard."""
    footage = [it.footage for it in shots if it.footage is not None]
    clips = [it for it in seen if isinstance(it, Clip)]
    heard = tuple(clip_sounds(zip(footage, clips, strict=True), canvas))
    return (Sound(narration.audio, spoken=spoken(narration) if heard else ()), *heard)


def _spans(narration: Narration, canvas: Canvas, duration: int) -> Iterator[Span]:
    """Scene spans without gaps, each at least one frame, whatever the voice reported."""
    count = len(narration.scenes)
    starts = [0]
    for n, scene in enumerate(narration.scenes[1:], start=1):
        earliest, latest = starts[-1] + 1, duration - (count - n)
        starts.append(min(max(canvas.frame_of(scene.start_ms), earliest), latest))
    yield from (Span(start, end) for start, end in pairwise([*starts, duration]))


def _headings(
    script: Script, shots: Sequence[Shot], spans: Sequence[Span], layout: Layout, canvas: Canvas
) -> Iterator[Text]:
    """The scene's heading over a picture, for a few seconds; a card shows its own."""
    fade = canvas.frame_of(HEADING_FADE_MS)
    for scene, shot, span in zip(script.scenes, shots, spans, strict=True):
        start = span.start + canvas.frame_of(HEADING_DELAY_MS)
        end = min(start + canvas.frame_of(HEADING_MS), span.end - canvas.frame_of(CLEAR_MS))
        heading = heading_of(scene)
        if not shot.card and heading and end - start > 3 * fade:
            yield _heading(heading, start, end, fade, layout)


def _heading(text: str, start: int, end: int, fade: int, layout: Layout) -> Text:
    return Text(
        start_frame=start,
        end_frame=end,
        text=text,
        x=layout.heading_x,
        y=layout.heading_y,
        size=layout.heading_size,
        width_max=MICROS - 2 * LAYOUTS[Aspect.WIDE].heading_x,
        backdrop="#0b0e14b8",
        align=layout.heading_align,
        opacity=(*ramp(start, 0, start + fade, MICROS), *ramp(end - fade, MICROS, end, 0)),
        position=(
            Keyframe(start, (0, 12_000), Easing.OUT),
            Keyframe(start + 2 * fade, (0, 0)),
        ),
    )


def _captions(story: Story, duration: int) -> Iterator[Caption]:
    design, layout, look = story.design, story.layout, story.design.captions
    said = cues(story.narration, columns_of(look, layout.columns_max), design.divide)
    direction = "rtl" if is_rtl_language(story.script.language) else "ltr"
    told = Told(direction, design.divide)
    shown = zip(story.spans, story.shots, strict=True)
    cards = [range(span.start, span.end) for span, shot in shown if shot.card]
    for it in caption_layers(said, story.captions, story.canvas, duration, told):
        over_card = any(it.start_frame in span for span in cards)
        yield replace(it, style=story.captions_over_cards) if over_card else it


def _closing(canvas: Canvas, duration: int) -> Box:
    """The picture goes to black with the last frames."""
    start = max(0, duration - canvas.frame_of(CLOSING_MS))
    return Box(start, duration, FULL, "#000000", opacity=ramp(start, 0, duration, MICROS))
