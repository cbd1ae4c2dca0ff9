"""Stillness: where a timeline shows the same picture on purpose."""

from collections.abc import Iterator

from domain import motion
from domain.timeline.caption import Caption
from domain.timeline.card import Card, Ground
from domain.timeline.clip import Clip
from domain.timeline.film import Timeline
from domain.timeline.layers import Box, Layer, Still, Text


def still_spans(timeline: Timeline) -> Iterator[tuple[int, int]]:
    """Spans (start, end excluded) of two frames and more that show the same picture."""
    changed = bytearray(timeline.duration_frames + 1)
    for layer in timeline.layers:
        for first, last in _changes(layer, timeline.canvas.fps):
            start, end = max(1, first + 1), min(timeline.duration_frames, last)
            if start <= end:
                changed[start : end + 1] = b"\1" * (end + 1 - start)
    changed[timeline.duration_frames] = 1
    start = 0
    for frame in (n for n, it in enumerate(changed) if it):
        if frame - start > 1:
            yield start, frame
        start = frame


def _changes(layer: Layer, fps: int) -> Iterator[tuple[int, int]]:
    """Spans over which each frame after the first differs from the one before it."""
    instants = [layer.start_frame, layer.end_frame]
    yield from motion.moving(layer.opacity)
    if isinstance(layer, Still | Clip) and layer.entrance is not None:
        yield layer.start_frame, layer.start_frame + layer.entrance.frames
    match layer:
        case Still():
            yield from motion.moving(layer.camera)
        case Clip():
            yield from motion.moving(layer.camera)
            yield layer.start_frame, layer.over_frame(fps)
        case Box() | Text():
            yield from motion.moving(layer.position)
        case Caption():
            words = [word for line in layer.lines for word in line]
            instants += [at for it in words for at in (it.start_frame, it.end_frame)]
        case Card():
            yield from ((it.start_frame, it.end_frame) for it in layer.beats)
        case Ground():
            pass
    yield from ((at - 1, at) for at in instants)
