"""Ducking: how low music stands under a voice, as a curve drawn from the times of its words.

All words are known beforehand, so the music is down when one begins: it starts to fall 250 ms
earlier, stays down over gaps that are too short to rise in, and comes back slowly.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from domain.narration import Narration
from domain.timeline import Speech

ATTACK_MS, HOLD_MS, RELEASE_MS = 250, 900, 1_200

Point = tuple[float, float]
"""Milliseconds, and how far it is ducked then: 0 as between words, 1 as under them."""


def spoken(narration: Narration) -> tuple[Speech, ...]:
    """Where words are spoken, gaps of less than 900 ms between them included."""
    words = [it for scene in narration.scenes for it in scene.words]
    return tuple(_joined([Speech(it.start_ms, it.end_ms) for it in words]))


def envelope(speech: Sequence[Speech]) -> tuple[Point, ...]:
    """Rising in time, straight between points; the first and the last value hold outside."""
    stretches = list(_joined(speech))
    if not stretches:
        return ((0.0, 0.0),)
    first, last = stretches[0], stretches[-1]
    return (
        (first.start_ms - ATTACK_MS, 0.0),
        (first.start_ms, 1.0),
        *(point for gap in pairwise(stretches) for point in _gap(*gap)),
        (last.end_ms, 1.0),
        (last.end_ms + RELEASE_MS, 0.0),
    )


def _joined(speech: Sequence[Speech]) -> Iterator[Speech]:
    start_ms = end_ms = None
    for it in sorted(speech, key=lambda it: it.start_ms):
        if end_ms is not None and start_ms is not None and it.start_ms - end_ms >= HOLD_MS:
            yield Speech(start_ms, end_ms)
            start_ms = end_ms = None
        start_ms = it.start_ms if start_ms is None else start_ms
        end_ms = it.end_ms if end_ms is None else max(end_ms, it.end_ms)
    if start_ms is not None and end_ms is not None and end_ms > start_ms:
        yield Speech(start_ms, end_ms)


def _gap(before: Speech, after: Speech) -> Iterator[Point]:
    """Up after one stretch and down before the next; half-way only, where time is short."""
    room_ms = after.start_ms - before.end_ms
    risen = min(1.0, room_ms / (RELEASE_MS + ATTACK_MS))
    top_ms = before.end_ms + risen * RELEASE_MS
    fall_ms = after.start_ms - risen * ATTACK_MS
    yield (before.end_ms, 1.0)
    yield (top_ms, 1.0 - risen)
    if fall_ms > top_ms:
        yield (fall_ms, 1.0 - risen)
    yield (after.start_ms, 1.0)
