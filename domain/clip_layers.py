"""How a scene's clip is played: cut, slowed, repeated or held, so that it lasts its scene.

A clip that is longer than its scene is cut off with it. One that is shorter is slowed to at
most two thirds of its rate; where that is too little it repeats, unless it is shorter than
three seconds: then its last picture is held, and the camera goes nearer. A clip that is heard
keeps its rate, and its last picture is held.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from math import ceil

from domain.clip import ClipSound, Footage
from domain.motion import MICROS, Keyframe, Track
from domain.timeline import Canvas, Clip, Ducking, Role, Sound

SLOWEST = MICROS * 2 // 3
REPEATED_MIN_MS = 3_000
HELD_ZOOM_MAX, HELD_ZOOM_RATE = 60_000, 14_000
"""How much nearer the camera goes at most, and in a second, to what is held."""
SOUND_FADE_MS = 200


def clip_layer(footage: Footage, start: int, end: int, fps: int, opacity: Track) -> Clip:
    """From one frame of the film to another."""
    lasts_ms = ceil((end - start) * 1_000 / fps)
    rate, repeats = _pace(footage, lasts_ms)
    clip = Clip(
        start,
        end,
        footage.clip,
        footage.in_ms,
        footage.out_ms,
        opacity=opacity,
        rate=rate,
        repeats=repeats,
        name=footage.name,
    )
    return _held(clip, fps)


def _pace(footage: Footage, lasts_ms: int) -> tuple[int, bool]:
    """Its rate, and whether it repeats."""
    part_ms = footage.duration_ms
    if part_ms >= lasts_ms or footage.sound is not ClipSound.MUTED:
        return MICROS, False
    slowed = part_ms * MICROS // lasts_ms
    if slowed >= SLOWEST or part_ms < REPEATED_MIN_MS:
        return max(slowed, SLOWEST), False
    times = round(lasts_ms / part_ms)
    return min(MICROS, times * slowed), True


def _held(clip: Clip, fps: int) -> Clip:
    """The camera moves while nothing else does."""
    over = clip.over_frame(fps)
    zoom = min(HELD_ZOOM_MAX, HELD_ZOOM_RATE * (clip.end_frame - over) // fps)
    if not zoom:
        return clip
    middle = MICROS // 2
    camera = (
        Keyframe(over, (middle, middle, MICROS)),
        Keyframe(clip.end_frame, (middle, middle, MICROS + zoom)),
    )
    return replace(clip, camera=camera)


def clip_sounds(shown: Iterable[tuple[Footage, Clip]], canvas: Canvas) -> Iterator[Sound]:
    """Of the clips that are heard, under the voice, as long as their pictures move."""
    for footage, clip in shown:
        if footage.sound is ClipSound.DUCKED:
            yield Sound(
                clip.clip,
                Role.CLIP,
                clip.start_frame,
                clip.over_frame(canvas.fps),
                offset_ms=clip.in_ms,
                fade_in_ms=SOUND_FADE_MS,
                fade_out_ms=SOUND_FADE_MS,
                ducking=Ducking(),
            )
