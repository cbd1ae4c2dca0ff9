"""How a picture comes: where its transition has it stand, and how much of each line it shows."""

from dataclasses import dataclass

import numpy as np

from adapters.render.axes import Floats
from domain.motion import MICROS
from domain.timeline import Effect, Towards, Transition

SOFT_MIN_PX = 1.0


@dataclass(frozen=True, slots=True)
class Coming:
    """Moved by (x, y) pixels; covers by column and by row (0..1; none: all).

    What lies beneath is first veiled in a colour, by `veil`.
    """

    x: float = 0.0
    y: float = 0.0
    columns: Floats | None = None
    rows: Floats | None = None
    veil: float = 0.0
    shown: bool = True


def coming(it: Transition, frame: int, width: int, height: int) -> Coming:
    """In a place of so many pixels, `frame` frames after the layer began."""
    share = it.share(frame)
    if share >= 1:
        return Coming()
    size = width if it.towards.across else height
    match it.effect:
        case Effect.DISSOLVE:
            return Coming(rows=np.full(height, share))
        case Effect.SLIDE:
            away = (1 - share) * size
            back = away if it.towards in (Towards.LEFT, Towards.UP) else -away
            return _along(it, back, _between(size, back, back + size))
        case Effect.WIPE:
            return _along(it, 0.0, _uncovered(it, share, size))
        case Effect.DIP:
            rows = np.full(height, max(0.0, 2 * share - 1))
            return Coming(rows=rows, veil=min(1.0, 2 * share), shown=share > 1 / 2)


def dimmed(it: Coming, opacity: float, height: int) -> Coming:
    """The same, less opaque."""
    if opacity >= 1:
        return it
    rows = np.full(height, opacity) if it.rows is None else it.rows * opacity
    return Coming(it.x, it.y, it.columns, rows, it.veil, it.shown)


def _along(it: Transition, distance: float, cover: Floats) -> Coming:
    if it.towards.across:
        return Coming(x=distance, columns=cover)
    return Coming(y=distance, rows=cover)


def _between(size: int, start: float, end: float) -> Floats:
    """How much of each pixel lies between two edges."""
    low = np.arange(size, dtype=np.float64)
    covered = np.minimum(low + 1, end) - np.maximum(low, start)
    shown: Floats = np.clip(covered, 0, 1)
    return shown


def _uncovered(it: Transition, share: float, size: int) -> Floats:
    """An edge of the softness passes from one side to the other."""
    soft = max(SOFT_MIN_PX, it.softness * size / MICROS)
    at = np.arange(0.5, size)
    if it.towards in (Towards.LEFT, Towards.UP):
        at = size - at
    shown: Floats = np.clip((share * (size + soft) - at) / soft, 0, 1)
    return shown
