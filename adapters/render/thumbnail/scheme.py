"""The colours and letters of a channel's thumbnails: those of its look, else a palette of its own.

Who decided no theme and no colours gets a harmonious palette by the channel; the font is always
that of the look.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from adapters.images.backdrop import Motif, motif
from adapters.images.palette import RAMP_STEPS, Floats, Palette, Rgb, palette
from domain.scene.look import USUAL, Look, theme_of
from domain.scene.theme import Ground, Theme

_ORDER = tuple(Ground)


@dataclass(frozen=True, slots=True, eq=False)
class Scheme:
    """`text` is read on `ground` and on all of `steps`, `on_accent` on `accent`.

    `face` is a family and its width in percent; `shapes` are those of a ground drawn anew.
    """

    ground: Rgb
    text: Rgb
    accent: Rgb
    on_accent: Rgb
    steps: Floats
    seed: str
    face: tuple[str, int] = ("sans", 100)
    shapes: Ground | None = None

    @classmethod
    def of(cls, look: Look, seed: str) -> Self:
        theme = theme_of(look)
        if look.theme is USUAL.theme and not look.colours.said:
            return cls.of_palette(palette(seed), seed, theme.type.face)
        return cls._of_theme(theme, seed)

    @classmethod
    def of_palette(cls, its: Palette, seed: str, face: tuple[str, int] = ("sans", 100)) -> Self:
        return cls(its.dark.rgb, its.text, its.accent, its.dark.rgb, its.ramp(), seed, face)

    @classmethod
    def _of_theme(cls, theme: Theme, seed: str) -> Self:
        its = theme.colours
        low, high = (np.array(_rgb(it), dtype=np.float64) for it in (its.low, its.high))
        steps = low + (high - low) * np.linspace(0, 1, RAMP_STEPS)[:, None]
        text, accent, on_accent = map(_rgb, (its.text, its.accent, its.on_accent))
        face, shapes = theme.type.face, theme.ground
        return cls(_rgb(its.low), text, accent, on_accent, steps, seed, face, shapes)

    def ramp(self) -> Floats:
        """The ground from dark to light, or from one of the theme's colours to the other."""
        return self.steps

    def motif(self, text: str, *, flip: bool) -> Motif:
        """The shapes of the theme, else of the channel, arranged by the words."""
        its = motif(self.seed, text, flip=flip)
        return its if self.shapes is None else Motif(_ORDER.index(self.shapes), its.place, flip)


def _rgb(written: str) -> Rgb:
    red, green, blue = (int(written[n : n + 2], 16) for n in (1, 3, 5))
    return red, green, blue
