"""Motion: values over frames, as keyframes with named easing curves.

Stored values are whole micros (1,000,000 = 1.0), so that the same motion always has the same
bytes; what lies between two keyframes is computed in double precision and never rounded.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

MICROS = 1_000_000


class Easing(StrEnum):
    """How a value goes from one keyframe to the next."""

    HOLD = "hold"
    LINEAR = "linear"
    IN = "in"
    OUT = "out"
    IN_OUT = "in-out"


@dataclass(frozen=True, slots=True)
class Keyframe:
    """The values (micros) at one frame, and the curve towards the next keyframe."""

    frame: int
    values: tuple[int, ...]
    easing: Easing = Easing.LINEAR


Track = tuple[Keyframe, ...]
"""Keyframes by rising frame, all of one arity; the first and the last value hold outside."""


def check(track: Track, arity: int, name: str) -> None:
    """Raises ValueError where frames do not rise or a keyframe has the wrong arity."""
    if any(len(key.values) != arity for key in track):
        raise ValueError(f"{name} takes {arity} values a keyframe")
    if any(one.frame >= two.frame for one, two in pairwise(track)):
        raise ValueError(f"the keyframes of {name} must rise by frame")


def constant(*values: int) -> Track:
    return (Keyframe(0, values),)


def shifted(track: Track, frames: int) -> Track:
    return tuple(replace(key, frame=key.frame + frames) for key in track)


def at(track: Track, frame: int) -> tuple[float, ...]:
    """The values at a frame, in units (not micros)."""
    after = next((n for n, key in enumerate(track) if key.frame > frame), len(track))
    if after in (0, len(track)):
        return tuple(value / MICROS for value in track[max(0, after - 1)].values)
    one, two = track[after - 1], track[after]
    share = eased(one.easing, (frame - one.frame) / (two.frame - one.frame))
    return tuple(
        (a + (b - a) * share) / MICROS for a, b in zip(one.values, two.values, strict=True)
    )


def eased(easing: Easing, t: float) -> float:
    """Cubic curves on 0..1: `in` t³, `out` 1-(1-t)³, `in-out` 3t²-2t³."""
    match easing:
        case Easing.HOLD:
            return 0.0
        case Easing.LINEAR:
            return t
        case Easing.IN:
            return t**3
        case Easing.OUT:
            return 1 - (1 - t) ** 3
        case Easing.IN_OUT:
            return t * t * (3 - 2 * t)


def moving(track: Track) -> list[tuple[int, int]]:
    """Spans of frames, ends included, over which the value changes."""
    return [
        (two.frame - 1 if one.easing is Easing.HOLD else one.frame, two.frame)
        for one, two in pairwise(track)
        if one.values != two.values
    ]
