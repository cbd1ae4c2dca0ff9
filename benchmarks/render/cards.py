"""The workload of animated cards: words and boxes that move over a plain ground for 12 s.

Six cards of two seconds; on each a title slides in, a row of bars grows up one after another
and a word lies over each. Only what changes differs from frame to frame, as on a drawn card.
"""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.render.ours import Studio, film
from benchmarks.render.workload import FPS, HEIGHT, WIDTH
from domain.motion import MICROS, Easing, Keyframe, Track
from domain.timeline import FULL, Align, Box, Canvas, Layer, Rect, Sound, Text, Timeline

CARDS, CARD_FRAMES = 6, 60
ARRIVES_FRAMES, STAGGER_FRAMES = 20, 6
TITLES = ("Three hearts", "Nine brains", "Eight arms", "Blue blood", "No bones", "Two years")
WORDS = ("gills", "head", "arms", "taste", "skin", "night")
GROUNDS = ("#10202e", "#2b1a33", "#0f2b23", "#33210f", "#1b1f3a", "#2e1014")
BAR_WIDTH, BAR_PITCH, BAR_BOTTOM = 90_000, 140_000, 880_000


def timeline(studio: Studio, sound: Path) -> Timeline:
    layers = [it for card in range(CARDS) for it in _card(card)]
    canvas = Canvas(WIDTH, HEIGHT, FPS)
    return film(canvas, CARDS * CARD_FRAMES, layers, (Sound(studio.keep(sound)),))


def _card(card: int) -> Iterator[Layer]:
    start, end = card * CARD_FRAMES, (card + 1) * CARD_FRAMES
    yield Box(start, end, FULL, GROUNDS[card])
    yield Text(
        start, end, TITLES[card], 80_000, 180_000, 110_000, 840_000,
        opacity=_ramp(start, 0, MICROS), position=_slide(start, -40_000, 0),
    )  # fmt: skip
    for n, word in enumerate(WORDS):
        yield from _bar(n, word, start + n * STAGGER_FRAMES, end, card)


def _bar(n: int, word: str, start: int, end: int, card: int) -> Iterator[Layer]:
    x, height = 80_000 + n * BAR_PITCH, 120_000 + (n * 37 + card * 53) % 7 * 55_000
    place = Rect(x, BAR_BOTTOM - height, BAR_WIDTH, height)
    rises = _slide(start, 0, height)
    yield Box(start, end, place, "#ffd23f", 12_000, _ramp(start, 0, MICROS), rises)
    yield Text(
        start, end, word, x + BAR_WIDTH // 2, 930_000, 42_000, BAR_PITCH,
        align=Align.CENTRE, opacity=_ramp(start, 0, MICROS),
    )  # fmt: skip


def _ramp(start: int, low: int, high: int) -> Track:
    return (Keyframe(start, (low,)), Keyframe(start + ARRIVES_FRAMES, (high,)))


def _slide(start: int, x: int, y: int) -> Track:
    """From an offset to its place."""
    return (Keyframe(start, (x, y), Easing.OUT), Keyframe(start + ARRIVES_FRAMES, (0, 0)))
