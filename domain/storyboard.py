"""The storyboard: script, narration and one visual a scene become a timeline.

Scenes change where their first word is spoken; the camera never stands still; captions follow
the words. Every choice is a rule of this file, so that the same inputs make the same film.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from domain.bidi import is_rtl_language
from domain.brief import Aspect
from domain.caption_layers import caption_layers, columns_of, style_of
from domain.caption_look import CLEAR, CaptionLook
from domain.captions import cues
from domain.clip import Footage
from domain.clip_layers import clip_layer, clip_sounds
from domain.ducking import spoken
from domain.film_format import STANDARD_FORMAT, FilmFormat, canvas_of, profile_of
from domain.ids import BlobId
from domain.line_breaks import Divide, undivided
from domain.motion import MICROS, Easing, Keyframe, Track
from domain.narration import Narration
from domain.script import Script
from domain.timeline import (
    FULL,
    Align,
    Box,
    Canvas,
    Caption,
    CaptionStyle,
    ChapterMark,
    Clip,
    Font,
    Layer,
    Sound,
    Still,
    Text,
    Timeline,
)

FADE_MS, CARD_FADE_MS = 500, 667
TAIL_MS = 900
CLOSING_MS = 467
HEADING_DELAY_MS, HEADING_MS, HEADING_FADE_MS = 400, 3_500, 333
GROUND_CAMERA: Track = (Keyframe(0, (250_000, 50_000, 14_000_000)),)
"""A spot above the words of every card: seen so near, it is the plain ground of its palette."""
PICTURE_ZOOM_MAX, CARD_ZOOM_MAX = 110_000, 40_000
ZOOM_RATE_MAX = 14_000
PAN_MARGIN = 4_000


@dataclass(frozen=True, slots=True)
class Shot:
    """The visual of one scene; a `card` carries its own words and moves less.

    Where there is footage it is shown, and the image only speaks for it elsewhere.
    """

    image: BlobId
    card: bool
    footage: Footage | None = None


@dataclass(frozen=True, slots=True)
class Design:
    """What was decided of how the film looks; of `fonts` the first that has a letter is taken.

    `divide` knows the words of scripts that write none apart.
    """

    aspect: Aspect
    fonts: tuple[Font, ...]
    format: FilmFormat = STANDARD_FORMAT
    captions: CaptionLook = CLEAR
    divide: Divide = undivided


@dataclass(frozen=True, slots=True)
class Layout:
    """What differs by aspect: sizes, where captions and headings stand, columns of a line."""

    captions: CaptionStyle
    columns_max: int
    heading_x: int
    heading_y: int
    heading_size: int
    heading_align: Align


LAYOUTS = {
    Aspect.WIDE: Layout(
        CaptionStyle(size=52_000, width_max=780_000, bottom=930_000),
        columns_max=42,
        heading_x=52_000,
        heading_y=92_000,
        heading_size=40_000,
        heading_align=Align.START,
    ),
    Aspect.TALL: Layout(
        CaptionStyle(size=64_000, width_max=880_000, bottom=775_000),
        columns_max=24,
        heading_x=500_000,
        heading_y=140_000,
        heading_size=44_000,
        heading_align=Align.CENTRE,
    ),
    Aspect.SQUARE: Layout(
        CaptionStyle(size=56_000, width_max=880_000, bottom=925_000),
        columns_max=26,
        heading_x=500_000,
        heading_y=92_000,
        heading_size=42_000,
        heading_align=Align.CENTRE,
    ),
}


@dataclass(frozen=True, slots=True)
class _Span:
    """The frames of one scene; its picture is there a little longer at both ends."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Change:
    """One picture gives way to the next, which is seen from `shown` and alone from `end` on.

    Where that is after `start`, a plain ground comes in between.
    """

    start: int
    shown: int
    end: int

    @property
    def gone(self) -> int:
        """The frame from which nothing is seen of the picture before."""
        return self.shown if self.start < self.shown else self.end


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
    duration = max(canvas.frame_of(narration.duration_ms + TAIL_MS), len(shots))
    spans = list(_spans(narration, canvas, duration))
    visuals = tuple(_visuals(shots, spans, canvas))
    return Timeline(
        canvas=canvas,
        duration_frames=duration,
        layers=(
            *visuals,
            *_headings(script, shots, spans, layout, canvas),
            *_captions(script, narration, design, duration),
            _closing(canvas, duration),
        ),
        fonts=design.fonts,
        sounds=_sounds(shots, visuals, narration, canvas),
        chapters=tuple(
            ChapterMark(span.start, scene.heading)
            for span, scene in zip(spans, script.scenes, strict=True)
        ),
        profile=profile_of(design.format),
    )


def _sounds(
    shots: Sequence[Shot], visuals: Sequence[Layer], narration: Narration, canvas: Canvas
) -> tuple[Sound, ...]:
    """The voice, and under it the clips that are heard."""
    footage = [it.footage for it in shots if it.footage is not None]
    clips = [it for it in visuals if isinstance(it, Clip)]
    heard = tuple(clip_sounds(zip(footage, clips, strict=True), canvas))
    return (Sound(narration.audio, spoken=spoken(narration) if heard else ()), *heard)


def _spans(narration: Narration, canvas: Canvas, duration: int) -> Iterator[_Span]:
    """Scene spans without gaps, each at least one frame, whatever the voice reported."""
    count = len(narration.scenes)
    starts = [0]
    for n, scene in enumerate(narration.scenes[1:], start=1):
        earliest, latest = starts[-1] + 1, duration - (count - n)
        starts.append(min(max(canvas.frame_of(scene.start_ms), earliest), latest))
    yield from (_Span(start, end) for start, end in pairwise([*starts, duration]))


def _visuals(
    shots: Sequence[Shot], spans: Sequence[_Span], canvas: Canvas
) -> Iterator[Still | Clip]:
    """Pictures fade into one another; a card's words come when what was before it is gone."""
    changes = [_change(*it, canvas) for it in zip(shots[1:], spans, spans[1:], strict=False)]
    gone = [*(it.gone for it in changes), spans[-1].end]
    for n, (shot, into, end) in enumerate(
        zip(shots, [_Change(0, 0, 0), *changes], gone, strict=True)
    ):
        if into.start < into.shown:
            opacity = _ramp(into.start, 0, into.shown, MICROS)
            yield Still(into.start, into.end, shot.image, GROUND_CAMERA, opacity)
        opacity = _ramp(into.shown, 0, into.end, MICROS)
        if shot.footage is not None:
            yield clip_layer(shot.footage, into.shown, end, canvas.fps, opacity)
            continue
        camera = _camera(n, into.shown, end, canvas.fps, card=shot.card)
        yield Still(into.shown, end, shot.image, camera, opacity)


def _change(shot: Shot, one: _Span, two: _Span, canvas: Canvas) -> _Change:
    """Centred on the change of scene; shorter where a scene is, so that no two meet."""
    fade_max = canvas.frame_of(CARD_FADE_MS if shot.card else FADE_MS)
    fade = min(fade_max, one.end - one.start, two.end - two.start)
    start = two.start - fade // 2
    return _Change(start, two.start if shot.card else start, start + fade)


def _camera(n: int, start: int, end: int, fps: int, *, card: bool) -> Track:
    """Zooms and pans in turn, slower than 1.4 % of the width a second."""
    zoom_max = CARD_ZOOM_MAX if card else PICTURE_ZOOM_MAX
    zoom = MICROS + min(zoom_max, ZOOM_RATE_MAX * (end - start) // fps)
    wide, near = (500_000, 500_000, MICROS), (500_000, 500_000, zoom)
    if card:
        first, last = (wide, near) if n % 2 == 0 else (near, wide)
    else:
        reach = max(0, (MICROS - MICROS * MICROS // zoom) // 2 - PAN_MARGIN)
        left, right = (500_000 - reach, 500_000, zoom), (500_000 + reach, 500_000, zoom)
        first, last = ((wide, near), (left, right), (near, wide), (right, left))[n % 4]
    return (Keyframe(start, first), Keyframe(end, last))


def _ramp(start: int, low: int, end: int, high: int) -> Track:
    if start == end:
        return (Keyframe(0, (high,)),)
    return (Keyframe(start, (low,)), Keyframe(end, (high,)))


def _headings(
    script: Script, shots: Sequence[Shot], spans: Sequence[_Span], layout: Layout, canvas: Canvas
) -> Iterator[Text]:
    """The scene's heading over a picture, for a few seconds; a card shows its own."""
    fade = canvas.frame_of(HEADING_FADE_MS)
    for scene, shot, span in zip(script.scenes, shots, spans, strict=True):
        start = span.start + canvas.frame_of(HEADING_DELAY_MS)
        end = min(start + canvas.frame_of(HEADING_MS), span.end - canvas.frame_of(FADE_MS))
        if not shot.card and scene.heading and end - start > 3 * fade:
            yield _heading(scene.heading, start, end, fade, layout)


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
        opacity=(*_ramp(start, 0, start + fade, MICROS), *_ramp(end - fade, MICROS, end, 0)),
        position=(
            Keyframe(start, (0, 12_000), Easing.OUT),
            Keyframe(start + 2 * fade, (0, 0)),
        ),
    )


def _captions(
    script: Script, narration: Narration, design: Design, duration: int
) -> Iterator[Caption]:
    layout, look = LAYOUTS[design.aspect], design.captions
    said = cues(narration, columns_of(look, layout.columns_max), design.divide)
    style = style_of(look, layout.captions, design.aspect)
    canvas = canvas_of(design.aspect, design.format)
    direction = "rtl" if is_rtl_language(script.language) else "ltr"
    yield from caption_layers(said, style, canvas, duration, direction)


def _closing(canvas: Canvas, duration: int) -> Box:
    """The picture goes to black with the last frames."""
    start = max(0, duration - canvas.frame_of(CLOSING_MS))
    return Box(start, duration, FULL, "#000000", opacity=_ramp(start, 0, duration, MICROS))
