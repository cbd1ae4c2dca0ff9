"""Motion: values over frames, as keyframes with named easing curves.

Stored values are whole micros (1,000,000 = 1.0), so that the same motion always has the same
bytes; what lies between two keyframes is computed in double precision and never rounded.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from math import cos, exp, sin

MICROS = 1_000_000


class Easing(StrEnum):
    """How a value goes from one keyframe to the next."""

    HOLD = "hold"
    LINEAR = "linear"
    IN = "in"
    OUT = "out"
    IN_OUT = "in-out"
    EXPO = "expo"
    BACK = "back"
    SPRING = "spring"


OVERSHOOTING = frozenset({Easing.BACK, Easing.SPRING})
_BACK = 1.70158
"""R. Penner's constant: 10 % beyond the end before it comes to rest."""
_DAMPING, _TURNING = 7.0, 9.0


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
    """Curves on 0..1: `in` t³, `out` 1-(1-t)³, `in-out` 3t²-2t³, `expo` 1-2^(-10t).

    `back` is R. Penner's (easeOutBack): 1+(s+1)(t-1)³+s(t-1)². `spring` is the step response of
    a damped oscillator, 1-e^(-7t)(cos 9t + 7/9 sin 9t). What `expo` and `spring` lack of 1 at
    the end (0.1 %) is left out.
    """
    if easing is Easing.HOLD:
        return 0.0
    return 1.0 if t >= 1 else _CURVES[easing](t)


def _back(t: float) -> float:
    return 1 + (t - 1) ** 2 * ((_BACK + 1) * (t - 1) + _BACK)


def _spring(t: float) -> float:
    return 1 - exp(-_DAMPING * t) * (cos(_TURNING * t) + _DAMPING / _TURNING * sin(_TURNING * t))


_CURVES: dict[Easing, Callable[[float], float]] = {
    Easing.LINEAR: lambda t: t,
    Easing.IN: lambda t: t**3,
    Easing.OUT: lambda t: 1 - (1 - t) ** 3,
    Easing.IN_OUT: lambda t: t * t * (3 - 2 * t),
    Easing.EXPO: lambda t: 1 - 2.0 ** (-10 * t),
    Easing.BACK: _back,
    Easing.SPRING: _spring,
}


def moving(track: Track) -> list[tuple[int, int]]:
    """Spans of frames, ends included, over which the value changes."""
    return [
        (two.frame - 1 if one.easing is Easing.HOLD else one.frame, two.frame)
        for one, two in pairwise(track)
        if one.values != two.values
    ]
